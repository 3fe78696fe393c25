#include "controller/control_loop/emergency_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/rendered_sounds.hpp"
#include "controller/observability/log.hpp"
#include "scheduler/domain/gone.hpp"
#include "scheduler/domain/spoken_template.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

Error over_already() {
    return {ErrorCode::not_found, "this emergency is already over", domain::BrokenRule{"emergency_over", {}, {}}};
}

/// From the Intent's key, so that the same wish, sent twice or after a restart, is the same broadcast.
domain::BroadcastId broadcast_id_of(const domain::EmergencyIntent& intent) {
    const auto hash = domain::sha256(
        {domain::as_bytes("emergency-v1"), domain::Bytes{intent.device.bytes}, domain::Bytes{intent.idempotency_key}});
    return domain::BroadcastId::from(domain::Bytes{hash.bytes}.first<16>());
}

}  // namespace

domain::Result<domain::Operator> EmergencyDesk::who_signed(const domain::EmergencyIntent& intent) const {
    if (auto fresh = domain::check_age(intent, office_.now()); !fresh) return fresh.error();
    auto device = office_.paired(intent.device);
    if (!device) return device.error();
    if (device->owner.id != intent.officer)
        return Error{ErrorCode::key_unknown, "this device is not this officer's", domain::BrokenRule{"device_owner", {}, {}}};
    if (auto proven = office_.ports.signer.check_signature(intent, device->key.public_key); !proven) return proven.error();
    return std::move(device->owner);
}

ports::Awaitable<domain::Result<domain::Broadcast>> EmergencyDesk::start(domain::EmergencyIntent intent, std::string reason) {
    const auto now = office_.now();
    // First of all: nothing counts down, and nothing is written, for what nobody signed.
    auto officer = who_signed(intent);
    if (!officer) co_return officer.error();

    const auto* area = office_.commune.find_area(intent.area);
    if (area == nullptr) co_return domain::no_such_area(intent.area);
    // What is said is made for each of these.
    if (!domain::is_warned(*area))
        co_return Error{ErrorCode::invalid_argument, "an emergency is for one hamlet or the whole commune",
                        domain::BrokenRule{"one_hamlet", {}, {}}};
    const auto* wanted = find_template(office_, intent.emergency_template);
    const auto* rendered = find_rendered(office_, intent.emergency_template, intent.area, false);
    if (wanted == nullptr) co_return domain::no_such_template(intent.emergency_template);
    if (rendered == nullptr || !rendered->content) co_return domain::not_rendered(area->full_name);

    dispatch::BroadcastOrder order;
    auto& broadcast = order.broadcast;
    broadcast.id = broadcast_id_of(intent);
    if (const auto* known = office_.dispatcher.find(broadcast.id)) co_return *known;
    broadcast.kind = wanted->all_clear ? domain::BroadcastKind::all_clear : domain::BroadcastKind::emergency;
    broadcast.priority = wanted->all_clear ? domain::Priority::priority : domain::Priority::emergency;
    broadcast.emergency_template = wanted->id;
    broadcast.area = area->id;
    broadcast.title = fmt::format("{} - {}", wanted->tile, area->full_name);
    broadcast.targets = office_.commune.nodes_of_area(area->id);
    broadcast.starts_at = now + countdown_;
    broadcast.duration = rendered->content->duration;
    broadcast.max_duration = wanted->max_duration;
    // Who comes back late, or had to wait for a higher level, still warns as long as the danger lasts.
    const auto last_pass = std::max<domain::Duration>(broadcast.max_duration - broadcast.duration, domain::usual_start_grace);
    broadcast.start_by = broadcast.starts_at + (wanted->all_clear ? domain::usual_start_grace : last_pass);
    if (wanted->all_clear) {
        broadcast.max_duration = std::min<domain::Duration>(broadcast.max_duration, domain::all_clear_max);
        broadcast.when_interrupted = domain::WhenInterrupted::drop;
    }
    broadcast.content = rendered->content->hash;
    broadcast.created_by = officer->id;
    broadcast.created_at = now;
    order.content_bytes = rendered->content->size_bytes;
    if (!wanted->all_clear) order.repeat_every = wanted->repeat_every;
    order.intent = intent;
    if (broadcast.targets.is_empty()) co_return domain::no_loudspeaker(area->full_name);
    auto allowed = office_.may_at(*officer, policy::Action::emergency, broadcast.targets, domain::Priority::emergency,
                                  policy::HoursStanding::allowed);
    if (!allowed) co_return allowed.error();
    // Of the place itself, too: those that have a loudspeaker may all be one hamlet's.
    auto there = policy::may(*officer, policy::Action::emergency, {area->id, domain::Priority::emergency}, office_.commune);
    if (!there) co_return there.error();
    if (!domain::may_call_for(*officer, *area))
        co_return Error{ErrorCode::not_permitted, "an approver or an editor calls for the whole commune",
                        domain::BrokenRule{"role", "approver, editor", {}}};
    const bool is_unexplained = reason.find_first_not_of(" \t") == std::string::npos;
    if (is_unexplained && domain::must_give_reason(*officer, *area))
        co_return Error{ErrorCode::invalid_argument, "an editor says why he calls for the whole commune",
                        domain::BrokenRule{"reason", {}, {}}};

    const auto id = broadcast.id;
    log::warn("{} called by {}, sounding in {} ms unless cancelled [emergency]", broadcast.title, officer->login,
              countdown_ / std::chrono::milliseconds{1});
    const auto event = dispatch::BroadcastRequested{std::move(order), countdown_};
    switchboard_.handle(event);
    const auto* started = office_.dispatcher.find(id);
    // There is always room for an emergency; one that is not taken was called before, and is over and forgotten.
    if (started == nullptr) co_return over_already();
    const auto detail = reason.empty() ? wanted->tile : fmt::format("{}: {}", wanted->tile, reason);
    office_.ledger.write(office_.row(*officer, wanted->all_clear ? "all_clear.start" : "emergency.start", id.text(), detail));
    office_.ledger.write(ports::CalledEmergency{id, std::move(intent)});
    co_return *started;
}

ports::Awaitable<domain::Result<domain::Broadcast>> EmergencyDesk::cancel(domain::BroadcastId id, domain::DeviceKeyId device) {
    const auto paired = office_.paired(device);
    if (!paired) co_return paired.error();
    const auto& officer = paired->owner;
    const auto* broadcast = office_.dispatcher.find(id);
    if (broadcast == nullptr) co_return over_already();
    auto allowed = office_.may_at(officer, policy::Action::stop, broadcast->targets, domain::Priority::emergency,
                                  policy::HoursStanding::allowed);
    if (!allowed) co_return allowed.error();
    domain::Broadcast before = *broadcast;
    if (before.ended_at) co_return before;  // It is over already, and nothing is done that a row could tell of.
    const auto event = dispatch::CountdownCancelled{id, officer.login};
    switchboard_.handle(event);
    office_.ledger.write(office_.row(officer, "emergency.cancel", id.text()));
    if (const auto* after = office_.dispatcher.find(id)) co_return *after;
    before.state = before.state == domain::BroadcastState::counting_down ? domain::BroadcastState::cancelled
                                                                         : domain::BroadcastState::stopped;
    co_return before;
}

}  // namespace village::control_loop
