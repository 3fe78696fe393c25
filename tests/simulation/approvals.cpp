#include "tests/simulation/approvals.hpp"

#include <algorithm>

#include "scheduler/domain/validity.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::simulation {
namespace {

using domain::Announcement;
using domain::ApprovalAct;
using domain::OperatorId;

constexpr std::uint8_t writers = 2;
/// The pieces of programmes have other names.
constexpr std::uint8_t announcements_begin = 0xAA;
constexpr OperatorId clerk = person(staff - 1);
const domain::AreaId everywhere{{1}};

bool is_approver(OperatorId who) { return who != clerk && who.bytes[0] > writers; }

bool agrees(ApprovalAct what) { return what == ApprovalAct::approve || what == ApprovalAct::agree_by_telephone; }

}  // namespace

Approvals::Approvals(Checker& checker, Situations& situations, Plant plant)
    : checker_(checker), situations_(situations), plant_(plant) {
    policy_.rules.push_back({.steps = 2, .by_telephone = true});
    const auto lend = [this](OperatorId lender, OperatorId borrower) {
        delegations_.push_back({.lender = lender, .borrower = borrower, .from = {}, .until = domain::UtcTime::max()});
    };
    lend(person(2), clerk);
    lend(person(3), clerk);
    lend(person(4), person(1));
}

const Announcement& Approvals::add(OperatorId author, const domain::ContentHash& sound) {
    Announcement item;
    const auto number = announcements_.size() + 1;
    item.id =
        domain::AnnouncementId{{announcements_begin, static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)}};
    item.created_by = author;
    item.audio = domain::AudioState::ready;
    item.content.emplace().hash = sound;
    item.state = domain::AnnouncementState::waiting;
    checker_.announcement_written(item.id, sound, author);
    return announcements_[item.id] = item;
}

void Approvals::edit(domain::AnnouncementId id, OperatorId by, const domain::ContentHash& sound) {
    auto& item = announcements_.at(id);
    if (plant_ != Plant::editor_not_noted) policy::note_change(item, by);
    item.content.emplace().hash = sound;
    checker_.announcement_written(id, sound, by);
}

OperatorId Approvals::right_of(const Announcement& item, OperatorId who) const {
    if (is_approver(who)) return who;
    for (const auto& lent : delegations_) {
        const auto is_his = [&](const domain::Consent& consent) { return consent.approver == lent.lender; };
        const bool would_count = !policy::is_author(item, lent.lender) && std::ranges::none_of(item.consents, is_his);
        if (lent.borrower == who && would_count) return lent.lender;
    }
    return {};
}

bool Approvals::act(domain::AnnouncementId id, ApprovalAct what, OperatorId by, OperatorId approver, domain::UtcTime now) {
    auto& item = announcements_.at(id);
    if ((agrees(what) || what == ApprovalAct::submit) && domain::is_out_of_date(item, now)) return false;
    const bool takes_a_right = what == ApprovalAct::approve || what == ApprovalAct::send_back || what == ApprovalAct::reject;
    if (takes_a_right) approver = right_of(item, by);
    if (takes_a_right && approver == OperatorId{}) return false;
    policy::Act act{what, by, approver, {everywhere}, "why", now};
    if (plant_ == Plant::lender_stands_for_borrower && what == ApprovalAct::approve) act.by = approver;
    auto next = policy::after(item, act, {2, true});
    if (!next && agrees(what)) situations_.saw(Situation::consent_refused);
    if (!next) return false;
    item = *next;
    if (what == ApprovalAct::approve && by != approver) situations_.saw(Situation::consent_by_lent_right);
    tell_judge(item, what, by, approver, now);
    checker_.announcement_changed(item, now);
    return true;
}

/// As the desk of announcements: longer is another thing, and shorter is as much as to withdraw it.
bool Approvals::set_validity(domain::AnnouncementId id, OperatorId by, std::optional<domain::UtcTime> from,
                             std::optional<domain::UtcTime> until, domain::UtcTime now) {
    auto& item = announcements_.at(id);
    auto changed = item;
    changed.valid_from = from;
    changed.valid_until = until;
    const bool is_his = policy::is_author(item, by) || is_approver(by);
    if (domain::holds_longer(item, changed) && !is_his) return false;
    if (domain::holds_longer(changed, item)) {
        policy::note_change(changed, by);
        checker_.announcement_held_longer(id, by, now);
    }
    item = changed;
    checker_.announcement_changed(item, now);
    return true;
}

bool Approvals::may_sound(const domain::Broadcast& broadcast) const {
    const auto& item = find(*broadcast.announcement);
    return !policy::is_silenced(item.state) && domain::is_valid(item, broadcast.starts_at, policy::whole_length(broadcast));
}

void Approvals::tell_judge(const Announcement& item, ApprovalAct what, OperatorId by, OperatorId approver, domain::UtcTime now) {
    if (agrees(what)) return checker_.agreed(item.id, what == ApprovalAct::approve ? by : approver, approver);
    checker_.agreement_gone(item.id);
    if (policy::is_silenced(item.state)) checker_.announcement_silenced(item.id, now);
}

bool Approvals::may_air(domain::AnnouncementId id) const {
    return policy::may_air(policy_, find(id), {{}, domain::Priority::normal, {everywhere}, false}, commune_).has_value();
}

SignReasons Approvals::reasons_for(const domain::Broadcast& broadcast) const {
    const auto& outside_hours = broadcast.outside_hours_reason;
    if (!broadcast.announcement || !announcements_.contains(*broadcast.announcement))
        return {person(0), {person(2), person(3)}, outside_hours};
    const auto& item = find(*broadcast.announcement);
    SignReasons reasons{item.created_by, {}, outside_hours};
    for (const auto& consent : item.consents)
        if (!policy::is_author(item, consent.approver)) reasons.approvers.push_back(consent.approver);
    return reasons;
}

}  // namespace village::simulation
