#include "tests/simulation/editors.hpp"

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

using domain::ApprovalAct;

domain::OperatorId somebody(Random& random) { return person(static_cast<std::uint8_t>(random.below(staff))); }

ApprovalAct some_act(Random& random) {
    if (random.chance(0.7)) return ApprovalAct::approve;
    return static_cast<ApprovalAct>(random.below(static_cast<std::uint64_t>(ApprovalAct::withdraw) + 1));
}

}  // namespace

void Editors::begin() {
    world_.happenings.every(Kind::announcement, 0, minutes{30}, hours{4}, [this](Random& random) { write(random); });
}

void Editors::write(Random& random) {
    const auto id = world_.approvals.add(somebody(random), new_sound()).id;
    go_on_with(id, 4 + random.below(6), random);
}

void Editors::go_on_with(domain::AnnouncementId id, std::uint64_t left, Random random) {
    if (left == 0) return;
    const auto wait =
        random.chance(0.2) ? random.between(milliseconds{0}, milliseconds{6}) : random.between(seconds{1}, minutes{12});
    world_.clockwork.after(wait, [this, id, left, random]() mutable {
        if (!world_.faults) return;
        // The page is the controller's.
        if (controllers_.owner().is_up()) do_something(id, random);
        go_on_with(id, left - 1, random);
    });
}

void Editors::do_something(domain::AnnouncementId id, Random& random) {
    if (random.chance(0.12)) return edit(id, random);
    if (random.chance(0.25)) return change_validity(id, random);
    const auto done = world_.approvals.act(id, some_act(random), somebody(random), somebody(random), world_.clockwork.now());
    if (done && policy::is_silenced(world_.approvals.find(id).state)) return controllers_.owner().follow_announcement(id);
    put_in_calendar(id, random);
}

void Editors::edit(domain::AnnouncementId id, Random& random) {
    world_.approvals.edit(id, somebody(random), new_sound());
    put_in_calendar(id, random);
}

/// From now, or later, until some hours from now; or for ever.
void Editors::change_validity(domain::AnnouncementId id, Random& random) {
    const auto now = world_.clockwork.now();
    std::optional<domain::UtcTime> from, until;
    if (random.chance(0.3)) from = now + random.between(seconds{0}, minutes{90});
    if (random.chance(0.8)) until = from.value_or(now) + random.between(minutes{1}, minutes{150});
    if (!world_.approvals.set_validity(id, somebody(random), from, until, now)) return;
    controllers_.owner().follow_announcement(id);
    put_in_calendar(id, random);
}

void Editors::follow_all() {
    for (const auto& [id, sound] : planned_) controllers_.owner().follow_announcement(id);
}

void Editors::put_in_calendar(domain::AnnouncementId id, Random& random) {
    const auto& sound = world_.approvals.find(id).content->hash;
    if (!world_.approvals.may_air(id) || planned_[id] == sound) return;
    auto order = make_order_(random);
    order.broadcast.announcement = id;
    order.broadcast.content = sound;
    if (world_.plant != Plant::validity_not_signed) order.holds_until = world_.approvals.find(id).valid_until;
    if (!world_.approvals.may_sound(order.broadcast)) return world_.situations.saw(Situation::refused_by_validity);
    planned_[id] = sound;
    controllers_.owner().request(std::move(order), {});
    // A mistake is seen a moment too late.
    if (!random.chance(0.2)) return;
    world_.clockwork.after(random.between(milliseconds{0}, milliseconds{4}),
                           [this, id, one = Random{random.next(), 0}]() mutable {
                               if (controllers_.owner().is_up()) world_.approvals.edit(id, somebody(one), new_sound());
                           });
}

}  // namespace village::simulation
