// The bodies of requests, as openapi.yaml names them; bounds stand in the types.
#pragma once

#include <boost/describe/class.hpp>

#include "controller/web_api/json_fields.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::web_api {

struct SetupCodeBody {
    Text<0, 64> code;
};
BOOST_DESCRIBE_STRUCT(SetupCodeBody, (), (code))

struct ProvinceBody {
    Text<1, 40> unit;
    Text<1, 100> name;
};
BOOST_DESCRIBE_STRUCT(ProvinceBody, (), (unit, name))

struct NewCommuneBody {
    Text<1, 40> unit;
    Text<1, 100> name;
    ProvinceBody province;
    std::optional<Text<0, 200>> station_name;
    std::optional<Text<0, 32>> duty_phone;
};
BOOST_DESCRIBE_STRUCT(NewCommuneBody, (), (unit, name, province, station_name, duty_phone))

struct HourWindowBody {
    ClockMinute from;
    ClockMinute to;
};
BOOST_DESCRIBE_STRUCT(HourWindowBody, (), (from, to))

struct HoursBody {
    List<HourWindowBody, 16> allowed;
    HourWindowBody quiet;
    Whole<1, 1440> longest_session_minutes;
    Whole<0, 48> sessions_per_day;
    std::optional<List<HourWindowBody, 16>> tests;
};
BOOST_DESCRIBE_STRUCT(HoursBody, (), (allowed, quiet, longest_session_minutes, sessions_per_day, tests))

struct HoursEditBody {
    std::optional<List<HourWindowBody, 16>> allowed;
    std::optional<HourWindowBody> quiet;
    std::optional<Whole<1, 1440>> longest_session_minutes;
    std::optional<Whole<0, 48>> sessions_per_day;
    std::optional<List<HourWindowBody, 16>> tests;
};
BOOST_DESCRIBE_STRUCT(HoursEditBody, (), (allowed, quiet, longest_session_minutes, sessions_per_day, tests))

struct HoursRuleBody {
    Text<1, 200> name;
    std::optional<List<domain::AreaId, 64>> areas;
    std::optional<List<Whole<1, 7>, 7>> weekdays;
    std::optional<List<domain::DayKind, 6>> kinds;
    std::optional<List<HourWindowBody, 16>> allowed;
    std::optional<List<HourWindowBody, 16>> quiet;
    std::optional<Whole<1, 1440>> longest_session_minutes;
    std::optional<Whole<0, 48>> sessions_per_day;
};
BOOST_DESCRIBE_STRUCT(HoursRuleBody, (),
                      (name, areas, weekdays, kinds, allowed, quiet, longest_session_minutes, sessions_per_day))

struct HoursRulesBody {
    List<HoursRuleBody, 64> rules;
};
BOOST_DESCRIBE_STRUCT(HoursRulesBody, (), (rules))

struct SetupBody {
    Text<0, 64> code;
    Text<1, 64> login;
    Text<10, 256> password;
    std::optional<Text<0, 200>> title;
    NewCommuneBody commune;
    std::optional<HoursBody> hours;
};
BOOST_DESCRIBE_STRUCT(SetupBody, (), (code, login, password, title, commune, hours))

struct CredentialsBody {
    Text<0, 64> login;
    Text<0, 256> password;
};
BOOST_DESCRIBE_STRUCT(CredentialsBody, (), (login, password))

struct GeoPointBody {
    Decimal<-90, 90> latitude;
    Decimal<-180, 180> longitude;
};
BOOST_DESCRIBE_STRUCT(GeoPointBody, (), (latitude, longitude))

struct NewAreaBody {
    Text<1, 40> unit;
    Text<1, 100> name;
    std::optional<Text<0, 200>> full_name;
    std::optional<Text<0, 200>> assembly_point;
    std::optional<GeoPointBody> center;
};
BOOST_DESCRIBE_STRUCT(NewAreaBody, (), (unit, name, full_name, assembly_point, center))

struct AreaEditBody {
    std::optional<Text<1, 40>> unit;
    std::optional<Text<1, 100>> name;
    std::optional<Text<1, 200>> full_name;
    std::optional<Text<0, 200>> assembly_point;
    std::optional<GeoPointBody> center;
};
BOOST_DESCRIBE_STRUCT(AreaEditBody, (), (unit, name, full_name, assembly_point, center))

