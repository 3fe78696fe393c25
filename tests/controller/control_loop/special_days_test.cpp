// What special days do to what is planned.
#include <date/date.h>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

using date::local_days;
using date::year;
using domain::BroadcastState;
using domain::DayAction;
using domain::DayKind;

const auto wednesday = local_days{year{2026} / 11 / 25};
const auto wednesday_1700 = domain::parse_utc("2026-11-25T17:00:00+07:00").value();

domain::DayRule mourning(domain::DayKind kind, std::vector<domain::AreaId> areas = {}) {
    return {"Ngày tang", kind, domain::DaySpan{wednesday, wednesday}, 0, 0, std::move(areas)};
}

/// Every day at 17:00 in the whole commune, saying this of special days; nodes 1 and 3 are there.
struct EveryEveningEverywhere {
    explicit EveryEveningEverywhere(std::vector<domain::DayReaction> reactions) {
        for (const auto node : {node_1, node_3}) world.connect(node);
        schedule = schedule_at("2026-11-23T17:00:00", "FREQ=DAILY");
        schedule.targets = {.areas = {commune_area}};
        schedule.on_special_days = std::move(reactions);
    }
    void save() {
        EXPECT_OK(world.save(approver(), schedule));
        world.settle();
    }
    void keep(domain::DayRule rule) {
        auto rules = world.day_rules();
        rules.rules.push_back(std::move(rule));
        EXPECT_OK(world.save(approver(), rules));
        world.settle();
    }
    /// Is something in this node's plan on Wednesday at 17:00?
    bool is_planned(NodeNumber node) {
        if (world.gateway().plans[node].empty()) return false;
        const auto& grants = world.gateway().plans[node].back().grants;
        return std::ranges::any_of(grants, [](const auto& one) { return one.grant.starts_at == wednesday_1700; });
    }
    /// In the end it is so at node 1, in Bến, and at node 3, in Đồng.
    bool comes_to(bool in_ben, bool in_dong) {
        world.now += 300ms;
        return world.until([&] { return is_planned(node_1) == in_ben && is_planned(node_3) == in_dong; });
    }
    std::vector<domain::Foreseen> foreseen(domain::AreaId area) {
        const auto run = world.dry_run({.targets = {.areas = {area}}, .to = world.now + 72h});
        EXPECT_OK(run);
        std::vector<domain::Foreseen> found;
        for (const auto& sound : run->sounds)
            if (sound.planned == wednesday_1700) found.push_back(sound);
        return found;
    }

    World world;
    domain::Schedule schedule;
};

TEST(SpecialDays, AreTheUsualOnesAtFirst) {
    World world;

    const auto rules = world.day_rules();

    EXPECT_EQ(rules.version, 1u);
    EXPECT_TRUE(std::ranges::any_of(rules.rules, [](const auto& rule) { return rule.name == "Tết Nguyên đán"; }));
}

TEST(SpecialDays, AScheduleThatSkipsThemIsNotPlannedThereAndTheDryRunNamesTheDay) {
    EveryEveningEverywhere test{{{DayKind::local_mourning, "", DayAction::skip}}};
    test.keep(mourning(DayKind::local_mourning, {ben}));

    test.save();

    EXPECT_TRUE(test.comes_to(false, true)) << "the other hamlet hears it";
    const auto in_ben = test.foreseen(ben), in_dong = test.foreseen(dong);
    ASSERT_EQ(in_ben.size(), 1u);
    EXPECT_EQ(in_ben[0].reason, "special_day");
    ASSERT_TRUE(in_ben[0].in_the_way);
    EXPECT_EQ(in_ben[0].in_the_way->name, "Ngày tang");
    ASSERT_EQ(in_dong.size(), 1u);
    EXPECT_TRUE(in_dong[0].is_whole_and_on_time());
}

