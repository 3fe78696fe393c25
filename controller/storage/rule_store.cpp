#include "controller/storage/rule_store.hpp"

#include "controller/storage/audit_store.hpp"
#include "controller/storage/day_rule_text.hpp"
#include "controller/storage/statements.hpp"

namespace village::storage {
namespace {

#define RULE_COLUMNS "from_priority, categories, areas, only_outside_hours, steps, by_telephone"
#define DELEGATION_COLUMNS "id, lender, borrower, lent_from, lent_until, ended_at"

constexpr std::string_view select_policy = "SELECT version, second_person FROM approval_policy WHERE one = 1";
constexpr std::string_view begin_policy = "INSERT INTO approval_policy (one, version) VALUES (1, 1) ON CONFLICT (one) DO NOTHING";
constexpr std::string_view save_policy_version =
    "UPDATE approval_policy SET version = version + 1, second_person = $2 WHERE version = $1 RETURNING version";
constexpr std::string_view select_rules = "SELECT " RULE_COLUMNS " FROM approval_rules ORDER BY position";
constexpr std::string_view delete_rules = "DELETE FROM approval_rules";
constexpr std::string_view insert_rule =
    "INSERT INTO approval_rules (" RULE_COLUMNS ", position) VALUES ($1, $2, $3, $4, $5, $6, $7)";
constexpr std::string_view select_delegations = "SELECT " DELEGATION_COLUMNS " FROM delegations ORDER BY lent_from, id";
constexpr std::string_view upsert_delegation = "INSERT INTO delegations (" DELEGATION_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (id) DO UPDATE SET ended_at = COALESCE(delegations.ended_at, excluded.ended_at))";

#define SURGE_COLUMNS \
    "id, name, begins_at, ends_at, windows, in_quiet_hours, sessions_per_day, from_priority, categories, areas, " \
    "approved_by, approved_at, ended_at"
constexpr std::string_view select_surges = "SELECT " SURGE_COLUMNS " FROM surge_periods ORDER BY begins_at, id";
constexpr std::string_view upsert_surge = "INSERT INTO surge_periods (" SURGE_COLUMNS R"()
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT (id) DO UPDATE SET ended_at = COALESCE(surge_periods.ended_at, excluded.ended_at))";

Status read_surge(const Statement& row, domain::SurgePeriod& item) {
    return read_row(row, item.id, item.name, item.from, item.until, item.windows, item.in_quiet_hours, item.sessions_per_day,
                    item.from_priority, item.categories, item.areas, item.approved_by, item.approved_at, item.ended_at);
}

Status put_surge(Database& database, const domain::SurgePeriod& item) {
    return run_sql(database, upsert_surge, item.id, item.name, item.from, item.until, item.windows, item.in_quiet_hours,
                   item.sessions_per_day, item.from_priority, item.categories, item.areas, item.approved_by, item.approved_at,
                   item.ended_at);
}

Status read_policy(const Statement& row, domain::ApprovalPolicy& policy) {
    return read_row(row, policy.version, policy.second_person_outside_hours);
}

Status read_rule(const Statement& row, domain::ApprovalRule& rule) {
    return read_row(row, rule.from_priority, rule.categories, rule.areas, rule.only_outside_hours, rule.steps, rule.by_telephone);
}
Status read_delegation(const Statement& row, domain::Delegation& item) {
    return read_row(row, item.id, item.lender, item.borrower, item.from, item.until, item.ended_at);
}

Result<domain::ApprovalPolicy> load_policy(Database& database) {
    auto policy = find_row<domain::ApprovalPolicy>(database, select_policy, read_policy);
    if (!policy) return policy.error();
    auto rules = list_rows<domain::ApprovalRule>(database, select_rules, read_rule);
    if (!rules) return rules.error();
    auto found = policy->value_or(domain::ApprovalPolicy{});
    found.rules = std::move(*rules);
    return found;
}

Result<domain::ApprovalPolicy> save_policy(Database& database, const domain::ApprovalPolicy& policy) {
    // The very first save is of the version that everybody was shown before there was a row.
    if (auto begun = run_sql(database, begin_policy); !begun) return begun.error();
    auto saved = save_versioned(database, save_policy_version, policy, policy.version, policy.second_person_outside_hours);
    if (!saved) return saved;
    if (auto done = run_sql(database, delete_rules); !done) return done.error();
    std::int64_t position = 0;
    for (const auto& rule : policy.rules) {
        auto done = run_sql(database, insert_rule, rule.from_priority, rule.categories, rule.areas, rule.only_outside_hours,
                            rule.steps, rule.by_telephone, position++);
        if (!done) return done.error();
    }
    return saved;
}

