// The names of the enumerations, both ways: one spelling in API, database, log and tests.
#pragma once

#include <optional>
#include <string_view>

#include "scheduler/domain/announcement.hpp"
#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/operator.hpp"
#include "scheduler/domain/priority.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::domain {

std::optional<BroadcastKind> kind_from_name(std::string_view name);
std::optional<BroadcastState> broadcast_state_from_name(std::string_view name);
std::optional<DeliveryState> delivery_state_from_name(std::string_view name);
std::string_view evidence_name(EvidenceLevel value);
std::optional<EvidenceLevel> evidence_from_name(std::string_view name);
std::string_view area_kind_name(AreaKind value);
std::optional<AreaKind> area_kind_from_name(std::string_view name);
std::string_view node_stage_name(NodeStage value);
std::optional<NodeStage> node_stage_from_name(std::string_view name);
std::string_view source_name(AnnouncementSource value);
std::optional<AnnouncementSource> source_from_name(std::string_view name);
std::string_view announcement_state_name(AnnouncementState value);
std::optional<AnnouncementState> announcement_state_from_name(std::string_view name);
std::string_view audio_state_name(AudioState value);
std::optional<AudioState> audio_state_from_name(std::string_view name);
std::string_view outcome_name(ReceiptOutcome value);
std::optional<ReceiptOutcome> outcome_from_name(std::string_view name);
std::string_view schedule_state_name(ScheduleState value);
std::optional<ScheduleState> schedule_state_from_name(std::string_view name);

}  // namespace village::domain
