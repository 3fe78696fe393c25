// An iCalendar file from anywhere: read or refused with a sentence, and what would be made of it can be expanded.
#include "scheduler/calendar/expand.hpp"
#include "scheduler/calendar/import_ical.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;
using village::fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto zone = calendar::ZoneRules::fixed(std::chrono::hours{7});
    const auto preview = calendar::preview_import({reinterpret_cast<const char*>(data), size}, zone);
    if (!preview) {
        must(!preview.error().detail.empty());
        return 0;
    }
    must(preview->schedules.size() <= calendar::imported_events_max);
    must(preview->not_understood.size() <= calendar::not_understood_max);
    for (const auto& one : preview->not_understood) must(one.line > 0 && !one.why.detail.empty() && one.what.size() <= 220);
    for (const auto& schedule : preview->schedules) {
        must(schedule.title.size() <= 200 && schedule.uid.size() <= 200 && schedule.duration >= domain::Duration{0});
        const auto expander = calendar::Expander::make(schedule.series, zone);
        must(expander.has_value());
        const auto begin = domain::utc_from_us(1'790'000'000'000'000);
        const auto found = expander->between(begin, begin + std::chrono::hours{24 * 30});
        for (const auto& occurrence : found) must(occurrence.planned >= begin);
    }
    return 0;
}
