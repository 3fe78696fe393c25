// The program's part towards the loop: what it wants said, its alarm, and what the sound device reports.
#include <fmt/format.h>

#include <algorithm>

#include "controller/observability/log.hpp"
#include "node-firmware/program/node_program.hpp"
#include "protocol/session_codec.hpp"

namespace village::node {
using domain::Duration;
using domain::MonotonicTime;
using domain::Status;
using player_loop::Path;

namespace {
constexpr std::chrono::seconds status_gap{1};
constexpr std::chrono::hours wake_at_least{1};

std::chrono::steady_clock::time_point steady(MonotonicTime when) {
    return std::chrono::steady_clock::time_point{std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch())};
}
}  // namespace

void NodeProgram::acknowledge(Path path, const domain::UuidBytes& id, const Status& status) {
    wire::SessionMessage message;
    auto& ack = *message.mutable_ack();
    ack.set_id(protocol::string_of(id));
    ack.set_accepted(status.has_value());
    ack.set_node_clock(domain::to_us(loop_.now()));
    if (!status) {
        ack.set_code(std::string(domain::error_name(status.error().code)));
        ack.set_detail(status.error().detail);
    }
    if (path == Path::udp) return link_.send_udp(protocol::UdpKind::ack, protocol::encode_ack_body(ack));
    link_.send(message);
}

void NodeProgram::receipt_stored() {
    outbox_.stored_up_to(receipt_store_.next_number() - 1);
    send_receipts();
}

void NodeProgram::take_committed(std::uint64_t up_to) {
    if (!outbox_.committed(up_to))
        return log::error("the controller says it has receipt {}, which was not sent to it; it is kept [receipts]", up_to);
    forget_receipts(up_to);
}

void NodeProgram::forget_receipts(std::uint64_t up_to) {
    if (auto committed = receipt_store_.commit(up_to); !committed)
        log::error("the controller has receipts that this node does not: {} [receipts]", committed.error().detail);
}

void NodeProgram::send_receipts() {
    while (auto span = outbox_.take()) {
        for (auto& receipt : receipt_store_.after(span->after, span->count)) {
            wire::SessionMessage message;
            message.set_receipt(std::move(receipt.envelope));
            link_.send(message);
        }
    }
}

void NodeProgram::status_changed() {
    status_due_ = true;
    if (now() - status_sent_ >= status_gap) send_status();
}

void NodeProgram::send_status() {
    if (!link_.is_joined()) return;
    status_due_ = false;
    status_sent_ = now();
    wire::SessionMessage message;
    auto& status = *message.mutable_status();
    if (loop_.fill_status(status)) status_due_ = true;
    const auto device = device_->state();
    status.set_device_underruns(device.underruns);
    status.set_device_ok(device.ok);
    status.set_started(static_cast<std::uint64_t>((now() - started_).count()));
    status.set_receipts_waiting(static_cast<std::uint32_t>(receipt_store_.waiting()));
    if (receipts_.unstored() > 0)
        status.set_note(fmt::format("{} receipts wait for the disk: {}", receipts_.unstored(), receipts_.disk_trouble()));
    status.set_gain_percent(sound_.volume_percent());
    link_.send(message);
}

void NodeProgram::wake_at(domain::UtcTime when) {
    wake_ = when;
    arm_wake();
}

void NodeProgram::arm_wake() {
    if (!wake_) return;
    // An hour at most: the timer follows a clock that is slewed.
    const auto wait = std::clamp<Duration>(*wake_ - loop_.now(), Duration{0}, wake_at_least);
    wake_timer_.expires_at(steady(now() + wait));
    wake_timer_.async_wait([this](boost::system::error_code error) {
        if (error || ending_) return;
        if (wake_ && loop_.now() < *wake_) return arm_wake();
        wake_.reset();
        loop_.woken();
    });
}

void NodeProgram::take_reports() {
    while (auto report = mixer_.take_report()) reports_.push_back(std::move(*report));
    deliver_due_reports();
}

void NodeProgram::deliver_due_reports() {
    while (!reports_.empty() && !ending_) {
        if (const auto told_from = audio::told_from(reports_.front()); now() < told_from) {
            report_timer_.expires_at(steady(told_from));
            report_timer_.async_wait([this](boost::system::error_code error) {
                if (!error) deliver_due_reports();
            });
            return;
        }
        auto what = sound_.understand(reports_.front());
        reports_.pop_front();
        if (!what) continue;
        if (const auto* began = std::get_if<player_loop::SoundingBegan>(&*what)) loop_.sounding_began(*began);
        if (const auto* counted = std::get_if<player_loop::SoundingCounted>(&*what)) loop_.sounding_counted(*counted);
        if (const auto* over = std::get_if<player_loop::SoundingOver>(&*what)) loop_.sounding_over(*over);
    }
}

}  // namespace village::node