struct NewZoneBody {
    Text<1, 100> name;
    std::optional<List<domain::AreaId, 256>> areas;
    std::optional<List<domain::NodeId, 1024>> nodes;
};
BOOST_DESCRIBE_STRUCT(NewZoneBody, (), (name, areas, nodes))

struct ZoneEditBody {
    std::optional<Text<1, 100>> name;
    std::optional<List<domain::AreaId, 256>> areas;
    std::optional<List<domain::NodeId, 1024>> nodes;
};
BOOST_DESCRIBE_STRUCT(ZoneEditBody, (), (name, areas, nodes))

struct VolumeBody {
    Whole<0, 100> day;
    Whole<0, 100> evening;
    Whole<10, 100> emergency;  ///< Turned down to nothing, a loudspeaker still warns.
};
BOOST_DESCRIBE_STRUCT(VolumeBody, (), (day, evening, emergency))

struct NodeEditBody {
    std::optional<domain::AreaId> hamlet;
    std::optional<Text<1, 100>> name;
    std::optional<Text<0, 40>> device_code;
    std::optional<Text<1, 20>> link;
    std::optional<GeoPointBody> position;
    std::optional<VolumeBody> volume;
    std::optional<Whole<0, 5000>> start_delay_ms;
    std::optional<Whole<0, 3>> echo_group;
};
BOOST_DESCRIBE_STRUCT(NodeEditBody, (), (hamlet, name, device_code, link, position, volume, start_delay_ms, echo_group))

struct NewNodeBody {
    domain::NodeNumber number;
    domain::AreaId hamlet;
    Text<1, 100> name;
    std::optional<Text<0, 40>> device_code;
    std::optional<Text<1, 20>> link;
    std::optional<GeoPointBody> position;
    std::optional<VolumeBody> volume;
    std::optional<Whole<0, 5000>> start_delay_ms;
    std::optional<Whole<0, 3>> echo_group;
};
BOOST_DESCRIBE_STRUCT(NewNodeBody, (), (number, hamlet, name, device_code, link, position, volume, start_delay_ms, echo_group))

struct EchoGroupBody {
    domain::NodeId node;
    Whole<0, 3> group;
    Whole<1, UINT32_MAX> version;
};
BOOST_DESCRIBE_STRUCT(EchoGroupBody, (), (node, group, version))

struct EchoGroupsBody {
    List<EchoGroupBody, 10000> nodes;
};
BOOST_DESCRIBE_STRUCT(EchoGroupsBody, (), (nodes))

struct ValidityBody {
    std::optional<domain::UtcTime> from;
    std::optional<domain::UtcTime> until;
};
BOOST_DESCRIBE_STRUCT(ValidityBody, (), (from, until))

struct NewAnnouncementBody {
    Text<1, 300> title;
    domain::AnnouncementSource source = domain::AnnouncementSource::file;
    std::optional<Text<0, 100>> category;
    std::optional<domain::Priority> priority;
    std::optional<Text<0, 20000>> text;
    std::optional<Text<0, 300>> basis;
    std::optional<ValidityBody> validity;
    std::optional<bool> music;
};
BOOST_DESCRIBE_STRUCT(NewAnnouncementBody, (), (title, source, category, priority, text, basis, validity, music))

struct AnnouncementEditBody {
    std::optional<Text<1, 300>> title;
    std::optional<Text<0, 100>> category;
    std::optional<domain::Priority> priority;
    std::optional<Text<0, 20000>> text;
    std::optional<Text<0, 300>> basis;
    std::optional<ValidityBody> validity;  ///< All of it: what is not in it has no limit.
    std::optional<bool> music;
    std::optional<domain::AnnouncementState> state;
};
BOOST_DESCRIBE_STRUCT(AnnouncementEditBody, (), (title, category, priority, text, basis, validity, music, state))

struct ApprovalActBody {
    domain::ApprovalAct act = domain::ApprovalAct::submit;
    std::optional<Text<1, 500>> words;
    std::optional<domain::OperatorId> approver;
};
BOOST_DESCRIBE_STRUCT(ApprovalActBody, (), (act, words, approver))

