#include "scheduler/calendar/zone_rules.hpp"

#include <gtest/gtest.h>

#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

TEST(ZoneRules, HalfPastFiveInVietnamIsHalfPastTenTheEveningBeforeInUtc) {
    const auto in_vietnam = ZoneRules::named("Asia/Ho_Chi_Minh").value();

    EXPECT_EQ(in_vietnam.to_utc(local("2026-11-23T05:30:00")), utc("2026-11-22T22:30:00Z"));
    EXPECT_EQ(local_text(in_vietnam.to_local(utc("2026-11-22T22:30:00Z"))), "2026-11-23T05:30:00");
}

TEST(ZoneRules, ATimeThatTheClockSkipsCountsByTheOffsetBeforeTheGap) {
    const auto new_york = ZoneRules::named("America/New_York").value();
    const auto lord_howe = ZoneRules::named("Australia/Lord_Howe").value();

    // RFC 5545, 3.3.5: 02:30 of that day is the moment that the clock shows as 03:30.
    EXPECT_EQ(new_york.to_utc(local("2026-03-08T02:30:00")), utc("2026-03-08T07:30:00Z"));
    // Half an hour only: 02:15 is shown as 02:45.
    EXPECT_EQ(lord_howe.to_utc(local("2026-10-04T02:15:00")), utc("2026-10-03T15:45:00Z"));
    EXPECT_EQ(local_text(lord_howe.to_local(utc("2026-10-03T15:45:00Z"))), "2026-10-04T02:45:00");
}

TEST(ZoneRules, ATimeThatComesTwiceIsItsFirstComing) {
    const auto berlin = ZoneRules::named("Europe/Berlin").value();

    EXPECT_EQ(berlin.to_utc(local("2026-10-25T02:30:00")), utc("2026-10-25T00:30:00Z"));
}

TEST(ZoneRules, HalfAnHourThatComesTwiceIsItsFirstComing) {
    const auto lord_howe = ZoneRules::named("Australia/Lord_Howe").value();

    EXPECT_EQ(lord_howe.to_utc(local("2026-04-05T01:45:00")), utc("2026-04-04T14:45:00Z"));
}

TEST(ZoneRules, NamesEveryChangeOfTheClockInASpan) {
    const auto new_york = ZoneRules::named("America/New_York").value();

    const auto changes = new_york.changes(utc("2026-01-01T00:00:00Z"), utc("2026-12-31T00:00:00Z"));

    ASSERT_EQ(changes.size(), 3u);
    EXPECT_EQ(changes[0].before, -std::chrono::hours{4});
    EXPECT_EQ(changes[0].after, -std::chrono::hours{5});
    EXPECT_EQ(changes[1].at, utc("2026-03-08T07:00:00Z"));
    EXPECT_TRUE(changes[1].is_summer_time);
    EXPECT_EQ(changes[2].at, utc("2026-11-01T06:00:00Z"));
    EXPECT_EQ(changes[2].before, -std::chrono::hours{4});
    EXPECT_EQ(vietnam.changes(utc("2026-01-01T00:00:00Z"), utc("2026-12-31T00:00:00Z")).size(), 1u);
}

TEST(ZoneRules, AnUnknownZoneIsAnErrorWithItsName) {
    const auto unknown = ZoneRules::named("Asia/Nowhere");

    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, domain::ErrorCode::invalid_argument);
    EXPECT_NE(unknown.error().detail.find("Asia/Nowhere"), std::string::npos);
}

TEST(ZoneRules, RefusesLocalTimesThatNoClockShows) {
    for (const auto* text : {"", "2026-11-23", "2026-13-01T05:30:00", "2026-02-29T05:30:00", "2026-11-23T24:00:00",
                             "2026-11-23T05:60:00", "2026-11-23T05:30:00Z", "2026-11-23 05:30:00", "x026-11-23T05:30:00"})
        EXPECT_FALSE(parse_local(text)) << text;
}

}  // namespace
}  // namespace village::calendar
