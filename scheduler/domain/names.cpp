// The names of the small enumerations, one table each, as they stand in the API, the database and the log.
#include <array>
#include <utility>

#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/forecast.hpp"
#include "scheduler/domain/names.hpp"
#include "scheduler/domain/operator.hpp"

namespace village::domain {
namespace {

template <class Enum, std::size_t N>
using NameTable = std::array<std::pair<Enum, std::string_view>, N>;

template <class Enum, std::size_t N>
std::string_view name_in(const NameTable<Enum, N>& table, Enum wanted) {
    for (const auto& [value, name] : table)
        if (value == wanted) return name;
    return "unknown";
}

template <class Enum, std::size_t N>
std::optional<Enum> value_in(const NameTable<Enum, N>& table, std::string_view wanted) {
    for (const auto& [value, name] : table)
        if (name == wanted) return value;
    return std::nullopt;
}

// clang-format off
constexpr NameTable<Priority, 5> priorities{{{Priority::background, "background"}, {Priority::normal, "normal"},
    {Priority::priority, "priority"}, {Priority::live, "live"}, {Priority::emergency, "emergency"}}};
constexpr NameTable<WhenInterrupted, 4> interruptions{{{WhenInterrupted::resume, "resume"},
    {WhenInterrupted::restart, "restart"}, {WhenInterrupted::drop, "drop"}, {WhenInterrupted::duck, "duck"}}};
constexpr NameTable<BroadcastKind, 6> kinds{{{BroadcastKind::scheduled, "scheduled"}, {BroadcastKind::live, "live"},
    {BroadcastKind::emergency, "emergency"}, {BroadcastKind::drill, "drill"}, {BroadcastKind::self_test, "self_test"},
    {BroadcastKind::all_clear, "all_clear"}}};
constexpr NameTable<BroadcastState, 7> broadcast_states{{{BroadcastState::planned, "planned"},
    {BroadcastState::counting_down, "counting_down"}, {BroadcastState::on_air, "on_air"}, {BroadcastState::ended, "ended"},
    {BroadcastState::stopped, "stopped"}, {BroadcastState::cancelled, "cancelled"}, {BroadcastState::missed, "missed"}}};
constexpr NameTable<DeliveryState, 11> delivery_states{{{DeliveryState::planned, "planned"}, {DeliveryState::sent, "sent"},
    {DeliveryState::acknowledged, "acknowledged"}, {DeliveryState::fetched, "fetched"}, {DeliveryState::playing, "playing"},
    {DeliveryState::unconfirmed, "unconfirmed"}, {DeliveryState::played, "played"}, {DeliveryState::partial, "partial"},
    {DeliveryState::preempted, "preempted"}, {DeliveryState::missed, "missed"}, {DeliveryState::cancelled, "cancelled"}}};
constexpr NameTable<EvidenceLevel, 7> evidence_levels{{{EvidenceLevel::none, "none"}, {EvidenceLevel::e0_acknowledged, "E0"},
    {EvidenceLevel::e1_content, "E1"}, {EvidenceLevel::e2_device, "E2"}, {EvidenceLevel::e3_amplifier, "E3"},
    {EvidenceLevel::e4_microphone, "E4"}, {EvidenceLevel::e5_person, "E5"}}};
constexpr NameTable<Role, 5> roles{{{Role::administrator, "administrator"}, {Role::approver, "approver"},
    {Role::editor, "editor"}, {Role::hamlet_head, "hamlet_head"}, {Role::viewer, "viewer"}}};
constexpr NameTable<AreaKind, 3> area_kinds{{{AreaKind::province, "province"}, {AreaKind::commune, "commune"},
    {AreaKind::hamlet, "hamlet"}}};
constexpr NameTable<NodeStage, 3> node_stages{{{NodeStage::expected, "expected"}, {NodeStage::enrolled, "enrolled"},
    {NodeStage::revoked, "revoked"}}};
constexpr NameTable<AnnouncementSource, 4> sources{{{AnnouncementSource::file, "file"}, {AnnouncementSource::text, "text"},
    {AnnouncementSource::microphone, "microphone"}, {AnnouncementSource::relay, "relay"}}};
constexpr NameTable<AnnouncementState, 8> announcement_states{{{AnnouncementState::draft, "draft"},
    {AnnouncementState::waiting, "waiting"}, {AnnouncementState::approved, "approved"},
    {AnnouncementState::archived, "archived"}, {AnnouncementState::returned, "returned"},
    {AnnouncementState::rejected, "rejected"}, {AnnouncementState::withdrawn, "withdrawn"},
    {AnnouncementState::expired, "expired"}}};
constexpr NameTable<AudioState, 4> audio_states{{{AudioState::none, "none"}, {AudioState::processing, "processing"},
    {AudioState::ready, "ready"}, {AudioState::failed, "failed"}}};
constexpr NameTable<ApprovalAct, 6> approval_acts{{{ApprovalAct::submit, "submit"}, {ApprovalAct::approve, "approve"},
    {ApprovalAct::agree_by_telephone, "agree_by_telephone"}, {ApprovalAct::send_back, "return"},
    {ApprovalAct::reject, "reject"}, {ApprovalAct::withdraw, "withdraw"}}};
constexpr NameTable<ReceiptOutcome, 5> outcomes{{{ReceiptOutcome::played, "played"}, {ReceiptOutcome::partial, "partial"},
    {ReceiptOutcome::preempted, "preempted"}, {ReceiptOutcome::missed, "missed"}, {ReceiptOutcome::cancelled, "cancelled"}}};
constexpr NameTable<ScheduleState, 2> schedule_states{{{ScheduleState::active, "active"},
    {ScheduleState::cancelled, "cancelled"}}};
constexpr NameTable<DayKind, 6> day_kinds{{{DayKind::public_holiday, "public_holiday"}, {DayKind::lunar_day, "lunar_day"},
    {DayKind::state_mourning, "state_mourning"}, {DayKind::local_mourning, "local_mourning"},
    {DayKind::election_day, "election_day"}, {DayKind::other, "other"}}};
constexpr NameTable<DayAction, 4> day_actions{{{DayAction::keep, "keep"}, {DayAction::skip, "skip"},
    {DayAction::only_then, "only_then"}, {DayAction::no_music, "no_music"}}};
constexpr NameTable<InTheWay::Kind, 7> things_in_the_way{{{InTheWay::Kind::broadcast, "broadcast"},
    {InTheWay::Kind::schedule, "schedule"}, {InTheWay::Kind::announcement, "announcement"}, {InTheWay::Kind::area, "area"},
    {InTheWay::Kind::zone, "zone"}, {InTheWay::Kind::node, "node"}, {InTheWay::Kind::special_day, "special_day"}}};
constexpr NameTable<ConflictChoice::Kind, 5> conflict_choices{{{ConflictChoice::Kind::replace_once, "replace_once"},
    {ConflictChoice::Kind::shift, "shift"}, {ConflictChoice::Kind::shift_other, "shift_other"}, {ConflictChoice::Kind::cancel, "cancel"},
    {ConflictChoice::Kind::keep_both, "keep_both"}}};
// clang-format on

}  // namespace

std::string_view priority_name(Priority value) { return name_in(priorities, value); }
std::optional<Priority> priority_from_name(std::string_view name) { return value_in(priorities, name); }
std::string_view when_interrupted_name(WhenInterrupted value) { return name_in(interruptions, value); }
std::optional<WhenInterrupted> when_interrupted_from_name(std::string_view name) { return value_in(interruptions, name); }
std::string_view kind_name(BroadcastKind value) { return name_in(kinds, value); }
std::optional<BroadcastKind> kind_from_name(std::string_view name) { return value_in(kinds, name); }
std::string_view broadcast_state_name(BroadcastState value) { return name_in(broadcast_states, value); }
std::optional<BroadcastState> broadcast_state_from_name(std::string_view name) { return value_in(broadcast_states, name); }
std::string_view delivery_state_name(DeliveryState value) { return name_in(delivery_states, value); }
std::optional<DeliveryState> delivery_state_from_name(std::string_view name) { return value_in(delivery_states, name); }
std::string_view evidence_name(EvidenceLevel value) { return name_in(evidence_levels, value); }
std::optional<EvidenceLevel> evidence_from_name(std::string_view name) { return value_in(evidence_levels, name); }
std::string_view role_name(Role value) { return name_in(roles, value); }
std::optional<Role> role_from_name(std::string_view name) { return value_in(roles, name); }
std::string_view area_kind_name(AreaKind value) { return name_in(area_kinds, value); }
std::optional<AreaKind> area_kind_from_name(std::string_view name) { return value_in(area_kinds, name); }
std::string_view node_stage_name(NodeStage value) { return name_in(node_stages, value); }
std::optional<NodeStage> node_stage_from_name(std::string_view name) { return value_in(node_stages, name); }
std::string_view source_name(AnnouncementSource value) { return name_in(sources, value); }
std::optional<AnnouncementSource> source_from_name(std::string_view name) { return value_in(sources, name); }
std::string_view announcement_state_name(AnnouncementState value) { return name_in(announcement_states, value); }
std::optional<AnnouncementState> announcement_state_from_name(std::string_view name) {
    return value_in(announcement_states, name);
}
std::string_view audio_state_name(AudioState value) { return name_in(audio_states, value); }
std::optional<AudioState> audio_state_from_name(std::string_view name) { return value_in(audio_states, name); }
std::string_view approval_act_name(ApprovalAct value) { return name_in(approval_acts, value); }
std::optional<ApprovalAct> approval_act_from_name(std::string_view name) { return value_in(approval_acts, name); }
std::string_view outcome_name(ReceiptOutcome value) { return name_in(outcomes, value); }
std::optional<ReceiptOutcome> outcome_from_name(std::string_view name) { return value_in(outcomes, name); }
std::string_view schedule_state_name(ScheduleState value) { return name_in(schedule_states, value); }
std::optional<ScheduleState> schedule_state_from_name(std::string_view name) { return value_in(schedule_states, name); }
std::string_view day_kind_name(DayKind value) { return name_in(day_kinds, value); }
std::optional<DayKind> day_kind_from_name(std::string_view name) { return value_in(day_kinds, name); }
std::string_view day_action_name(DayAction value) { return name_in(day_actions, value); }
std::optional<DayAction> day_action_from_name(std::string_view name) { return value_in(day_actions, name); }
std::string_view in_the_way_name(InTheWay::Kind value) { return name_in(things_in_the_way, value); }
std::string_view conflict_choice_name(ConflictChoice::Kind value) { return name_in(conflict_choices, value); }

bool kind_allows(BroadcastKind kind, Priority priority) {
    switch (kind) {
        case BroadcastKind::scheduled: return priority <= Priority::priority;
        case BroadcastKind::live: return priority == Priority::live;
        case BroadcastKind::emergency: return priority == Priority::emergency;
        case BroadcastKind::drill: return priority == Priority::normal;
        case BroadcastKind::self_test: return priority == Priority::background;
        case BroadcastKind::all_clear: return priority == Priority::priority;
    }
    return false;
}

}  // namespace village::domain
