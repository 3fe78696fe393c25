// Programmes in a running controller: who may change them, what a day of one will be, and that a restart forgets none of it.
#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

using domain::ItemKind;
using domain::Priority;

constexpr date::local_days monday{date::year{2026} / 11 / 23};
const auto stranger = make_id<domain::AnnouncementId>(99);

/// The bulletins of the day behind a tune that nobody has made yet.
domain::Programme morning() {
    domain::Programme programme;
    programme.id = make_id<domain::ProgrammeId>(40);
    programme.name = "Chương trình sáng";
    domain::ProgrammeItem tune, news;
    tune.key = "nhac-hieu";
    tune.kind = ItemKind::signature;
    tune.announcement = unspoken;
    news.key = "ban-tin";
    news.kind = ItemKind::bulletins;
    news.overrun = domain::Overrun::finish;
    programme.items = {tune, news};
    return programme;
}
domain::ProgrammeDay on(date::local_days day, std::vector<domain::DayBulletin> bulletins, std::uint32_t version = 0) {
    return {morning().id, day, std::move(bulletins), version};
}

/// A morning that is kept, with the bulletin in it on Monday.
struct MorningWithABulletin {
    explicit MorningWithABulletin(Priority priority = Priority::normal) {
        EXPECT_OK(world.add(approver(), morning()));
        EXPECT_OK(world.put_in(approver(), on(monday, {{bulletin, priority}})));
    }
    void set(domain::AnnouncementState state) {
        auto item = world.stored_announcement(bulletin);
        item.state = state;
        world.keep_announcement(item);
    }
    ports::ProgrammePreview shown() {
        auto day = world.preview(morning().id, monday);
        EXPECT_OK(day);
        return std::move(*day);
    }
    /// Why the bulletin is not heard; empty when it is.
    std::string reason() {
        const auto day = shown();
        for (const auto& item : day.left_out)
            if (item.announcement == bulletin) return item.reason;
        EXPECT_EQ(day.heard.size(), 1u);
        return {};
    }

    World world;
};

TEST(ProgrammeDesk, ShowsADayOfWhatWasPutIntoItAndSaysWhatIsMissing) {
    MorningWithABulletin test;

    const auto day = test.shown();

    ASSERT_EQ(day.heard.size(), 1u);
    EXPECT_EQ(day.heard[0].announcement, bulletin);
    EXPECT_EQ(day.heard[0].length, test.world.stored_announcement(bulletin).content->duration);
    EXPECT_EQ(day.total, day.heard[0].length);
    ASSERT_EQ(day.left_out.size(), 1u);
    EXPECT_EQ(day.left_out[0].key, "nhac-hieu");
    EXPECT_EQ(day.left_out[0].reason, "not_ready");
    ASSERT_EQ(day.rooms.size(), 1u);
    EXPECT_EQ(day.rooms[0].used + day.rooms[0].left, morning().length);
}

TEST(ProgrammeDesk, ShowsAnotherDayWithoutIt) {
    MorningWithABulletin test;

    const auto tuesday = test.world.preview(morning().id, monday + date::days{1});

    ASSERT_OK(tuesday);
    EXPECT_TRUE(tuesday->heard.empty());
    EXPECT_EQ(tuesday->left_out.back().reason, "not_today");
}

TEST(ProgrammeDesk, LeavesOutWhatTheRulesOfTheCommuneAskAnApprovalFor) {
    MorningWithABulletin test;
    domain::ApprovalPolicy rules;
    rules.rules.push_back({.steps = 1});
    ASSERT_EQ(test.reason(), "");

    ASSERT_OK(test.world.save(approver(), rules));

    EXPECT_EQ(test.reason(), "not_approved");
}

TEST(ProgrammeDesk, AsksForTheApprovalOfThePriorityThatABulletinWasPutInWith) {
    domain::ApprovalPolicy rules;
    rules.rules.push_back({.from_priority = Priority::priority, .steps = 1});
    MorningWithABulletin normal, first{Priority::priority};
    for (auto* test : {&normal, &first}) ASSERT_OK(test->world.save(approver(), rules));

    EXPECT_EQ(normal.reason(), "");
    EXPECT_EQ(first.reason(), "not_approved");
}

TEST(ProgrammeDesk, LeavesOutWhatIsOver) {
    MorningWithABulletin test;
    using enum domain::AnnouncementState;

    for (const auto state : {rejected, withdrawn, expired, archived}) {
        test.set(state);
        EXPECT_EQ(test.reason(), "over");
    }
    test.set(returned);
    EXPECT_EQ(test.reason(), "not_approved");
}

TEST(ProgrammeDesk, NamesWhatWouldFillInBesideThePieceItFillsInFor) {
    World world;
    auto relayed = morning();
    relayed.filler = bulletin;
    relayed.items[0].announcement = bulletin;
    relayed.items[1].kind = ItemKind::relay;
    relayed.items[1].at = 10min;
    auto song = world.stored_announcement(bulletin);
    song.id = make_id<domain::AnnouncementId>(72);
    song.content->duration = 60s;
    world.keep_announcement(song);
    relayed.items[0].announcement = song.id;
    ASSERT_OK(world.add(approver(), relayed));

    const auto day = world.preview(relayed.id, monday);

    ASSERT_OK(day);
    ASSERT_EQ(day->heard.size(), 3u) << "the tune, music until the relay, and music in its place";
    EXPECT_EQ(day->heard[0].fallback, bulletin);
    for (const auto at : {1u, 2u}) {
        EXPECT_EQ(day->heard[at].announcement, bulletin);
        EXPECT_FALSE(day->heard[at].fallback);
    }
    ASSERT_EQ(day->left_out.size(), 1u);
    EXPECT_EQ(day->left_out[0].reason, "not_chosen");
    EXPECT_EQ(day->left_out[0].replaced_by, bulletin);
}

