// Approval in a running controller: what is not approved does not sound and says so, whoever lends a right, whoever takes it back.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test::approving {
namespace {

using domain::AnnouncementState;
using domain::ApprovalAct;
using domain::Operator;

ports::ApprovalRequest wish(ApprovalAct act, std::string words = {}) {
    return {.announcement = bulletin, .version = 0, .act = act, .words = std::move(words), .approver = {}};
}

domain::ApprovalPolicy steps(std::uint8_t count, bool by_telephone = false) {
    domain::ApprovalPolicy policy;
    policy.rules.push_back({.steps = count, .by_telephone = by_telephone});
    return policy;
}

/// An account that others may lend their right to.
Operator borrower(World& world, domain::Role role = domain::Role::editor, domain::AreaId area = commune_area) {
    Operator who;
    who.id = make_id<domain::OperatorId>(47);
    who.login = "thumay";
    who.roles = {role};
    who.areas = {area};
    auto both = administrator();
    both.roles.push_back(domain::Role::approver);
    auto made = world.save(both, who, "mật khẩu dài");
    EXPECT_OK(made);
    return *made;
}

/// Lent by the approver for the coming hour.
domain::Delegation an_hour(const World& world, const Operator& to) {
    return {.id = make_id<domain::DelegationId>(90),
            .lender = {},
            .borrower = to.id,
            .from = world.now,
            .until = world.now + 1h,
            .ended_at = {}};
}

std::vector<std::string> reasons(World& world) {
    std::vector<std::string> all;
    auto run = world.dry_run({.targets = {.areas = {ben}}, .to = world.now + 24h});
    EXPECT_OK(run);
    for (const auto& sound : run->sounds) all.push_back(sound.reason);
    return all;
}

TEST(ApprovalDesk, LetsNothingSoundNowThatNobodyApproved) {
    World world;
    ASSERT_OK(world.save(approver(), steps(1)));

    EXPECT_CODE(world.broadcast(writer(), play_now({.areas = {ben}})), not_approved);
    ASSERT_OK(world.act(writer(), wish(ApprovalAct::submit)));
    EXPECT_CODE(world.act(writer(), wish(ApprovalAct::approve)), not_permitted);
    ASSERT_OK(world.act(approver(), wish(ApprovalAct::approve)));

    EXPECT_OK(world.broadcast(writer(), play_now({.areas = {ben}})));
}

TEST(ApprovalDesk, PlansWhatWasScheduledBeforeItWasApprovedAsSoonAsItIs) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(approver(), steps(1)));
    ASSERT_OK(world.save(writer(), schedule_at("2026-11-23T17:00:00")));
    world.settle();
    EXPECT_EQ(reasons(world), std::vector<std::string>{"not_approved"});
    EXPECT_EQ(world.broadcasts_published(domain::BroadcastState::planned), 0u);

    ASSERT_OK(world.act(approver(), wish(ApprovalAct::approve)));
    world.settle();

    EXPECT_EQ(world.broadcasts_published(domain::BroadcastState::planned), 1u);
    const auto said = reasons(world);
    EXPECT_EQ(std::ranges::count(said, "not_approved"), 0);
}

TEST(ApprovalDesk, StopsWhatIsPlannedOfWhatWasWithdrawn) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(writer(), schedule_at("2026-11-23T17:00:00")));
    world.settle();

    ASSERT_OK(world.act(approver(), wish(ApprovalAct::withdraw)));
    world.settle();

    EXPECT_TRUE(world.loop().current_broadcasts().empty());
    EXPECT_FALSE(world.gateway().stops.empty());
    EXPECT_CODE(world.broadcast(writer(), play_now({.areas = {ben}})), not_approved);
}

/// Approved by the rules, planned at 17:00 and in the plan of the loudspeaker.
struct ApprovedAndPlanned {
    ApprovedAndPlanned() {
        world.connect(node_1);
        EXPECT_OK(world.save(approver(), steps(1)));
        approve();
        EXPECT_OK(world.save(writer(), schedule_at("2026-11-23T17:00:00")));
        world.settle();
    }
    void approve() {
        if (world.stored_announcement(bulletin).state != AnnouncementState::waiting) {
            EXPECT_OK(world.act(writer(), wish(ApprovalAct::submit)));
        }
        EXPECT_OK(world.act(approver(), wish(ApprovalAct::approve)));
        world.settle();
    }
    /// As after an upload: what was agreed to is another sound.
    void sound_becomes(std::uint8_t content) {
        auto corrected = world.stored_announcement(bulletin);
        corrected.content->hash = make_id<domain::ContentHash>(content);
        corrected.state = AnnouncementState::waiting;
        corrected.consents.clear();
        world.keep_announcement(corrected);
    }
    std::vector<std::optional<domain::ContentHash>> planned() {
        std::vector<std::optional<domain::ContentHash>> sounds;
        for (const auto& one : world.loop().current_broadcasts()) sounds.push_back(one.content);
        return sounds;
    }

