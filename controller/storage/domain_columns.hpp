// How each domain type lies in a column: ids and hashes as blobs, times and durations as microseconds, enumerations by their
// public names, lists of ids one after the other in a blob. `bind_all` and `read_row` go through the columns in order.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "controller/storage/database.hpp"
#include "scheduler/domain/emergency.hpp"
#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/hours.hpp"
#include "scheduler/domain/names.hpp"
#include "scheduler/domain/programme.hpp"
#include "scheduler/domain/timing.hpp"

namespace village::storage {

template <class Enum>
struct EnumNames;

#define VILLAGE_ENUM_NAMES(Enum, to_name, from_name) \
    template <> \
    struct EnumNames<domain::Enum> { \
        static std::string_view name(domain::Enum value) { return domain::to_name(value); } \
        static std::optional<domain::Enum> value(std::string_view n) { return domain::from_name(n); } \
    };
VILLAGE_ENUM_NAMES(Priority, priority_name, priority_from_name)
VILLAGE_ENUM_NAMES(WhenInterrupted, when_interrupted_name, when_interrupted_from_name)
VILLAGE_ENUM_NAMES(BroadcastKind, kind_name, kind_from_name)
VILLAGE_ENUM_NAMES(BroadcastState, broadcast_state_name, broadcast_state_from_name)
VILLAGE_ENUM_NAMES(DeliveryState, delivery_state_name, delivery_state_from_name)
VILLAGE_ENUM_NAMES(EvidenceLevel, evidence_name, evidence_from_name)
VILLAGE_ENUM_NAMES(Role, role_name, role_from_name)
VILLAGE_ENUM_NAMES(AreaKind, area_kind_name, area_kind_from_name)
VILLAGE_ENUM_NAMES(NodeStage, node_stage_name, node_stage_from_name)
VILLAGE_ENUM_NAMES(AnnouncementSource, source_name, source_from_name)
VILLAGE_ENUM_NAMES(AnnouncementState, announcement_state_name, announcement_state_from_name)
VILLAGE_ENUM_NAMES(AudioState, audio_state_name, audio_state_from_name)
VILLAGE_ENUM_NAMES(ItemKind, item_kind_name, item_kind_from_name)
VILLAGE_ENUM_NAMES(Overrun, overrun_name, overrun_from_name)
VILLAGE_ENUM_NAMES(ReceiptOutcome, outcome_name, outcome_from_name)
VILLAGE_ENUM_NAMES(DayKind, day_kind_name, day_kind_from_name)
VILLAGE_ENUM_NAMES(ScheduleState, schedule_state_name, schedule_state_from_name)
#undef VILLAGE_ENUM_NAMES

/// Binds one value at `place`.
inline void bind_value(Statement& to, int place, std::string_view text) { to.bind_text(place, text); }
inline void bind_value(Statement& to, int place, const char* text) { to.bind_text(place, text); }
inline void bind_value(Statement& to, int place, double value) { to.bind_real(place, value); }
inline void bind_value(Statement& to, int place, domain::NodeNumber value) { to.bind_integer(place, value.value); }
inline void bind_value(Statement& to, int place, domain::UtcTime value) { to.bind_integer(place, domain::to_us(value)); }
inline void bind_value(Statement& to, int place, domain::LocalTime value) { to.bind_text(place, domain::local_text(value)); }
inline void bind_value(Statement& to, int place, domain::Duration value) { to.bind_integer(place, value.count()); }
inline void bind_value(Statement& to, int place, const domain::Sha256& value) { to.bind_blob(place, value.bytes); }
inline void bind_value(Statement& to, int place, const domain::NodeSet& value) { to.bind_blob(place, value.bitmap()); }
inline void bind_value(Statement& to, int place, const std::vector<std::uint8_t>& value) { to.bind_blob(place, value); }
template <std::size_t size>
void bind_value(Statement& to, int place, const std::array<std::uint8_t, size>& value) {
    to.bind_blob(place, value);
}
void bind_value(Statement& to, int place, const domain::Error& error);  // "code: detail"
void bind_value(Statement& to, int place, const std::vector<domain::Role>& roles);
void bind_value(Statement& to, int place, const std::vector<domain::SirenStep>& steps);
void bind_value(Statement& to, int place, const std::vector<domain::HourWindow>& windows);
void bind_value(Statement& to, int place, const std::vector<std::string>& lines);
void bind_value(Statement& to, int place, const std::vector<domain::Consent>& consents);
void bind_value(Statement& to, int place, const std::vector<domain::Pass>& passes);
template <class Tag>
void bind_value(Statement& to, int place, const domain::Id<Tag>& id) {
    to.bind_blob(place, id.bytes);
}
template <class Tag>
void bind_value(Statement& to, int place, const std::vector<domain::Id<Tag>>& ids) {
    static_assert(sizeof(domain::Id<Tag>) == 16);
    to.bind_blob(place, {reinterpret_cast<const std::uint8_t*>(ids.data()), ids.size() * 16});
}
template <class Number>
requires std::is_integral_v<Number>
void bind_value(Statement& to, int place, Number value) { to.bind_integer(place, static_cast<std::int64_t>(value)); }
template <class Enum>
requires std::is_enum_v<Enum>
void bind_value(Statement& to, int place, Enum value) { to.bind_text(place, EnumNames<Enum>::name(value)); }
template <class Value>
void bind_value(Statement& to, int place, const std::optional<Value>& value) {
    value ? bind_value(to, place, *value) : to.bind_null(place);
}

template <class... Values>
void bind_all(Statement& to, const Values&... values) {
    int place = 0;
    (bind_value(to, ++place, values), ...);
}

/// Reads one column into `value`; false when what lies there cannot be one.
inline bool read_value(const Statement& from, int column, std::string& value) { return value = from.text(column), true; }
inline bool read_value(const Statement& from, int column, double& value) { return value = from.real(column), true; }
bool read_value(const Statement& from, int column, domain::NodeNumber& value);
inline bool read_value(const Statement& from, int column, domain::UtcTime& value) {
    return value = domain::utc_from_us(from.integer(column)), true;
}
inline bool read_value(const Statement& from, int column, domain::Duration& value) {
    return value = domain::Duration{from.integer(column)}, true;
}
bool read_value(const Statement& from, int column, domain::LocalTime& value);
bool read_value(const Statement& from, int column, domain::NodeSet& value);
bool read_value(const Statement& from, int column, std::vector<std::uint8_t>& value);
bool read_value(const Statement& from, int column, domain::Error& error);
bool read_value(const Statement& from, int column, std::vector<domain::Role>& roles);
bool read_value(const Statement& from, int column, std::vector<domain::SirenStep>& steps);
bool read_value(const Statement& from, int column, std::vector<domain::HourWindow>& windows);
bool read_value(const Statement& from, int column, std::vector<std::string>& lines);
bool read_value(const Statement& from, int column, std::vector<domain::Consent>& consents);
bool read_value(const Statement& from, int column, std::vector<domain::Pass>& passes);
template <std::size_t size>
bool read_value(const Statement& from, int column, std::array<std::uint8_t, size>& value) {
    const Bytes bytes = from.blob(column);
    if (bytes.size() != size) return false;
    std::copy(bytes.begin(), bytes.end(), value.begin());
    return true;
}
inline bool read_value(const Statement& from, int column, domain::Sha256& value) { return read_value(from, column, value.bytes); }
template <class Tag>
bool read_value(const Statement& from, int column, domain::Id<Tag>& id) {
    return read_value(from, column, id.bytes);
}
template <class Tag>
bool read_value(const Statement& from, int column, std::vector<domain::Id<Tag>>& ids) {
    const Bytes bytes = from.blob(column);
    ids.clear();
    for (std::size_t at = 0; at + 16 <= bytes.size(); at += 16)
        ids.push_back(domain::Id<Tag>::from(bytes.subspan(at).template first<16>()));
    return bytes.size() % 16 == 0;
}
template <class Number>
requires std::is_integral_v<Number>
bool read_value(const Statement& from, int column, Number& value) {
    value = static_cast<Number>(from.integer(column));
    return static_cast<std::int64_t>(value) == from.integer(column);
}
template <class Enum>
requires std::is_enum_v<Enum>
bool read_value(const Statement& from, int column, Enum& value) {
    const auto known = EnumNames<Enum>::value(from.text(column));
    if (known) value = *known;
    return known.has_value();
}
template <class Value>
bool read_value(const Statement& from, int column, std::optional<Value>& value) {
    value.reset();
    return from.is_null(column) || read_value(from, column, value.emplace());
}

Error unreadable_column(int column);

/// Columns 0, 1, 2 ... into the values, in order; `storage_failed` names the first that cannot be read.
template <class... Values>
Status read_row(const Statement& from, Values&... values) {
    int column = 0;
    const bool all_good = (... && read_value(from, column++, values));
    if (all_good) return {};
    return unreadable_column(column - 1);
}

}  // namespace village::storage
