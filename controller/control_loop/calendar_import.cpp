#include "controller/control_loop/calendar_import.hpp"

#include "scheduler/calendar/import_ical.hpp"
#include "scheduler/calendar/left_out.hpp"

namespace village::control_loop {

domain::Result<ports::CalendarImport> preview_import(std::string_view file, const std::string& time_zone) {
    const auto zone = calendar::ZoneRules::named(time_zone);
    if (!zone) return zone.error();
    auto read = calendar::preview_import(file, *zone);
    if (!read) return read.error();
    ports::CalendarImport shown;
    for (auto& one : read->schedules)
        shown.schedules.push_back({std::move(one.uid), std::move(one.title), one.duration,
                                   std::move(one.series.parts.front().timing), std::move(one.series.changes), one.line});
    for (auto& one : read->not_understood) shown.not_understood.push_back({one.line, std::move(one.what), std::move(one.why)});
    return shown;
}

std::vector<domain::Error> timing_remarks(const domain::Timing& timing, const std::string& time_zone) {
    std::vector<domain::Error> remarks;
    const auto zone = calendar::ZoneRules::named(time_zone);
    if (!zone) return remarks;
    for (const auto moment : calendar::left_out_of_nothing(timing, *zone))
        remarks.push_back({domain::ErrorCode::not_found, "it leaves out a moment that it does not have",
                           domain::BrokenRule{"nothing_left_out", {}, domain::local_text(moment)}});
    return remarks;
}

}  // namespace village::control_loop