    World world;
};

TEST(ApprovalDesk, PlansAgainWhatWasWithdrawnAndIsApprovedAnew) {
    ApprovedAndPlanned test;
    const auto first = test.world.loop().current_broadcasts().at(0).id;
    ASSERT_OK(test.world.act(approver(), wish(ApprovalAct::withdraw)));
    test.world.settle();
    ASSERT_TRUE(test.planned().empty());

    test.approve();

    ASSERT_EQ(test.planned().size(), 1u);
    EXPECT_NE(test.world.loop().current_broadcasts()[0].id, first) << "a STOP of its grant lies in the loudspeakers";
    EXPECT_THAT(reasons(test.world), testing::Each(testing::AnyOf("", "no_content"))) << "nothing of what was taken back";

    test.world.restart();
    test.world.settle();
    EXPECT_EQ(test.planned().size(), 1u) << "and once only";
}

TEST(ApprovalDesk, TakesBackWhatIsReturnedForCorrectionUntilItIsApproved) {
    ApprovedAndPlanned test;
    test.sound_becomes(21);
    ASSERT_EQ(test.planned().size(), 1u) << "what was approved is heard meanwhile";

    ASSERT_OK(test.world.act(approver(), wish(ApprovalAct::send_back, "sai ngày")));
    test.world.settle();
    EXPECT_TRUE(test.planned().empty());

    test.approve();
    EXPECT_EQ(test.planned(), std::vector{std::optional{make_id<domain::ContentHash>(21)}});
}

TEST(ApprovalDesk, TakesBackWhatWasReturnedJustBeforeTheProgramEnded) {
    ApprovedAndPlanned test;
    auto returned = test.world.stored_announcement(bulletin);
    returned.state = AnnouncementState::returned;
    test.world.keep_announcement(returned);

    test.world.restart();

    EXPECT_TRUE(test.planned().empty());
}

TEST(ApprovalDesk, LetsACorrectedSoundTakeThePlaceOfTheOldOneWhenItIsApproved) {
    ApprovedAndPlanned test;
    const auto before = test.planned();

    test.sound_becomes(21);
    test.world.settle();
    EXPECT_EQ(test.planned(), before) << "nobody approved it yet";

    test.approve();
    EXPECT_EQ(test.planned(), std::vector{std::optional{make_id<domain::ContentHash>(21)}});
}

TEST(ApprovalDesk, SaysOfWhatIsHeardAsItWasApprovedThatItIsTheEarlierVersion) {
    ApprovedAndPlanned test;
    auto beside = schedule_at("2026-11-23T17:00:00");
    beside.id = make_id<domain::ScheduleId>(81);
    const auto is_earlier = [&] {
        const auto run = test.world.dry_run(
            {.targets = {.nodes = {test.world.loop().commune().find_node(node_1)->id}}, .to = test.world.now + 24h});
        const auto shown = test.world.preview(writer(), beside);
        EXPECT_OK(run);
        EXPECT_OK(shown);
        EXPECT_EQ(run->sounds.size(), 1u);
        EXPECT_EQ(shown->conflicts.first.size(), 1u);
        EXPECT_EQ(run->sounds.at(0).earlier_version, shown->conflicts.first.at(0).existing.earlier_version);
        EXPECT_FALSE(shown->conflicts.first.at(0).draft.earlier_version) << "it would be heard as it is now";
        return run->sounds.at(0).earlier_version;
    };
    EXPECT_FALSE(is_earlier());

    test.sound_becomes(21);
    EXPECT_TRUE(is_earlier());

    test.approve();
    EXPECT_FALSE(is_earlier());
}

