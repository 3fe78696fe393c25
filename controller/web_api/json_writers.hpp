// Domain values as JSON, one `write` per resource of openapi.yaml. A value that is not there is left out.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <vector>

#include "controller/ports/calendar_import.hpp"
#include "controller/ports/commands.hpp"
#include "controller/ports/live_view.hpp"
#include "controller/ports/read_model.hpp"
#include "controller/ports/signer.hpp"

namespace village::web_api {

// write_places.cpp
boost::json::object write(const domain::GeoPoint& point);
boost::json::object write(const domain::Area& area);
boost::json::object write(const domain::Zone& zone);
boost::json::object write(const domain::HoursPolicy& hours);
boost::json::object write(const ports::KeptHours& kept);
boost::json::object write(const domain::SurgePeriod& period);
boost::json::object write_commune(const domain::Commune& commune, const domain::HoursPolicy& hours);
// write_nodes.cpp
boost::json::object write(const ports::NodeCondition& condition);
boost::json::object write_node(const domain::Node& node, const ports::NodeCondition& condition);
boost::json::object write(const ports::EnrolmentCode& code);
// write_announcements.cpp
boost::json::object write(const domain::Error& error);
boost::json::object write(const domain::AudioContent& content);
boost::json::object write(const domain::Announcement& announcement);
boost::json::object write(const ports::JobRow& job);
// write_approval.cpp
boost::json::object write(const domain::Consent& consent);
boost::json::object write(const domain::ApprovalPolicy& policy);
boost::json::object write(const ports::AwaitingApproval& one);
boost::json::object write(const ports::ProgrammeApproval& done);
boost::json::object write(const ports::UnseenConsent& one);
boost::json::object write(const domain::DayRule& rule);
boost::json::object write(const ports::ImportedSchedule& one);
boost::json::object write(const ports::NotUnderstood& one);
boost::json::object write(const ports::CalendarImport& shown);
boost::json::object write(const domain::DayRules& rules);
boost::json::object write(const domain::HourWindow& window);
boost::json::object write(const domain::HoursRule& rule);
boost::json::object write(const domain::HoursRules& rules);
boost::json::object write(const domain::Delegation& delegation);
// write_schedules.cpp
boost::json::object write(const domain::Targets& targets);
boost::json::object write(const domain::Schedule& schedule);
boost::json::object write(const ports::SchedulePreview& preview);
boost::json::object write(const ports::EditedSchedule& edited);
// write_programmes.cpp
boost::json::object write(const domain::WeekdayColumn& column);
boost::json::object write(const domain::ProgrammeItem& item);
boost::json::object write(const domain::Programme& programme);
boost::json::object write(const domain::ProgrammePreset& preset);
boost::json::object write(const domain::DayBulletin& bulletin);
boost::json::object write(const domain::ProgrammeDay& day);
boost::json::object write(const ports::HeardPiece& piece);
boost::json::object write(const ports::LeftOutItem& item);
boost::json::object write(const ports::BulletinRoom& room);
boost::json::object write(const ports::Silence& silence);
boost::json::object write(const ports::ProgrammePreview& shown);
/// Of what is heard as it was approved, though it was changed since.
boost::json::object earlier_version_note();
// write_forecasts.cpp
boost::json::object write(const domain::Foreseen& sound);
boost::json::object write(const domain::Conflict& conflict);
boost::json::object write(const domain::Conflicts& conflicts);
boost::json::object write(const ports::DryRun& run);
// write_broadcasts.cpp
boost::json::array write(const domain::NodeSet& nodes);
boost::json::object write(const domain::Broadcast& broadcast);
boost::json::object write(const domain::Coverage& coverage);
boost::json::object write(const ports::ListedBroadcast& listed);
boost::json::object write(const ports::BroadcastReport& report);
boost::json::object write(const ports::Correction& correction);
boost::json::object write(const domain::Delivery& delivery);
boost::json::object write(const domain::PlaybackReceipt& receipt);
boost::json::object write(const ports::StopAnswer& stopped);
boost::json::object write(const ports::StreamMonitor& monitor);
// write_people.cpp
boost::json::object write(const domain::Operator& who);
boost::json::object write(const domain::DeviceKey& key);
boost::json::object write(const ports::AuditEntry& entry);
boost::json::object write_trust(const std::string& device_ca_pem, const ports::TrustMaterial& trust,
                                const std::vector<ports::NodeCredential>& credentials);
// write_emergency.cpp
boost::json::object write(const domain::EmergencyTemplate& item);
/// The page of this officer: where they may call, what it would say, which loudspeakers would say it.
boost::json::object write_emergency_page(const ports::LiveView& view, const domain::Operator& officer,
                                         std::chrono::milliseconds countdown, domain::UtcTime now);

template <class Row>
boost::json::array write_all(const std::vector<Row>& rows) {
    boost::json::array items;
    items.reserve(rows.size());
    for (const auto& row : rows) items.emplace_back(write(row));
    return items;
}

template <class Tag>
boost::json::array write_ids(const std::vector<domain::Id<Tag>>& ids) {
    boost::json::array items;
    items.reserve(ids.size());
    for (const auto& id : ids) items.emplace_back(id.text());
    return items;
}

inline std::int64_t whole_ms(domain::Duration duration) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

}  // namespace village::web_api