struct SeenAnnouncementBody {
    domain::AnnouncementId announcement;
    Whole<1, UINT32_MAX> version;
};
BOOST_DESCRIBE_STRUCT(SeenAnnouncementBody, (), (announcement, version))

struct ProgrammeApprovalBody {
    date::local_days from{};
    date::local_days to{};
    List<SeenAnnouncementBody, 500> seen;
    std::optional<Text<0, 500>> remark;
};
BOOST_DESCRIBE_STRUCT(ProgrammeApprovalBody, (), (from, to, seen, remark))

struct SeenConsentsBody {
    domain::UtcTime last{};
};
BOOST_DESCRIBE_STRUCT(SeenConsentsBody, (), (last))

struct ApprovalRuleBody {
    std::optional<domain::Priority> from_priority;
    std::optional<List<Text<1, 100>, 32>> categories;
    std::optional<List<domain::AreaId, 64>> areas;
    std::optional<bool> only_outside_hours;
    Whole<0, 2> steps;
    std::optional<bool> by_telephone;
};
BOOST_DESCRIBE_STRUCT(ApprovalRuleBody, (), (from_priority, categories, areas, only_outside_hours, steps, by_telephone))

struct ApprovalPolicyBody {
    List<ApprovalRuleBody, 32> rules;
    std::optional<bool> second_person_outside_hours;
};
BOOST_DESCRIBE_STRUCT(ApprovalPolicyBody, (), (rules, second_person_outside_hours))

struct NewDelegationBody {
    domain::OperatorId borrower;
    domain::UtcTime from{};
    domain::UtcTime until{};
};
BOOST_DESCRIBE_STRUCT(NewDelegationBody, (), (borrower, from, until))

struct NewSurgePeriodBody {
    Text<1, 100> name;
    domain::UtcTime from{};
    domain::UtcTime until{};
    List<HourWindowBody, 8> windows;
    std::optional<bool> in_quiet_hours;
    std::optional<Whole<0, 10>> sessions_per_day;
    std::optional<domain::Priority> from_priority;
    std::optional<List<Text<1, 100>, 64>> categories;
    List<domain::AreaId, 64> areas;
};
BOOST_DESCRIBE_STRUCT(NewSurgePeriodBody, (),
                      (name, from, until, windows, in_quiet_hours, sessions_per_day, from_priority, categories, areas))

struct PrepareBody {
    std::optional<domain::UploadId> upload;
};
BOOST_DESCRIBE_STRUCT(PrepareBody, (), (upload))

struct NewUploadBody {
    Whole<0, INT64_MAX> size_bytes;
    std::optional<Text<0, 255>> name;
};
BOOST_DESCRIBE_STRUCT(NewUploadBody, (), (size_bytes, name))

struct TargetsBody {
    std::optional<List<domain::AreaId, 256>> areas;
    std::optional<List<domain::ZoneId, 256>> zones;
    std::optional<List<domain::NodeId, 1024>> nodes;
};
BOOST_DESCRIBE_STRUCT(TargetsBody, (), (areas, zones, nodes))

struct LunarRuleBody {
    List<Whole<1, 30>, 30> days;
    std::optional<List<Whole<1, 12>, 12>> months;
    std::optional<domain::LeapMonth> leap_month;
    std::optional<domain::ShortMonth> short_month;
};
BOOST_DESCRIBE_STRUCT(LunarRuleBody, (), (days, months, leap_month, short_month))

struct TimingBody {
    domain::LocalTime local_start{};
    std::optional<Text<0, 500>> recurrence;
    std::optional<LunarRuleBody> lunar;
    std::optional<List<ClockMinute, 23>> also_at;
    std::optional<List<domain::LocalTime, 500>> also_on;
    std::optional<List<domain::LocalTime, 500>> not_on;
    std::optional<date::local_days> valid_from;
    std::optional<date::local_days> valid_until;
};
BOOST_DESCRIBE_STRUCT(TimingBody, (), (local_start, recurrence, lunar, also_at, also_on, not_on, valid_from, valid_until))

