#include "controller/control_loop/people_desk.hpp"

#include <algorithm>

#include "scheduler/domain/gone.hpp"

namespace village::control_loop {

using domain::Error;
using domain::ErrorCode;
using domain::Role;

namespace {

bool speaks(const domain::Operator& who) {
    return who.active && std::ranges::any_of(who.roles, [](Role role) {
               return role == Role::approver || role == Role::editor || role == Role::hamlet_head;
           });
}

/// Whether this account could speak where, or as whom, it could not before. That is given by those who answer for it
/// (product.md, section 6), never by the administrator alone.
bool gives_right_to_speak(const domain::Operator* before, const domain::Operator& after) {
    if (!speaks(after)) return false;
    if (before == nullptr || !speaks(*before)) return true;
    const auto is_new = [](const auto& held) {
        return [&held](const auto& wanted) { return std::ranges::find(held, wanted) == held.end(); };
    };
    return std::ranges::any_of(after.roles, is_new(before->roles)) || std::ranges::any_of(after.areas, is_new(before->areas));
}

}  // namespace

ports::Awaitable<domain::Result<domain::Operator>> PeopleDesk::save(domain::Operator caller, domain::Operator who,
                                                                    std::string password) {
    if (auto allowed = office_.may(caller, policy::Action::manage_users); !allowed) co_return allowed.error();
    if (who.login.empty() || who.roles.empty())
        co_return Error{ErrorCode::invalid_argument, "an account needs a login and at least one role",
                        domain::BrokenRule{who.login.empty() ? "login" : "roles", {}, {}}};
    for (auto area : who.areas)
        if (office_.commune.find_area(area) == nullptr) co_return domain::no_such_area(area);
    auto known = co_await office_.ports.stores.operators.find(who.id);
    if (!known && known.error().code != ErrorCode::not_found) co_return known.error();
    // Whoever sets the password of an account can use what it may do.
    const bool takes_over = !password.empty() && speaks(who) && who.id != caller.id;
    if (takes_over || gives_right_to_speak(known ? &*known : nullptr, who))
        if (auto allowed = office_.may(caller, policy::Action::set_hours); !allowed) co_return allowed.error();
    auto saved = co_await office_.ports.people.create_account(std::move(who), std::move(password), std::move(caller.login));
    // A right that was taken away or an area that was added holds for this person's devices from now on.
    if (saved) office_.spawn("introduce the devices again", introduce_devices());
    co_return saved;
}

ports::Awaitable<domain::Result<domain::DeviceKey>> PeopleDesk::pair(domain::Operator caller, std::string name,
                                                                     std::vector<std::uint8_t> public_key) {
    auto key = co_await office_.ports.people.pair_device(caller, std::move(name), std::move(public_key));
    if (!key) co_return key.error();
    PairedDevice device{*key, std::move(caller)};
    office_.devices.push_back(device);
    if (auto known = co_await introduce(std::move(device)); !known) co_return known.error();
    co_return *key;
}

ports::Awaitable<domain::Status> PeopleDesk::revoke(domain::Operator caller, domain::DeviceKeyId id) {
    const auto device =
        std::find_if(office_.devices.begin(), office_.devices.end(), [&](const auto& one) { return one.key.id == id; });
    if (device == office_.devices.end()) co_return Error{ErrorCode::not_found, "no such device"};
    if (device->key.owner != caller.id)
        if (auto allowed = office_.may(caller, policy::Action::manage_users); !allowed) co_return allowed;
    // Here first: from now on the key starts nothing, even if the signer and our disk fail. Neither keeps the other from knowing.
    device->key.revoked_at = office_.now();
    auto told = co_await office_.ports.signer.revoke_device(id);
    auto kept = co_await office_.ports.people.revoke_device(id, std::move(caller.login));
    if (!kept) co_return kept;
    co_return told;
}

ports::Awaitable<domain::Status> PeopleDesk::load_devices() {
    auto keys = co_await office_.ports.stores.operators.device_keys(std::nullopt);
    if (!keys) co_return keys.error();
    std::vector<PairedDevice> devices;
    for (const auto& key : *keys) {
        auto owner = co_await office_.ports.stores.operators.find(key.owner);
        if (!owner) co_return owner.error();
        devices.push_back({key, std::move(*owner)});
        if (!devices.back().key.revoked_at) devices.back().key.revoked_at = revoked_at(key.id);
    }
    office_.devices = std::move(devices);
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> PeopleDesk::introduce_devices() {
    if (auto loaded = co_await load_devices(); !loaded) co_return loaded;
    auto devices = office_.devices;
    for (auto& device : devices)
        if (auto told = co_await introduce(std::move(device)); !told) co_return told;
    co_return domain::Status{};
}

// Not every revocation reached the disk, and a database may have been restored from before one.
std::optional<domain::UtcTime> PeopleDesk::revoked_at(domain::DeviceKeyId id) const {
    const auto known = std::ranges::find(office_.devices, id, [](const auto& device) { return device.key.id; });
    return known == office_.devices.end() ? std::nullopt : known->key.revoked_at;
}

ports::Awaitable<domain::Status> PeopleDesk::introduce(PairedDevice device) {
    const auto id = device.key.id;
    if (device.key.revoked_at) co_return co_await office_.ports.signer.revoke_device(id);
    ports::OfficerDevice officer{std::move(device.key), device.owner.areas, {}};
    for (auto area : officer.areas) officer.nodes = officer.nodes.united_with(office_.commune.nodes_of_area(area));
    auto told = co_await office_.ports.signer.register_device(std::move(officer));
    const bool signer_revoked_it = !told && told.error().code == ErrorCode::key_revoked;
    if (!signer_revoked_it) co_return told;
    for (auto& known : office_.devices)
        if (known.key.id == id) known.key.revoked_at = office_.now();
    co_return domain::Status{};
}

}  // namespace village::control_loop
