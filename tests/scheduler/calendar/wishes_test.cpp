#include "scheduler/calendar/wishes.hpp"

#include <gtest/gtest.h>

#include "tests/scheduler/calendar/moments.hpp"

namespace village::calendar {
namespace {

/// Every morning of a week, on the third day another announcement.
domain::Schedule a_week() {
    domain::Schedule schedule;
    schedule.id.bytes[0] = 7;
    schedule.timing.first = local("2026-11-23T05:30:00");
    schedule.timing.repeats = Rrule{"FREQ=DAILY;COUNT=7"};
    Wanted other;
    other.announcement.bytes[0] = 9;
    schedule.edits.changes = {{utc("2026-11-24T22:30:00Z"), {}, other, 2}};
    return schedule;
}

TEST(Wishes, OfAScheduleThatWasNeverEditedAreOne) {
    auto schedule = a_week();
    schedule.edits = {};

    const auto found = wishes(schedule, vietnam, utc("2026-11-01T00:00:00Z"), utc("2026-12-01T00:00:00Z")).value();

    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].schedule, schedule);
    EXPECT_EQ(found[0].occurrences.size(), 7u);
}

TEST(Wishes, KeepTheOccurrenceThatWantsSomethingElseApart) {
    const auto found = wishes(a_week(), vietnam, utc("2026-11-01T00:00:00Z"), utc("2026-11-26T12:00:00Z")).value();

    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].occurrences.size(), 3u);
    ASSERT_EQ(found[1].occurrences.size(), 1u);
    EXPECT_EQ(found[1].schedule.announcement.bytes[0], 9);
    EXPECT_EQ(found[1].occurrences[0].planned, utc("2026-11-24T22:30:00Z"));
}

TEST(Wishes, OfAnEditionAreWhatThatEditTouched) {
    auto schedule = a_week();
    schedule.timing.repeats = Rrule{"FREQ=DAILY"};
    const auto soon = utc("2026-11-23T00:00:00Z");

    const auto untouched = wishes_of_edition(schedule, vietnam, 0, soon, 20).value();
    const auto touched = wishes_of_edition(schedule, vietnam, 2, soon, 20).value();

    ASSERT_EQ(untouched.size(), 1u);
    EXPECT_EQ(untouched[0].occurrences.size(), 20u);
    ASSERT_EQ(touched.size(), 1u);
    ASSERT_EQ(touched[0].occurrences.size(), 1u);
    EXPECT_EQ(touched[0].occurrences[0].planned, utc("2026-11-24T22:30:00Z"));
    EXPECT_TRUE(wishes_of_edition(schedule, vietnam, 2, utc("2026-11-25T00:00:00Z"), 20).value().empty());
}

TEST(Wishes, OfAnEditionHoldEverySingleChangeHoweverFarAway) {
    auto schedule = a_week();
    schedule.timing.repeats = Rrule{"FREQ=DAILY"};
    Wanted far;
    far.announcement.bytes[0] = 8;
    schedule.edits.changes = {{utc("2027-11-24T22:30:00Z"), {}, far, 3}, {utc("2028-11-24T22:30:00Z"), {}, Wanted{}, 2}};

    const auto touched = wishes_of_edition(schedule, vietnam, 3, utc("2026-11-23T00:00:00Z"), 20).value();

    ASSERT_EQ(touched.size(), 1u);
    EXPECT_EQ(touched[0].schedule.announcement.bytes[0], 8);
}

TEST(Wishes, OfAnEditionHoldBothOfTwoAtOneMoment) {
    auto schedule = a_week();
    schedule.edits.changes = {{utc("2026-11-23T22:30:00Z"), utc("2026-11-26T22:30:00Z"), {}, 2}};
    schedule.edits.edition = 2;

    const auto touched = wishes_of_edition(schedule, vietnam, 2, utc("2026-11-01T00:00:00Z"), 20).value();

    ASSERT_EQ(touched.size(), 1u);
    EXPECT_EQ(touched[0].occurrences.size(), 7u);
}

TEST(Wishes, AnEditedOccurrenceIsAnotherBroadcastAndKeepsItsId) {
    auto schedule = a_week();
    const auto edited = wishes_of_edition(schedule, vietnam, 2, utc("2026-11-24T00:00:00Z"), 9).value()[0].occurrences[0];
    schedule.edits = {};
    const auto before = expand(schedule, vietnam, edited.original, edited.original + std::chrono::seconds{1}).value()[0];

    EXPECT_EQ(edited.id, before.id);
    EXPECT_EQ(domain::broadcast_of(before).bytes, before.id.bytes);
    EXPECT_NE(domain::broadcast_of(edited), domain::broadcast_of(before));
}

TEST(Wishes, FromAMomentOnLeaveOutThePartsThatAreOver) {
    domain::Schedule schedule = a_week();
    schedule.edits.changes.clear();
    Part first, second;
    first.wanted.announcement.bytes[0] = 1;
    second.from = utc("2026-11-25T00:00:00Z");
    second.wanted.announcement.bytes[0] = 2;
    schedule.edits.earlier = {first, second};
    schedule.edits.since = utc("2026-11-27T00:00:00Z");

    const auto all = wanted_from(schedule, utc("2026-11-26T00:00:00Z"));

    EXPECT_EQ(all, (std::vector{domain::wanted_of(schedule), second.wanted}));
    EXPECT_EQ(all_wanted(schedule).size(), 3u);
}

TEST(Wishes, ComeBackAsTheSeriesTheyWere) {
    const auto schedule = a_week();

    EXPECT_EQ(with_series(schedule, series_of(schedule)), schedule);
}

}  // namespace
}  // namespace village::calendar
