// What goes on quietly beneath what interrupts it.
#include <gtest/gtest.h>

#include "tests/scheduler/dispatch/player_bench.hpp"

namespace village::dispatch {
namespace {

using domain::Priority;
using domain::ReceiptOutcome;

domain::Grant music(std::uint8_t n, domain::UtcTime starts_at, domain::Duration length = minutes{10}) {
    auto grant = bulletin(n, starts_at, length);
    grant.priority = Priority::background;
    grant.when_interrupted = domain::WhenInterrupted::duck;
    return grant;
}

TEST(Ducking, GoesOnQuietlyAndIsRaisedWhenTheOtherIsOver) {
    PlayerBench bench(half_past_five);
    bench.take(music(1, half_past_five));
    bench.take(bulletin(2, half_past_five + minutes{3}, minutes{2}));

    bench.run_for(minutes{30});

    ASSERT_EQ(bench.heard.size(), 2u);
    EXPECT_EQ(bench.heard[0].to - bench.heard[0].from, minutes{10}) << "it never stopped";
    EXPECT_EQ(bench.heard[0].ducked, (std::vector{half_past_five + minutes{3}, half_past_five + minutes{5}}));
    EXPECT_EQ(bench.heard[1].from, half_past_five + minutes{3});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::played);
    EXPECT_EQ(bench.outcome(1)->reason, "normal");
    EXPECT_FALSE(bench.outcome(1)->gave_way) << "nobody silenced it";
    EXPECT_EQ(bench.overlaps, 0);
}

TEST(Ducking, EndsBeneathAtItsOwnEnd) {
    PlayerBench bench(half_past_five);
    bench.take(music(1, half_past_five, minutes{4}));
    bench.take(bulletin(2, half_past_five + minutes{3}, minutes{5}));

    bench.run_for(minutes{30});

    EXPECT_EQ(bench.heard[0].to, half_past_five + minutes{4});
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::played);
    EXPECT_EQ(bench.outcome(2)->outcome, ReceiptOutcome::played) << "the end of what is beneath is nobody else's";
    EXPECT_EQ(bench.heard[1].to - bench.heard[1].from, minutes{5});
}

TEST(Ducking, AnEmergencyIsHeardAloneAndWhatWasBeneathResumes) {
    PlayerBench bench(half_past_five);
    bench.take(music(1, half_past_five));
    bench.take(bulletin(2, half_past_five + minutes{3}, minutes{5}));
    bench.run_for(minutes{4});

    bench.take(emergency(3, bench.now));

    EXPECT_FALSE(bench.is_sounding(1));
    EXPECT_FALSE(bench.is_sounding(2));
    EXPECT_TRUE(bench.is_sounding(3));
    bench.run_for(minutes{1});
    bench.stop(3);
    bench.run_for(minutes{20});
    EXPECT_EQ(bench.heard.back().grant, grant_id(1));
    EXPECT_EQ(bench.heard.back().position, minutes{4}) << "after the bulletin, where it was silenced";
    EXPECT_EQ(bench.outcome(1)->played, minutes{10});
    EXPECT_EQ(bench.outcome(1)->reason, "emergency");
    EXPECT_EQ(bench.outcome(1)->preempted_by, broadcast_id(3)) << "the bulletin had not silenced it";
    EXPECT_TRUE(bench.outcome(1)->resumed);
}

TEST(Ducking, AnEmergencyDoesNotDuckWhatItInterrupts) {
    PlayerBench bench(half_past_five);
    bench.take(music(1, half_past_five));
    bench.run_for(minutes{2});
    bench.take(emergency(2, bench.now));
    EXPECT_FALSE(bench.is_sounding(1));
    bench.run_for(minutes{1});
    bench.stop(2);

    EXPECT_EQ(bench.heard.back().position, minutes{2});
}

TEST(Ducking, OfTwoThatWouldGoBeneathTheOneInterruptedLastDoes) {
    PlayerBench bench(half_past_five);
    auto second = music(2, half_past_five + minutes{1}, minutes{5});
    second.priority = Priority::normal;
    auto third = bulletin(3, half_past_five + minutes{2}, minutes{1});
    third.priority = Priority::priority;
    for (const auto& grant : {music(1, half_past_five), second, third}) bench.take(grant);
    bench.run_until(half_past_five + minutes{2} + seconds{30});

    EXPECT_FALSE(bench.is_sounding(1));
    EXPECT_TRUE(bench.is_sounding(2));
    bench.run_for(minutes{30});
    EXPECT_EQ(bench.outcome(1)->played, minutes{10}) << "it resumed afterwards";
    EXPECT_EQ(bench.outcome(1)->preempted_by, broadcast_id(3));
    EXPECT_FALSE(bench.outcome(2)->preempted_by);
    EXPECT_EQ(bench.heard.back().grant, grant_id(1));
    EXPECT_EQ(bench.heard.back().position, minutes{2});
}

TEST(Ducking, AStopSilencesWhatIsBeneath) {
    PlayerBench bench(half_past_five);
    bench.take(music(1, half_past_five));
    bench.take(bulletin(2, half_past_five + minutes{3}));
    bench.run_for(minutes{4});

    bench.stop(1);

    EXPECT_FALSE(bench.is_sounding(1));
    EXPECT_TRUE(bench.is_sounding(2));
    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::cancelled);
    EXPECT_EQ(bench.outcome(1)->played, minutes{4});
}

