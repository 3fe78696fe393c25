#include "scheduler/policy/approval.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "scheduler/domain/folded_text.hpp"
#include "scheduler/domain/gone.hpp"
#include "scheduler/domain/names.hpp"
#include "scheduler/domain/remarks.hpp"

namespace village::policy {
namespace {

using domain::Announcement;
using domain::AnnouncementState;
using domain::ApprovalAct;
using domain::ApprovalRule;
using domain::Consent;
using domain::Error;
using domain::ErrorCode;
using domain::Status;

constexpr std::size_t words_bytes_max = 2000, consents_max = 16;

/// Which rule of approvals is in the way; it has no figures.
Error against(ErrorCode code, const char* rule, std::string detail) {
    return {code, std::move(detail), domain::BrokenRule{rule, {}, {}}};
}

bool fits(const ApprovalRule& rule, const AirWish& wish, std::optional<domain::AreaId> hamlet, const domain::Commune& commune) {
    if (rule.from_priority && wish.priority < *rule.from_priority) return false;
    if (rule.only_outside_hours && !wish.outside_hours) return false;
    if (!rule.categories.empty() && !domain::is_named_in(rule.categories, wish.category)) return false;
    if (rule.areas.empty()) return true;
    return hamlet && std::ranges::any_of(rule.areas, [&](auto area) { return commune.area_contains(area, *hamlet); });
}

std::size_t remove_telephone_consent(Announcement& item, domain::OperatorId approver) {
    return std::erase_if(item.consents, [&](const Consent& one) { return one.by_telephone && one.approver == approver; });
}

bool takes_part(const Consent& consent, domain::OperatorId who) { return consent.approver == who || consent.given_by == who; }

Error not_waiting(const Announcement& item, std::string_view way_out) {
    return {ErrorCode::invalid_argument, fmt::format("it does not wait for an approval; {}", way_out),
            domain::BrokenRule{"not_waiting", {}, std::string{domain::announcement_state_name(item.state)}}};
}

Status check_open(const Announcement& item) {
    if (item.audio != domain::AudioState::ready) return domain::no_sound_yet(item);
    const bool is_open = item.state == AnnouncementState::draft || item.state == AnnouncementState::waiting ||
                         item.state == AnnouncementState::approved;
    if (!is_open) return not_waiting(item, "send it for approval again");
    return {};
}

/// As many as are ever asked for pressed it themselves wherever this one may.
bool adds_nothing(const Announcement& item, const Act& act) {
    if (item.consents.size() < ApprovalRule::steps_max) return false;
    return std::ranges::all_of(act.approver_areas, [&](domain::AreaId area) {
        const auto pressed = std::ranges::count_if(item.consents, [&](const Consent& one) {
            return !one.by_telephone && std::ranges::find(one.areas, area) != one.areas.end();
        });
        return pressed >= ApprovalRule::steps_max;
    });
}

Status check_consent(const Announcement& item, const Act& act, bool by_telephone, const ApprovalNeed& need) {
    // Who writes down what was said by telephone only writes; the consent is the approver's.
    if (is_author(item, act.approver) || (!by_telephone && is_author(item, act.by)))
        return against(ErrorCode::not_permitted, "own_words",
                       "nobody approves what they wrote or changed themselves; ask another approver");
    for (const auto& consent : item.consents) {
        if (takes_part(consent, act.approver) || takes_part(consent, act.by))
            return against(ErrorCode::not_permitted, "second_approver", "the second approval is another person's");
        if (by_telephone && consent.by_telephone)
            return against(ErrorCode::not_permitted, "telephone_policy",
                           "one approval may come by telephone, the other is pressed by an approver");
    }
    if (by_telephone && !need.by_telephone)
        return against(ErrorCode::not_permitted, "telephone_policy",
                       "this commune takes no consent by telephone for such a bulletin");
    if (by_telephone && act.by == act.approver)
        return against(ErrorCode::invalid_argument, "telephone_policy", "an approver who is here presses approve");
    if (adds_nothing(item, act)) return against(ErrorCode::invalid_argument, "already_sent", "it is approved already");
    if (item.consents.size() >= consents_max)
        return Error{ErrorCode::too_large, "16 persons agreed to it; no more are noted",
                     domain::BrokenRule{"kept_max", "16", {}}};
    return {};
}

domain::Result<Announcement> consented(Announcement item, const Act& act, const ApprovalNeed& need) {
    const bool by_telephone = act.what == ApprovalAct::agree_by_telephone;
    // Where nobody is asked, an approver may mark his own, too: a mark, no consent.
    const bool is_own_mark = need.steps == 0 && act.by == act.approver && is_author(item, act.by);
    if (auto open = check_open(item); !open) return open.error();
    // What was written down in his name he presses himself now.
    if (!by_telephone && act.by == act.approver) remove_telephone_consent(item, act.approver);
    if (!is_own_mark) {
        if (auto sound = check_consent(item, act, by_telephone, need); !sound) return sound.error();
        item.consents.push_back({act.approver, act.by, by_telephone, act.at, act.approver_areas});
    }
    item.state = item.consents.size() >= need.steps ? AnnouncementState::approved : AnnouncementState::waiting;
    item.remark.clear();
    return item;
}

domain::Result<Announcement> refused(Announcement item, const Act& act, AnnouncementState state) {
    if (item.state != AnnouncementState::waiting) return not_waiting(item, "withdraw it instead");
    if (act.words.empty()) return against(ErrorCode::invalid_argument, "words_missing", "say in a few words why");
    if (act.words.size() > words_bytes_max) return Error{ErrorCode::too_large, "the words have at most 2,000 bytes"};
    item.consents.clear();
    item.state = state;
    item.remark = act.words;
    return item;
}

domain::Result<Announcement> submitted(Announcement item) {
    if (item.state == AnnouncementState::waiting || item.state == AnnouncementState::approved)
        return against(ErrorCode::invalid_argument, "already_sent", "it is on its way already");
    if (item.state == AnnouncementState::rejected)
        return against(ErrorCode::invalid_argument, "refused_for_good", "it was refused; write a new announcement");
    item.consents.clear();
    item.state = AnnouncementState::waiting;
    item.remark.clear();
    return item;
}

/// Consents that count at this hamlet; the law of two persons is held here once more, whatever was stored.
std::size_t consents_at(const Announcement& item, const AirWish& wish, const ApprovalNeed& need, domain::AreaId hamlet,
                        const domain::Commune& commune) {
    const bool by_hand_only = !need.by_telephone || wish.outside_hours;
    std::vector<domain::OperatorId> counted;
    for (const auto& consent : item.consents) {
        const bool reaches = std::ranges::any_of(consent.areas, [&](auto area) { return commune.area_contains(area, hamlet); });
        const bool is_twice = std::ranges::find(counted, consent.approver) != counted.end();
        const bool is_not_enough = consent.by_telephone && by_hand_only;
        if (reaches && !is_twice && !is_not_enough && !is_author(item, consent.approver)) counted.push_back(consent.approver);
    }
    return counted.size();
}

Error too_few(const Announcement& item, std::size_t need, std::size_t have) {
    // What was sent is not sent once more: somebody has to press.
    const bool is_sent = item.state == AnnouncementState::waiting || item.state == AnnouncementState::approved;
    return {ErrorCode::not_approved,
            fmt::format("\"{}\" has {} of {} approvals here; {}", item.title, have, need,
                        is_sent ? "ask an approver of this place" : "send it for approval"),
            domain::BrokenRule{is_sent ? "further_approval" : "approvals", fmt::to_string(need), fmt::to_string(have)}};
}

}  // namespace

ApprovalNeed approval_need(const domain::ApprovalPolicy& policy, const AirWish& wish, std::optional<domain::AreaId> hamlet,
                           const domain::Commune& commune) {
    for (const auto& rule : policy.rules)
        if (fits(rule, wish, hamlet, commune)) return {rule.steps, rule.by_telephone};
    return {};
}

bool takes_telephone(const domain::ApprovalPolicy& policy, const Announcement& item, const std::vector<domain::AreaId>& areas,
                     const domain::Commune& commune) {
    using domain::Priority;
    const auto takes_it = [&](domain::AreaId hamlet, Priority priority) {
        const auto need = approval_need(policy, {item.category, std::max(item.priority, priority), {}, false}, hamlet, commune);
        return need.steps > 0 && need.by_telephone;
    };
    return std::ranges::any_of(commune.areas, [&](const domain::Area& hamlet) {
        const bool is_here = std::ranges::any_of(areas, [&](auto area) { return commune.area_contains(area, hamlet.id); });
        if (hamlet.kind != domain::AreaKind::hamlet || !is_here) return false;
        return takes_it(hamlet.id, Priority::normal) || takes_it(hamlet.id, Priority::priority);
    });
}

std::uint8_t approvals_of_everything(const domain::ApprovalPolicy& policy) {
    std::uint8_t least = 255;
    for (const auto& rule : policy.rules) {
        least = std::min(least, rule.steps);
        const bool fits_all = !rule.from_priority && rule.categories.empty() && rule.areas.empty() && !rule.only_outside_hours;
        if (fits_all) return least;
    }
    return 0;
}

std::size_t count_approvers(std::span<const domain::OperatorId> approvers, domain::OperatorId author) {
    std::set<domain::OperatorId> persons(approvers.begin(), approvers.end());
    persons.erase(author);
    return persons.size();
}

domain::Result<Announcement> after(Announcement item, const Act& act, const ApprovalNeed& need) {
    switch (act.what) {
        case ApprovalAct::submit: return submitted(std::move(item));
        case ApprovalAct::approve:
        case ApprovalAct::agree_by_telephone: return consented(std::move(item), act, need);
        case ApprovalAct::send_back: return refused(std::move(item), act, AnnouncementState::returned);
        case ApprovalAct::reject: return refused(std::move(item), act, AnnouncementState::rejected);
        case ApprovalAct::withdraw:
            item.consents.clear();
            item.state = AnnouncementState::withdrawn;
            item.remark = act.words.substr(0, words_bytes_max);
            return item;
    }
    return Error{ErrorCode::internal, "an act of no kind"};
}

void note_change(Announcement& item, domain::OperatorId by) {
    if (!is_author(item, by)) item.changed_by.push_back(by);
    item.consents.clear();
    if (item.state == AnnouncementState::approved) item.state = AnnouncementState::waiting;
}

domain::Announcement without_telephone_consent(Announcement item, domain::OperatorId approver) {
    if (remove_telephone_consent(item, approver) == 0) return item;
    if (item.state == AnnouncementState::approved) item.state = AnnouncementState::waiting;
    item.remark = domain::denied_by_telephone;
    return item;
}

bool has_telephone_consent(const Announcement& item, domain::OperatorId approver) {
    return std::ranges::any_of(item.consents, [&](const Consent& one) { return one.by_telephone && one.approver == approver; });
}

bool is_author(const Announcement& item, domain::OperatorId who) {
    return who == item.created_by || std::ranges::find(item.changed_by, who) != item.changed_by.end();
}

bool is_silenced(AnnouncementState state) {
    using enum AnnouncementState;
    return state == rejected || state == withdrawn || state == expired || state == archived;
}

Status may_air(const domain::ApprovalPolicy& policy, const Announcement& item, const AirWish& wish,
               const domain::Commune& commune) {
    if (is_silenced(item.state) || item.state == AnnouncementState::returned)
        return Error{ErrorCode::not_approved,
                     fmt::format("\"{}\" was returned, refused, withdrawn or filed away, or is out of date", item.title),
                     domain::BrokenRule{"announcement_state", {}, std::string{domain::announcement_state_name(item.state)}}};
    for (const auto hamlet : wish.hamlets) {
        const auto need = approval_need(policy, wish, hamlet, commune);
        const auto have = need.steps == 0 ? 0 : consents_at(item, wish, need, hamlet, commune);
        if (have < need.steps) return too_few(item, need.steps, have);
    }
    return {};
}

}  // namespace village::policy
