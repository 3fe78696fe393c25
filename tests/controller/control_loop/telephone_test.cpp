// He is told: what was written down in a leader's name he sees until he says so himself, and can take back.
#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test::telephone {
namespace {

using domain::AnnouncementState;
using domain::ApprovalAct;

domain::Operator deputy() {
    auto who = approver();
    who.id = make_id<domain::OperatorId>(46);
    who.login = "phochutich";
    return who;
}

/// The writer wrote down that the chairman agreed.
struct Told {
    Told() {
        domain::ApprovalPolicy policy;
        policy.rules.push_back({.steps = 1, .by_telephone = true});
        EXPECT_OK(world.save(approver(), policy));
        say_so();
    }
    void say_so() {
        const ports::ApprovalRequest heard{.announcement = bulletin,
                                           .version = 0,
                                           .act = ApprovalAct::agree_by_telephone,
                                           .words = {},
                                           .approver = approver().id};
        EXPECT_OK(world.act(writer(), heard));
        said_at = world.now;
    }
    std::size_t told(const domain::Operator& who = approver()) { return world.unseen_consents(who).size(); }

    World world;
    domain::UtcTime said_at{};
};

TEST(ByTelephone, IsTakenThreeTimesADayFromOnePersonAndNoMore) {
    Told test;
    const auto say_so_of = [&](std::uint8_t number) {
        auto item = test.world.stored_announcement(bulletin);
        item.id = make_id<domain::AnnouncementId>(number);
        item.consents.clear();
        item.state = AnnouncementState::waiting;
        item.version = 1;
        test.world.keep_announcement(item);
        return test.world.act(writer(), {.announcement = item.id,
                                         .version = 0,
                                         .act = ApprovalAct::agree_by_telephone,
                                         .words = {},
                                         .approver = approver().id});
    };
    ASSERT_OK(say_so_of(121));
    ASSERT_OK(say_so_of(122));

    const auto fourth = say_so_of(123);

    EXPECT_CODE(fourth, not_permitted);
    ASSERT_TRUE(fourth.error().rule);
    EXPECT_EQ(fourth.error().rule->name, "telephone_a_day");
    EXPECT_EQ(fourth.error().rule->limit, "3");
    test.world.now += 24h;
    EXPECT_OK(say_so_of(124)) << "the next day";
}

TEST(ByTelephone, IsToldToHimWhoseItIsUntilHeHasSeenIt) {
    Told test;

    const auto told = test.world.unseen_consents(approver());

    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].announcement, bulletin);
    EXPECT_EQ(told[0].given_by, writer().id);
    EXPECT_EQ(told[0].at, test.said_at);
    EXPECT_TRUE(told[0].stands);
    ASSERT_OK(test.world.acknowledge(approver(), bulletin, test.said_at));
    EXPECT_EQ(test.told(), 0u);
    EXPECT_EQ(test.world.audit_rows().back().action, "consent.acknowledge");
    test.world.restart();
    EXPECT_EQ(test.told(), 0u);
}

TEST(ByTelephone, IsNotAcknowledgedByWhoWroteItDownNorByAnybodyElse) {
    Told test;

    for (const auto& other : {writer(), deputy(), administrator()}) {
        EXPECT_EQ(test.told(other), 0u);
        EXPECT_CODE(test.world.acknowledge(other, bulletin, test.said_at), not_found);
        EXPECT_CODE(test.world.deny(other, bulletin, test.said_at), not_found);
    }

    EXPECT_EQ(test.told(), 1u);
    EXPECT_EQ(test.world.stored_announcement(bulletin).state, AnnouncementState::approved);
}

TEST(ByTelephone, IsTakenBackByHimAndWhatSoundsOfItEnds) {
    Told test;
    test.world.connect(node_1);
    const auto sounding = test.world.broadcast(writer(), play_now({.areas = {ben}}));
    ASSERT_OK(sounding);
    test.world.settle();

    const auto denied = test.world.deny(approver(), bulletin, test.said_at);
    test.world.settle();

    ASSERT_OK(denied);
    EXPECT_EQ(denied->state, AnnouncementState::waiting);
    EXPECT_TRUE(denied->consents.empty());
    EXPECT_FALSE(denied->remark.empty()) << "who wrote it reads why it waits again";
    EXPECT_EQ(test.world.stored_broadcast(sounding->id).state, domain::BroadcastState::stopped);
    EXPECT_FALSE(test.world.gateway().stops.empty());
    EXPECT_EQ(test.told(), 0u);
    EXPECT_CODE(test.world.broadcast(writer(), play_now({.areas = {ben}}, "press-2")), not_approved);
}

TEST(ByTelephone, LeavesHimTheButtonForWhatItDoesNotReach) {
    Told test;
    test.world.now = domain::parse_utc("2026-11-23T12:00:00+07:00").value();
    auto at_noon = play_now({.areas = {ben}});
    at_noon.outside_hours_reason = "gấp";
    at_noon.confirmed = true;
    const auto refused = test.world.broadcast(writer(), at_noon);
    EXPECT_CODE(refused, not_approved);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"further_approval", "1", "0"}));

    ASSERT_OK(test.world.act(approver(),
                             {.announcement = bulletin, .version = 0, .act = ApprovalAct::approve, .words = {}, .approver = {}}));

    EXPECT_OK(test.world.broadcast(writer(), at_noon));
}

TEST(ByTelephone, IsToldToHimThoughTheWordsWereChangedSince) {
    Told test;
    ASSERT_OK(test.world.save(writer(), schedule_at("2026-11-23T17:00:00")));
    test.world.settle();
    auto edited = test.world.stored_announcement(bulletin);
    edited.title = "Họp lúc 3 giờ";
    ASSERT_OK(test.world.save(writer(), edited));

    const auto told = test.world.unseen_consents(approver());
    ASSERT_EQ(told.size(), 1u);
    EXPECT_FALSE(told[0].stands);
    ASSERT_OK(test.world.deny(approver(), bulletin, test.said_at));
    test.world.settle();

    EXPECT_TRUE(test.world.loop().current_broadcasts().empty()) << "what was signed on his word";
}

TEST(ByTelephone, IsNoWayToStopWhatOthersApprovedSince) {
    Told test;
    auto edited = test.world.stored_announcement(bulletin);
    edited.title = "Họp lúc 3 giờ";
    ASSERT_OK(test.world.save(writer(), edited));
    ASSERT_OK(test.world.act(deputy(),
                             {.announcement = bulletin, .version = 0, .act = ApprovalAct::approve, .words = {}, .approver = {}}));

    EXPECT_CODE(test.world.deny(approver(), bulletin, test.said_at), invalid_argument);
    EXPECT_EQ(test.told(), 1u);
}

TEST(ByTelephone, IsAcknowledgedNoFurtherThanHeWasShown) {
    Told test;
    const auto first = test.said_at;
    auto edited = test.world.stored_announcement(bulletin);
    edited.title = "Họp lúc 3 giờ";
    ASSERT_OK(test.world.save(writer(), edited));
    test.world.now += 1min;
    test.say_so();
    ASSERT_EQ(test.told(), 2u);

    ASSERT_OK(test.world.acknowledge(approver(), bulletin, first));

    ASSERT_EQ(test.told(), 1u);
    EXPECT_EQ(test.world.unseen_consents(approver()).front().at, test.said_at);
}

}  // namespace
}  // namespace village::test::telephone
