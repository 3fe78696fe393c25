#include "controller/people/attempts.hpp"

#include <gtest/gtest.h>

#include "controller/people/device_point.hpp"
#include "controller/people/set_up_code.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::people {
namespace {

using namespace std::chrono_literals;

const domain::UtcTime noon = domain::utc_from_us(1'800'000'000'000'000);

void fail_times(Attempts& attempts, const std::string& key, int times, domain::UtcTime at) {
    for (int count = 0; count < times; ++count) attempts.failed(key, at);
}

TEST(Attempts, FiveMistakesAreFree) {
    Attempts attempts;

    fail_times(attempts, "a", 4, noon);

    EXPECT_TRUE(attempts.may_try("a", noon));
}

TEST(Attempts, WaitsDoubleButNeverPassFiveMinutes) {
    Attempts attempts;

    fail_times(attempts, "a", 5, noon);
    EXPECT_EQ(attempts.may_try("a", noon).error().code, domain::ErrorCode::too_many_requests);
    EXPECT_EQ(attempts.may_try("a", noon).error().rule->name, "wrong_tries");
    EXPECT_TRUE(attempts.may_try("a", noon + 1s));
    fail_times(attempts, "a", 3, noon);
    EXPECT_FALSE(attempts.may_try("a", noon + 7s));
    EXPECT_TRUE(attempts.may_try("a", noon + 8s));
    fail_times(attempts, "a", 1000, noon);
    EXPECT_FALSE(attempts.may_try("a", noon + 299s));
    EXPECT_TRUE(attempts.may_try("a", noon + 300s));
}

TEST(Attempts, AStrangersMistakesDoNotDelayTheOfficerElsewhere) {
    Attempts attempts;

    fail_times(attempts, "officer\nstranger", 100, noon);

    EXPECT_TRUE(attempts.may_try("officer\noffice", noon));
}

TEST(Attempts, SuccessAndAnHourForgetThem) {
    Attempts attempts;
    fail_times(attempts, "a", 9, noon);
    fail_times(attempts, "b", 9, noon);

    attempts.succeeded("a");

    EXPECT_TRUE(attempts.may_try("a", noon));
    EXPECT_TRUE(attempts.may_try("b", noon + 2h));
}

TEST(Attempts, AClockThatStepsBackLocksNobodyOut) {
    Attempts attempts;
    fail_times(attempts, "a", 9, noon);

    EXPECT_TRUE(attempts.may_try("a", noon - 24h));
}

TEST(Attempts, MemoryIsBounded) {
    Attempts attempts;

    for (int one = 0; one < 10'000; ++one) attempts.failed(std::to_string(one), noon + std::chrono::seconds{one});

    EXPECT_LE(attempts.size(), Attempts::entries_max);
}

TEST(SetUpCode, IsReadAsPeopleTypeIt) {
    const SetUpCode code{"7K2QF-9XM01"};

    EXPECT_TRUE(code.matches("7K2QF-9XM01"));
    EXPECT_TRUE(code.matches(" 7k2qf 9xmoi "));
    EXPECT_FALSE(code.matches("7K2QF-9XM02"));
    EXPECT_FALSE(code.matches(""));
}

TEST(SetUpCode, IsNeverTheSameTwice) { EXPECT_NE(SetUpCode::make().text(), SetUpCode::make().text()); }

TEST(DevicePoint, OnlyAPointOnTheCurveIsTaken) {
    const auto hex = domain::hex_decode(
        "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb640"
        "6837bf51f5");
    std::vector<std::uint8_t> point(hex->begin(), hex->end());

    EXPECT_TRUE(check_device_point(point));
    auto off_curve = point;
    off_curve[64] ^= 1;
    EXPECT_FALSE(check_device_point(off_curve));
    auto short_one = point;
    short_one.pop_back();
    EXPECT_FALSE(check_device_point(short_one));
    auto compressed = point;
    compressed[0] = 0x02;
    EXPECT_FALSE(check_device_point(compressed));
    EXPECT_FALSE(check_device_point(std::vector<std::uint8_t>(65, 0)));
}

}  // namespace
}  // namespace village::people