TEST(Ducking, WhatIsNotHeardYetIsNotDucked) {
    PlayerBench bench(half_past_five);
    bench.take(music(1, half_past_five));
    bench.take(bulletin(2, half_past_five, minutes{1}));

    bench.run_for(minutes{20});

    EXPECT_EQ(bench.heard.back().grant, grant_id(1));
    EXPECT_TRUE(bench.heard.back().ducked.empty());
}

TEST(Ducking, AFailureBeneathEndsOnlyThat) {
    PlayerBench bench(half_past_five);
    bench.take(music(1, half_past_five));
    bench.take(bulletin(2, half_past_five + minutes{3}));
    bench.run_for(minutes{4});

    bench.handle(SoundFailed{grant_id(1), "damaged"});

    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::partial);
    EXPECT_EQ(bench.outcome(1)->reason, "damaged");
    EXPECT_TRUE(bench.is_sounding(2));
}

TEST(Ducking, WhatComesToItsLastMomentBeneathWasPreEmptedByNobody) {
    PlayerBench bench(half_past_five);
    auto cut = music(1, half_past_five);
    cut.not_after = half_past_five + minutes{6};
    bench.take(cut);
    bench.take(bulletin(2, half_past_five + minutes{3}, minutes{5}));

    bench.run_for(minutes{30});

    EXPECT_EQ(bench.outcome(1)->outcome, ReceiptOutcome::partial);
    EXPECT_EQ(bench.outcome(1)->reason, "not_after");
    EXPECT_FALSE(bench.outcome(1)->preempted_by);
}

TEST(Ducking, APowerCutForgetsNothingOfIt) {
    PlayerBench before(half_past_five);
    before.take(music(1, half_past_five));
    before.take(bulletin(2, half_past_five + minutes{3}, minutes{2}));
    before.run_for(minutes{4});

    PlayerBench after(half_past_five + minutes{4}, before.memory());
    after.take(bulletin(2, half_past_five + minutes{3}, minutes{2}), false);
    after.take(music(1, half_past_five), false);
    after.run_for(minutes{30});

    EXPECT_EQ(after.heard.front().grant, grant_id(2));
    EXPECT_EQ(after.heard.back().grant, grant_id(1));
    EXPECT_EQ(after.heard.back().position, minutes{5}) << "it joins where it would be";
    EXPECT_EQ(after.outcome(1)->outcome, ReceiptOutcome::partial) << "the outage cut it, and nothing else";
    EXPECT_EQ(after.outcome(1)->reason, "outage");
    EXPECT_FALSE(after.outcome(1)->preempted_by);
}

domain::Grant called_by(domain::IssuerLevel level, std::uint8_t n, domain::UtcTime starts_at) {
    auto grant = emergency(n, starts_at);
    grant.issuer_level = level;
    return grant;
}

TEST(EmergencyOrder, AHigherLevelBreaksInAndALowerOneWaitsForTheEndOfAPass) {
    PlayerBench bench(half_past_five);
    bench.take(called_by(domain::IssuerLevel::commune, 1, bench.now));
    bench.run_for(seconds{10});

    bench.take(called_by(domain::IssuerLevel::hamlet, 2, bench.now));
    EXPECT_TRUE(bench.is_sounding(1));
    bench.run_for(seconds{31});
    EXPECT_TRUE(bench.is_sounding(2)) << "its first pass fills the pause of the other";

    bench.take(called_by(domain::IssuerLevel::province, 3, bench.now));
    EXPECT_TRUE(bench.is_sounding(3));
}

TEST(EmergencyOrder, ALowerLevelIsHeardHoweverLongThePassOfTheHigherOneIs) {
    PlayerBench bench(half_past_five);
    auto evacuate = called_by(domain::IssuerLevel::commune, 1, bench.now);
    evacuate.content_duration = minutes{4};
    evacuate.max_duration = minutes{9};
    evacuate.repeat_every = minutes{5};
    bench.take(evacuate);
    bench.run_for(seconds{10});
    bench.take(called_by(domain::IssuerLevel::hamlet, 2, bench.now));

    bench.run_until(half_past_five + minutes{4} + seconds{10});

    EXPECT_TRUE(bench.is_sounding(2));
    EXPECT_EQ(bench.heard.back().position, domain::Duration{});
}

TEST(EmergencyOrder, OfOneLevelTheHigherSequenceBreaksInWhateverTheClocksSay) {
    PlayerBench bench(half_past_five);
    bench.take(called_by(domain::IssuerLevel::hamlet, 2, bench.now));
    bench.run_for(seconds{10});

    bench.take(called_by(domain::IssuerLevel::hamlet, 1, bench.now));
    EXPECT_TRUE(bench.is_sounding(2)) << "it was signed before";

    bench.take(called_by(domain::IssuerLevel::hamlet, 3, bench.now - seconds{20}));
    EXPECT_TRUE(bench.is_sounding(3)) << "the controller's clock was set back between the two";
}

}  // namespace
}  // namespace village::dispatch
