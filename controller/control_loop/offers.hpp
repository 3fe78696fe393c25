// What a node should fetch beforehand, described so that it can check each piece as it arrives.
#pragma once

#include <optional>
#include <set>

#include "controller/ports/blob_store.hpp"
#include "controller/ports/node_gateway.hpp"
#include "scheduler/dispatch/dispatch_events.hpp"

namespace village::control_loop {

inline std::optional<ports::ContentOffer> content_offer(const ports::BlobStore& blobs, const domain::ContentHash& hash,
                                                        bool keep) {
    const auto size = blobs.size(hash);
    auto chunks = blobs.chunks(hash);
    if (!size || !chunks) return std::nullopt;
    return ports::ContentOffer{hash, *size, std::move(*chunks), keep};
}

/// The audio of these grants, each once.
inline std::vector<ports::ContentOffer> content_offers(const ports::BlobStore& blobs,
                                                       const std::vector<dispatch::SharedGrant>& grants) {
    std::vector<ports::ContentOffer> offers;
    std::set<domain::ContentHash> seen;
    for (const auto& shared : grants) {
        const auto& content = shared->grant.content;
        if (!content || !seen.insert(*content).second) continue;
        const bool keep = domain::is_called(shared->grant.kind);
        if (auto offer = content_offer(blobs, *content, keep)) offers.push_back(std::move(*offer));
    }
    return offers;
}

}  // namespace village::control_loop
