#include "scheduler/calendar/past.hpp"

#include <fmt/format.h>

namespace village::calendar {
namespace {

using domain::Error;
using domain::UtcTime;

Error past(const char* rule, std::string detail, UtcTime moment, UtcTime now, const ZoneRules& zone) {
    return {domain::ErrorCode::schedule_in_past, std::move(detail),
            domain::BrokenRule{rule, local_text(zone.to_local(now)), local_text(zone.to_local(moment))}};
}

}  // namespace

Error moment_past(UtcTime moment, UtcTime now, const ZoneRules& zone) {
    return past("moment_past", fmt::format("{} has passed", domain::utc_text(moment)), moment, now, zone);
}

Error occurrence_begun(UtcTime occurrence, UtcTime now, const ZoneRules& zone) {
    return past("occurrence_begun", fmt::format("the occurrence at {} has begun", domain::utc_text(occurrence)), occurrence, now,
                zone);
}

Error edited_alone(UtcTime original, UtcTime now, const ZoneRules& zone) {
    return past("edited_alone",
                fmt::format("{} has passed; this one was moved and can be edited alone", domain::utc_text(original)), original,
                now, zone);
}

}  // namespace village::calendar
