#include "controller/control_loop/receipt_desk.hpp"

#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "controller/observability/log.hpp"

namespace village::control_loop {
namespace {

using domain::ErrorCode;

bool is_the_disks(ErrorCode code) {
    return code == ErrorCode::disk_full || code == ErrorCode::storage_failed || code == ErrorCode::unavailable;
}

}  // namespace

ReceiptDesk::ReceiptDesk(Office& office, Switchboard& switchboard, std::chrono::milliseconds retry_after)
    : office_(office), switchboard_(switchboard), retry_after_(retry_after), retry_timer_(office.executor) {}

void ReceiptDesk::arrived(domain::PlaybackReceipt receipt) {
    if (!at_hand_.insert({receipt.node, receipt.receipt_key, receipt.number}).second) return;
    office_.spawn("keep a receipt", keep(std::move(receipt)));
}

ports::Awaitable<domain::Status> ReceiptDesk::keep(domain::PlaybackReceipt receipt) {
    const Name name{receipt.node, receipt.receipt_key, receipt.number};
    auto kept = co_await put_on_disk(receipt);
    if (kept) {
        refusal_.reset();
        apply(receipt);
        // The node forgets a receipt only when both it and what follows from it are on disk.
        kept = co_await office_.ledger.on_disk();
    }
    at_hand_.erase(name);
    // Another receipt is on disk under its number: offered for ever it would hold up all that follow. The error is in the log.
    const bool is_settled = kept || kept.error().code == ErrorCode::already_exists;
    if (is_settled) office_.ports.gateway->receipt_committed(receipt.node, receipt.receipt_key, receipt.number);
    co_return kept;
}

ports::Awaitable<domain::Status> ReceiptDesk::put_on_disk(domain::PlaybackReceipt receipt) {
    for (;;) {
        auto kept = co_await office_.ports.stores.receipts.append(receipt);
        if (kept || is_stopped_ || !is_the_disks(kept.error().code)) co_return kept;
        auto refusal = kept.error();
        co_await wait_for_the_disk(std::move(refusal));
    }
}

ports::Awaitable<void> ReceiptDesk::wait_for_the_disk(domain::Error refusal) {
    if (!refusal_)
        log::error("the disk does not take receipts: {}; they are offered again [{}]", refusal.detail,
                   domain::error_name(refusal.code));
    refusal_ = std::move(refusal);
    if (retry_timer_.expiry() <= std::chrono::steady_clock::now()) retry_timer_.expires_after(retry_after_);
    boost::system::error_code over;
    co_await retry_timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, over));
}

void ReceiptDesk::apply(const domain::PlaybackReceipt& receipt) {
    switchboard_.follow(office_.tracker.receipt(receipt, office_.now()));
    end_when_everybody_reported(receipt.broadcast);
}

void ReceiptDesk::end_when_everybody_reported(domain::BroadcastId id) {
    // What was interrupted may go on long after its planned end; the last receipt tells that it did not.
    const auto* broadcast = office_.dispatcher.find(id);
    if (broadcast == nullptr || broadcast->state != domain::BroadcastState::on_air) return;
    if (office_.tracker.unanswered(id).is_empty()) switchboard_.handle(dispatch::BroadcastFinished{id});
}

std::optional<std::string> ReceiptDesk::trouble() const {
    if (!refusal_) return std::nullopt;
    return fmt::format("{} receipts wait for the disk, the loudspeakers keep theirs: {}", at_hand_.size(), refusal_->detail);
}

void ReceiptDesk::stop() {
    is_stopped_ = true;
    retry_timer_.cancel();
}

}  // namespace village::control_loop