TEST(ApprovalDesk, BringsNothingBackThatAPersonStopped) {
    ApprovedAndPlanned test;
    const auto planned = test.world.loop().current_broadcasts().at(0).id;
    ports::StopRequest stop;
    stop.broadcast = planned;
    ASSERT_OK(test.world.stop(approver(), stop));
    test.world.settle();

    test.sound_becomes(21);
    test.approve();

    EXPECT_TRUE(test.planned().empty());
}

TEST(ApprovalDesk, SilencesAnEditedStateTheSameWay) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(writer(), schedule_at("2026-11-23T17:00:00")));
    world.settle();
    auto out_of_date = world.stored_announcement(bulletin);
    out_of_date.state = AnnouncementState::expired;

    ASSERT_OK(world.save(approver(), out_of_date));
    world.settle();

    EXPECT_TRUE(world.loop().current_broadcasts().empty());
}

TEST(ApprovalDesk, WhatIsFiledAwayIsNotHeardByASchedule) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(writer(), schedule_at("2026-11-23T17:00:00")));
    world.settle();
    auto filed_away = world.stored_announcement(bulletin);
    filed_away.state = AnnouncementState::archived;

    ASSERT_OK(world.save(approver(), filed_away));
    world.settle();

    EXPECT_TRUE(world.loop().current_broadcasts().empty());
}

TEST(ApprovalDesk, LetsNobodyElseFileAwayWhatHeCouldNotWithdraw) {
    World world;
    for (const auto state : {AnnouncementState::expired, AnnouncementState::archived}) {
        auto put_away = world.stored_announcement(bulletin);
        put_away.state = state;

        EXPECT_CODE(world.save(writer(), put_away), not_permitted);
    }
}

TEST(ApprovalDesk, ApprovesOnlyWhatThePersonSaw) {
    World world;
    ASSERT_OK(world.save(approver(), steps(1)));
    ASSERT_OK(world.act(writer(), wish(ApprovalAct::submit)));
    auto seen = wish(ApprovalAct::approve);
    seen.version = world.stored_announcement(bulletin).version;
    auto edited = world.stored_announcement(bulletin);
    edited.title = "Họp lúc 3 giờ";
    ASSERT_OK(world.save(writer(), edited));

    EXPECT_CODE(world.act(approver(), seen), version_conflict);
}

TEST(ApprovalDesk, TakesTheApproversOwnEditForSomebodyElseToApprove) {
    World world;
    ASSERT_OK(world.save(approver(), steps(1)));
    auto edited = world.stored_announcement(bulletin);
    edited.title = "Họp lúc 3 giờ";
    edited.state = AnnouncementState::approved;

    EXPECT_CODE(world.save(approver(), edited), not_permitted);
    EXPECT_NE(world.stored_announcement(bulletin).title, "Họp lúc 3 giờ") << "half of it was saved";
}

TEST(ApprovalDesk, ReturnsWithWords) {
    World world;
    ASSERT_OK(world.act(writer(), wish(ApprovalAct::submit)));

    EXPECT_CODE(world.act(approver(), wish(ApprovalAct::send_back)), invalid_argument);
    ASSERT_OK(world.act(approver(), wish(ApprovalAct::send_back, "Sai ngày")));

    EXPECT_EQ(world.stored_announcement(bulletin).remark, "Sai ngày");
    EXPECT_EQ(world.audit_rows().back().action, "announcement.return");
}

TEST(ApprovalDesk, NamesWhatSchedulesHoldBackUntilEveryPlaceIsAgreedTo) {
    World world;
    auto policy = steps(1);
    policy.rules.insert(policy.rules.begin(), {.areas = {ben}, .steps = 2});
    ASSERT_OK(world.save(approver(), policy));
    ASSERT_OK(world.save(writer(), schedule_at("2026-11-23T17:00:00", "FREQ=DAILY;COUNT=2")));
    const auto unsent = world.awaiting(approver());
    ASSERT_OK(unsent);
    ASSERT_EQ(unsent->size(), 1u);
    ASSERT_TRUE(unsent->front().refusal);
    EXPECT_EQ(unsent->front().refusal->rule->name, "not_sent");
    ASSERT_OK(world.act(writer(), wish(ApprovalAct::submit)));
    ASSERT_OK(world.act(approver(), wish(ApprovalAct::approve)));
    ASSERT_EQ(world.stored_announcement(bulletin).state, AnnouncementState::approved);
    auto deputy = approver();
    deputy.id = make_id<domain::OperatorId>(46);
    deputy.login = "phochutich";

    const auto of_the_first = world.awaiting(approver()), of_the_second = world.awaiting(deputy);

    ASSERT_OK(of_the_first);
    ASSERT_EQ(of_the_first->size(), 1u);
    EXPECT_EQ(of_the_first->front().announcement.id, bulletin);
    EXPECT_EQ(of_the_first->front().days.size(), 2u);
    ASSERT_TRUE(of_the_first->front().refusal);
    EXPECT_EQ(of_the_first->front().refusal->rule->name, "second_approver");
    ASSERT_OK(of_the_second);
    ASSERT_EQ(of_the_second->size(), 1u);
    EXPECT_FALSE(of_the_second->front().refusal);
    ASSERT_OK(world.act(deputy, wish(ApprovalAct::approve)));
    EXPECT_TRUE(world.awaiting(deputy)->empty());
}