TEST(SpecialDays, DeclaredLaterWithdrawWhatIsPlannedInThatHamlet) {
    EveryEveningEverywhere test{{{DayKind::local_mourning, "", DayAction::skip}}};
    test.save();
    ASSERT_TRUE(test.comes_to(true, true));

    test.keep(mourning(DayKind::local_mourning, {ben}));

    EXPECT_TRUE(test.comes_to(false, true));
    const auto in_ben = test.foreseen(ben);
    ASSERT_EQ(in_ben.size(), 1u);
    EXPECT_EQ(in_ben[0].reason, "special_day") << "nobody stopped it";
    ASSERT_TRUE(in_ben[0].in_the_way);
    EXPECT_EQ(in_ben[0].in_the_way->kind, domain::InTheWay::Kind::special_day);
    EXPECT_EQ(in_ben[0].in_the_way->name, "Ngày tang");
}

TEST(SpecialDays, SayToWhoSavesThemWhatFallsAwayAndWhere) {
    for (const auto kind : {DayKind::state_mourning, DayKind::local_mourning}) {
        EveryEveningEverywhere test{{{kind, "", DayAction::skip}}};
        test.save();
        ASSERT_TRUE(test.comes_to(true, true));
        const bool is_everywhere = kind == DayKind::state_mourning;
        auto rules = test.world.day_rules();
        rules.rules.push_back(is_everywhere ? mourning(kind) : mourning(kind, {ben}));

        const auto saved = test.world.save(approver(), rules);

        ASSERT_OK(saved);
        ASSERT_TRUE(saved->falls_away);
        ASSERT_EQ(saved->falls_away->size(), 1u);
        EXPECT_EQ(saved->falls_away->at(0).reason, "special_day");
        EXPECT_TRUE(saved->falls_away->at(0).nodes.contains(node_1));
        EXPECT_EQ(saved->falls_away->at(0).nodes.contains(node_3), is_everywhere);
        const auto again = test.world.save(approver(), test.world.day_rules());
        EXPECT_TRUE(again->falls_away->empty()) << "it fell away before";
    }
}

TEST(SpecialDays, AreStoppedOnceAndNotAtEveryPlanning) {
    EveryEveningEverywhere test{{{DayKind::local_mourning, "", DayAction::skip}}};
    test.save();
    ASSERT_TRUE(test.comes_to(true, true));
    test.keep(mourning(DayKind::local_mourning, {ben}));
    ASSERT_TRUE(test.comes_to(false, true));
    const auto stops = test.world.gateway().stops.size();

    ASSERT_OK(test.world.save(approver(), test.world.day_rules()));
    test.world.settle();

    EXPECT_EQ(test.world.gateway().stops.size(), stops);
}

TEST(SpecialDays, DeclaredLaterWithdrawItWholeWhereNobodyIsLeft) {
    EveryEveningEverywhere test{{{DayKind::state_mourning, "", DayAction::skip}}};
    test.save();
    ASSERT_TRUE(test.comes_to(true, true));

    test.keep(mourning(DayKind::state_mourning));

    EXPECT_TRUE(test.comes_to(false, false));
    EXPECT_EQ(test.world.broadcasts_published(BroadcastState::cancelled), 1u);
}

TEST(SpecialDays, TakenBackBringBackWhatTheyHadSilenced) {
    for (const auto kind : {DayKind::state_mourning, DayKind::local_mourning}) {
        EveryEveningEverywhere test{{{kind, "", DayAction::skip}}};
        test.save();
        ASSERT_TRUE(test.comes_to(true, true));
        const bool is_everywhere = kind == DayKind::state_mourning;
        const auto before = test.world.day_rules().rules;
        test.keep(is_everywhere ? mourning(kind) : mourning(kind, {ben}));
        ASSERT_TRUE(test.comes_to(false, !is_everywhere));

        auto without = test.world.day_rules();
        without.rules = before;
        ASSERT_OK(test.world.save(approver(), without));
        test.world.settle();

        EXPECT_TRUE(test.comes_to(true, true));
        for (const auto& sound : test.foreseen(ben)) EXPECT_NE(sound.outcome, domain::ReceiptOutcome::cancelled) << sound.reason;
    }
}