struct YearlyDayBody {
    Whole<1, 12> month;
    Whole<1, 31> day;
};
BOOST_DESCRIBE_STRUCT(YearlyDayBody, (), (month, day))

struct DayReactionBody {
    domain::DayKind kind{};
    std::optional<Text<1, 200>> rule;
    domain::DayAction action{};
};
BOOST_DESCRIBE_STRUCT(DayReactionBody, (), (kind, rule, action))

struct DayRuleBody {
    Text<1, 200> name;
    domain::DayKind kind{};
    std::optional<YearlyDayBody> yearly;
    std::optional<LunarRuleBody> lunar;
    std::optional<date::local_days> first;
    std::optional<date::local_days> last;
    std::optional<Whole<0, 30>> days_before;
    std::optional<Whole<0, 30>> days_after;
    std::optional<List<domain::AreaId, 256>> areas;
};
BOOST_DESCRIBE_STRUCT(DayRuleBody, (), (name, kind, yearly, lunar, first, last, days_before, days_after, areas))

struct DayRulesBody {
    List<DayRuleBody, 500> rules;
};
BOOST_DESCRIBE_STRUCT(DayRulesBody, (), (rules))

struct NewScheduleBody : TimingBody {
    std::optional<domain::AnnouncementId> announcement;
    std::optional<domain::ProgrammeId> programme;
    TargetsBody targets;
    std::optional<domain::Priority> priority;
    std::optional<domain::WhenInterrupted> when_interrupted;
    std::optional<Text<1, 64>> time_zone;
    std::optional<Whole<1, 3600>> start_grace_s;
    std::optional<Text<0, 300>> outside_hours_reason;
    std::optional<List<DayReactionBody, 50>> on_special_days;
    std::optional<bool> staggered;
    std::optional<bool> confirmed;
    std::optional<bool> keep_both;
};
BOOST_DESCRIBE_STRUCT(NewScheduleBody, (TimingBody),
                      (announcement, programme, targets, priority, when_interrupted, time_zone, start_grace_s,
                       outside_hours_reason, on_special_days, staggered, confirmed, keep_both))

struct EditScheduleBody {
    ports::EditScope scope{};
    std::optional<domain::UtcTime> occurrence;
    std::optional<bool> left_out;
    std::optional<domain::UtcTime> moved_to;
    std::optional<TimingBody> timing;
    std::optional<domain::AnnouncementId> announcement;
    std::optional<domain::ProgrammeId> programme;
    std::optional<TargetsBody> targets;
    std::optional<domain::Priority> priority;
    std::optional<domain::WhenInterrupted> when_interrupted;
    std::optional<Whole<1, 3600>> start_grace_s;
    std::optional<Text<0, 300>> outside_hours_reason;
    std::optional<List<DayReactionBody, 50>> on_special_days;
    std::optional<bool> staggered;
    std::optional<bool> confirmed;
    std::optional<bool> keep_both;
};
BOOST_DESCRIBE_STRUCT(EditScheduleBody, (),
                      (scope, occurrence, left_out, moved_to, timing, announcement, programme, targets, priority,
                       when_interrupted, start_grace_s, outside_hours_reason, on_special_days, staggered, confirmed, keep_both))

struct NewBroadcastBody {
    domain::AnnouncementId announcement;
    TargetsBody targets;
    std::optional<domain::UtcTime> starts_at;
    std::optional<domain::Priority> priority;
    std::optional<domain::WhenInterrupted> when_interrupted;
    std::optional<bool> streamed;
    std::optional<bool> staggered;
    std::optional<Text<0, 300>> outside_hours_reason;
    std::optional<bool> confirmed;
    std::optional<bool> keep_both;
};
BOOST_DESCRIBE_STRUCT(NewBroadcastBody, (),
                      (announcement, targets, starts_at, priority, when_interrupted, streamed, staggered, outside_hours_reason,
                       confirmed, keep_both))

struct CorrectionBody {
    domain::AnnouncementId announcement;
    std::optional<domain::Priority> priority;
    std::optional<domain::WhenInterrupted> when_interrupted;
    std::optional<Text<0, 300>> outside_hours_reason;
    std::optional<bool> confirmed;
};
BOOST_DESCRIBE_STRUCT(CorrectionBody, (), (announcement, priority, when_interrupted, outside_hours_reason, confirmed))