TEST(ApprovalDesk, NamesWhatIsHeardAsItWasApprovedAndWaitsAnew) {
    ApprovedAndPlanned test;
    ASSERT_TRUE(test.world.awaiting(approver())->empty());

    test.sound_becomes(21);

    const auto waiting = test.world.awaiting(approver());
    ASSERT_OK(waiting);
    ASSERT_EQ(waiting->size(), 1u);
    EXPECT_EQ(waiting->front().announcement.id, bulletin);
    EXPECT_FALSE(waiting->front().refusal);
}

TEST(ApprovalDesk, LendsARightForATimeAndNoLonger) {
    World world;
    const auto secretary = borrower(world);
    ASSERT_OK(world.save(approver(), steps(1)));
    ASSERT_OK(world.act(writer(), wish(ApprovalAct::submit)));
    EXPECT_CODE(world.act(secretary, wish(ApprovalAct::approve)), not_permitted);
    ASSERT_OK(world.lend(approver(), an_hour(world, secretary)));

    world.now += 2h;
    EXPECT_CODE(world.act(secretary, wish(ApprovalAct::approve)), not_permitted);
    world.now -= 2h;
    const auto approved = world.act(secretary, wish(ApprovalAct::approve));

    ASSERT_OK(approved);
    EXPECT_EQ(approved->consents.front().approver, approver().id);
    EXPECT_EQ(approved->consents.front().given_by, secretary.id);
}

TEST(ApprovalDesk, TakesTheRightThatWasLentWhereItReachesFurtherThanTheOwnOne) {
    World world;
    const auto deputy = borrower(world, domain::Role::approver, ben);
    ASSERT_OK(world.save(approver(), steps(1)));
    ASSERT_OK(world.lend(approver(), an_hour(world, deputy)));

    const auto approved = world.act(deputy, wish(ApprovalAct::approve));

    ASSERT_OK(approved);
    EXPECT_EQ(approved->consents.front().approver, approver().id);
    EXPECT_EQ(approved->consents.front().given_by, deputy.id);
    EXPECT_OK(world.broadcast(writer(), play_now({.areas = {commune_area}})));
}

TEST(ApprovalDesk, LeavesALentRightToItsLenderWhereTheOwnOneReachesAsFar) {
    World world;
    const auto deputy = borrower(world, domain::Role::approver);
    ASSERT_OK(world.save(approver(), steps(2)));
    ASSERT_OK(world.lend(approver(), an_hour(world, deputy)));

    ASSERT_OK(world.act(deputy, wish(ApprovalAct::approve)));

    EXPECT_OK(world.act(approver(), wish(ApprovalAct::approve)));
}

TEST(ApprovalDesk, LetsHimPressByHisOwnRightWhatWasWrittenDownInHisName) {
    World world;
    const auto deputy = borrower(world, domain::Role::approver, ben);
    ASSERT_OK(world.save(approver(), steps(1, true)));
    ASSERT_OK(world.lend(approver(), an_hour(world, deputy)));
    auto said = wish(ApprovalAct::agree_by_telephone);
    said.approver = deputy.id;
    ASSERT_OK(world.act(writer(), said));

    const auto pressed = world.act(deputy, wish(ApprovalAct::approve));

    ASSERT_OK(pressed);
    ASSERT_EQ(pressed->consents.size(), 1u);
    EXPECT_FALSE(pressed->consents.front().by_telephone);
}