TEST(SpecialDays, MusicFallsAwayInMourningAndABulletinDoesNot) {
    EveryEveningEverywhere test{{}};
    test.keep(mourning(DayKind::state_mourning));
    test.save();
    ASSERT_TRUE(test.comes_to(true, true));
    auto song = test.world.stored_announcement(bulletin);
    song.music = true;

    ASSERT_OK(test.world.save(approver(), song));
    auto again = test.schedule;
    again.id = make_id<domain::ScheduleId>(91);
    again.timing.first = domain::parse_local("2026-11-23T17:30:00").value();
    ASSERT_OK(test.world.save(approver(), again));
    test.world.settle();

    const auto run = test.world.dry_run({.targets = {.areas = {ben}}, .to = test.world.now + 72h});
    ASSERT_OK(run);
    const auto fallen = [](const domain::Foreseen& sound) {
        return sound.planned == wednesday_1700 + 30min && sound.reason == "special_day";
    };
    EXPECT_TRUE(std::ranges::any_of(run->sounds, fallen));
}

TEST(SpecialDays, AScheduleForOneOfThemAloneSoundsThenOnly) {
    EveryEveningEverywhere test{{{DayKind::election_day, "Bầu cử", DayAction::only_then}}};
    test.keep({"Bầu cử", DayKind::election_day, domain::DaySpan{wednesday, wednesday}, 0, 0, {}});

    test.save();

    EXPECT_TRUE(test.comes_to(true, true));
    EXPECT_EQ(test.world.gateway().plans[node_1].back().grants.size(), 1u);
}

TEST(SpecialDays, AreCountedOutOfWhatAPreviewShowsNext) {
    EveryEveningEverywhere test{{{DayKind::state_mourning, "", DayAction::skip}}};
    test.keep(mourning(DayKind::state_mourning));

    const auto shown = test.world.preview(approver(), test.schedule);

    ASSERT_OK(shown);
    EXPECT_EQ(shown->next.at(1).planned, wednesday_1700 - 24h);
    EXPECT_EQ(shown->next.at(2).planned, wednesday_1700 + 24h);
}

TEST(SpecialDays, ThatAreFarAwayAreFoundByThePreview) {
    EveryEveningEverywhere test{{{DayKind::election_day, "", DayAction::only_then}}};
    const auto election = local_days{year{2027} / 5 / 23};
    test.keep({"Bầu cử", DayKind::election_day, domain::DaySpan{election, election}, 0, 0, {}});

    const auto shown = test.world.preview(approver(), test.schedule);

    ASSERT_OK(shown);
    ASSERT_EQ(shown->next.size(), 1u);
    EXPECT_EQ(shown->next[0].planned, domain::parse_utc("2027-05-23T17:00:00+07:00").value());
    EXPECT_TRUE(shown->problems.empty());
}

TEST(SpecialDays, AScheduleThatTheyLetNeverSoundIsNotSaved) {
    EveryEveningEverywhere test{{{DayKind::state_mourning, "", DayAction::skip}}};
    test.keep(mourning(DayKind::state_mourning));
    auto once = test.schedule;
    once.timing.first = domain::parse_local("2026-11-25T17:00:00").value();
    once.timing.repeats = domain::Once{};
    auto only_on_elections = test.schedule;
    only_on_elections.on_special_days = {{DayKind::election_day, "", DayAction::only_then}};

    for (const auto& [schedule, day] : {std::pair{once, "Ngày tang"}, {only_on_elections, "election_day"}}) {
        const auto shown = test.world.preview(approver(), schedule);
        ASSERT_OK(shown);
        EXPECT_TRUE(shown->next.empty());
        ASSERT_EQ(shown->problems.size(), 1u);
        EXPECT_EQ(shown->problems[0].code, ErrorCode::recurrence_never_fires);
        ASSERT_TRUE(shown->problems[0].rule);
        EXPECT_EQ(shown->problems[0].rule->limit, day);
        EXPECT_CODE(test.world.save(approver(), schedule, true, true), recurrence_never_fires);
    }
}