struct ReplayBody {
    std::optional<domain::Priority> priority;
    std::optional<Text<0, 300>> outside_hours_reason;
    std::optional<bool> confirmed;
};
BOOST_DESCRIBE_STRUCT(ReplayBody, (), (priority, outside_hours_reason, confirmed))

struct StopBody {
    std::optional<domain::BroadcastId> broadcast;
    std::optional<domain::AreaId> area;
};
BOOST_DESCRIBE_STRUCT(StopBody, (), (broadcast, area))

struct MonitorBody {
    Whole<1024, 65535> port;
};
BOOST_DESCRIBE_STRUCT(MonitorBody, (), (port))

struct IntentBody {
    domain::OperatorId officer;
    domain::DeviceKeyId device;
    domain::AreaId area;
    domain::TemplateId template_;
    domain::Id<struct IdempotencyTag> idempotency_key;
    domain::UtcTime made_at;
    Base64<64> signature;
    std::optional<Text<1, 300>> reason;
};
BOOST_DESCRIBE_STRUCT(IntentBody, (), (officer, device, area, template_, idempotency_key, made_at, signature, reason))

struct SirenStepBody {
    Text<1, 16> sound;
    Decimal<0, 60> seconds;
};
BOOST_DESCRIBE_STRUCT(SirenStepBody, (), (sound, seconds))

struct TemplateEditBody {
    std::optional<Text<1, 200>> tile;
    std::optional<Text<0, 100>> icon;
    std::optional<Text<1, 4000>> text;
    std::optional<List<SirenStepBody, 64>> attention;
    std::optional<List<SirenStepBody, 64>> siren;
    std::optional<Whole<10, 3600>> repeat_every_s;
    std::optional<Whole<1, 240>> max_minutes;
    std::optional<Whole<0, 999>> tile_order;
};
BOOST_DESCRIBE_STRUCT(TemplateEditBody, (), (tile, icon, text, attention, siren, repeat_every_s, max_minutes, tile_order))

struct NewTemplateBody {
    Text<1, 40> code;
    Text<1, 200> tile;
    std::optional<Text<0, 100>> icon;
    Text<1, 4000> text;
    std::optional<List<SirenStepBody, 64>> attention;
    std::optional<List<SirenStepBody, 64>> siren;
    std::optional<Whole<10, 3600>> repeat_every_s;
    std::optional<Whole<1, 240>> max_minutes;
    std::optional<Whole<0, 999>> tile_order;
    std::optional<bool> all_clear;
};
BOOST_DESCRIBE_STRUCT(NewTemplateBody, (),
                      (code, tile, icon, text, attention, siren, repeat_every_s, max_minutes, tile_order, all_clear))

struct DrillBody {
    domain::TemplateId template_;
    domain::AreaId area;
};
BOOST_DESCRIBE_STRUCT(DrillBody, (), (template_, area))

struct EmergencyCancelBody {
    domain::DeviceKeyId device;
};
BOOST_DESCRIBE_STRUCT(EmergencyCancelBody, (), (device))

struct NewDeviceKeyBody {
    Text<1, 100> name;
    Base64<96> public_key;
};
BOOST_DESCRIBE_STRUCT(NewDeviceKeyBody, (), (name, public_key))

struct NewOperatorBody {
    Text<1, 64> login;
    Text<10, 256> password;
    std::optional<Text<0, 200>> title;
    List<domain::Role, 5> roles;
    List<domain::AreaId, 64> areas;
};
BOOST_DESCRIBE_STRUCT(NewOperatorBody, (), (login, password, title, roles, areas))

struct OperatorEditBody {
    std::optional<Text<10, 256>> password;
    std::optional<Text<0, 200>> title;
    std::optional<List<domain::Role, 5>> roles;
    std::optional<List<domain::AreaId, 64>> areas;
    std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(OperatorEditBody, (), (password, title, roles, areas, active))

struct NoBody {};
BOOST_DESCRIBE_STRUCT(NoBody, (), ())

}  // namespace village::web_api