TEST(ProgrammeDesk, ShowsTheSilencesThatNothingFills) {
    World world;
    auto late = morning();
    late.items[0].announcement = bulletin;
    late.items[0].at = 5min;
    ASSERT_OK(world.add(approver(), late));

    const auto day = world.preview(late.id, monday);

    ASSERT_OK(day);
    ASSERT_EQ(day->silences.size(), 1u);
    EXPECT_EQ(day->silences[0].to, 5min);
}

TEST(ProgrammeDesk, RemembersProgrammesAndTheirDaysOverARestart) {
    MorningWithABulletin test;

    test.world.restart();

    EXPECT_EQ(test.reason(), "");
}

TEST(ProgrammeDesk, AsksForTheRightInTheWholeCommune) {
    World world;
    EXPECT_CODE(world.add(viewer(), morning()), not_permitted);
    EXPECT_CODE(world.add(head_of_ben(), morning()), not_permitted);
    ASSERT_OK(world.add(approver(), morning()));

    EXPECT_CODE(world.save(head_of_ben(), morning()), not_permitted);
    EXPECT_CODE(world.put_in(head_of_ben(), on(monday, {{bulletin}})), not_permitted);
    EXPECT_CODE(world.remove(head_of_ben(), morning().id, 1), not_permitted);
}

TEST(ProgrammeDesk, RefusesAProgrammeThatCannotBe) {
    World world;
    auto endless = morning();
    endless.length = 90min;
    auto twice = morning();
    twice.items[1].key = twice.items[0].key;
    auto unheard = morning();
    unheard.items[0].on_weekday[6].announcement = stranger;

    EXPECT_CODE(world.add(approver(), endless), too_long) << "longer than a session may be";
    EXPECT_CODE(world.add(approver(), twice), invalid_argument);
    EXPECT_CODE(world.add(approver(), unheard), not_found);
    EXPECT_CODE(world.save(approver(), morning()), not_found);
    EXPECT_CODE(world.remove(approver(), morning().id, 1), not_found);
    EXPECT_CODE(world.preview(morning().id, monday), not_found);
    ASSERT_OK(world.add(approver(), morning()));
    EXPECT_CODE(world.save(approver(), twice), invalid_argument);
}

TEST(ProgrammeDesk, RefusesBulletinsThatCannotBe) {
    World world;
    EXPECT_CODE(world.put_in(approver(), on(monday, {})), not_found);
    ASSERT_OK(world.add(approver(), morning()));

    EXPECT_TRUE(refused_by(world.put_in(approver(), on(monday - date::days{1}, {})), "day_past"));
    EXPECT_CODE(world.put_in(approver(), on(monday, {{bulletin}, {bulletin}})), invalid_argument);
    EXPECT_CODE(world.put_in(approver(), on(monday, {{stranger}})), not_found);
    EXPECT_CODE(world.put_in(approver(), on(monday, {{bulletin, Priority::emergency}})), invalid_argument);
    EXPECT_CODE(world.put_in(approver(), on(monday, std::vector<domain::DayBulletin>(41))), too_large);
    ASSERT_OK(world.put_in(approver(), on(monday, {{bulletin}})));
    EXPECT_CODE(world.put_in(approver(), on(monday, {})), version_conflict);
}

TEST(ProgrammeDesk, TakesNoBulletinThatNoItemWouldRead) {
    MorningWithABulletin test;
    auto silent = morning();
    silent.items[1].is_on = false;
    ASSERT_OK(test.world.save(approver(), silent));

    EXPECT_CODE(test.world.put_in(approver(), on(monday, {{bulletin}}, 1)), invalid_argument);
    EXPECT_OK(test.world.put_in(approver(), on(monday, {}, 1))) << "taking out is always possible";
}

TEST(ProgrammeDesk, AnEditIsForTheVersionThatWasSeen) {
    MorningWithABulletin test;
    auto evening = morning();
    evening.name = "Chương trình chiều";

    const auto saved = test.world.save(approver(), evening);

    ASSERT_OK(saved);
    EXPECT_EQ(saved->version, 2u);
    EXPECT_CODE(test.world.save(approver(), evening), version_conflict);
    EXPECT_CODE(test.world.remove(approver(), evening.id, 1), version_conflict);
    EXPECT_EQ(test.reason(), "") << "its bulletins stay";
}

TEST(ProgrammeDesk, WritesDownWhoChangedWhat) {
    MorningWithABulletin test;
    ASSERT_OK(test.world.save(approver(), morning()));

    ASSERT_OK(test.world.remove(approver(), morning().id, 2));

    std::vector<std::string> done;
    for (const auto& row : test.world.audit_rows())
        if (row.action.starts_with("programme.")) done.push_back(row.who + " " + row.action + " " + row.detail);
    EXPECT_EQ(done, (std::vector<std::string>{
                        "chutich programme.add Chương trình sáng", "chutich programme.bulletins 2026-11-23: 1 bulletins",
                        "chutich programme.save Chương trình sáng", "chutich programme.remove Chương trình sáng"}));
    EXPECT_CODE(test.world.preview(morning().id, monday), not_found);
}

TEST(ProgrammeDesk, OffersThePresetsToBeginWith) {
    World world;
    const auto presets = world.loop().programme_presets();
    ASSERT_EQ(presets.size(), 2u);

    for (std::uint8_t at = 0; at < 2; ++at) {
        auto programme = presets[at].programme;
        programme.id = make_id<domain::ProgrammeId>(at);
        EXPECT_OK(world.add(approver(), programme));
        EXPECT_OK(world.preview(programme.id, monday));
    }
}

}  // namespace
}  // namespace village::test
