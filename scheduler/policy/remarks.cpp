#include "scheduler/policy/remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "scheduler/policy/approval.hpp"
#include "scheduler/policy/hour_windows.hpp"
#include "scheduler/policy/rights.hpp"

namespace village::policy {
namespace {

using domain::ApprovalRule;
using domain::AreaId;
using domain::Commune;
using domain::Error;
using domain::ErrorCode;
using domain::Operator;
using Windows = std::vector<domain::HourWindow>;

std::optional<Error> remark_on(const Windows& allowed, const Windows& quiet, const std::string& by) {
    const auto both = shared_windows(allowed, quiet);
    if (both.empty()) return std::nullopt;
    const auto found = windows_text(both), limit = windows_text(quiet);
    return Error{ErrorCode::quiet_hours, fmt::format("of the allowed hours {} lies in the quiet hours {}", found, limit),
                 domain::BrokenRule{"allowed_in_quiet", limit, found, by}};
}

Windows quiet_of(const domain::DayHours& own) {
    Windows quiet{own.quiet};
    quiet.insert(quiet.end(), own.also_quiet.begin(), own.also_quiet.end());
    return quiet;
}

/// The least that the rule is about.
AirWish wish_of(const ApprovalRule& rule) {
    return {rule.categories.empty() ? std::string{} : rule.categories.front(),
            rule.from_priority.value_or(domain::Priority::normal),
            {},
            rule.only_outside_hours};
}

struct Approvers {
    std::size_t count = 0;
    bool one_writes = false;
};

/// By a role beside: an approver alone may write, too, but leaves it to others.
bool writes(const Operator& who) {
    using domain::Role;
    return std::ranges::any_of(who.roles, [](Role role) { return role == Role::editor || role == Role::hamlet_head; });
}

Approvers approvers_at(AreaId hamlet, domain::Priority priority, std::span<const Operator> people, const Commune& commune) {
    Approvers there;
    for (const auto& who : people) {
        if (!may(who, Action::approve, {hamlet, priority}, commune)) continue;
        ++there.count;
        there.one_writes = there.one_writes || writes(who);
    }
    return there;
}

/// Nobody approves what he wrote himself.
bool are_too_few(const Approvers& there, const ApprovalRule& rule) {
    return there.count < rule.steps || (there.count == rule.steps && there.one_writes);
}

bool is_about(const ApprovalRule& rule, const domain::Area& area, const Commune& commune) {
    if (area.kind != domain::AreaKind::hamlet) return false;
    return rule.areas.empty() || std::ranges::any_of(rule.areas, [&](AreaId one) { return commune.area_contains(one, area.id); });
}

struct Lacking {
    std::size_t hamlets = 0;                                ///< That the rule is about.
    std::map<std::size_t, std::vector<std::string>> names;  ///< Of those with too few, by how many there are.
};

Lacking lacking_by(const ApprovalRule& rule, const domain::ApprovalPolicy& policy, std::span<const Operator> people,
                   const Commune& commune) {
    Lacking lacking;
    const auto wish = wish_of(rule);
    for (const auto& area : commune.areas) {
        if (!is_about(rule, area, commune)) continue;
        ++lacking.hamlets;
        const auto there = approvers_at(area.id, wish.priority, people, commune);
        // Where a rule before it decides, that one has its own remark.
        const auto need = approval_need(policy, wish, area.id, commune).steps;
        if (are_too_few(there, rule) && need == rule.steps) lacking.names[there.count].push_back(area.full_name);
    }
    return lacking;
}

Error remark_on(const ApprovalRule& rule, std::size_t there, std::string where) {
    return {ErrorCode::not_approved,
            fmt::format("a rule asks for {} approvers, and {} may approve in {}", rule.steps, there, where),
            domain::BrokenRule{there < rule.steps ? "approvers" : "approvers_who_write", fmt::to_string(rule.steps),
                               fmt::to_string(there), std::move(where)}};
}

}  // namespace

std::vector<Error> remarks_on(const domain::DayHours& own) {
    const auto remark = remark_on(own.allowed, quiet_of(own), {});
    return remark ? std::vector{*remark} : std::vector<Error>{};
}

std::vector<Error> remarks_on(const domain::HoursRules& rules, const domain::DayHours& own) {
    std::vector<Error> remarks;
    for (const auto& rule : rules.rules) {
        if (!rule.allowed) continue;
        auto quiet = quiet_of(own);
        quiet.insert(quiet.end(), rule.quiet.begin(), rule.quiet.end());
        if (auto remark = remark_on(*rule.allowed, quiet, rule.name)) remarks.push_back(std::move(*remark));
    }
    return remarks;
}

std::vector<Error> remarks_on(const domain::ApprovalPolicy& policy, std::span<const Operator> people, const Commune& commune) {
    std::vector<Error> remarks;
    for (const auto& rule : policy.rules) {
        const auto lacking = lacking_by(rule, policy, people, commune);
        for (const auto& [there, names] : lacking.names) {
            const bool is_everywhere = rule.areas.empty() && names.size() == lacking.hamlets;
            auto remark = remark_on(rule, there, is_everywhere ? commune.name : fmt::format("{}", fmt::join(names, ", ")));
            if (std::ranges::find(remarks, remark) == remarks.end()) remarks.push_back(std::move(remark));
        }
    }
    return remarks;
}

}  // namespace village::policy
