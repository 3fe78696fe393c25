#include "controller/control_loop/emergency_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/finished_sound.hpp"
#include "controller/control_loop/rendered_sounds.hpp"
#include "controller/observability/log.hpp"
#include "scheduler/domain/template_slots.hpp"

namespace village::control_loop {
namespace {

using domain::Error;
using domain::ErrorCode;

/// An Intent lives this long, and may be this much ahead of the server's clock (protocol-and-trust: 60 s).
constexpr std::chrono::seconds intent_life{60};

/// From the Intent's key, so that the same wish, sent twice or after a restart, is the same broadcast.
domain::BroadcastId broadcast_id_of(const domain::EmergencyIntent& intent) {
    const auto hash = domain::sha256(
        {domain::as_bytes("emergency-v1"), domain::Bytes{intent.device.bytes}, domain::Bytes{intent.idempotency_key}});
    return domain::BroadcastId::from(domain::Bytes{hash.bytes}.first<16>());
}

template <class Items, class Matches>
auto find_in(const Items& items, Matches matches) -> decltype(items.data()) {
    const auto found = std::find_if(items.begin(), items.end(), matches);
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

domain::Result<domain::Operator> EmergencyDesk::who_signed(const domain::EmergencyIntent& intent) const {
    const auto now = office_.now();
    if (now - intent.made_at > intent_life || intent.made_at - now > intent_life)
        return Error{ErrorCode::expired,
                     fmt::format("made at {}, the server's time is {}", domain::utc_text(intent.made_at), domain::utc_text(now))};
    auto device = office_.paired(intent.device);
    if (!device) return device.error();
    if (device->owner.id != intent.officer) return Error{ErrorCode::key_unknown, "this device is not this officer's"};
    if (auto proven = office_.ports.signer.check_signature(intent, device->key.public_key); !proven) return proven.error();
    return std::move(device->owner);
}

ports::Awaitable<domain::Result<domain::Broadcast>> EmergencyDesk::start(domain::EmergencyIntent intent) {
    const auto now = office_.now();
    // First of all: nothing counts down, and nothing is written, for what nobody signed.
    auto officer = who_signed(intent);
    if (!officer) co_return officer.error();

    const auto* area = office_.commune.find_area(intent.area);
    if (area == nullptr || area->kind != domain::AreaKind::hamlet)
        co_return Error{ErrorCode::not_found, "an emergency is for one hamlet"};
    const auto* wanted = find_in(office_.templates, [&](const auto& one) { return one.id == intent.emergency_template; });
    const auto* rendered = find_rendered(office_, intent.emergency_template, intent.area, false);
    if (wanted == nullptr) co_return Error{ErrorCode::not_found, "no such emergency"};
    if (rendered == nullptr || !rendered->content)
        co_return Error{ErrorCode::not_ready, "the sentence of this hamlet has not been rendered yet"};

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
    broadcast.start_by = broadcast.starts_at + domain::usual_start_grace;
    broadcast.duration = rendered->content->duration;
    broadcast.max_duration = wanted->max_duration;
    broadcast.content = rendered->content->hash;
    broadcast.created_by = officer->id;
    broadcast.created_at = now;
    order.content_bytes = rendered->content->size_bytes;
    if (!wanted->all_clear) order.repeat_every = wanted->repeat_every;
    order.intent = intent;
    if (broadcast.targets.is_empty()) co_return Error{ErrorCode::zone_empty, "this hamlet has no loudspeaker"};
    auto allowed = office_.may_at(*officer, policy::Action::emergency, broadcast.targets, domain::Priority::emergency,
                                  policy::HoursStanding::allowed);
    if (!allowed) co_return allowed.error();

    const auto id = broadcast.id;
    log::warn("emergency {} called by {}, sounding in {} ms unless cancelled [emergency]", broadcast.title, officer->login,
              countdown_ / std::chrono::milliseconds{1});
    const auto event = dispatch::BroadcastRequested{std::move(order), countdown_};
    switchboard_.handle(event);
    const auto* started = office_.dispatcher.find(id);
    // There is always room for an emergency; one that is not taken was called before, and is over and forgotten.
    if (started == nullptr) co_return Error{ErrorCode::not_found, "this emergency is already over"};
    office_.ledger.write(office_.row(*officer, "emergency.start", id.text(), wanted->tile));
    office_.ledger.write(ports::CalledEmergency{id, std::move(intent)});
    co_return *started;
}

ports::Awaitable<domain::Result<domain::Broadcast>> EmergencyDesk::cancel(domain::BroadcastId id, domain::DeviceKeyId device) {
    const auto paired = office_.paired(device);
    if (!paired) co_return paired.error();
    const auto& officer = paired->owner;
    const auto* broadcast = office_.dispatcher.find(id);
    if (broadcast == nullptr) co_return Error{ErrorCode::not_found, "this emergency is already over"};
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

domain::Result<std::string> EmergencyDesk::sentence(const domain::EmergencyTemplate& wanted, const domain::Area& hamlet) const {
    const domain::SlotValues slots{{"issuer", fmt::format("Trưởng {} {}", hamlet.unit, hamlet.name)},
                                   {"hamlet", fmt::format("{} {}", hamlet.unit, hamlet.name)},
                                   {"assembly_point", hamlet.assembly_point},
                                   {"duty_phone", office_.commune.duty_phone},
                                   {"commune", office_.commune.name}};
    return domain::fill_slots(wanted.text, slots);
}

std::optional<domain::RenderedTemplate> EmergencyDesk::next_missing(bool drill, domain::EmergencyTemplate& wanted) {
    for (const auto& one : office_.templates) {
        if (drill && one.all_clear) continue;
        for (const auto& hamlet : office_.commune.areas) {
            if (hamlet.kind != domain::AreaKind::hamlet) continue;
            auto words = sentence(one, hamlet);
            if (words && drill) words = fmt::format("{} {} {}", domain::drill_begins, *words, domain::drill_ends);
            if (!words) {
                const auto key = one.code + hamlet.full_name;
                if (failed_.insert(key).second)
                    log::warn("emergency {} for {} is incomplete: {} [not_ready]", one.tile, hamlet.full_name,
                              words.error().detail);
                continue;
            }
            const auto* made = find_rendered(office_, one.id, hamlet.id, drill);
            const bool is_ready = made != nullptr && made->content && made->sentence == *words;
            if (is_ready || failed_.contains(*words)) continue;
            wanted = one;
            return domain::RenderedTemplate{one.id, hamlet.id, drill, *words, std::nullopt, office_.now()};
        }
    }
    return std::nullopt;
}

void EmergencyDesk::render_missing() {
    if (rendering_) return;
    domain::EmergencyTemplate wanted;
    auto missing = next_missing(false, wanted);
    // Nobody waits for a drill.
    if (!missing) missing = next_missing(true, wanted);
    if (!missing) return;
    auto made = std::make_shared<domain::RenderedTemplate>(std::move(*missing));
    auto work = [this, made, wanted](const ports::Progress& progress) -> domain::Status {
        const auto prepare = [&](const ports::Progress& part) {
            auto& media = office_.ports.media;
            return made->drill ? media.prepare_text(made->sentence, part) : media.prepare_emergency(wanted, made->sentence, part);
        };
        auto sound = make_sound(office_, prepare, progress);
        if (!sound) return sound.error();
        made->content = *sound;
        return {};
    };
    auto done = [this, made](domain::Status outcome) { rendered(*made, outcome); };
    const auto job =
        office_.ports.jobs.start("render_template", made->emergency_template.text(), std::move(work), std::move(done));
    rendering_ = job.has_value();
}

void EmergencyDesk::rendered(const domain::RenderedTemplate& made, const domain::Status& outcome) {
    rendering_ = false;
    if (outcome) {
        std::erase_if(office_.rendered, [&](const auto& one) {
            return one.emergency_template == made.emergency_template && one.hamlet == made.hamlet && one.drill == made.drill;
        });
        office_.rendered.push_back(made);
        office_.spawn("keep a rendered emergency", office_.ports.stores.emergencies.save(made));
        if (on_rendered) on_rendered(made.hamlet);
    } else {
        log::error("an emergency could not be rendered: {} [{}]", outcome.error().detail,
                   domain::error_name(outcome.error().code));
        // A disk that is full is no fault of the sentence: it is tried again when the coming days are planned.
        if (outcome.error().code == ErrorCode::disk_full || outcome.error().code == ErrorCode::storage_failed) return;
        failed_.insert(made.sentence);
    }
    render_missing();
}

}  // namespace village::control_loop
