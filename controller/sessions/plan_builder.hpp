// Plans and prefetch hints as they travel: the grants of a node's coming days, the stops still in force, and how to fetch what
// they play. Keeps the chunk hashes of content it has looked up. Control thread.
#pragma once

#include <map>
#include <vector>

#include "controller/ports/blob_store.hpp"
#include "controller/ports/node_gateway.hpp"
#include "protocol/session.pb.h"

namespace village::sessions {

class PlanBuilder {
public:
    explicit PlanBuilder(const ports::BlobStore& blobs) : blobs_(blobs) {}

    struct Version {
        std::uint64_t policy_epoch = 0;
        std::uint64_t issuer_sequence = 0;
    };
    /// `held` is what the node says it holds: a plan under a lower version (after a restored backup) would be refused for ever.
    wire::Plan plan(domain::NodeNumber node, const ports::NodePlan& wanted, Version held);
    wire::PrefetchHint hint(const std::vector<ports::ContentOffer>& offers) const;
    /// Kept for a day, at most 256, the oldest give way: goes with every plan of the nodes it is for.
    void remember_stop(const domain::SignedStop& stop, domain::NodeSet nodes, domain::UtcTime now);

private:
    struct Tombstone {
        domain::SignedStop stop;
        domain::NodeSet nodes;
        domain::UtcTime at;
    };
    const wire::ContentHint* content(const domain::Grant& grant);

    const ports::BlobStore& blobs_;
    std::map<domain::ContentHash, wire::ContentHint> contents_;
    std::vector<Tombstone> tombstones_;
};

}  // namespace village::sessions
