#include <gtest/gtest.h>

#include <random>

#include "node-firmware/playout/drift_control.hpp"
#include "node-firmware/playout/node_clock.hpp"

namespace village::node::playout {
namespace {
using domain::Duration;
using domain::MonotonicTime;
using domain::UtcTime;
using namespace std::chrono_literals;

constexpr UtcTime epoch = domain::utc_from_us(1'790'000'000'000'000);
MonotonicTime moment(Duration since) { return MonotonicTime{since}; }

/// A node whose crystal is `ppm` slow: true time runs away from its monotonic clock.
ClockSample exchange(Duration node_time, double ppm, Duration up, Duration down) {
    const auto truth = [&](Duration node) {
        return epoch + node + Duration{static_cast<std::int64_t>(static_cast<double>(node.count()) * ppm * 1e-6)};
    };
    return {moment(node_time), truth(node_time + up), truth(node_time + up), moment(node_time + up + down)};
}

TEST(ClockEstimate, BelievesTheExchangesThatWereDelayedLeast) {
    ClockEstimate estimate;
    std::mt19937 random(7);
    for (int second = 0; second < 60; ++second) {
        const auto queue = Duration{random() % 60'000};
        estimate.add(exchange(second * 1s, 0, 20ms + queue, 20ms));
    }
    estimate.add(exchange(61s, 0, 20ms, 20ms));

    const auto line = estimate.line();

    ASSERT_TRUE(line);
    EXPECT_LE(std::chrono::abs(line->utc_at(moment(61s)) - (epoch + 61s)), 2500us);
    EXPECT_GE(line->uncertainty, 19ms);
}

TEST(ClockEstimate, LearnsTheSkewOfTheCrystal) {
    ClockEstimate estimate;
    for (int step = 0; step < 64; ++step) estimate.add(exchange(step * 7s, 40, 10ms, 10ms));

    const auto line = estimate.line();

    ASSERT_TRUE(line);
    EXPECT_NEAR(line->skew_ppm, 40, 2);
}

/// A line that loses every fifth packet, and queues of which most are short.
struct LossyLine {
    Duration one_way, usual_queue;
    double ppm;
};

/// The farthest the estimate is from the truth in five minutes: a burst of 16 at the start, then keepalives.
Duration farthest_from_truth(const LossyLine& line, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::exponential_distribution<double> queue(1 / static_cast<double>(line.usual_queue.count()));
    const auto way = [&] { return line.one_way + Duration{static_cast<std::int64_t>(queue(random))}; };
    std::bernoulli_distribution lost(0.2);
    ClockEstimate estimate;
    Duration farthest{0};
    for (int step = 0; step < 56; ++step) {
        const auto when = step < 16 ? step * 20ms : (step - 15) * 7500ms;
        const auto up = way(), down = way();
        if (lost(random) || lost(random)) continue;
        estimate.add(exchange(when, line.ppm, up, down));
        if (estimate.size() < 6) continue;
        const auto truth = exchange(when + up + down, line.ppm, 0s, 0s).received;
        farthest = std::max(farthest, Duration{std::chrono::abs(estimate.line()->utc_at(moment(when + up + down)) - truth)});
    }
    return farthest;
}

TEST(ClockEstimate, DoesNotStrayOnALineThatLosesPackets) {
    const LossyLine village_fibre{100us, 300us, 0}, with_a_poor_crystal{100us, 300us, 80}, mobile{40ms, 10ms, 30};
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        EXPECT_LE(farthest_from_truth(village_fibre, seed), 1ms) << seed;
        EXPECT_LE(farthest_from_truth(with_a_poor_crystal, seed), 2ms) << seed;
        EXPECT_LE(farthest_from_truth(mobile, seed), 40ms) << seed;
    }
}

TEST(ClockEstimate, RefusesImpossibleExchanges) {
    ClockEstimate estimate;
    EXPECT_FALSE(estimate.add({moment(10ms), epoch, epoch + 50ms, moment(20ms)}));
    EXPECT_FALSE(estimate.add({moment(0s), epoch + 1ms, epoch, moment(20ms)}));
    EXPECT_FALSE(estimate.add({moment(0s), epoch, epoch, moment(9s)}));
    EXPECT_FALSE(estimate.line());
}

TEST(NodeClock, IsNotTrustedBeforeAnybodyAttestedIt) {
    NodeClock clock(moment(0s), {.machine = epoch});
    EXPECT_FALSE(clock.trusted());
}

/// Attested and running until `epoch`, then off; its system's clock begins with `machine`.
TimeAtStart after_a_power_cut(UtcTime machine, std::optional<UtcTime> battery) {
    return {.machine = machine, .battery = battery, .battery_agreed = true, .attested_before = epoch - 1h, .running_at = epoch};
}

TEST(NodeClock, TrustsABatteryClockThatAgreedBeforeAndWentOn) {
    EXPECT_TRUE(NodeClock(moment(0s), after_a_power_cut(epoch + 30s, epoch + 30s)).trusted());
    EXPECT_FALSE(NodeClock(moment(0s), after_a_power_cut(epoch, epoch - 1h)).trusted()) << "behind what was written down";
    EXPECT_FALSE(NodeClock(moment(0s), after_a_power_cut(epoch, epoch + 24h * 30)).trusted()) << "a month ahead";
    auto never_agreed = after_a_power_cut(epoch + 30s, epoch + 30s);
    never_agreed.battery_agreed = false;
    EXPECT_FALSE(NodeClock(moment(0s), never_agreed).trusted());
}

TEST(NodeClock, OfABoxWithoutABatteryClockTheTimeOnTheDiskIsOnlyALowerBound) {
    const NodeClock restored(moment(0s), after_a_power_cut(epoch + 1s, std::nullopt));
    EXPECT_FALSE(restored.trusted()) << "as if no time had passed while the power was off";
    EXPECT_EQ(restored.utc(moment(0s)), epoch + 1s);

    const NodeClock from_the_factory(moment(0s), after_a_power_cut(UtcTime{}, std::nullopt));
    EXPECT_FALSE(from_the_factory.trusted());
    EXPECT_EQ(from_the_factory.utc(moment(0s)), epoch);
}

TEST(NodeClock, GoesByTheBatteryClockWhenTheSystemHasAnotherTime) {
    EXPECT_EQ(NodeClock(moment(0s), after_a_power_cut(epoch, epoch + 3h)).utc(moment(0s)), epoch + 3h);
}

TEST(NodeClock, CarriesTheTimeOnWhenOnlyTheProgramWasStartedAgain) {
    const NodeClock clock(moment(0s), {.machine = epoch - 5h, .carried_on = epoch + 2s, .attested_before = epoch});
    EXPECT_TRUE(clock.trusted());
    EXPECT_EQ(clock.utc(moment(1s)), epoch + 3s);
}

TEST(NodeClock, TakesTheFirstAttestation) {
    NodeClock clock(moment(0s), {});

    EXPECT_TRUE(clock.attest(epoch, moment(1s), moment(1s + 40ms)));
    EXPECT_TRUE(clock.trusted());
    EXPECT_EQ(clock.utc(moment(1s + 40ms)), epoch + 20ms);
}

/// Attested at its monotonic zero, which was `epoch`.
NodeClock attested_clock() {
    NodeClock clock(moment(0s), {});
    clock.attest(epoch, moment(0s), moment(0s));
    return clock;
}

/// Whether the clock takes it when somebody `ahead` of the truth attests the time at this moment, without delay.
bool takes(NodeClock& clock, Duration at, Duration ahead) { return clock.attest(epoch + at + ahead, moment(at), moment(at)); }

TEST(NodeClock, TakesASmallStepAtOnceInEitherDirection) {
    auto clock = attested_clock();

    EXPECT_TRUE(takes(clock, 100s, 50s));
    EXPECT_TRUE(takes(clock, 200s, -5s));
    EXPECT_TRUE(clock.trusted());
    EXPECT_EQ(clock.utc(moment(200s)), epoch + 195s);
}

TEST(NodeClock, DoubtsATimeFarFromItsOwnAndMovesNothing) {
    for (const Duration ahead : {Duration{1h}, Duration{-10min}, Duration{24h}, Duration{-24h}}) {
        auto clock = attested_clock();

        EXPECT_FALSE(takes(clock, 100s, ahead));
        EXPECT_FALSE(clock.trusted());
        EXPECT_EQ(clock.utc(moment(100s)), epoch + 100s);
    }
}

TEST(NodeClock, DoubtsATimeThatIsNotLaterThanTheLast) {
    auto clock = attested_clock();

    EXPECT_FALSE(takes(clock, 1s, -1s));
    EXPECT_FALSE(clock.trusted());
}

TEST(NodeClock, DoubtsNoLongerWhenTheTimeAgreesWithItAgain) {
    auto clock = attested_clock();
    takes(clock, 100s, 1h);

    EXPECT_TRUE(takes(clock, 120s, 0s));
    EXPECT_TRUE(clock.trusted());
    EXPECT_EQ(clock.utc(moment(120s)), epoch + 120s);
}

TEST(NodeClock, FollowsWhatContradictedItWhenThatStaysForAMinute) {
    for (const Duration ahead : {Duration{1h}, Duration{-10min}}) {
        auto clock = attested_clock();
        for (auto at = 100s; at < 160s; at += 10s) ASSERT_FALSE(takes(clock, at, ahead));

        EXPECT_TRUE(takes(clock, 160s, ahead));
        EXPECT_TRUE(clock.trusted());
        EXPECT_EQ(clock.utc(moment(160s)), epoch + 160s + ahead);
    }
}

TEST(NodeClock, BeginsItsMinuteAnewWhenAttestationsContradictEachOther) {
    auto clock = attested_clock();
    takes(clock, 100s, 1h);
    takes(clock, 150s, 2h);

    EXPECT_FALSE(takes(clock, 200s, 2h));
    EXPECT_TRUE(takes(clock, 210s, 2h));
}

TEST(NodeClock, NeverFollowsATimeThatStandsStill) {
    auto clock = attested_clock();
    for (auto at = 8s; at < 600s; at += 8s) EXPECT_FALSE(takes(clock, at, -at));
    EXPECT_FALSE(clock.trusted());
    EXPECT_EQ(clock.utc(moment(600s)), epoch + 600s);
}

TEST(NodeClock, AfterAPowerCutDoubtsATimeBeforeTheLastAttestation) {
    NodeClock clock(moment(0s), after_a_power_cut(epoch, std::nullopt));

    EXPECT_FALSE(takes(clock, 1s, -3h));
    EXPECT_FALSE(clock.trusted());
    EXPECT_TRUE(takes(clock, 61s, -3h));
    EXPECT_EQ(clock.utc(moment(61s)), epoch + 61s - 3h);
}

TEST(NodeClock, SlewsButNeverStepsWhileRunning) {
    NodeClock clock(moment(0s), {.machine = epoch});
    clock.attest(epoch, moment(0s), moment(0s));
    for (std::uint32_t burst = 0; burst < NodeClock::exchanges_at_once; ++burst) {
        ASSERT_TRUE(clock.discipline({moment(1s), epoch + 1s, 0, 1ms}, moment(1s)));
    }

    ASSERT_TRUE(clock.discipline({moment(2s), epoch + 2s + 30ms, 0, 1ms}, moment(2s)));

    EXPECT_EQ(clock.utc(moment(2s)), epoch + 2s);
    EXPECT_EQ(clock.utc(moment(12s)), epoch + 12s + 3ms) << "300 ppm and no more";
    EXPECT_EQ(clock.utc(moment(202s)), epoch + 202s + 30ms);
}

TEST(NodeClock, WantsANewAttestationForMoreThanHalfASecondAnHour) {
    NodeClock clock(moment(0s), {.machine = epoch});
    clock.attest(epoch, moment(0s), moment(0s));
    for (std::uint32_t burst = 0; burst < NodeClock::exchanges_at_once; ++burst) {
        ASSERT_TRUE(clock.discipline({moment(1s), epoch + 1s, 0, 1ms}, moment(1s)));
    }

    EXPECT_FALSE(clock.discipline({moment(2s), epoch + 2s + 900ms, 0, 1ms}, moment(2s)));
    EXPECT_EQ(clock.utc(moment(3s)), epoch + 3s) << "an unattested jump moves nothing";
}

TEST(DriftControl, BringsADriftingDeviceBackWithoutEverExceeding300Ppm) {
    DriftControl control;
    double behind_us = 2000;
    for (int block = 0; block < 50 * 180; ++block) {
        const auto ppm = control.correct(Duration{static_cast<std::int64_t>(behind_us)}, 20ms);
        ASSERT_TRUE(ppm);
        ASSERT_LE(std::abs(*ppm), 300.0);
        behind_us += (80 - *ppm) * 0.02;  // The device is 80 ppm slow.
    }
    EXPECT_LT(std::abs(behind_us), 300);
}

TEST(DriftControl, AsksForAStepAfterASecondFarFromUtcAndLearnsNothingFromIt) {
    DriftControl control;
    int blocks = 0;
    while (control.correct(60ms, 20ms) && blocks < 1000) ++blocks;
    EXPECT_EQ(blocks, 50);

    EXPECT_EQ(control.correct(0us, 20ms), 0.0) << "the device was never at fault";
}

TEST(DriftControl, TakesAMeasurementThatJumpsForNoReasonToStep) {
    DriftControl control;
    for (int block = 0; block < 1000; ++block)
        EXPECT_TRUE(control.correct(block % 2 == 0 ? Duration{15ms} : Duration{-15ms}, 20ms));
}

}  // namespace
}  // namespace village::node::playout
