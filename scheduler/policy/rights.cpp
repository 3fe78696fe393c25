#include "scheduler/policy/rights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace village::policy {
namespace {

using domain::Priority;
using domain::Role;

/// One cell of the table in product.md, section 6.
struct Right {
    Role role;
    Action action;
    Priority ceiling = Priority::emergency;
    HoursStanding hours = HoursStanding::quiet;  ///< The worst standing at which it still holds.
};

constexpr std::array rights{
    Right{Role::administrator, Action::stop},
    Right{Role::administrator, Action::manage_devices},
    Right{Role::administrator, Action::tune_devices},
    Right{Role::administrator, Action::manage_users},
    Right{Role::administrator, Action::read_reports},
    Right{Role::administrator, Action::read},
    Right{Role::administrator, Action::cancel_jobs},

    Right{Role::approver, Action::write},
    Right{Role::approver, Action::approve},
    Right{Role::approver, Action::approve_if_lent},
    Right{Role::approver, Action::schedule},
    Right{Role::approver, Action::broadcast_now},
    Right{Role::approver, Action::emergency},
    Right{Role::approver, Action::stop},
    Right{Role::approver, Action::set_hours},
    Right{Role::approver, Action::read_reports},
    Right{Role::approver, Action::read},
    Right{Role::approver, Action::cancel_jobs},

    Right{Role::editor, Action::write},
    Right{Role::editor, Action::approve_if_lent},
    Right{Role::editor, Action::schedule, Priority::priority, HoursStanding::outside},
    Right{Role::editor, Action::broadcast_now, Priority::live, HoursStanding::outside},
    Right{Role::editor, Action::emergency},
    Right{Role::editor, Action::stop},
    Right{Role::editor, Action::tune_devices},
    Right{Role::editor, Action::read_reports},
    Right{Role::editor, Action::read},

    Right{Role::hamlet_head, Action::write, Priority::normal},
    Right{Role::hamlet_head, Action::schedule, Priority::normal, HoursStanding::allowed},
    Right{Role::hamlet_head, Action::broadcast_now, Priority::live, HoursStanding::allowed},
    Right{Role::hamlet_head, Action::emergency},
    Right{Role::hamlet_head, Action::stop},
    Right{Role::hamlet_head, Action::read_reports},
    Right{Role::hamlet_head, Action::read},

    Right{Role::viewer, Action::read_reports},
    Right{Role::viewer, Action::read},
};

bool holds(const Right& right, Action action, const Wish& wish) {
    return right.action == action && wish.priority <= right.ceiling && wish.hours <= right.hours;
}

bool reaches(const domain::Operator& who, domain::AreaId area, const domain::Commune& commune) {
    return std::ranges::any_of(who.areas, [&](domain::AreaId own) { return own == area || commune.area_contains(own, area); });
}

bool has_right(const domain::Operator& who, Action action, const Wish& wish) {
    return std::ranges::any_of(rights, [&](const Right& right) {
        return holds(right, action, wish) && std::ranges::find(who.roles, right.role) != who.roles.end();
    });
}

/// The highest priority below the wish's for which this person has the right.
std::optional<domain::Priority> ceiling_of(const domain::Operator& who, Action action, Wish wish) {
    while (wish.priority > domain::Priority::background) {
        wish.priority = static_cast<domain::Priority>(static_cast<int>(wish.priority) - 1);
        if (has_right(who, action, wish)) return wish.priority;
    }
    return std::nullopt;
}

std::string_view hours_words(HoursStanding hours) {
    if (hours == HoursStanding::quiet) return " in the quiet hours";
    return hours == HoursStanding::outside ? " outside the allowed hours" : "";
}

/// Who could be asked: "approver, editor".
std::string roles_with(Action action, const Wish& wish) {
    std::string names;
    for (const auto& right : rights)
        if (holds(right, action, wish)) names += (names.empty() ? "" : ", ") + std::string{domain::role_name(right.role)};
    return names;
}

/// Where it is the hours alone that end the right, whoever knows the hours names the rule.
std::optional<domain::BrokenRule> rule_beyond_right(const domain::Operator& who, Action action, const Wish& wish) {
    if (const auto ceiling = ceiling_of(who, action, wish))
        return domain::BrokenRule{"priority_ceiling", std::string{domain::priority_name(*ceiling)},
                                  std::string{domain::priority_name(wish.priority)}};
    if (has_right(who, action, {wish.area, domain::Priority::background, HoursStanding::allowed})) return std::nullopt;
    return domain::BrokenRule{"right", roles_with(action, wish), std::string{action_name(action)}};
}

domain::Error beyond_right(const domain::Operator& who, Action action, const Wish& wish) {
    return {domain::ErrorCode::not_permitted,
            fmt::format("{} has no role with the right {} at priority {}{}", who.login, action_name(action),
                        domain::priority_name(wish.priority), hours_words(wish.hours)),
            rule_beyond_right(who, action, wish)};
}

}  // namespace

std::string_view action_name(Action action) {
    constexpr std::array names{"write", "approve",    "approve_if_lent", "schedule",     "broadcast_now", "emergency",
                               "stop",  "set_hours",  "manage_devices",  "tune_devices", "manage_users",  "read_reports",
                               "read",  "cancel_jobs"};
    return names.at(static_cast<std::size_t>(action));
}

domain::Status may(const domain::Operator& who, Action action, const Wish& wish, const domain::Commune& commune) {
    using domain::Error;
    using domain::ErrorCode;
    if (!who.active)
        return Error{ErrorCode::not_permitted, fmt::format("the account {} is not active", who.login),
                     domain::BrokenRule{"account_closed", {}, {}}};
    if (!has_right(who, action, wish)) return beyond_right(who, action, wish);
    if (action != Action::read && !reaches(who, wish.area, commune))
        return Error{ErrorCode::not_permitted, fmt::format("{} may {} only in their own area", who.login, action_name(action)),
                     domain::BrokenRule{"own_area", {}, {}}};
    return {};
}

}  // namespace village::policy
