#include "controller/control_loop/approval_desk.hpp"

#include <algorithm>
#include <set>

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/taking_back.hpp"
#include "scheduler/domain/gone.hpp"
#include "scheduler/domain/validity.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

using domain::Announcement;
using domain::ApprovalRule;
using domain::BrokenRule;
using domain::Delegation;
using domain::Error;
using domain::ErrorCode;

constexpr date::days longest_lending{92};
constexpr std::ptrdiff_t delegations_max = 2000;

domain::Status check_period(const Delegation& delegation, domain::UtcTime now) {
    if (delegation.until <= delegation.from || delegation.until <= now)
        return Error{ErrorCode::invalid_argument, "it ends after it begins, and in the future",
                     BrokenRule{"lending_period", {}, domain::utc_text(delegation.until)}};
    const auto lasts = delegation.until - delegation.from;
    if (lasts <= longest_lending) return {};
    return Error{ErrorCode::invalid_argument, "it lasts 92 days at most",
                 BrokenRule{"lending_longest", std::to_string(longest_lending.count()),
                            std::to_string(date::ceil<date::days>(lasts).count())}};
}

}  // namespace

ports::Awaitable<domain::Result<Announcement>> ApprovalDesk::act(domain::Operator caller, ports::ApprovalRequest request) {
    auto stored = co_await office_.ports.stores.announcements.find(request.announcement);
    if (!stored) co_return stored.error();
    // An approval is for what the person saw.
    if (stored->version != request.version)
        co_return Error{ErrorCode::version_conflict, "somebody changed it meanwhile; look at it again"};
    auto next = co_await after_act(office_, caller, *stored, request);
    if (!next) co_return next.error();
    auto detail = request.words;
    if (request.approver) detail += " (" + request.approver->text() + ")";
    auto action = "announcement." + std::string(domain::approval_act_name(request.act));
    auto row = office_.row(caller, std::move(action), next->id.text(), std::move(detail));
    auto saved = co_await office_.ports.stores.announcements.save(*next, std::move(row));
    if (!saved) co_return saved.error();
    office_.ports.feed.publish(*saved);
    follow(*saved, caller.login);
    co_return *saved;
}

void ApprovalDesk::follow(const Announcement& item, const std::string& by) {
    // What is being planned just now was read before.
    if (policy::is_silenced(item.state) || item.state == domain::AnnouncementState::returned) office_.silenced.insert(item.id);
    else office_.silenced.erase(item.id);
    end_what_may_not_sound(item, by);
    if (policy::is_silenced(item.state) || !on_more_may_sound) return;
    // Where its validity took something away the programme has room for something else.
    if (item.state == domain::AnnouncementState::approved || item.valid_from || item.valid_until) on_more_may_sound();
}

void ApprovalDesk::end_what_may_not_sound(const Announcement& item, const std::string& by) {
    if (policy::is_silenced(item.state)) return take_back(office_, switchboard_, item.id, by, "cancelled");
    // What was returned, or is a draft again, is not what its approvers agreed to. What is heard already they may stop.
    const bool is_at_its_authors =
        item.state == domain::AnnouncementState::returned || item.state == domain::AnnouncementState::draft;
    const auto* reason = is_at_its_authors ? "not_approved" : "not_valid";
    take_back(office_, switchboard_, item.id, by, reason, [&](const domain::Broadcast& broadcast) {
        if (!domain::is_valid(item, broadcast.starts_at, policy::whole_length(broadcast))) return false;
        const bool is_to_come = broadcast.state == domain::BroadcastState::planned;
        return !is_at_its_authors || !is_to_come || check_approved(office_, item, {.broadcast = broadcast}).has_value();
    });
}

ports::Awaitable<void> ApprovalDesk::follow_validity() {
    // The program may have ended between a withdrawal, a return or a change of a validity, and what follows from it.
    std::set<domain::AnnouncementId> planned;
    for (const auto id : office_.dispatcher.open_broadcasts())
        if (const auto& announcement = office_.dispatcher.find(id)->announcement) planned.insert(*announcement);
    for (const auto id : planned) {
        auto item = co_await office_.ports.stores.announcements.find(id);
        if (item) end_what_may_not_sound(*item, {});
    }
}

