// An edited schedule through the database and back.
#include "controller/storage/schedule_text.hpp"

#include <rapidcheck.h>

#include "scheduler/calendar/series.hpp"
#include "tests/controller/storage/samples.hpp"
#include "tests/controller/storage/storage_fixture.hpp"

namespace village::test {
namespace {

using calendar::Series;
using domain::LocalTime;
using domain::Timing;
using domain::Wanted;

template <class Value>
Value any(Value from, Value to) {
    return *rc::gen::inRange<Value>(from, to);
}

bool any_bool() { return *rc::gen::arbitrary<bool>(); }
std::string any_words() { return *rc::gen::element<std::string>("", "lễ hội", "một\nhai", "a\\nb\\", " , ", "part 1"); }
domain::UtcTime any_moment() { return domain::utc_from_us(any<std::int64_t>(0, 16'000'000'000'000'000)); }
LocalTime any_local() { return LocalTime{std::chrono::seconds{any<std::int64_t>(0, 16'000'000'000)}}; }
date::local_days any_day() { return date::floor<date::days>(any_local()); }

template <class Make>
auto some(Make make) {
    std::vector<decltype(make())> all;
    for (auto left = any(0, 4); left > 0; --left) all.push_back(make());
    return all;
}

template <class Tag>
std::vector<domain::Id<Tag>> any_ids() {
    return some([] { return make_id<domain::Id<Tag>>(any<std::uint8_t>(1, 255)); });
}

domain::LunarRule any_lunar_rule() {
    domain::LunarRule rule;
    rule.days = some([] { return any(1u, 31u); });
    rule.months = some([] { return any(1u, 13u); });
    rule.leap_month = any_bool() ? domain::LeapMonth::counted : domain::LeapMonth::left_out;
    rule.short_month = any_bool() ? domain::ShortMonth::last_day : domain::ShortMonth::left_out;
    return rule;
}

Timing any_timing() {
    Timing timing;
    timing.first = any_local();
    const auto kind = any(0, 3);
    if (kind == 1) timing.repeats = domain::Rrule{"FREQ=WEEKLY;BYDAY=MO,TU"};
    if (kind == 2) timing.repeats = any_lunar_rule();
    timing.also_at = some([] { return std::chrono::seconds{any(0, 86'400)}; });
    timing.also_on = some(any_local);
    timing.not_on = some(any_local);
    if (any_bool()) timing.valid_from = any_day();
    if (any_bool()) timing.valid_until = any_day();
    return timing;
}

Wanted any_wanted() {
    Wanted wanted;
    wanted.announcement = make_id<domain::AnnouncementId>(1);
    wanted.targets = {any_ids<domain::AreaTag>(), any_ids<domain::ZoneTag>(), any_ids<domain::NodeTag>()};
    wanted.priority = any_bool() ? domain::Priority::background : domain::Priority::priority;
    wanted.when_interrupted = any_bool() ? domain::WhenInterrupted::drop : domain::WhenInterrupted::resume;
    wanted.start_grace = std::chrono::seconds{any(1, 3600)};
    wanted.outside_hours_reason = any_words();
    wanted.on_special_days = some([] {
        return domain::DayReaction{domain::DayKind{any<std::uint8_t>(0, 6)}, any_words(),
                                   domain::DayAction{any<std::uint8_t>(0, 4)}};
    });
    wanted.staggered = any_bool();
    return wanted;
}

std::uint32_t any_edition() { return any(0u, 9u); }

Series any_series() {
    Series series;
    series.id = make_id<domain::ScheduleId>(any<std::uint8_t>(1, 255));
    series.active = any_bool();
    series.parts = some([] { return domain::Part{any_moment(), any_timing(), any_wanted(), any_edition()}; });
    series.parts.insert(series.parts.begin(), {domain::UtcTime::min(), any_timing(), any_wanted(), any_edition()});
    series.changes = some([] {
        domain::OneChange change{.original = any_moment()};
        if (any_bool()) change.moved_to = any_moment();
        if (any_bool()) change.wanted = any_wanted();
        change.edition = any_edition();
        change.has_begun = any_bool();
        return change;
    });
    if (any_bool()) series.ends = any_moment();
    return series;
}

TEST(ScheduleText, AnySeriesComesBackFromTheDatabaseAsItWas) {
    Folder folder;
    boost::asio::io_context control;
    const auto storage =
        storage::Storage::open({.folder = folder.path(), .run_on = storage::RunOn::caller}, control.get_executor()).value();
    ASSERT_OK(wait_for(control, storage->stores().announcements.save(sample_announcement(1), {})));

    EXPECT_TRUE(rc::check([&] {
        const auto series = any_series();
        auto schedule = calendar::with_series(sample_schedule(1), series);
        schedule.version = 1;
        if (const auto stored = wait_for(control, storage->stores().schedules.find(schedule.id)))
            schedule.version = stored->version;

        for (auto edition = 0u; edition < any(0u, 4u); ++edition)
            schedule.edits.askings.push_back({edition, make_id<domain::OperatorId>(any<std::uint8_t>(1, 9)),
                                              any_bool() ? std::optional(make_id<domain::OperatorId>(5)) : std::nullopt,
                                              any_bool() ? "họp dân\nlần hai" : ""});
        RC_ASSERT(wait_for(control, storage->stores().schedules.save(schedule, {})).has_value());

        const auto found = wait_for(control, storage->stores().schedules.find(schedule.id));
        RC_ASSERT(found.has_value());
        RC_ASSERT(calendar::series_of(*found) == series);
        RC_ASSERT(found->edits.askings == schedule.edits.askings);
    }));
}

TEST(ScheduleText, OfAPlainRuleThereIsNothingToSay) { EXPECT_EQ(storage::calendar_text(sample_schedule(1)), ""); }

TEST(ScheduleText, WhatNobodyWroteIsNotRead) {
    for (const auto* text : {"2\nends 5\n", "1\nends 5", "1\nends\n", "1\nends five\n", "1\nmoved_to 5\n", "1\nlunar_days 1\n",
                             "1\nchange 5\nalso_at 60\n", "1\npriority normal\n", "1\npart 5\npriority loud\n", "1\nwhat 1\n"}) {
        domain::Schedule schedule;
        EXPECT_FALSE(storage::read_calendar_text(text, schedule)) << text;
    }
}

}  // namespace
}  // namespace village::test
