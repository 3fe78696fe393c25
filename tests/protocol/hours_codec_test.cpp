#include "protocol/hours_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "protocol/session.pb.h"

namespace village::protocol {
namespace {

using domain::ErrorCode;

domain::HourWindow any_window() {
    return {static_cast<std::uint16_t>(*rc::gen::inRange(0, 1441)), static_cast<std::uint16_t>(*rc::gen::inRange(0, 1441))};
}
std::vector<domain::HourWindow> any_windows() {
    std::vector<domain::HourWindow> windows(static_cast<std::size_t>(*rc::gen::inRange(0, 17)));
    for (auto& window : windows) window = any_window();
    return windows;
}
void fill(domain::DayHours& hours) {
    hours.allowed = any_windows();
    hours.quiet = any_window();
    hours.also_quiet = any_windows();
    hours.tests = any_windows();
    hours.longest_session = std::chrono::seconds{*rc::gen::inRange(0, 86'401)};
    hours.sessions_per_day = static_cast<std::uint8_t>(*rc::gen::inRange(0, 256));
}

TEST(HoursCodec, GivesBackWhatWasWritten) {
    EXPECT_TRUE(rc::check([] {
        domain::HoursPolicy hours;
        fill(hours);
        hours.utc_offset_minutes = *rc::gen::inRange(-840, 841);
        const auto first = *rc::gen::inRange(-5, 30'000);
        const auto days = *rc::gen::inRange(0, 5);
        for (int day = 0; day < days; ++day) {
            domain::DatedHours dated{first + 2 * day, {}};
            fill(dated.hours);
            hours.days.push_back(dated);
        }
        wire::Hours message;
        write_hours(hours, message);
        wire::Hours came;
        RC_ASSERT(came.ParseFromString(message.SerializeAsString()));

        const auto read = read_hours(came);

        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == hours);
    }));
}

TEST(HoursCodec, RefusesWhatIsOutOfRange) {
    const auto code_after = [](auto spoil) {
        wire::Hours message;
        write_hours({}, message);
        spoil(message);
        const auto read = read_hours(message);
        return read ? ErrorCode::internal : read.error().code;
    };
    EXPECT_EQ(code_after([](auto& hours) { hours.add_allowed()->set_to_minute(1441); }), ErrorCode::malformed);
    EXPECT_EQ(code_after([](auto& hours) { hours.add_also_quiet()->set_from_minute(70'000); }), ErrorCode::malformed);
    EXPECT_EQ(code_after([](auto& hours) { hours.add_tests()->set_from_minute(1441); }), ErrorCode::malformed);
    EXPECT_EQ(code_after([](auto& hours) { hours.mutable_quiet()->set_to_minute(1441); }), ErrorCode::malformed);
    EXPECT_EQ(code_after([](auto& hours) { hours.set_longest_session(86'400'000'001); }), ErrorCode::malformed);
    EXPECT_EQ(code_after([](auto& hours) { hours.set_sessions_per_day(256); }), ErrorCode::malformed);
    EXPECT_EQ(code_after([](auto& hours) { hours.set_utc_offset_minutes(841); }), ErrorCode::malformed);
    EXPECT_EQ(code_after([](auto& hours) { hours.set_utc_offset_minutes(INT32_MIN); }), ErrorCode::malformed);
    EXPECT_EQ(code_after([](auto& hours) {
                  for (int i = 0; i < 17; ++i) hours.add_tests();
              }),
              ErrorCode::too_large);
    EXPECT_EQ(code_after([](auto& hours) {
                  for (int i = 0; i < 401; ++i) hours.add_days()->set_day(i);
              }),
              ErrorCode::too_large);
    EXPECT_EQ(code_after([](auto& hours) {
                  hours.add_days()->set_day(5);
                  hours.add_days()->set_day(5);
              }),
              ErrorCode::malformed);
    EXPECT_EQ(code_after([](auto& hours) { hours.add_days()->mutable_hours()->set_sessions_per_day(256); }),
              ErrorCode::malformed);
}

}  // namespace
}  // namespace village::protocol
