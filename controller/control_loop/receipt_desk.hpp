// The proofs: keeps every receipt until disk and delivery agree, and only then lets the loudspeaker forget it. While the disk
// refuses, receipts wait here and are offered to it again; the loudspeakers hold theirs meanwhile.
#pragma once

#include <set>
#include <tuple>

#include "controller/control_loop/switchboard.hpp"

namespace village::control_loop {

class ReceiptDesk {
public:
    ReceiptDesk(Office& office, Switchboard& switchboard, std::chrono::milliseconds retry_after);

    /// The same one again, while it waits, is the same one; how many a loudspeaker may have waiting is bounded by its session.
    void arrived(domain::PlaybackReceipt receipt);
    /// What follows from one that is on disk: from a stored one after a restart, too.
    void apply(const domain::PlaybackReceipt& receipt);
    /// What people should know: how many wait, and why.
    std::optional<std::string> trouble() const;
    void stop();

private:
    using Name = std::tuple<domain::NodeNumber, domain::ReceiptKey, std::uint64_t>;

    ports::Awaitable<domain::Status> keep(domain::PlaybackReceipt receipt);
    ports::Awaitable<domain::Status> put_on_disk(domain::PlaybackReceipt receipt);
    ports::Awaitable<void> wait_for_the_disk(domain::Error refusal);
    void end_when_everybody_reported(domain::BroadcastId id);

    Office& office_;
    Switchboard& switchboard_;
    std::chrono::milliseconds retry_after_;
    std::set<Name> at_hand_;  ///< Arrived and not yet on disk.
    std::optional<domain::Error> refusal_;
    bool is_stopped_ = false;
    boost::asio::steady_timer retry_timer_;  ///< One for all that wait.
};

}  // namespace village::control_loop
