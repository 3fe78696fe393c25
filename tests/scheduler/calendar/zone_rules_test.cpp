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

TEST(ZoneRules, ATimeThatTheClockSkipsBecomesTheEndOfTheGap) {
    const auto berlin = ZoneRules::named("Europe/Berlin").value();

    EXPECT_EQ(berlin.to_utc(local("2026-03-29T02:30:00")), utc("2026-03-29T01:00:00Z"));
}

TEST(ZoneRules, ATimeThatComesTwiceIsItsFirstComing) {
    const auto berlin = ZoneRules::named("Europe/Berlin").value();

    EXPECT_EQ(berlin.to_utc(local("2026-10-25T02:30:00")), utc("2026-10-25T00:30:00Z"));
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
