// The offset of a time zone as a value: the shell loads it once from the system's tz database and hands it in, so that
// expanding a schedule reads no file and asks no clock.
#pragma once

#include <date/tz.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/time.hpp"
#include "scheduler/domain/timing.hpp"

namespace village::calendar {

using domain::local_text;
using domain::LocalTime;
using domain::parse_local;

/// The clock of a zone being put forward or back.
struct OffsetChange {
    domain::UtcTime at;
    std::chrono::seconds before{0};  ///< East of UTC.
    std::chrono::seconds after{0};
    bool is_summer_time = false;  ///< After it.
    std::string abbreviation;     ///< After it: "EDT", "+07".
};

class ZoneRules {
public:
    /// One offset all year, as in Vietnam (+07:00).
    static ZoneRules fixed(std::chrono::minutes offset);
    /// An IANA name: "Asia/Ho_Chi_Minh". An unknown one is `invalid_argument`. Reads the tz database: call it at start. Summer
    /// time is known until 2037, as far as the system's files list it.
    static domain::Result<ZoneRules> named(std::string_view name);

    /// As RFC 5545 (3.3.5) reads it: a wall-clock time that a gap skips counts by the offset before the gap (02:30 becomes 03:30),
    /// one that comes twice is its first coming.
    domain::UtcTime to_utc(LocalTime local) const;
    LocalTime to_local(domain::UtcTime utc) const;
    /// "Asia/Ho_Chi_Minh"; a fixed offset is called "UTC+0700".
    const std::string& name() const { return name_; }
    /// What holds at `utc`, as the change that brought it (its `at` may lie before 1970), and every change in (utc, to).
    std::vector<OffsetChange> changes(domain::UtcTime utc, domain::UtcTime to) const;

private:
    const date::time_zone* zone_ = nullptr;  ///< Owned by the tz database, which lives as long as the program.
    std::chrono::minutes offset_{0};
    std::string name_;
};

}  // namespace village::calendar
