// A programme that is on the calendar: what becomes of what was planned, stopped or heard of it when it changes, and after a restart.
#include <algorithm>

#include "tests/controller/control_loop/evening_programme.hpp"

namespace village::test {
namespace {

using domain::BroadcastState;
using domain::Grant;
using domain::ItemKind;

TEST(ProgrammeHistory, WhatSomebodyStoppedStaysStoppedWhereverTheProgrammePutsIt) {
    EveningProgramme test;
    test.put_in({{bulletin, domain::Priority::normal}});
    test.save();
    const auto before = test.planned();
    const auto stopped = std::ranges::find(before, monday_1700 + 9s, &Grant::starts_at);
    ASSERT_NE(stopped, before.end());
    const auto content = *stopped->content;
    ASSERT_OK(test.world.stop(approver(), {.broadcast = stopped->broadcast}));
    test.settle();

    test.programme.items[0].is_on = false;  // Now the bulletins begin at 17:00.
    test.change();

    for (const auto& grant : test.planned()) EXPECT_NE(grant.content, content);
}

TEST(ProgrammeHistory, AProgrammeThatHasBegunStaysAsItIs) {
    EveningProgramme test;
    test.save();
    const auto before = test.planned();
    test.world.now = monday_1700 + 30s;
    test.world.settle();

    test.programme.items[2].is_on = false;
    test.change();

    EXPECT_TRUE(test.planned_of(3)) << "today it is heard";
    const auto tomorrow = test.planned(monday_1700 + 24h);
    EXPECT_TRUE(std::ranges::none_of(tomorrow, [](const Grant& grant) { return grant.starts_at == monday_1700 + 24h + 20min; }));
}

TEST(ProgrammeHistory, PlanningTenMinutesIntoItTakesNothingBack) {
    EveningProgramme test;
    test.save();
    const auto column = test.planned_of(3)->broadcast;
    test.come_to(monday_1700 + 10min);

    test.world.loop().node_connected(node_1);
    test.programme.name = "Tên khác";
    test.change();

    EXPECT_EQ(test.world.stored_broadcast(column).state, BroadcastState::planned);
}

TEST(ProgrammeHistory, ARestartTenMinutesIntoItTakesNothingBack) {
    EveningProgramme test;
    test.save();
    const auto column = test.planned_of(3)->broadcast;
    test.come_to(monday_1700 + 10min);

    test.world.restart();
    test.world.connect(node_1);
    test.settle();

    EXPECT_EQ(test.world.stored_broadcast(column).state, BroadcastState::planned);
    EXPECT_TRUE(test.planned_of(3));
}

TEST(ProgrammeHistory, WhatIsSwitchedOffAndOnAgainIsHeardAgain) {
    EveningProgramme test;
    test.save();
    const auto before = test.planned_of(3)->broadcast;
    test.programme.items[2].is_on = false;
    test.change();
    ASSERT_FALSE(test.planned_of(3));

    test.programme.items[2].is_on = true;
    test.change();

    ASSERT_TRUE(test.planned_of(3));
    EXPECT_NE(test.planned_of(3)->broadcast, before) << "a STOP of the first one lies in the loudspeakers";
}

TEST(ProgrammeHistory, AStoreThatDoesNotAnswerTakesNothingBack) {
    EveningProgramme test;
    test.save();
    test.world.broadcast_store().is_broken = true;

    test.programme.items[2].is_on = false;
    test.change();

    EXPECT_TRUE(test.planned_of(3));
}

TEST(ProgrammeHistory, AStopIsRememberedByARestartWhereverTheProgrammePutsThePiece) {
    EveningProgramme test;
    test.save();
    const auto column = test.planned_of(3)->broadcast;
    ASSERT_OK(test.world.stop(approver(), {.broadcast = column}));
    test.settle();
    test.world.restart();
    for (const auto node : {node_1, node_3}) test.world.connect(node);

    test.programme.items[2].at = std::chrono::minutes{22};
    test.change();

    EXPECT_FALSE(test.planned_of(3));
    EXPECT_TRUE(test.planned_of(1));
}

TEST(ProgrammeHistory, AnotherAnnouncementChosenForAStoppedPieceIsHeard) {
    EveningProgramme test;
    test.save();
    ASSERT_OK(test.world.stop(approver(), {.broadcast = test.planned_of(3)->broadcast}));
    test.settle();

    test.keep(make_id<domain::AnnouncementId>(75), 200s, 5);
    test.programme.items[2].announcement = make_id<domain::AnnouncementId>(75);
    test.change();

    EXPECT_TRUE(test.planned_of(5));
}

TEST(ProgrammeHistory, AStopInOneHamletHoldsThereWhereverTheProgrammePutsThePiece) {
    EveningProgramme test;
    test.save();
    ASSERT_OK(test.world.stop(head_of_ben(), {.broadcast = test.planned_of(3)->broadcast}));
    test.settle();

    test.programme.items[2].at = std::chrono::minutes{22};
    test.change();

    EXPECT_FALSE(test.planned_of(3)) << "in Bến";
    EXPECT_TRUE(test.world.until([&] { return test.is_planned_in_dong(monday_1700 + 22min); })) << "and in Đồng it is heard";
}

TEST(ProgrammeHistory, WhoStopsWhatSoundsOfItHearsNothingMoreOfItToday) {
    EveningProgramme test;
    test.save();
    const auto tune_now = test.planned_of(1)->broadcast, column = test.planned_of(3)->broadcast;
    test.come_to(monday_1700 + 5s);
    ASSERT_EQ(test.world.stored_broadcast(tune_now).state, BroadcastState::on_air);

    ASSERT_OK(test.world.stop(approver(), {.area = commune_area}));
    test.settle();

    EXPECT_EQ(test.world.stored_broadcast(column).state, BroadcastState::stopped);
    EXPECT_FALSE(test.planned(monday_1700 + 24h).empty()) << "tomorrow it is heard";
}

TEST(ProgrammeHistory, WithdrawingAnAnnouncementTakesOnlyItsOwnPieces) {
    EveningProgramme test;
    test.save();
    const auto column = test.planned_of(3)->broadcast;
    test.come_to(monday_1700 + 5s);

    ASSERT_OK(test.world.act(approver(), {.announcement = tune, .act = domain::ApprovalAct::withdraw, .words = "sai"}));
    test.world.settle();

    EXPECT_EQ(test.world.stored_broadcast(column).state, BroadcastState::planned);
}

TEST(ProgrammeHistory, ARestartPlansTheSameAndSignsNothingTwice) {
    EveningProgramme test;
    test.save();
    const auto signed_before = test.world.ledger.grants.size();

    test.world.restart();
    for (const auto node : {node_1, node_3}) test.world.connect(node);
    test.settle();

    EXPECT_EQ(test.world.ledger.grants.size(), signed_before);
    EXPECT_EQ(test.planned().size(), 5u);
}

TEST(ProgrammeHistory, WhatWasNotSignedBeforeARestartIsSignedAsWhatItIs) {
    EveningProgramme test;
    test.world.signer().refusal = domain::Error{ErrorCode::unavailable, "the signer does not answer"};
    test.save();
    ASSERT_TRUE(test.world.ledger.grants.empty());

    test.world.restart();
    for (const auto node : {node_1, node_3}) test.world.connect(node);
    test.settle();

    const auto day = test.planned();
    ASSERT_EQ(day.size(), 5u);
    EXPECT_EQ(day[4].stands_in_for, day[3].broadcast);
    EXPECT_EQ(day[4].content_duration, 2min);
    EXPECT_EQ(day[4].max_duration, 5min);
}

TEST(ProgrammeHistory, AWeekOfItIsSignedLittleByLittleAndWhatIsWantedNowGoesBeforeIt) {
    EveningProgramme test;
    test.world.signer().gate.is_closed = true;
    EXPECT_OK(test.world.save(approver(), test.schedule));
    test.world.settle();
    ASSERT_EQ(test.world.signer().asked.size(), 32u);
    auto now = play_now({.areas = {ben}});
    const auto wanted = test.world.broadcast(approver(), now);
    ASSERT_OK(wanted);

    test.world.signer().gate.open();
    test.settle();

    EXPECT_EQ(test.world.ledger.grants.size(), 7 * 5 + 1u);
    EXPECT_EQ(test.world.signer().asked.at(32), wanted->id);
}

TEST(ProgrammeHistory, AStopInOneHamletHoldsThereWhenThePieceIsSwitchedOffAndOnAgain) {
    EveningProgramme test;
    test.save();
    ASSERT_OK(test.world.stop(head_of_ben(), {.broadcast = test.planned_of(3)->broadcast}));
    test.settle();
    test.programme.items[2].is_on = false;
    test.change();

    test.programme.items[2].is_on = true;
    test.change();

    EXPECT_FALSE(test.planned_of(3)) << "in Bến";
    EXPECT_TRUE(test.world.until([&] { return test.is_planned_in_dong(monday_1700 + 20min); })) << "and in Đồng it is heard";
}

TEST(ProgrammeHistory, AStopInOneHamletHoldsThereAfterARestartBeforeItWasSigned) {
    EveningProgramme test;
    test.world.signer().gate.is_closed = true;
    ASSERT_OK(test.world.save(approver(), test.schedule));
    test.world.settle();
    std::optional<domain::BroadcastId> column;
    for (const auto& piece : test.world.loop().current_broadcasts())
        if (piece.announcement == farming && piece.starts_at == monday_1700 + 20min) column = piece.id;
    ASSERT_TRUE(column);
    ASSERT_OK(test.world.stop(head_of_ben(), {.broadcast = *column}));
    test.world.settle();

    test.world.restart();
    for (const auto node : {node_1, node_3}) test.world.connect(node);
    test.settle();

    EXPECT_TRUE(test.world.until([&] { return test.is_planned_in_dong(monday_1700 + 20min); })) << "in Đồng it is heard";
    EXPECT_FALSE(test.planned_of(3)) << "and not in Bến";
}

TEST(ProgrammeHistory, WhoStopsAPieceThatWasMadeAnewAMomentAgoStopsWhatItBecame) {
    EveningProgramme test;
    test.save();
    const auto on_the_page = test.planned_of(3)->broadcast;
    test.programme.items[2].at = std::chrono::minutes{22};
    test.change();

    const auto stopped = test.world.stop(approver(), {.broadcast = on_the_page});
    test.settle();

    ASSERT_OK(stopped);
    ASSERT_EQ(stopped->broadcasts.size(), 1u);
    EXPECT_NE(stopped->broadcasts[0], on_the_page);
    EXPECT_FALSE(test.planned_of(3));
}

TEST(ProgrammeHistory, AStopOfAPieceThatIsLongForgottenSilencesTheProgrammeThatGoesOn) {
    EveningProgramme test;
    test.save();
    const auto on_the_page = test.planned_of(3)->broadcast;
    test.programme.items[2].at = std::chrono::minutes{22};
    test.change();
    test.come_to(monday_1700 + 22min + 5s);
    const auto sounds_now = test.planned_of(3);
    ASSERT_TRUE(sounds_now);

    const auto stopped = test.world.stop(approver(), {.broadcast = on_the_page});

    ASSERT_OK(stopped);
    EXPECT_EQ(std::ranges::count(stopped->broadcasts, sounds_now->broadcast), 1);
    EXPECT_FALSE(stopped->nodes.is_empty());
}

TEST(ProgrammeHistory, TheAnswerToAStopNamesAllThatEndsWithIt) {
    EveningProgramme test;
    test.save();
    const auto tune_now = test.planned_of(1)->broadcast, column = test.planned_of(3)->broadcast;
    test.come_to(monday_1700 + 5s);

    const auto stopped = test.world.stop(approver(), {.broadcast = tune_now});

    ASSERT_OK(stopped);
    EXPECT_EQ(stopped->nodes.size(), 3u);
    EXPECT_EQ(std::ranges::count(stopped->broadcasts, tune_now), 1);
    EXPECT_EQ(std::ranges::count(stopped->broadcasts, column), 1);
}

TEST(ProgrammeHistory, ASharperRuleTakesNothingOffTheCalendarAndLetsNothingNewOntoIt) {
    EveningProgramme test;
    test.save();
    const auto before = test.planned_of(3)->broadcast;
    domain::ApprovalPolicy policy;
    // A rule for everything the signer keeps, too, and what moves is signed anew.
    policy.rules.push_back({.areas = {commune_area}, .steps = 1});
    ASSERT_OK(test.world.save(approver(), policy));
    test.change();
    EXPECT_EQ(test.planned_of(3)->broadcast, before);

    test.programme.items[2].at = std::chrono::minutes{22};
    test.put_in({{bulletin, domain::Priority::normal}});
    test.change();

    ASSERT_TRUE(test.planned_of(3)) << "only its place moved";
    EXPECT_EQ(test.planned_of(3)->starts_at, monday_1700 + 22min);
    for (const auto& grant : test.planned())
        EXPECT_NE(test.world.stored_broadcast(grant.broadcast).announcement, bulletin) << "nobody agreed to it";
}

TEST(ProgrammeHistory, AStopInOneHamletHoldsForAPieceThatWasMadeAnewAndNotSignedBeforeARestart) {
    EveningProgramme test;
    test.save();
    ASSERT_OK(test.world.stop(head_of_ben(), {.broadcast = test.planned_of(3)->broadcast}));
    test.settle();
    test.world.signer().gate.is_closed = true;
    test.programme.items[2].at = std::chrono::minutes{22};
    auto changed = test.world.save(approver(), test.programme);
    ASSERT_OK(changed);
    test.world.settle();

    test.world.restart();
    for (const auto node : {node_1, node_3}) test.world.connect(node);
    test.settle();

    EXPECT_TRUE(test.world.until([&] { return test.is_planned_in_dong(monday_1700 + 22min); })) << "in Đồng it is heard";
    EXPECT_FALSE(test.planned_of(3)) << "and not in Bến";
}

TEST(ProgrammeHistory, WhatWasHeardIsNotHeardAgainAfterARestartWithAClockThatIsBehind) {
    EveningProgramme test;
    test.save();
    test.come_to(monday_1700 + 5s);
    std::uint64_t number = 0;
    for (const auto& grant : test.planned()) {
        auto heard = test.world.stored_broadcast(grant.broadcast);
        heard.state = BroadcastState::ended;
        heard.ended_at = heard.starts_at + heard.duration;
        test.world.keep_broadcast(heard);
        for (const auto node : heard.targets.numbers())
            test.world.loop().receipt_arrived(receipt_of({grant, {}}, node, ++number));
    }
    test.world.settle();
    test.world.now = monday_1700 - 30min;
    const auto signed_before = test.world.ledger.grants.size();

    test.world.restart();
    for (const auto node : {node_1, node_3}) test.world.connect(node);
    test.settle();

    EXPECT_EQ(test.world.ledger.grants.size(), signed_before);
}

TEST(ProgrammeHistory, ANewLoudspeakerTakesNothingOffTheCalendarOfTheOthers) {
    EveningProgramme test;
    test.save();
    domain::ApprovalPolicy policy;
    policy.rules.emplace_back().steps = 1;
    ASSERT_OK(test.world.save(approver(), policy));
    auto wider = three_hamlets();
    auto fresh = wider.commune.nodes.front();
    fresh.id = make_id<domain::NodeId>(19);
    fresh.number = NodeNumber{9};
    wider.commune.nodes.push_back(fresh);
    ASSERT_OK(test.world.import(administrator(), wider));

    test.change();

    EXPECT_TRUE(test.planned_of(3));
}

TEST(ProgrammeHistory, ManyEditsDoNotFillTheCalendar) {
    EveningProgramme test;
    test.world.broadcasts_max = 60;
    test.world.restart();
    for (const auto node : {node_1, node_3}) test.world.connect(node);
    test.save();

    for (int edit = 1; edit <= 24; ++edit) {
        test.programme.items[2].at = std::chrono::minutes{edit % 2 == 0 ? 20 : 22};
        test.change();
    }

    ASSERT_TRUE(test.planned_of(3));
    EXPECT_EQ(test.planned_of(3)->starts_at, monday_1700 + 20min);
}

}  // namespace
}  // namespace village::test
