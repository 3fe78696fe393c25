#include "node-firmware/program/node_program.hpp"

#include <boost/asio/post.hpp>
#include <csignal>
#include <utility>

#include "controller/observability/log.hpp"
#include "node-firmware/audio/device_thread.hpp"
#include "protocol/session_codec.hpp"

namespace village::node {
namespace asio = boost::asio;
using domain::Duration;
using domain::MonotonicTime;
using domain::Status;
using player_loop::Path;

namespace {
constexpr std::chrono::seconds status_gap{1};
constexpr std::chrono::minutes status_at_least{10};
constexpr std::chrono::milliseconds live_gap{20};
constexpr std::chrono::milliseconds fade_and_drain{200};
constexpr std::chrono::hours wake_at_least{1};
constexpr std::uint32_t scrub_every = 2, receiver_report_every = 5;

MonotonicTime now() { return audio::monotonic_now(); }
std::chrono::steady_clock::time_point steady(MonotonicTime when) {
    return std::chrono::steady_clock::time_point{std::chrono::duration_cast<std::chrono::nanoseconds>(when.time_since_epoch())};
}
}  // namespace

NodeProgram::NodeProgram(asio::io_context& context, Settings settings, NodeParts parts)
    : context_(context), settings_(std::move(settings)), identity_(std::move(parts.identity)), memory_(std::move(parts.memory)),
      contents_(std::move(parts.contents)), receipt_store_(std::move(parts.receipts)), device_(std::move(parts.device)),
      software_(parts.software), started_(now()), time_(now(), audio::machine_utc_now(), memory_.load_time()),
      live_(identity_.membership()->number, now), mixer_([this] { asio::post(context_, [this] { take_reports(); }); }),
      sound_(mixer_, contents_, live_, time_, now),
      receipts_({identity_.membership()->number, identity_.receipt_key(), software_}, receipt_store_), wake_timer_(context),
      tick_timer_(context), live_timer_(context), report_timer_(context), end_timer_(context), signals_(context, SIGINT, SIGTERM),
      loop_(identity_.membership()->number, std::move(parts.ring),
            player_loop::PlayerWorld{memory_, contents_, time_, live_, receipts_, sound_, *this, *this, now}),
      fetch_(loop_, contents_),
      link_(context, link::ControlLinkOptions{settings_.controllers, time_.trusted()}, identity_, *this, faults_),
      prefetcher_(context, link::PrefetchOptions{settings_.controllers, settings_.prefetch_kilobytes_per_second, time_.trusted()}, identity_,
                  fetch_, faults_),
      fault_socket_(context, [this](Fault fault) { take_fault(fault); }) {
    link::fill_random(boot_id_);
    volume_.percent = settings_.volume_percent;
    volume_.emergency_percent = settings_.emergency_volume_percent;
    sound_.set_volume(volume_);
}

NodeProgram::~NodeProgram() { device_->stop(); }

Status NodeProgram::run() {
    sound_.tell_time(now());
    if (auto started = device_->start(mixer_); !started) return started;
    if (!settings_.demo_faults.empty()) {
        if (auto listening = fault_socket_.listen(settings_.demo_faults); !listening) return listening;
    }
    log::info("node {} \"{}\" sounds on {} [started]", identity_.membership()->number.value, identity_.membership()->name, device_->describe());
    outbox_.stored_up_to(receipt_store_.next_number() - 1);
    loop_.boot();
    signals_.async_wait([this](boost::system::error_code error, int) {
        if (!error) shut_down();
    });
    link_.start();
    prefetcher_.start();
    tick();
    context_.run();
    device_->stop();
    if (time_.trusted()) (void)memory_.save_time(time_.to_remember(now()));
    log::info("node {} ended as asked [stopped]", identity_.membership()->number.value);
    return {};
}

void NodeProgram::shut_down() {
    ending_ = true;
    link_.stop();
    prefetcher_.stop();
    fault_socket_.close();
    sound_.stop_everything();
    // The fade has to reach the horn before the device is closed.
    end_timer_.expires_after(fade_and_drain);
    end_timer_.async_wait([this](boost::system::error_code) {
        for (auto* timer : {&wake_timer_, &tick_timer_, &live_timer_, &report_timer_}) timer->cancel();
        context_.stop();
    });
}

domain::UtcTime NodeProgram::machine_utc() const { return audio::machine_utc_now() + machine_fault_; }

// ---- Of the line ----

link::HelloFacts NodeProgram::hello() {
    link::HelloFacts facts;
    facts.node = identity_.membership()->number;
    facts.software = software_;
    facts.software_version = "0.1.0";
    facts.clock = loop_.now();
    facts.clock_trusted = time_.trusted();
    facts.plan_epoch = loop_.plan_epoch();
    facts.plan_sequence = loop_.plan_sequence();
    facts.next_receipt = receipt_store_.committed() + 1;
    facts.delegation_serials = loop_.ring().delegation_serials();
    facts.boot_id = boot_id_;
    facts.anchors_version = loop_.ring().anchors().version;
    return facts;
}

void NodeProgram::time_asked(const protocol::TimeNonce& nonce) { time_.asked(nonce, now()); }

void NodeProgram::joined(const wire::Welcome& welcome) {
    log::info("joined \"{}\" as node {} \"{}\" [joined]", welcome.commune_name(), identity_.membership()->number.value, welcome.node_name());
    if (welcome.volume_percent() >= 1 && welcome.volume_percent() <= 100) volume_.percent = static_cast<std::uint8_t>(welcome.volume_percent());
    if (welcome.start_delay_ms() <= 10'000) volume_.start_delay = std::chrono::milliseconds{welcome.start_delay_ms()};
    sound_.set_volume(volume_);
    take_committed(welcome.receipts_committed());
    outbox_.joined(receipt_store_.committed());
    loop_.session_joined();
    status_due_ = true;
    send_receipts();
    prefetcher_.wake();
}

void NodeProgram::lost() { outbox_.lost(); }

void NodeProgram::message(const wire::SessionMessage& message) {
    if (message.has_receipt_committed()) {
        take_committed(message.receipt_committed().up_to_number());
        return send_receipts();
    }
    if (message.has_plan()) {
        wire::SessionMessage answer;
        *answer.mutable_plan_ack() = loop_.take_plan(message.plan());
        link_.send(answer);
        return prefetcher_.wake();
    }
    const bool was_trusted = time_.trusted();
    loop_.take_message(message);
    if (message.has_time_attestation()) {
        sound_.tell_time(now());
        link_.set_clock_trusted(time_.trusted());
        if (!was_trusted && time_.trusted()) link_.begin_burst();
    }
    if (message.has_prefetch()) prefetcher_.wake();
    if (live_.is_active()) tend_live();
}

void NodeProgram::udp_packet(const protocol::UdpPacket& packet) {
    using protocol::UdpKind;
    if (packet.kind == UdpKind::start) {
        if (auto start = protocol::decode_start_body(packet.body)) loop_.take_start(*start, Path::udp);
    } else if (packet.kind == UdpKind::stop) {
        if (auto stop = protocol::decode_stop_body(packet.body)) loop_.take_stop(*stop, Path::udp);
    } else if (packet.kind == UdpKind::quench) {
        if (auto quench = protocol::decode_quench_body(packet.body)) loop_.take_quench(*quench, Path::udp);
    } else if (packet.kind == UdpKind::stream_key) {
        if (auto key = protocol::decode_stream_key_body(packet.body)) loop_.take_stream_key(*key, Path::udp);
    }
    if (live_.is_active()) tend_live();
}

void NodeProgram::bare_start(domain::Bytes datagram) {
    if (auto start = protocol::decode_bare_start(datagram)) loop_.take_start(*start, Path::bare_udp);
}

void NodeProgram::rtp(domain::Bytes datagram) { (void)live_.take_packet(datagram, now()); }

void NodeProgram::exchange(const link::Exchange& exchange) {
    const playout::ClockSample sample{exchange.sent, exchange.received, exchange.answered, exchange.returned};
    if (!loop_.take_exchange(sample)) {
        log::warn("the controller's clock is further off than may be slewed, asking for an attestation [clock]");
        link_.ask_time();
    }
    sound_.tell_time(now());
}

protocol::ClockRequest NodeProgram::clock_request() {
    protocol::ClockRequest request;
    if (loop_.is_on_air()) request.flags |= protocol::clock_flag_on_air;
    if (time_.trusted()) request.flags |= protocol::clock_flag_trusted;
    if (!device_->state().ok) request.flags |= protocol::clock_flag_device_fails;
    request.plan_sequence = loop_.plan_sequence();
    return request;
}

// ---- For the loop ----

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
    if (auto committed = receipt_store_.commit(up_to); !committed) {
        return log::error("the controller has receipts that this node does not: {} [receipts]", committed.error().detail);
    }
    outbox_.committed(up_to);
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
    status.set_gain_percent(volume_.percent);
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

// ---- From the device ----

void NodeProgram::take_reports() {
    while (auto report = mixer_.take_report()) reports_.push_back(std::move(*report));
    deliver_due_reports();
}

void NodeProgram::deliver_due_reports() {
    while (!reports_.empty() && !ending_) {
        // Nobody hears that a programme ended before its last sample left the device.
        const auto* ended = std::get_if<audio::SoundEnded>(&reports_.front());
        if (ended && ended->began && now() < ended->last_sample_at) {
            report_timer_.expires_at(steady(ended->last_sample_at));
            report_timer_.async_wait([this](boost::system::error_code error) {
                if (!error) deliver_due_reports();
            });
            return;
        }
        auto what = sound_.understand(reports_.front());
        reports_.pop_front();
        if (!what) continue;
        if (const auto* began = std::get_if<player_loop::SoundingBegan>(&*what)) loop_.sounding_began(*began);
        if (const auto* over = std::get_if<player_loop::SoundingOver>(&*what)) loop_.sounding_over(*over);
    }
}

// ---- Now and then ----

void NodeProgram::tick() {
    ++ticks_;
    loop_.tick();
    sound_.tell_time(now());
    if (const auto step = time_.machine_step(now(), machine_utc())) {
        log::warn("the machine's clock was stepped by {} s; the node keeps its own and asks for an attestation [clock_stepped]",
                  step->count() / 1'000'000);
        link_.ask_time();
    }
    // An emergency that came without a clock, or an answer that was lost: ask again.
    if (!time_.trusted() && ticks_ % 10 == 0) link_.ask_time();
    const bool ok = device_->state().ok;
    if (std::exchange(device_was_ok_, ok) != ok) status_due_ = true;
    if (ticks_ % scrub_every == 0) scrub();
    if (live_.is_active() && ticks_ % receiver_report_every == 0) {
        for (const auto& report : live_.reports()) link_.send_udp(protocol::UdpKind::receiver_report, report);
    }
    if (status_due_ || now() - status_sent_ >= status_at_least) send_status();
    tick_timer_.expires_after(std::chrono::seconds{1});
    tick_timer_.async_wait([this](boost::system::error_code error) {
        if (!error && !ending_) tick();
    });
}

void NodeProgram::tend_live() {
    if (live_tended_) return;
    live_tended_ = true;
    live_timer_.expires_after(live_gap);
    live_timer_.async_wait([this](boost::system::error_code error) {
        live_tended_ = false;
        if (error || ending_ || !live_.is_active()) return;
        for (const auto& nack : live_.nacks()) link_.send_udp(protocol::UdpKind::nack, nack);
        tend_live();
    });
}

void NodeProgram::scrub() {
    if (unscrubbed_.empty() && ticks_ % 3600 == scrub_every) unscrubbed_ = contents_.complete();
    if (unscrubbed_.empty()) return;
    const auto root = unscrubbed_.back();
    unscrubbed_.pop_back();
    auto content = contents_.open_content(root);
    if (!content || (*content)->verify()) return;
    log::warn("content {} rotted on the disk and is fetched again [content_damaged]", root.text().substr(0, 12));
    contents_.drop(root);
    prefetcher_.wake();
}

void NodeProgram::take_fault(const Fault& fault) {
    log::warn("a fault on purpose: {} {} [demo_faults]", static_cast<int>(fault.kind), fault.value);
    if (fault.kind == Fault::Kind::drop) faults_.drop_percent(static_cast<int>(fault.value));
    if (fault.kind == Fault::Kind::clock) machine_fault_ += std::chrono::seconds{fault.value};
    if (fault.kind == Fault::Kind::uncut) {
        faults_.cut(false);
        link_.dial_now();
    }
    if (fault.kind != Fault::Kind::cut) return;
    faults_.cut(true);
    link_.drop_session();
}

}  // namespace village::node
