// Hết nguy hiểm at a loudspeaker: it waits for the end of what warns, and for nothing else that is planned.
#include <gtest/gtest.h>

#include "tests/scheduler/dispatch/player_bench.hpp"

namespace village::dispatch {
namespace {

using domain::ReceiptOutcome;

domain::Grant all_clear(std::uint8_t n, domain::UtcTime starts_at) {
    auto grant = bulletin(n, starts_at, seconds{20});
    grant.kind = domain::BroadcastKind::all_clear;
    grant.priority = domain::Priority::priority;
    grant.when_interrupted = domain::WhenInterrupted::drop;
    grant.outside_hours = grant.quiet_hours = true;
    grant.max_duration = minutes{10};
    grant.start_by = grant.not_after = starts_at + minutes{10};
    return grant;
}
domain::Grant important_bulletin(std::uint8_t n, domain::UtcTime starts_at) {
    auto grant = bulletin(n, starts_at);
    grant.priority = domain::Priority::priority;
    return grant;
}

TEST(AllClear, BeginsWithItsFirstWordWhenWhatWarnsIsStopped) {
    PlayerBench bench(half_past_five);
    bench.take(emergency(1, half_past_five));
    bench.run_for(seconds{10});
    bench.take(all_clear(2, bench.now));
    bench.run_for(seconds{25});
    EXPECT_TRUE(bench.is_sounding(1)) << "until somebody ends it";

    bench.stop(1);
    bench.run_for(seconds{21});

    ASSERT_EQ(bench.times_heard(2), 1u);
    EXPECT_EQ(bench.heard.back().position, domain::Duration::zero());
    EXPECT_EQ(bench.outcome(2)->outcome, ReceiptOutcome::played);
}

TEST(AllClear, IsHeardBeforeWhatTheWarningInterrupted) {
    PlayerBench bench(half_past_five);
    bench.take(important_bulletin(1, half_past_five));
    bench.run_for(minutes{1});
    bench.take(emergency(2, bench.now));
    bench.run_for(seconds{10});
    bench.take(all_clear(3, bench.now));
    bench.stop(2);
    bench.run_for(seconds{1});
    EXPECT_TRUE(bench.is_sounding(3));

    bench.run_for(seconds{21});
    EXPECT_TRUE(bench.is_sounding(1)) << "which goes on afterwards";
}

TEST(AllClear, TakesTheLoudspeakerFromWhatIsAsImportant) {
    PlayerBench bench(half_past_five);
    bench.take(important_bulletin(1, half_past_five));
    bench.run_for(minutes{1});

    bench.take(all_clear(2, bench.now));

    EXPECT_TRUE(bench.is_sounding(2));
}

TEST(AllClear, ThatAWarningInterruptedIsNotHeardAfterIt) {
    PlayerBench bench(half_past_five);
    bench.take(all_clear(1, half_past_five));
    bench.run_for(seconds{5});
    bench.take(emergency(2, bench.now));
    bench.run_for(seconds{10});
    bench.stop(2);
    bench.run_for(minutes{10});

    EXPECT_EQ(bench.times_heard(1), 1u);
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::preempted);
}

TEST(AllClear, IsObeyedWithoutAClock) {
    PlayerBench bench(half_past_five, false);

    bench.take(all_clear(1, half_past_five + hours{3}));
    bench.run_for(seconds{1});

    EXPECT_TRUE(bench.is_sounding(1));
}

}  // namespace
}  // namespace village::dispatch
