#include "controller/control_loop/commune_desk.hpp"

#include <algorithm>
#include <set>

#include "controller/control_loop/rendered_sounds.hpp"
#include "controller/observability/log.hpp"
#include "scheduler/policy/approval.hpp"
#include "scheduler/policy/hours_rules.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

domain::Status check_numbers(const domain::Commune& commune) {
    std::set<domain::NodeNumber> numbers;
    for (const auto& node : commune.nodes) {
        if (node.number.value == 0 || !numbers.insert(node.number).second)
            return Error{ErrorCode::already_exists, "node number " + std::to_string(node.number.value) + " is there twice"};
        if (commune.find_area(node.hamlet) == nullptr)
            return Error{ErrorCode::not_found, "node " + node.name + " stands in a hamlet that does not exist"};
    }
    return {};
}

domain::Status check_import(const ports::CommuneImport& import, const domain::HoursRules& rules) {
    if (auto sound = check_numbers(import.commune); !sound) return sound;
    for (const auto& one : import.templates)
        if (auto sound = domain::check_template(one); !sound) return sound;
    return import.hours ? policy::check_own_hours(*import.hours, rules) : domain::Status{};
}

}  // namespace

/// Hours and emergency texts say when and what loudspeakers may sound; a list of loudspeakers does not.
bool CommuneDesk::changes_the_rules(const ports::CommuneImport& import) const {
    if (import.hours && *import.hours != office_.hours) return true;
    return std::ranges::any_of(import.templates, [&](auto wanted) {
        const auto* known = find_template(office_, wanted.id);
        if (known == nullptr) return true;
        wanted.version = known->version;
        return wanted != *known;
    });
}

ports::Awaitable<domain::Status> CommuneDesk::import(domain::Operator caller, ports::CommuneImport import) {
    if (!office_.commune.id.is_nil()) {
        if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) co_return allowed;
        if (changes_the_rules(import))
            if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed;
    }
    if (auto sound = check_import(import, office_.hours_rules); !sound) co_return sound;
    auto row = office_.row(caller, "commune.import", import.commune.name, std::to_string(import.commune.nodes.size()) + " nodes");
    if (auto done = co_await office_.ports.stores.commune.import(std::move(import), std::move(row)); !done) co_return done;
    co_return co_await load();
}

ports::Awaitable<domain::Result<domain::Operator>> CommuneDesk::set_up(ports::Account first, ports::CommuneImport import) {
    if (auto sound = check_import(import, office_.hours_rules); !sound) co_return sound.error();
    std::vector<ports::AuditEntry> rows{office_.row(first.who, "operator.save", first.who.login, first.who.title),
                                        office_.row(first.who, "commune.import", import.commune.name, "set-up")};
    auto kept = co_await office_.ports.stores.commune.set_up(std::move(import), std::move(first), std::move(rows));
    if (!kept) co_return kept.error();
    if (auto loaded = co_await load(); !loaded) co_return loaded.error();
    co_return *kept;
}

ports::Awaitable<domain::Status> CommuneDesk::load() {
    if (auto tree = co_await reload_tree(); !tree) co_return tree;
    auto hours = co_await office_.ports.stores.commune.hours();
    if (!hours) co_return hours.error();
    office_.hours = hours->hours;
    if (auto rules = co_await load_rules(); !rules) co_return rules;
    co_return co_await load_emergency_set(office_);
}

ports::Awaitable<domain::Status> CommuneDesk::load_rules() {
    auto approval = co_await office_.ports.stores.rules.approval_policy();
    if (!approval) co_return approval.error();
    office_.approval = std::move(*approval);
    auto delegations = co_await office_.ports.stores.rules.delegations();
    if (!delegations) co_return delegations.error();
    office_.delegations = std::move(*delegations);
    auto surge_periods = co_await office_.ports.stores.rules.surge_periods();
    if (!surge_periods) co_return surge_periods.error();
    office_.surge_periods = std::move(*surge_periods);
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> CommuneDesk::reload_tree() {
    auto commune = co_await office_.ports.stores.commune.load();
    if (!commune) {
        if (commune.error().code == ErrorCode::setup_needed) co_return domain::Status{};
        co_return commune.error();
    }
    auto zone = calendar::ZoneRules::named(commune->time_zone);
    if (!zone) co_return zone.error();
    office_.zone = *zone;
    office_.commune = std::move(*commune);
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> CommuneDesk::tell_signer() {
    if (office_.commune.id.is_nil()) co_return domain::Status{};
    ports::SignerPolicy policy{office_.hours, office_.commune, office_.templates, {}};
    // The signer takes no more than so many: what warns comes first, and nothing is lost to it by a drill.
    for (const bool drill : {false, true})
        for (const auto& one : office_.rendered)
            if (one.content && one.drill == drill && (!drill || policy.rendered.size() < ports::SignerPolicy::rendered_max))
                policy.rendered.push_back(one);
    policy.approvals_needed = policy::approvals_of_everything(office_.approval);
    for (const auto& period : office_.surge_periods)
        if (period.ends_at() > office_.now()) policy.surge_periods.push_back(period);
    const auto approvals = policy.approvals_needed;
    auto told = co_await office_.ports.signer.set_policy(std::move(policy));
    if (told) office_.approvals_told = approvals;
    co_return told;
}

ports::Awaitable<domain::Result<domain::Area>> CommuneDesk::save(domain::Operator caller, domain::Area area) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) co_return allowed.error();
    auto row = office_.row(caller, "area.save", area.id.text(), area.full_name);
    auto saved = co_await office_.ports.stores.commune.save(std::move(area), std::move(row));
    if (!saved) co_return saved.error();
    if (auto done = co_await reload_tree(); !done) co_return done.error();
    co_return *saved;
}

ports::Awaitable<domain::Result<domain::Zone>> CommuneDesk::save(domain::Operator caller, domain::Zone zone) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) co_return allowed.error();
    auto row = office_.row(caller, "zone.save", zone.id.text(), zone.name);
    auto saved = co_await office_.ports.stores.commune.save(std::move(zone), std::move(row));
    if (!saved) co_return saved.error();
    if (auto done = co_await reload_tree(); !done) co_return done.error();
    co_return *saved;
}

ports::Awaitable<domain::Result<domain::Node>> CommuneDesk::save(domain::Operator caller, domain::Node node) {
    if (auto allowed = office_.may(caller, policy::Action::manage_devices); !allowed) co_return allowed.error();
    if (office_.commune.find_area(node.hamlet) == nullptr) co_return Error{ErrorCode::not_found, "no such hamlet"};
    auto row = office_.row(caller, "node.save", node.id.text(), node.name);
    auto saved = co_await office_.ports.stores.commune.save(std::move(node), std::move(row));
    if (!saved) co_return saved.error();
    if (auto done = co_await reload_tree(); !done) co_return done.error();
    co_return *saved;
}

}  // namespace village::control_loop
