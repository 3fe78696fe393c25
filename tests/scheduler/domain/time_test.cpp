#include "scheduler/domain/time.hpp"

#include <gtest/gtest.h>

#include "scheduler/domain/hours.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::domain {
namespace {

TEST(UtcTime, ReadsAnyOffsetAsTheSameMoment) {
    const auto local = parse_utc("2026-11-23T05:30:00+07:00");
    const auto utc = parse_utc("2026-11-22T22:30:00.000Z");

    ASSERT_TRUE(local && utc);
    EXPECT_EQ(*local, *utc);
    EXPECT_EQ(utc_text(*utc), "2026-11-22T22:30:00.000Z");
}

TEST(UtcTime, KeepsMicroseconds) {
    const auto time = parse_utc("1970-01-01T00:00:01.000002Z");

    ASSERT_TRUE(time);
    EXPECT_EQ(to_us(*time), 1'000'002);
}

TEST(UtcTime, RefusesWhatIsNoMoment) {
    for (const auto* text : {"", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T05:30:00",
                             "2026-11-23T05:30:00+7:00", "2026-11-23T05:30:00.Z", "2026-11-23T05:30:00Zx", "2026-11-23 05:30:00Z",
                             "2026-11-23T05:30:00.1234567Z", "2026-11-23T05:30:00+07:0"})
        EXPECT_FALSE(parse_utc(text)) << text;
}

TEST(HourWindow, MayPassMidnight) {
    const HourWindow quiet{21 * 60, 5 * 60};

    EXPECT_TRUE(quiet.contains(3 * 60 + 15));
    EXPECT_TRUE(quiet.contains(21 * 60));
    EXPECT_FALSE(quiet.contains(5 * 60));
    EXPECT_FALSE(quiet.contains(12 * 60));
}

TEST(OccurrenceId, FollowsFromTheRuleAndItsOriginalMoment) {
    const ScheduleId schedule{{1, 2, 3}};
    const auto moment = *parse_utc("2026-11-23T05:30:00+07:00");

    EXPECT_EQ(occurrence_id(schedule, moment), occurrence_id(schedule, moment));
    EXPECT_NE(occurrence_id(schedule, moment), occurrence_id(schedule, moment + std::chrono::microseconds{1}));
    EXPECT_NE(occurrence_id(schedule, moment), occurrence_id(ScheduleId{{1, 2, 4}}, moment));
}

}  // namespace
}  // namespace village::domain
