#include "scheduler/calendar/zone_rules.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

namespace village::calendar {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::UtcTime;

/// Two a year for as long as anybody plans.
constexpr std::size_t offset_changes_max = 1000;

UtcTime from_sys(date::sys_seconds time) { return UtcTime{time.time_since_epoch()}; }

date::sys_seconds to_sys(UtcTime time) {
    return date::sys_seconds{std::chrono::floor<std::chrono::seconds>(time.time_since_epoch())};
}

}  // namespace

ZoneRules ZoneRules::fixed(std::chrono::minutes offset) {
    ZoneRules rules;
    rules.offset_ = offset;
    const auto minutes = std::abs(offset.count());
    rules.name_ = fmt::format("UTC{}{:02}{:02}", offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return rules;
}

domain::Result<ZoneRules> ZoneRules::named(std::string_view name) {
    try {
        ZoneRules rules;
        rules.zone_ = date::locate_zone(std::string{name});
        rules.name_ = name;
        return rules;
    } catch (const std::runtime_error&) {
        return Error{ErrorCode::invalid_argument, fmt::format("no time zone {} in this machine's tz database", name)};
    }
}

UtcTime ZoneRules::to_utc(LocalTime local) const {
    // In a gap as in an overlap, `first` is what held before.
    if (zone_) return UtcTime{local.time_since_epoch() - zone_->get_info(local).first.offset};
    return UtcTime{local.time_since_epoch() - offset_};
}

LocalTime ZoneRules::to_local(UtcTime utc) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(utc.time_since_epoch());
    if (zone_) return zone_->to_local(date::sys_seconds{seconds});
    return LocalTime{seconds + offset_};
}

std::vector<OffsetChange> ZoneRules::changes(UtcTime utc, UtcTime to) const {
    if (!zone_) return {{UtcTime::min(), offset_, offset_, false, name_}};
    std::vector<OffsetChange> found;
    auto info = zone_->get_info(to_sys(utc));
    // Before the first change that is known there was nothing else.
    auto before = info.begin > date::sys_seconds{std::chrono::seconds{0}}
                      ? zone_->get_info(info.begin - std::chrono::seconds{1}).offset
                      : info.offset;
    for (std::size_t i = 0; i < offset_changes_max; ++i) {
        found.push_back({from_sys(info.begin), before, info.offset, info.save != std::chrono::minutes{0}, info.abbrev});
        if (info.end >= to_sys(to)) break;
        before = info.offset;
        info = zone_->get_info(info.end);
    }
    return found;
}

}  // namespace village::calendar
