#include "controller/control_loop/template_desk.hpp"

#include <algorithm>

#include "controller/control_loop/rendered_sounds.hpp"
#include "scheduler/domain/gone.hpp"

namespace village::control_loop {
namespace {

using domain::EmergencyTemplate;
using domain::Error;
using domain::ErrorCode;

/// As in the file of a commune.
constexpr std::size_t templates_max = 64;

Error code_taken(const std::string& code) {
    return {ErrorCode::already_exists, "another emergency has the code " + code, domain::BrokenRule{"name_taken", {}, code}};
}

/// Called, and not over: its repetitions, and its all-clear, go by the template.
bool is_open(const Office& office, domain::TemplateId id) {
    return std::ranges::any_of(office.dispatcher.open_broadcasts(), [&](domain::BroadcastId open) {
        const auto* broadcast = office.dispatcher.find(open);
        return broadcast != nullptr && broadcast->emergency_template == id && !broadcast->ended_at;
    });
}

}  // namespace

domain::Status TemplateDesk::check(const domain::Operator& caller, const EmergencyTemplate& item) const {
    if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) return allowed;
    const auto has_its_code = [&](const EmergencyTemplate& other) { return other.code == item.code && other.id != item.id; };
    if (std::ranges::any_of(office_.templates, has_its_code)) return code_taken(item.code);
    return domain::check_template(item);
}

ports::Awaitable<domain::Result<EmergencyTemplate>> TemplateDesk::add(domain::Operator caller, EmergencyTemplate item) {
    if (auto good = check(caller, item); !good) co_return good.error();
    if (find_template(office_, item.id) != nullptr) co_return code_taken(item.code);
    if (office_.templates.size() >= templates_max)
        co_return Error{ErrorCode::too_large, "there are 64 emergencies already", domain::BrokenRule{"kept_max", "64", {}}};
    auto row = office_.row(caller, "emergency_template.add", item.id.text(), item.tile);
    auto added = co_await office_.ports.stores.emergencies.add(std::move(item), std::move(row));
    if (!added) co_return added.error();
    if (auto loaded = co_await load_emergency_set(office_); !loaded) co_return loaded.error();
    co_return *added;
}

ports::Awaitable<domain::Result<EmergencyTemplate>> TemplateDesk::save(domain::Operator caller, EmergencyTemplate item) {
    if (auto good = check(caller, item); !good) co_return good.error();
    if (find_template(office_, item.id) == nullptr) co_return domain::no_such_template(item.id);
    auto row = office_.row(caller, "emergency_template.save", item.id.text(), item.tile);
    auto saved = co_await office_.ports.stores.emergencies.save(std::move(item), std::move(row));
    if (!saved) co_return saved.error();
    if (auto loaded = co_await load_emergency_set(office_); !loaded) co_return loaded.error();
    co_return *saved;
}

ports::Awaitable<domain::Status> TemplateDesk::remove(domain::Operator caller, domain::TemplateId id, std::uint32_t version) {
    if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed;
    const auto* known = find_template(office_, id);
    if (known == nullptr) co_return domain::no_such_template(id);
    if (is_open(office_, id))
        co_return Error{ErrorCode::emergency_on_air, "this emergency was called and is not over",
                        domain::BrokenRule{"still_called", {}, known->tile}};
    auto row = office_.row(caller, "emergency_template.remove", id.text(), known->tile);
    if (auto removed = co_await office_.ports.stores.emergencies.remove(id, version, std::move(row)); !removed) co_return removed;
    co_return co_await load_emergency_set(office_);
}

}  // namespace village::control_loop
