#include "tests/simulation/sim_device.hpp"

#include <algorithm>
#include <utility>

namespace village::simulation {

using domain::Duration;
using domain::GrantId;

std::optional<GrantId> SimDevice::grant_of(const Slot& slot) {
    if (!slot) return std::nullopt;
    return slot->order.sound.grant;
}

const SimDevice::Playing* SimDevice::find(GrantId grant) const {
    for (const auto* slot : {&playing_, &beneath_})
        if (grant_of(*slot) == grant) return &**slot;
    return nullptr;
}

SimDevice::Slot* SimDevice::slot_of(GrantId grant) {
    for (auto* slot : {&playing_, &beneath_})
        if (grant_of(*slot) == grant) return slot;
    return nullptr;
}

SimDevice::Slot* SimDevice::slot_of(std::uint64_t serial) {
    for (auto* slot : {&playing_, &beneath_})
        if (*slot && (*slot)->serial == serial) return slot;
    return nullptr;
}

std::vector<GrantId> SimDevice::all() const {
    std::vector<GrantId> grants;
    for (const auto* slot : {&beneath_, &playing_})
        if (*slot) grants.push_back((*slot)->order.sound.grant);
    return grants;
}

bool SimDevice::plays_stream(GrantId grant) const {
    const auto* playing = find(grant);
    return playing && !playing->order.sound.content;
}

Duration SimDevice::played(GrantId grant) const {
    const auto* playing = find(grant);
    return playing ? world_.clockwork.now() - playing->began : Duration::zero();
}

void SimDevice::start(const Order& order) {
    const auto now = world_.clockwork.now();
    if (order.is_emergency && is_sounding()) interrupted_ = playing_;
    if (playing_ && playing_->order.sound.grant != order.sound.grant) world_.checker.told_to_sound_two(number_, now);
    const bool swallowed = swallows(order);
    silence(playing_);
    auto begins = std::max(order.at, now + random_.between(std::chrono::milliseconds{5}, device_latency_max));
    if (world_.plant == Plant::starts_early) begins = now;
    if (swallowed) return;
    const auto serial = ++serial_;
    playing_ = Playing{.order = order, .began = begins, .serial = serial};
    world_.clockwork.after(begins - now, [this, serial] { begin(serial); });
    if (order.ends == domain::UtcTime::max()) return;
    world_.clockwork.at(std::max(order.ends, now), [this, serial] { end(serial); });
}

bool SimDevice::swallows(const Order& order) const {
    return world_.plant == Plant::start_swallowed && !order.is_emergency && world_.clockwork.now() == last_ended_;
}

void SimDevice::begin(std::uint64_t serial) {
    auto* slot = slot_of(serial);
    if (!slot) return;
    (*slot)->begun = true;
    auto sound = (*slot)->order.sound;
    sound.is_beneath = slot == &beneath_;
    world_.trace.add(world_.clockwork.now(), "sounds", number_, sound.grant);
    world_.checker.sound_started(number_, sound, world_.clockwork.now());
    on_begun(sound.grant);
}

void SimDevice::end(std::uint64_t serial) {
    auto* slot = slot_of(serial);
    if (!slot) return;
    const auto grant = (*slot)->order.sound.grant;
    const auto gone = played(grant);
    silence(*slot);
    last_ended_ = world_.clockwork.now();
    on_ended(grant, gone);
}

void SimDevice::duck(GrantId grant) {
    if (grant_of(playing_) != grant) return;
    silence(beneath_);
    beneath_ = std::exchange(playing_, std::nullopt);
    world_.trace.add(world_.clockwork.now(), "goes beneath", number_, grant);
    world_.checker.sound_ducked(number_, grant, world_.clockwork.now());
}

void SimDevice::raise(GrantId grant) {
    if (grant_of(beneath_) != grant || world_.plant == Plant::raised_stays_quiet) return;
    playing_ = std::exchange(beneath_, std::nullopt);
    world_.trace.add(world_.clockwork.now(), "is raised", number_, grant);
    world_.checker.sound_raised(number_, grant, world_.clockwork.now());
}

void SimDevice::stop(GrantId grant) {
    auto* slot = slot_of(grant);
    if (!slot) return;
    if (slot == &playing_) interrupted_ = playing_;
    silence(*slot);
}

void SimDevice::silence(Slot& slot) {
    if (!slot) return;
    const auto stopped = *std::exchange(slot, std::nullopt);
    if (!stopped.begun) return;
    const auto grant = stopped.order.sound.grant;
    world_.trace.add(world_.clockwork.now(), "silent", number_, grant);
    world_.checker.sound_stopped(number_, grant, world_.clockwork.now());
}

void SimDevice::end_now(GrantId grant) {
    if (const auto* playing = find(grant)) end(std::uint64_t{playing->serial});
}

Duration SimDevice::falter(GrantId grant, Duration time) {
    auto* slot = slot_of(grant);
    if (!slot || !(*slot)->begun) return Duration::zero();
    const auto lost = std::min(time, played(grant) - (*slot)->faltered);
    (*slot)->faltered += lost;
    return lost;
}

void SimDevice::lose_power() {
    playing_.reset();
    beneath_.reset();
    interrupted_.reset();
}

void SimDevice::go_on_with_interrupted() {
    playing_ = std::exchange(interrupted_, std::nullopt);
    playing_->serial = ++serial_;
    begin(playing_->serial);
}

}  // namespace village::simulation