TEST(ApprovalDesk, TakesAConsentByTelephoneForTheOnePlaceWhoseRuleTakesIt) {
    World world;
    auto rules = steps(1);
    rules.rules.insert(rules.rules.begin(), {.areas = {ben}, .steps = 1, .by_telephone = true});
    ASSERT_OK(world.save(approver(), rules));
    auto said = wish(ApprovalAct::agree_by_telephone);
    said.approver = approver().id;

    ASSERT_OK(world.act(writer(), said));

    EXPECT_OK(world.broadcast(approver(), play_now({.areas = {ben}})));
    EXPECT_CODE(world.broadcast(approver(), play_now({.areas = {dong}}, "press-2")), not_approved);
}

TEST(ApprovalDesk, KeepsWhatWasLentOverARestartUntilItIsTakenBack) {
    World world;
    const auto secretary = borrower(world);
    ASSERT_OK(world.save(approver(), steps(1)));
    ASSERT_OK(world.act(writer(), wish(ApprovalAct::submit)));
    ASSERT_OK(world.lend(approver(), an_hour(world, secretary)));
    world.restart();
    EXPECT_CODE(world.end(writer(), make_id<domain::DelegationId>(90)), not_permitted);
    ASSERT_OK(world.end(approver(), make_id<domain::DelegationId>(90)));

    EXPECT_CODE(world.act(secretary, wish(ApprovalAct::approve)), not_permitted);
    world.restart();
    EXPECT_CODE(world.act(secretary, wish(ApprovalAct::approve)), not_permitted);
    EXPECT_CODE(world.broadcast(writer(), play_now({.areas = {ben}})), not_approved) << "the rules were forgotten";
}

TEST(ApprovalDesk, LendsOnlyAnOwnRightToSomebodyElseForABoundedTime) {
    World world;
    const auto lent = an_hour(world, borrower(world));
    auto to_himself = lent, backwards = lent, for_ever = lent, unknown = lent;
    to_himself.borrower = approver().id;
    backwards.until = backwards.from;
    for_ever.until = for_ever.from + 93 * 24h;
    unknown.borrower = make_id<domain::OperatorId>(99);

    EXPECT_CODE(world.lend(writer(), lent), not_permitted);
    EXPECT_CODE(world.lend(approver(), to_himself), invalid_argument);
    EXPECT_CODE(world.lend(approver(), backwards), invalid_argument);
    const auto too_long = world.lend(approver(), for_ever);
    EXPECT_CODE(too_long, invalid_argument);
    EXPECT_EQ(too_long.error().rule, (domain::BrokenRule{"lending_longest", "92", "93"}));
    EXPECT_CODE(world.lend(approver(), unknown), not_found);
}

TEST(ApprovalDesk, LendsNoRightToWhoOnlyLooksOn) {
    World world;

    const auto refused = world.lend(approver(), an_hour(world, viewer()));

    EXPECT_CODE(refused, not_permitted);
    EXPECT_EQ(refused.error().rule->name, "borrower");
    EXPECT_CODE(world.lend(approver(), an_hour(world, administrator())), not_permitted);
}

TEST(ApprovalDesk, TakesNoApprovalFromABorrowerWhoIsNoEditorAnyMore) {
    World world;
    auto secretary = borrower(world);
    ASSERT_OK(world.save(approver(), steps(1)));
    ASSERT_OK(world.act(writer(), wish(ApprovalAct::submit)));
    ASSERT_OK(world.lend(approver(), an_hour(world, secretary)));
    secretary.roles = {domain::Role::viewer};

    EXPECT_CODE(world.act(secretary, wish(ApprovalAct::approve)), not_permitted);
}

TEST(ApprovalDesk, MakesNoDraftOfWhatWasRefusedAndSaysSo) {
    World world;
    auto refused_one = world.stored_announcement(bulletin);
    refused_one.state = AnnouncementState::rejected;
    world.keep_announcement(refused_one);
    auto draft = world.stored_announcement(bulletin);
    draft.state = AnnouncementState::draft;

    const auto refused = world.save(approver(), draft);

    EXPECT_CODE(refused, invalid_argument);
    EXPECT_TRUE(refused_by(refused, "refused_for_good"));
}

