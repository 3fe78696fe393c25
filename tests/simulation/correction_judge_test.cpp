#include "tests/simulation/correction_judge.hpp"

#include <gtest/gtest.h>

namespace village::simulation {
namespace {

using domain::DeliveryState;

constexpr domain::NodeNumber misled{1}, also_misled{2}, spared{3};
const domain::UtcTime corrected_at{std::chrono::seconds{1'795'366'800}};

/// Two of three loudspeakers sounded it, and the controller knows it of one.
struct Mistake : testing::Test {
    Mistake() {
        wrong.id = domain::GrantId{{1}}, wrong.broadcast.bytes[0] = 1;
        correction.id = domain::GrantId{{2}}, correction.broadcast.bytes[0] = 2;
        again.id = domain::GrantId{{3}}, again.broadcast.bytes[0] = 3;
        for (const auto* grant : {&wrong, &correction, &again}) facts.issued.emplace(grant->id, *grant);
        judge.sound_started(misled, wrong, corrected_at);
        judge.sound_started(also_misled, wrong, corrected_at);
        stored(wrong, misled, DeliveryState::partial);
    }
    void stored(const domain::Grant& grant, domain::NodeNumber node, DeliveryState state) {
        domain::Delivery delivery;
        delivery.broadcast = grant.broadcast;
        delivery.node = node;
        delivery.state = state;
        delivery.first_sample_at = corrected_at;
        judge.stored(delivery);
    }
    void asked_for(const domain::Grant& grant, const domain::NodeSet& targets) {
        judge.asked_for(grant.broadcast, wrong.broadcast, targets, corrected_at);
    }
    std::string broken() const { return facts.violation ? facts.violation->words : ""; }

    Situations situations;
    Facts facts{.almanac = Almanac{{}}, .situations = situations};
    CorrectionJudge judge{facts};
    domain::Grant wrong, correction, again;
};

TEST_F(Mistake, IsCorrectedWhereItIsKnownToHaveSounded) {
    asked_for(correction, {misled});
    judge.sound_started(misled, correction, corrected_at);
    EXPECT_EQ(broken(), "");
}

TEST_F(Mistake, IsCorrectedNowhereElse) {
    asked_for(correction, {misled, spared});
    EXPECT_EQ(broken(), "node 3: is to correct what it did not sound");
}

TEST_F(Mistake, IsNotLeftWhereItIsKnown) {
    asked_for(correction, {also_misled});
    EXPECT_EQ(broken(), "node 1: sounded what was wrong, and nobody corrects it there");
}

TEST_F(Mistake, IsCorrectedOnceWhereThatWasHeardOut) {
    asked_for(correction, {misled});
    stored(correction, misled, DeliveryState::played);
    asked_for(again, {also_misled});
    EXPECT_EQ(broken(), "");

    asked_for(again, {misled});
    EXPECT_EQ(broken(), "node 1: is to say a correction again");
}

TEST_F(Mistake, IsCorrectedAgainWhereItCameToNothing) {
    asked_for(correction, {misled});
    stored(correction, misled, DeliveryState::partial);
    asked_for(again, {misled});
    EXPECT_EQ(broken(), "");
}

TEST_F(Mistake, IsSilentWhenItIsCorrected) {
    asked_for(correction, {misled});
    facts.sounding[{misled, wrong.id}] = {};
    judge.sound_started(misled, correction, corrected_at);
    EXPECT_EQ(broken(), "node 1: corrects what still sounds");
}

}  // namespace
}  // namespace village::simulation