domain::Status ApprovalDesk::check_rules(const domain::ApprovalPolicy& policy) const {
    if (policy.rules.size() > domain::ApprovalPolicy::rules_max)
        return Error{ErrorCode::too_large, "at most 32 rules", domain::BrokenRule{"kept_max", "32", {}}};
    for (const auto& rule : policy.rules) {
        if (rule.steps > ApprovalRule::steps_max)
            return Error{ErrorCode::invalid_argument, "at most two steps",
                         BrokenRule{"approval_steps", std::to_string(ApprovalRule::steps_max), std::to_string(rule.steps)}};
        for (const auto& category : rule.categories)
            if (category.empty() || category.find('\n') != std::string::npos)
                return Error{ErrorCode::invalid_argument, "a category is one line", BrokenRule{"category", {}, category}};
        for (const auto area : rule.areas)
            if (office_.commune.find_area(area) == nullptr) return domain::no_such_area(area);
    }
    return {};
}

ports::Awaitable<domain::Result<domain::ApprovalPolicy>> ApprovalDesk::save(domain::Operator caller,
                                                                            domain::ApprovalPolicy policy) {
    if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed.error();
    if (auto sound = check_rules(policy); !sound) co_return sound.error();
    auto row = office_.row(caller, "approval_policy.save", "commune",
                           std::to_string(policy.rules.size()) +
                               (policy.second_person_outside_hours ? " rules, two persons outside the hours" : " rules"));
    auto saved = co_await office_.ports.stores.rules.save(std::move(policy), std::move(row));
    if (!saved) co_return saved.error();
    office_.approval = *saved;
    co_return *saved;
}

ports::Awaitable<domain::Status> ApprovalDesk::check_lending(domain::Operator lender, Delegation delegation) const {
    // Only one's own right is lent: what was borrowed is not there.
    if (auto allowed = office_.may_somewhere(lender, policy::Action::approve, domain::Priority::normal); !allowed)
        co_return allowed;
    if (auto sound = check_period(delegation, office_.now()); !sound) co_return sound;
    if (delegation.borrower == lender.id)
        co_return Error{ErrorCode::invalid_argument, "it is lent to somebody else", BrokenRule{"lending_to_oneself", {}, {}}};
    const auto goes_on = [now = office_.now()](const Delegation& lent) { return !lent.ended_at && lent.until > now; };
    if (std::ranges::count_if(office_.delegations, goes_on) >= delegations_max)
        co_return Error{ErrorCode::too_large, "2,000 rights are lent at this moment; end one first",
                        domain::BrokenRule{"kept_max", "2000", {}}};
    auto borrower = co_await office_.ports.stores.operators.find(delegation.borrower);
    if (!borrower) co_return borrower.error();
    if (office_.may_somewhere(*borrower, policy::Action::approve_if_lent, domain::Priority::normal)) co_return domain::Status{};
    co_return Error{ErrorCode::not_permitted, "a right to approve is lent to an editor or an approver whose account is open",
                    BrokenRule{"borrower", {}, {}}};
}

ports::Awaitable<domain::Result<Delegation>> ApprovalDesk::lend(domain::Operator caller, Delegation delegation) {
    delegation.lender = caller.id;
    if (auto sound = co_await check_lending(caller, delegation); !sound) co_return sound.error();
    auto detail = domain::utc_text(delegation.from) + " - " + domain::utc_text(delegation.until);
    auto row = office_.row(caller, "approval.lend", delegation.borrower.text(), std::move(detail));
    if (auto saved = co_await office_.ports.stores.rules.save(delegation, std::move(row)); !saved) co_return saved.error();
    office_.delegations.push_back(delegation);
    co_return delegation;
}

ports::Awaitable<domain::Result<Delegation>> ApprovalDesk::end(domain::Operator caller, domain::DelegationId id) {
    const auto known = std::ranges::find(office_.delegations, id, &Delegation::id);
    if (known == office_.delegations.end()) co_return Error{ErrorCode::not_found, "no such delegation"};
    auto ended = *known;
    if (ended.lender != caller.id)
        if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed.error();
    if (ended.ended_at) co_return ended;
    ended.ended_at = office_.now();
    auto row = office_.row(caller, "approval.take_back", ended.borrower.text());
    if (auto saved = co_await office_.ports.stores.rules.save(ended, std::move(row)); !saved) co_return saved.error();
    for (auto& one : office_.delegations)
        if (one.id == id) one = ended;
    co_return ended;
}

}  // namespace village::control_loop
