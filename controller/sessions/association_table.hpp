// The UDP associations of the commune's nodes: found by connection id when a datagram comes, by node when one goes. Kept sealed
// on disk (AES-128-GCM, key beside it, 0600), so that a controller that was restarted can speak at once. Control thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "controller/ports/media_path.hpp"
#include "protocol/udp_association.hpp"
#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/time.hpp"

namespace village::sessions {

/// Unheard for this long, the mapping in between is gone: what is stored is not used any more.
inline constexpr std::chrono::minutes association_lifetime{10};

struct Association {
    domain::NodeNumber node;
    protocol::UdpAssociation crypto;
    std::optional<ports::NodeAddress> address;  ///< Learned from the last authenticated datagram.
    domain::UtcTime heard_at{};
};

class AssociationTable {
public:
    explicit AssociationTable(std::string folder) : folder_(std::move(folder)) {}

    /// Replaces the node's association of before.
    Association& bind(domain::NodeNumber node, std::uint64_t connection_id, const std::array<std::uint8_t, 32>& exporter,
                      domain::UtcTime now);
    Association* find(std::uint64_t connection_id);
    Association* of_node(domain::NodeNumber node);
    void forget(domain::NodeNumber node);
    /// Drops what was not heard for `association_lifetime`, but for nodes that `keep` says are connected.
    template <class Keep>
    std::vector<domain::NodeNumber> forget_silent(domain::UtcTime now, Keep keep);
    template <class Visit>
    void for_each(Visit visit) const {
        for (const auto& [id, association] : by_id_) visit(*association);
    }
    std::size_t size() const { return by_id_.size(); }

    /// Nothing stored, or nothing that opens, is an empty table: nodes bind anew when they join.
    void load(domain::UtcTime now);
    domain::Status save();

private:
    std::string folder_;
    std::unordered_map<std::uint64_t, std::unique_ptr<Association>> by_id_;
    std::unordered_map<std::uint16_t, Association*> by_node_;
};

template <class Keep>
std::vector<domain::NodeNumber> AssociationTable::forget_silent(domain::UtcTime now, Keep keep) {
    std::vector<domain::NodeNumber> silent;
    for (const auto& [number, association] : by_node_)
        if (now - association->heard_at > association_lifetime && !keep(association->node)) silent.push_back(association->node);
    for (auto node : silent) forget(node);
    return silent;
}

}  // namespace village::sessions