TEST(SpecialDays, OneThatTheCommuneDoesNotKeepIsRefused) {
    EveryEveningEverywhere test{{{DayKind::election_day, "Bầu cử", DayAction::only_then}}};

    EXPECT_CODE(test.world.save(approver(), test.schedule), not_found);
}

TEST(SpecialDays, AreSavedByWhoSpeaksToTheWholeCommuneAndForThisVersionOnly) {
    World world;
    auto rules = world.day_rules();
    auto stale = rules;
    stale.version = 7;
    auto nowhere = rules;
    nowhere.rules.push_back(mourning(DayKind::local_mourning, {make_id<domain::AreaId>(99)}));

    EXPECT_CODE(world.save(viewer(), rules), not_permitted);
    EXPECT_CODE(world.save(head_of_ben(), rules), not_permitted);
    EXPECT_CODE(world.save(approver(), stale), version_conflict);
    EXPECT_CODE(world.save(approver(), nowhere), not_found);
    EXPECT_OK(world.save(approver(), rules));
}

TEST(SpecialDays, FallOutOfTheZonesCalendarToo) {
    EveryEveningEverywhere test{{{DayKind::state_mourning, "", DayAction::skip}}};
    test.keep(mourning(DayKind::state_mourning));
    test.save();
    auto commune = three_hamlets();
    commune.commune.zones = {{make_id<domain::ZoneId>(50), "Các thôn", {ben, dong}, {}}};
    EXPECT_OK(test.world.import(administrator(), commune));

    const auto file = test.world.zone_calendar(make_id<domain::ZoneId>(50));

    ASSERT_OK(file);
    EXPECT_NE(file->find("20261125T170000"), std::string::npos) << "an EXDATE: " << *file;
    const auto of_a_hamlet = test.world.zone_calendar(domain::ZoneId{ben.bytes});
    ASSERT_OK(of_a_hamlet) << "an area is a zone, too";
    EXPECT_NE(of_a_hamlet->find("20261125T170000"), std::string::npos);
    EXPECT_CODE(test.world.zone_calendar(make_id<domain::ZoneId>(51)), not_found);
}

TEST(SpecialDays, FallOutOfTheCalendarOfAZoneThatIsWiderThanTheSchedule) {
    EveryEveningEverywhere test{{{DayKind::local_mourning, "", DayAction::skip}}};
    test.keep(mourning(DayKind::local_mourning, {ben}));
    test.schedule.targets = {.areas = {ben}};
    test.save();

    const auto of_all = test.world.zone_calendar(domain::ZoneId{commune_area.bytes});

    ASSERT_OK(of_all);
    EXPECT_NE(of_all->find("20261125T170000"), std::string::npos) << "it sounds nowhere then: " << *of_all;
}

TEST(SpecialDays, ADayThatAScheduleNamesKeepsItsName) {
    EveryEveningEverywhere test{{{DayKind::public_holiday, "Tết Nguyên đán", DayAction::skip}}};
    test.save();
    const auto is_tet = [](const domain::DayRule& rule) { return rule.name == "Tết Nguyên đán"; };
    auto renamed = test.world.day_rules(), removed = renamed;
    std::ranges::find_if(renamed.rules, is_tet)->name = "Tết";
    std::erase_if(removed.rules, is_tet);

    for (const auto& rules : {renamed, removed}) {
        const auto refused = test.world.save(approver(), rules);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
        EXPECT_EQ(refused.error().rule,
                  (domain::BrokenRule{"special_day_wanted", "Tết Nguyên đán", test.world.stored_announcement(bulletin).title}));
    }
    ASSERT_OK(test.world.cancel(approver(), test.world.stored_schedule(test.schedule.id)));
    EXPECT_OK(test.world.save(approver(), renamed)) << "once no schedule names it";
}

}  // namespace
}  // namespace village::test