#define DAY_RULE_COLUMNS "name, kind, on_days, days_before, days_after, areas"
constexpr std::string_view select_days_version = "SELECT version FROM day_rules_version WHERE one = 1";
constexpr std::string_view begin_days = "INSERT INTO day_rules_version (one, version) VALUES (1, 0) ON CONFLICT (one) DO NOTHING";
/// The very first save is the program's own, of version 0.
constexpr std::string_view save_days_version =
    "UPDATE day_rules_version SET version = version + 1 WHERE version = $1 RETURNING version";
constexpr std::string_view select_day_rules = "SELECT " DAY_RULE_COLUMNS " FROM day_rules ORDER BY position";
constexpr std::string_view delete_day_rules = "DELETE FROM day_rules";
constexpr std::string_view insert_day_rule =
    "INSERT INTO day_rules (" DAY_RULE_COLUMNS ", position) VALUES ($1, $2, $3, $4, $5, $6, $7)";

Status read_day_rule(const Statement& row, domain::DayRule& rule) {
    std::string on_days;
    auto done = read_row(row, rule.name, rule.kind, on_days, rule.days_before, rule.days_after, rule.areas);
    if (!done) return done;
    if (read_on_days(on_days, rule.when)) return {};
    return Error{ErrorCode::storage_failed, "the days of the special day \"" + rule.name + "\" are damaged"};
}

Result<std::optional<domain::DayRules>> load_day_rules(Database& database) {
    auto version = find_row<std::uint32_t>(database, select_days_version, read_single<std::uint32_t>);
    if (!version) return version.error();
    if (!*version) return std::optional<domain::DayRules>{};
    auto rules = list_rows<domain::DayRule>(database, select_day_rules, read_day_rule);
    if (!rules) return rules.error();
    return std::optional{domain::DayRules{std::move(*rules), **version}};
}

Result<domain::DayRules> save_day_rules(Database& database, const domain::DayRules& days) {
    if (auto begun = run_sql(database, begin_days); !begun) return begun.error();
    auto saved = save_versioned(database, save_days_version, days, days.version);
    if (!saved) return saved;
    if (auto done = run_sql(database, delete_day_rules); !done) return done.error();
    std::int64_t position = 0;
    for (const auto& rule : days.rules) {
        auto done = run_sql(database, insert_day_rule, rule.name, rule.kind, on_days_text(rule.when), rule.days_before,
                            rule.days_after, rule.areas, position++);
        if (!done) return done.error();
    }
    return saved;
}

#define HOURS_RULE_COLUMNS "name, areas, weekdays, kinds, allowed, quiet, longest_session, sessions_per_day"
constexpr std::string_view select_hours_version = "SELECT version FROM hours_rules_version WHERE one = 1";
constexpr std::string_view begin_hours =
    "INSERT INTO hours_rules_version (one, version) VALUES (1, 1) ON CONFLICT (one) DO NOTHING";
constexpr std::string_view save_hours_version =
    "UPDATE hours_rules_version SET version = version + 1 WHERE version = $1 RETURNING version";
constexpr std::string_view select_hours_rules = "SELECT " HOURS_RULE_COLUMNS " FROM hours_rules ORDER BY position";
constexpr std::string_view delete_hours_rules = "DELETE FROM hours_rules";
constexpr std::string_view insert_hours_rule =
    "INSERT INTO hours_rules (" HOURS_RULE_COLUMNS ", position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

Status read_hours_rule(const Statement& row, domain::HoursRule& rule) {
    std::vector<std::string> kinds;
    auto done = read_row(row, rule.name, rule.areas, rule.weekdays, kinds, rule.allowed, rule.quiet, rule.longest_session,
                         rule.sessions_per_day);
    if (!done) return done;
    for (const auto& name : kinds) {
        const auto kind = domain::day_kind_from_name(name);
        if (!kind) return Error{ErrorCode::storage_failed, "the days of the hours \"" + rule.name + "\" are damaged"};
        rule.kinds.push_back(*kind);
    }
    return {};
}

