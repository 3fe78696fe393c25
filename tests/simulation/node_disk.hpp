// What survives a power cut of a node.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>

#include "scheduler/dispatch/node_player.hpp"

namespace village::simulation {

struct NodeDisk {
    std::optional<domain::HoursPolicy> hours;  ///< Of its hamlet, as it was told; the commune's before that.
    std::uint64_t owner_epoch = 0;             ///< The highest that a controller joined it with.
    std::map<domain::GrantId, domain::Grant> grants;
    std::map<domain::GrantId, dispatch::PlayerRecord> records;
    std::map<domain::GrantId, domain::StopOrder> stops;  ///< By their own ids.
    policy::SequenceWindow::Saved sequences;
    std::pair<std::uint64_t, std::uint64_t> plan{};
    std::set<domain::ContentHash> content;
    std::uint64_t last_receipt = 0;
    std::deque<domain::PlaybackReceipt> outbox;
    std::set<domain::GrantId> began;                       ///< A sample of it left the device.
    std::map<domain::GrantId, domain::Duration> faltered;  ///< What the device did not output.

    bool is_done(domain::GrantId grant) const {
        const auto found = records.find(grant);
        return found != records.end() && found->second.done;
    }
};

}  // namespace village::simulation
