#include "tests/simulation/sim_device.hpp"

#include <algorithm>
#include <utility>

namespace village::simulation {

using domain::Duration;
using domain::GrantId;

std::optional<GrantId> SimDevice::current() const {
    if (!playing_) return std::nullopt;
    return playing_->order.sound.grant;
}

Duration SimDevice::played() const { return playing_ ? world_.clockwork.now() - playing_->began : Duration::zero(); }

void SimDevice::start(const Order& order) {
    const auto now = world_.clockwork.now();
    if (order.is_emergency && is_sounding()) interrupted_ = playing_;
    if (playing_ && playing_->order.sound.grant != order.sound.grant) world_.checker.told_to_sound_two(number_, now);
    const bool swallowed = swallows(order);
    stop();
    auto begins = std::max(order.at, now + random_.between(std::chrono::milliseconds{5}, device_latency_max));
    if (world_.plant == Plant::starts_early) begins = now;
    if (swallowed) return;
    playing_ = Playing{order, begins, false, {}};
    const auto serial = ++serial_;
    world_.clockwork.after(begins - now, [this, serial] { begin(serial); });
    if (order.ends == domain::UtcTime::max()) return;
    world_.clockwork.at(std::max(order.ends, now), [this, serial] { end(serial); });
}

bool SimDevice::swallows(const Order& order) const {
    return world_.plant == Plant::start_swallowed && !order.is_emergency && world_.clockwork.now() == last_ended_;
}

void SimDevice::begin(std::uint64_t serial) {
    if (serial != serial_ || !playing_) return;
    playing_->begun = true;
    const auto& sound = playing_->order.sound;
    world_.trace.add(world_.clockwork.now(), "sounds", number_, sound.grant);
    world_.checker.sound_started(number_, sound, world_.clockwork.now());
    on_begun(sound.grant);
}

void SimDevice::end(std::uint64_t serial) {
    if (serial != serial_ || !playing_) return;
    const auto grant = playing_->order.sound.grant;
    const auto gone = played();
    stop();
    last_ended_ = world_.clockwork.now();
    on_ended(grant, gone);
}

void SimDevice::stop() {
    if (!playing_) return;
    const auto grant = playing_->order.sound.grant;
    if (playing_->begun) {
        world_.trace.add(world_.clockwork.now(), "silent", number_, grant);
        world_.checker.sound_stopped(number_, grant, world_.clockwork.now());
    }
    playing_.reset();
    ++serial_;
}

void SimDevice::interrupt() {
    interrupted_ = playing_;
    stop();
}

Duration SimDevice::falter(Duration time) {
    if (!is_sounding()) return Duration::zero();
    const auto lost = std::min(time, played() - playing_->faltered);
    playing_->faltered += lost;
    return lost;
}

void SimDevice::lose_power() {
    playing_.reset();
    interrupted_.reset();
    ++serial_;
}

std::optional<GrantId> SimDevice::interrupted() const {
    if (!interrupted_) return std::nullopt;
    return interrupted_->order.sound.grant;
}

void SimDevice::go_on_with_interrupted() {
    playing_ = std::exchange(interrupted_, std::nullopt);
    begin(++serial_);
}

}  // namespace village::simulation
