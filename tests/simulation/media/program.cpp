#include "tests/simulation/media/program.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "protocol/receipt_codec.hpp"
#include "protocol/session_codec.hpp"

namespace village::simulation::media {

using namespace std::chrono_literals;
using domain::Duration;
using domain::MonotonicTime;
using domain::UtcTime;
using node::player_loop::Path;
using protocol::UdpKind;

namespace {

constexpr Duration keep_alive_gap = 250ms, live_gap = 20ms, device_delay = 20ms;
constexpr Duration wake_at_least = 1h;
constexpr std::uint32_t report_every = 5;
/// The program's first moment on its own clock.
constexpr Duration clock_begins_at = 1000s;

template <class Value>
Value must(domain::Result<Value> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return std::move(*result);
}

}  // namespace

Program::Program(ProgramPlace place, Random random, ProgramWays ways)
    : place_(std::move(place)),
      random_(random),
      ways_(std::move(ways)),
      begun_(place_.clockwork.now()),
      memory_(must(node::player_loop::NodeMemory::open(place_.folder))),
      contents_(must(node::cache::ContentStore::open({place_.folder / "contents"}, false))),
      receipt_store_(must(node::cache::ReceiptStore::open(place_.folder / "receipts.log", place_.receipt_key.public_key()))),
      // Its battery is long dead: every start is a start without a clock.
      time_(now(), {UtcTime{}, std::nullopt, place_.boot}, memory_.load_time()),
      live_(place_.number, [this] { return now(); }),
      mixer_([] {}),
      device_({place_.crystals.device_ppm, device_delay,
               [this](std::span<const std::int16_t> samples, const node::audio::BlockTime& time) { hear(samples, time); }}),
      sound_(mixer_, read_ahead_, contents_, live_, time_, [this] { return now(); }),
      receipts_({place_.number, place_.receipt_key, {}}, receipt_store_),
      loop_(place_.number, must(memory_.load_key_ring()),
            {memory_, contents_, time_, live_, receipts_, sound_, *this, *this, [this] { return now(); }}),
      receipts_told_(receipt_store_.next_number() - 1) {
    sound_.tell_time(now());
    loop_.boot();
    tick();
    keep_alive();
    next_block();
}

MonotonicTime Program::now() const {
    const auto passed = place_.clockwork.now() - begun_;
    const auto skewed = static_cast<double>(passed.count()) * place_.crystals.clock_ppm * 1e-6;
    return MonotonicTime{clock_begins_at + passed + Duration{static_cast<std::int64_t>(skewed)}};
}

Duration Program::in_true_time(Duration mine) const {
    return Duration{std::llround(std::ceil(static_cast<double>(mine.count()) / (1 + place_.crystals.clock_ppm * 1e-6)))};
}

void Program::later(Duration delay, std::function<void()> what) {
    place_.clockwork.after(delay, [alive = std::weak_ptr(alive_), what = std::move(what)] {
        if (!alive.expired()) what();
    });
}

// ---- The line ----

void Program::joined(protocol::UdpAssociation association) {
    associations_.push_front(std::move(association));
    if (associations_.size() > 2 && place_.plant != Plant::associations_kept) associations_.pop_back();
    is_joined_ = true;
    keepalive_.joined(now());
    loop_.session_joined();
    ask_time_anew();
}

void Program::ask_time_anew() {
    for (auto& byte : nonce_) byte = static_cast<std::uint8_t>(random_.next());
    ask_time();
}

/// Draws nothing: a call that makes it ask changes nothing else about a run.
void Program::ask_time() {
    if (!is_joined_) return;
    ++nonce_.front();
    time_.asked(nonce_, now());
    wire::SessionMessage message;
    message.mutable_time_challenge()->set_nonce(protocol::string_of(nonce_));
    ways_.send_session(std::move(message));
}

void Program::session(const wire::SessionMessage& message) {
    keepalive_.tls_heard(now());
    if (message.has_stream_key()) {
        if (const auto key = protocol::read_stream_key(message.stream_key())) take_key(*key, Path::session);
    } else if (message.has_start()) {
        take_start(message.start(), Path::session);
    } else {
        const bool was_trusted = time_.trusted();
        loop_.take_message(message);
        if (message.has_time_attestation()) sound_.tell_time(now());
        if (!was_trusted && time_.trusted()) keepalive_.begin_burst();
    }
    if (live_.is_active()) tend_live();
}

std::optional<protocol::RtpVerdict> Program::datagram(domain::Bytes datagram) {
    if (protocol::looks_like_rtp(datagram)) {
        const auto at = place_.plant == Plant::old_key_lives_on ? key_came_at_.value_or(now()) : now();
        return live_.take_packet(datagram, at);
    }
    if (!datagram.empty() && datagram[0] == protocol::udp_bare_start) {
        if (const auto start = protocol::decode_bare_start(datagram)) take_start(*start, Path::bare_udp);
        return std::nullopt;
    }
    const auto id = protocol::udp_connection_id(datagram);
    for (auto& association : associations_) {
        if (!id || association.connection_id() != *id) continue;
        if (const auto packet = association.open(datagram)) take_udp(*packet);
        break;
    }
    return std::nullopt;
}

void Program::take_udp(const protocol::UdpPacket& packet) {
    ++opened_;
    keepalive_.udp_heard(now());
    if (packet.kind == UdpKind::clock_answer) {
        if (const auto answer = protocol::decode_clock_answer(packet.body)) take_clock_answer(*answer);
    } else if (packet.kind == UdpKind::start) {
        if (const auto start = protocol::decode_start_body(packet.body)) take_start(*start, Path::udp);
    } else if (packet.kind == UdpKind::stop) {
        if (const auto stop = protocol::decode_stop_body(packet.body)) loop_.take_stop(*stop, Path::udp);
    } else if (packet.kind == UdpKind::stream_key) {
        if (const auto key = protocol::decode_stream_key_body(packet.body)) take_key(*key, Path::udp);
    }
    if (live_.is_active()) tend_live();
}

void Program::take_start(const wire::Start& start, Path path) {
    const auto form = protocol::split_envelope(protocol::bytes_of(start.grant()));
    if (const auto grant = form ? protocol::decode_grant(form->payload) : domain::Result<domain::Grant>(form.error())) {
        ways_.ordered(grant->id.bytes);
        if (place_.plant == Plant::priority_reversed) expect_reversed(*grant);
    }
    if (place_.plant == Plant::emergency_waits && loop_.is_on_air()) {
        if (held_back_.size() < 16) held_back_.push_back(start);
        return later(400ms, [this, path] {
            for (const auto& held : std::exchange(held_back_, {})) loop_.take_start(held, path);
        });
    }
    loop_.take_start(start, path);
}

void Program::expect_reversed(domain::Grant grant) {
    const auto highest = static_cast<int>(domain::Priority::emergency);
    grant.priority = static_cast<domain::Priority>(highest - static_cast<int>(grant.priority));
    live_.expect(grant);
}

void Program::take_key(const protocol::StreamKey& key, Path path) {
    if (!key_came_at_) key_came_at_ = now();
    ways_.key_taken(key);
    if (place_.plant == Plant::key_begins_anew) {
        // Taken for one of a newer generation, it brings a window that has seen nothing.
        auto anew = key;
        anew.generation = key.generation * 1000 + ++keys_taken_;
        return loop_.take_stream_key(anew, path);
    }
    loop_.take_stream_key(key, path);
}

void Program::take_clock_answer(const protocol::ClockAnswer& answer) {
    const MonotonicTime sent{Duration{answer.sent_us}};
    if (sent > now() || now() - sent > 5s || place_.plant == Plant::exchanges_ignored) return;
    if (++exchanges_ == node::link::Keepalive::burst_exchanges) settled_at_ = place_.clockwork.now();
    if (!loop_.take_exchange({sent, answer.received, answer.answered, now()})) ask_time();
    if (place_.plant != Plant::time_told_once) sound_.tell_time(now());
}

void Program::send_udp(UdpKind kind, domain::Bytes body) {
    if (associations_.empty()) return;
    if (auto packet = associations_.front().seal(kind, body)) ways_.send_udp(std::move(*packet));
}

void Program::acknowledge(Path path, const domain::UuidBytes& id, const domain::Status& status) {
    ways_.answered(id, status.has_value());
    wire::SessionMessage message;
    auto& ack = *message.mutable_ack();
    ack.set_id(protocol::string_of(id));
    ack.set_accepted(status.has_value());
    ack.set_node_clock(domain::to_us(loop_.now()));
    if (!status) ack.set_code(std::string(domain::error_name(status.error().code)));
    if (path == Path::udp) return send_udp(UdpKind::ack, protocol::encode_ack_body(ack));
    if (is_joined_) ways_.send_session(std::move(message));
}

// ---- Its timers ----

void Program::tick() {
    loop_.tick();
    if (place_.plant != Plant::time_told_once) sound_.tell_time(now());
    if (!time_.trusted() && random_.below(10) == 0) ask_time_anew();
    if (live_.is_active() && random_.below(report_every) == 0)
        for (const auto& report : live_.reports()) send_udp(UdpKind::receiver_report, report);
    later(1s, [this] { tick(); });
}

void Program::keep_alive() {
    later(keep_alive_gap, [this] { keep_alive(); });
    if (!is_joined_) return;
    const auto due = keepalive_.due(now(), loop_.is_on_air(), random_.unit());
    if (due.dead) {
        is_joined_ = false;
        return ways_.session_is_dead();
    }
    if (due.clock_request)
        send_udp(UdpKind::clock_request,
                 protocol::encode_clock_request({++clock_requests_, now().time_since_epoch().count(), 0, loop_.plan_sequence()}));
    if (!due.heartbeat) return;
    wire::SessionMessage message;
    message.mutable_heartbeat()->set_answer_wanted(true);
    ways_.send_session(std::move(message));
}

void Program::tend_live() {
    if (std::exchange(live_tended_, true)) return;
    later(live_gap, [this] {
        live_tended_ = false;
        if (!live_.is_active()) return;
        for (const auto& nack : live_.nacks()) {
            if (place_.plant == Plant::never_asks_again) continue;
            ways_.asked(*protocol::decode_nack(nack));
            send_udp(UdpKind::nack, nack);
        }
        tend_live();
    });
}

void Program::wake_at(UtcTime when) {
    wake_ = when;
    arm_wake();
}

void Program::arm_wake() {
    if (!wake_) return;
    const auto wait = std::clamp<Duration>(*wake_ - loop_.now(), 0us, wake_at_least);
    later(in_true_time(wait), [this, meant = *wake_] {
        if (wake_ != meant) return;
        if (loop_.now() < *wake_) return arm_wake();
        wake_.reset();
        loop_.woken();
    });
}

// ---- Its device ----

void Program::next_block() {
    read_ahead_.work();
    device_.step(mixer_, now());
    take_reports();
    const auto due = begun_ + device_.block_length(++blocks_);
    later(due - place_.clockwork.now(), [this] { next_block(); });
}

void Program::hear(std::span<const std::int16_t> samples, const node::audio::BlockTime& time) {
    const auto leaves_at = place_.clockwork.now() + in_true_time(time.first_sample_at - now());
    const bool says_again = place_.plant == Plant::block_plays_twice && random_.chance(0.002) && !last_block_.empty();
    ways_.heard(listen(says_again ? std::span<const std::int16_t>(last_block_) : samples), leaves_at);
    if (place_.plant == Plant::block_plays_twice && blocks_ % 3 == 0) last_block_.assign(samples.begin(), samples.end());
}

void Program::take_reports() {
    while (auto report = mixer_.take_report()) reports_.push_back(std::move(*report));
    deliver_due_reports();
}

void Program::deliver_due_reports() {
    while (!reports_.empty()) {
        if (const auto told_from = node::audio::told_from(reports_.front()); now() < told_from)
            return later(in_true_time(told_from - now()) + 1us, [this] { deliver_due_reports(); });
        const auto report = std::move(reports_.front());
        reports_.pop_front();
        deliver(report);
    }
}

void Program::deliver(const node::audio::SoundReport& report) {
    auto what = sound_.understand(report);
    if (const auto* began = std::get_if<node::audio::SoundBegan>(&report)) first_samples_[began->ticket] = began->position;
    if (!what) return;
    if (const auto* began = std::get_if<node::player_loop::SoundingBegan>(&*what)) {
        ways_.began(*began);
        return loop_.sounding_began(*began);
    }
    if (const auto* counted = std::get_if<node::player_loop::SoundingCounted>(&*what)) {
        ways_.counted(*counted);
        return loop_.sounding_counted(*counted);
    }
    auto over = std::get<node::player_loop::SoundingOver>(*what);
    const auto& ended = std::get<node::audio::SoundEnded>(report);
    ways_.over(over, first_samples_[ended.ticket], ended.position);
    first_samples_.erase(ended.ticket);
    if (place_.plant == Plant::silence_counted) over.piece.frames.received += std::exchange(over.piece.frames.silent, 0);
    loop_.sounding_over(over);
}

void Program::receipt_stored() {
    for (const auto& stored : receipt_store_.after(receipts_told_, 100)) {
        receipts_told_ = stored.number;
        const auto opened = protocol::open_receipt(domain::as_bytes(stored.envelope), place_.receipt_key.public_key());
        if (opened) ways_.receipt(opened->receipt);
    }
}

}  // namespace village::simulation::media