Status put_hours_rule(Database& database, const domain::HoursRule& rule, std::int64_t position) {
    std::vector<std::string> kinds;
    for (const auto kind : rule.kinds) kinds.emplace_back(domain::day_kind_name(kind));
    return run_sql(database, insert_hours_rule, rule.name, rule.areas, rule.weekdays, kinds, rule.allowed, rule.quiet,
                   rule.longest_session, rule.sessions_per_day, position);
}

Result<domain::HoursRules> load_hours_rules(Database& database) {
    auto version = find_row<std::uint32_t>(database, select_hours_version, read_single<std::uint32_t>);
    if (!version) return version.error();
    auto rules = list_rows<domain::HoursRule>(database, select_hours_rules, read_hours_rule);
    if (!rules) return rules.error();
    return domain::HoursRules{std::move(*rules), version->value_or(1)};
}

Result<domain::HoursRules> save_hours_rules(Database& database, const domain::HoursRules& hours) {
    if (auto begun = run_sql(database, begin_hours); !begun) return begun.error();
    auto saved = save_versioned(database, save_hours_version, hours, hours.version);
    if (!saved) return saved;
    if (auto done = run_sql(database, delete_hours_rules); !done) return done.error();
    std::int64_t position = 0;
    for (const auto& rule : hours.rules)
        if (auto done = put_hours_rule(database, rule, position++); !done) return done.error();
    return saved;
}

}  // namespace

ports::Awaitable<Result<domain::ApprovalPolicy>> RuleSqlStore::approval_policy() {
    return runner_.write<domain::ApprovalPolicy>(load_policy);
}

ports::Awaitable<Result<domain::ApprovalPolicy>> RuleSqlStore::save(domain::ApprovalPolicy policy, ports::Audit audit) {
    return runner_.write<domain::ApprovalPolicy>([policy = std::move(policy), audit = std::move(audit)](Database& database) {
        return audited(database, save_policy(database, policy), audit);
    });
}

ports::Awaitable<Result<std::optional<domain::DayRules>>> RuleSqlStore::day_rules() {
    return runner_.write<std::optional<domain::DayRules>>(load_day_rules);
}

ports::Awaitable<Result<domain::DayRules>> RuleSqlStore::save(domain::DayRules rules, ports::Audit audit) {
    return runner_.write<domain::DayRules>([rules = std::move(rules), audit = std::move(audit)](Database& database) {
        return audited(database, save_day_rules(database, rules), audit);
    });
}

ports::Awaitable<Result<domain::HoursRules>> RuleSqlStore::hours_rules() {
    return runner_.write<domain::HoursRules>(load_hours_rules);
}

ports::Awaitable<Result<domain::HoursRules>> RuleSqlStore::save(domain::HoursRules rules, ports::Audit audit) {
    return runner_.write<domain::HoursRules>([rules = std::move(rules), audit = std::move(audit)](Database& database) {
        return audited(database, save_hours_rules(database, rules), audit);
    });
}

ports::Awaitable<Result<std::vector<domain::Delegation>>> RuleSqlStore::delegations() {
    return runner_.write<std::vector<domain::Delegation>>(
        [](Database& database) { return list_rows<domain::Delegation>(database, select_delegations, read_delegation); });
}

ports::Awaitable<Status> RuleSqlStore::save(domain::Delegation delegation, ports::Audit audit) {
    return runner_.write<void>([delegation, audit = std::move(audit)](Database& database) {
        auto done = run_sql(database, upsert_delegation, delegation.id, delegation.lender, delegation.borrower, delegation.from,
                            delegation.until, delegation.ended_at);
        return audited(database, done, audit);
    });
}

ports::Awaitable<Result<std::vector<domain::SurgePeriod>>> RuleSqlStore::surge_periods() {
    return runner_.write<std::vector<domain::SurgePeriod>>(
        [](Database& database) { return list_rows<domain::SurgePeriod>(database, select_surges, read_surge); });
}

ports::Awaitable<Status> RuleSqlStore::save(domain::SurgePeriod period, ports::Audit audit) {
    return runner_.write<void>([period = std::move(period), audit = std::move(audit)](Database& database) {
        return audited(database, put_surge(database, period), audit);
    });
}

}  // namespace village::storage
