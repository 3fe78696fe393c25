// What is wrong with rules that may be saved all the same: hours in which nothing can sound, approvals that nobody can give. A remark
// is an Error that refuses nothing; whoever saved them reads its rule and what helps.
#pragma once

#include <span>

#include "scheduler/domain/announcement.hpp"
#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/error.hpp"
#include "scheduler/domain/hours_rules.hpp"
#include "scheduler/domain/operator.hpp"

namespace village::policy {

/// `allowed_in_quiet`: allowed hours that lie, wholly or in part, in the quiet ones, where nothing sounds by them.
std::vector<domain::Error> remarks_on(const domain::DayHours& own);
/// The same of each rule, by its name: its allowed hours in its own quiet ones or the commune's.
std::vector<domain::Error> remarks_on(const domain::HoursRules& rules, const domain::DayHours& own);

/// `approvers`: a rule that asks for more approvers than there are where it holds, so that what it is about can never sound there. A
/// right that is lent is still one person's, and counts once. `approvers_who_write`: there are just enough, and one of them writes by
/// another role, so that what he writes can never sound there. A right to approve ends with no hour.
std::vector<domain::Error> remarks_on(const domain::ApprovalPolicy& policy, std::span<const domain::Operator> people,
                                      const domain::Commune& commune);

}  // namespace village::policy