TEST(ApprovalDesk, WritesDownAConsentByTelephoneWhereTheRulesAllowIt) {
    World world;
    auto heard = wish(ApprovalAct::agree_by_telephone);
    heard.approver = approver().id;
    ASSERT_OK(world.save(approver(), steps(1, false)));
    EXPECT_CODE(world.act(writer(), heard), not_permitted);
    auto allowed = steps(1, true);
    allowed.version = 2;
    ASSERT_OK(world.save(approver(), allowed));
    auto nobody = heard;
    nobody.approver.reset();
    auto no_approver = heard;
    no_approver.approver = viewer().id;

    auto gone = heard;
    gone.approver = make_id<domain::OperatorId>(99);

    for (const auto& [wrong, code] : {std::pair{nobody, ErrorCode::invalid_argument},
                                      {no_approver, ErrorCode::not_permitted},
                                      {gone, ErrorCode::not_found}}) {
        const auto refused = world.act(writer(), wrong);
        EXPECT_TRUE(failed_with(refused, code));
        EXPECT_TRUE(refused_by(refused, "telephone_approver")) << "who is named may not, the writer may";
    }
    ASSERT_OK(world.act(writer(), heard));

    EXPECT_OK(world.broadcast(writer(), play_now({.areas = {ben}})));
    const auto rows = world.audit_rows();
    const auto row = std::ranges::find(rows, "announcement.agree_by_telephone", &ports::AuditEntry::action);
    ASSERT_NE(row, rows.end());
    EXPECT_EQ(row->who, "bientap");
    EXPECT_NE(row->detail.find(approver().id.text()), std::string::npos);
}

TEST(ApprovalDesk, TakesRulesOnlyFromWhoSetsHoursAndOnlySoundOnes) {
    World world;
    auto too_many_steps = steps(3), nowhere = steps(1), stale = steps(1);
    nowhere.rules[0].areas = {make_id<domain::AreaId>(99)};
    stale.version = 7;

    EXPECT_CODE(world.save(writer(), steps(0)), not_permitted);
    EXPECT_CODE(world.save(approver(), too_many_steps), invalid_argument);
    EXPECT_CODE(world.save(approver(), nowhere), not_found);
    EXPECT_CODE(world.save(approver(), stale), version_conflict);
}

TEST(ApprovalDesk, TellsTheSignerHowManyApproveEverythingAndWhoDid) {
    World world;
    ASSERT_OK(world.save(approver(), steps(1)));
    EXPECT_EQ(world.signer().policy.approvals_needed, 1);
    ASSERT_OK(world.act(approver(), wish(ApprovalAct::approve)));

    ASSERT_OK(world.broadcast(writer(), play_now({.areas = {ben}})));
    world.settle();

    EXPECT_EQ(world.signer().reasons.approvers, std::vector{approver().id});
    EXPECT_NE(world.signer().reasons.author, approver().id);
    auto nobody_asked = steps(0);
    nobody_asked.version = 2;
    ASSERT_OK(world.save(approver(), nobody_asked));
    EXPECT_EQ(world.signer().policy.approvals_needed, 0);
}

TEST(ApprovalDesk, TellsTheSignerOfNoMoreApproversThanItTakes) {
    World world;
    ASSERT_OK(world.save(approver(), steps(1)));
    auto item = world.stored_announcement(bulletin);
    item.state = AnnouncementState::approved;
    for (std::uint8_t number = 100; number < 112; ++number) {
        const auto who = make_id<domain::OperatorId>(number);
        item.consents.push_back({who, who, false, world.now, {commune_area}});
    }
    world.keep_announcement(item);

    ASSERT_OK(world.broadcast(writer(), play_now({.areas = {ben}})));
    world.settle();

    EXPECT_EQ(world.signer().reasons.approvers.size(), 8u);
}

TEST(ApprovalDesk, SavesARuleThatTooFewMayMeetAndSaysSo) {
    World world;

    const auto two = world.save(approver(), steps(2));

    ASSERT_OK(two);
    ASSERT_EQ(two->remarks.size(), 1u);
    EXPECT_EQ(two->remarks[0].rule, (domain::BrokenRule{"approvers", "2", "1", "xã An Bình"}));
    auto one = steps(1);
    one.version = two->rules.version;
    EXPECT_TRUE(world.save(approver(), one)->remarks.empty());
}

TEST(ApprovalDesk, LetsAnEmergencyPass) {
    World world;
    ASSERT_OK(world.save(approver(), steps(2)));
    const auto phone = world.pair(head_of_ben());

    EXPECT_OK(world.emergency(intent_of(world, head_of_ben(), phone)));
}

}  // namespace
}  // namespace village::test::approving
