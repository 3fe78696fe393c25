// Local rules that are data: what is asked for before something may sound, who approves in whose place, surge
// periods, special days, and hours by hamlet and kind of day.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

class RuleSqlStore final : public ports::RuleStore {
public:
    explicit RuleSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Result<domain::ApprovalPolicy>> approval_policy() override;
    ports::Awaitable<Result<domain::ApprovalPolicy>> save(domain::ApprovalPolicy policy, ports::Audit audit) override;
    ports::Awaitable<Result<std::optional<domain::DayRules>>> day_rules() override;
    ports::Awaitable<Result<domain::DayRules>> save(domain::DayRules rules, ports::Audit audit) override;
    ports::Awaitable<Result<domain::HoursRules>> hours_rules() override;
    ports::Awaitable<Result<domain::HoursRules>> save(domain::HoursRules rules, ports::Audit audit) override;
    ports::Awaitable<Result<std::vector<domain::Delegation>>> delegations() override;
    ports::Awaitable<Status> save(domain::Delegation delegation, ports::Audit audit) override;
    ports::Awaitable<Result<std::vector<domain::SurgePeriod>>> surge_periods() override;
    ports::Awaitable<Status> save(domain::SurgePeriod period, ports::Audit audit) override;

private:
    Runner& runner_;
};

}  // namespace village::storage
