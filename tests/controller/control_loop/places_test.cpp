// Zones, hamlets and loudspeakers that are edited under what is planned there.
#include <algorithm>

#include "tests/controller/control_loop/evening_programme.hpp"

namespace village::test {
namespace {

const auto market = make_id<domain::ZoneId>(50);

domain::Zone of_market(std::vector<domain::AreaId> areas) { return {market, "Vùng chợ", std::move(areas), {}, 1}; }

/// A zone of both hamlets, where a schedule wants something every evening; all loudspeakers are there.
struct EveningInAZone {
    EveningInAZone() {
        for (const auto node : {node_1, node_2, node_3}) world.connect(node);
        auto commune = three_hamlets();
        commune.commune.zones = {zone};
        EXPECT_OK(world.import(administrator(), commune));
        schedule.targets = {.zones = {market}};
        const auto saved = world.save(approver(), schedule);
        EXPECT_OK(saved);
        if (saved) schedule = *saved;
        world.settle();
    }
    void becomes(std::vector<domain::AreaId> areas) {
        zone.areas = std::move(areas);
        const auto saved = world.save(administrator(), zone);
        EXPECT_OK(saved);
        if (saved) zone = *saved;
        world.settle();
    }
    std::size_t days_planned(NodeNumber node) {
        const auto& plans = world.gateway().plans[node];
        return plans.empty() ? 0 : plans.back().grants.size();
    }
    /// In the end so many days are in the plans of node 1, in Bến, and of node 3, in Đồng.
    bool are_planned(std::size_t in_ben, std::size_t in_dong) {
        world.now += 300ms;
        return world.until([&] { return days_planned(node_1) == in_ben && days_planned(node_3) == in_dong; });
    }
    std::vector<domain::Foreseen> foreseen(domain::Targets targets) {
        const auto run = world.dry_run({.targets = std::move(targets), .to = world.now + 10 * 24h});
        EXPECT_OK(run);
        return run ? run->sounds : std::vector<domain::Foreseen>{};
    }

    World world;
    domain::Zone zone = of_market({ben, dong});
    domain::Schedule schedule = schedule_at("2026-11-23T17:00:00", "FREQ=DAILY");
};

TEST(EditedZone, IsSilentWhereItNoLongerIsAndGoesOnElsewhere) {
    EveningInAZone test;
    ASSERT_TRUE(test.are_planned(7, 7));

    test.becomes({dong});

    EXPECT_TRUE(test.are_planned(0, 7));
    const auto in_ben = test.foreseen({.areas = {ben}});
    EXPECT_FALSE(in_ben.empty());
    for (const auto& sound : in_ben) {
        EXPECT_TRUE(sound.parts.empty());
        EXPECT_EQ(sound.reason, "place_left") << "nobody stopped it";
    }
}

TEST(EditedZone, IsHeardAtOnceWhereItIsNewAndWhereItIsAgain) {
    EveningInAZone test;
    test.becomes({dong});
    ASSERT_TRUE(test.are_planned(0, 7));

    test.becomes({ben, dong});

    EXPECT_TRUE(test.are_planned(7, 7));
}

TEST(EditedZone, OfNoLoudspeakerTakesBackAllThatIsPlannedUntilItHasOne) {
    EveningInAZone test;
    ASSERT_TRUE(test.are_planned(7, 7));

    test.becomes({go_without_speaker});
    EXPECT_TRUE(test.are_planned(0, 0));

    test.becomes({dong});
    EXPECT_TRUE(test.are_planned(0, 7));
}

TEST(EditedZone, OfNoLoudspeakerIsNamedByTheDryRunOfWhoeverAsksAboutIt) {
    EveningInAZone test;

    test.becomes({go_without_speaker});

    for (const auto& asked : {domain::Targets{.areas = {commune_area}}, {.areas = {go_without_speaker}}, {.zones = {market}}}) {
        const auto sounds = test.foreseen(asked);
        ASSERT_EQ(sounds.size(), 10u) << "one for each day, planned already or not";
        EXPECT_EQ(sounds[0].planned, monday_1700);
        EXPECT_EQ(sounds[0].outcome, domain::ReceiptOutcome::missed);
        EXPECT_EQ(sounds[0].reason, "zone_empty");
        EXPECT_EQ(sounds[0].in_the_way, (domain::InTheWay{domain::InTheWay::Kind::zone, market.bytes, "Vùng chợ"}));
    }
    EXPECT_TRUE(test.foreseen({.areas = {ben}}).empty()) << "nobody expects it there";
}

TEST(EditedZone, OfNoLoudspeakerIsNamedByThePageOfTheSystemsHealthUntilItHasOne) {
    EveningInAZone test;
    const auto places = [&] {
        const auto parts = test.world.loop().parts();
        return *std::ranges::find(parts, "places", &ports::LiveView::Part::name);
    };
    EXPECT_TRUE(places().well);

    test.becomes({go_without_speaker});
    EXPECT_TRUE(test.world.until([&] { return !places().well; }));
    EXPECT_NE(places().detail.find("Vùng chợ"), std::string::npos) << places().detail;

    test.becomes({dong});
    EXPECT_TRUE(test.world.until([&] { return places().well; }));
}

TEST(EditedZone, OfNoLoudspeakerIsNamedNoMoreWhenItsScheduleIsCancelled) {
    EveningInAZone test;
    const auto places = [&] {
        const auto parts = test.world.loop().parts();
        return *std::ranges::find(parts, "places", &ports::LiveView::Part::name);
    };
    test.becomes({go_without_speaker});
    ASSERT_TRUE(test.world.until([&] { return !places().well; }));

    ASSERT_OK(test.world.cancel(approver(), test.schedule));

    EXPECT_TRUE(test.world.until([&] { return places().well; })) << places().detail;
}

TEST(EditedZone, WithNothingInItIsNamedByTheDryRunOfTheCommune) {
    EveningInAZone test;

    test.becomes({});

    EXPECT_EQ(test.foreseen({.areas = {commune_area}}).size(), 10u);
    EXPECT_EQ(test.foreseen({.zones = {market}}).size(), 10u);
}

TEST(EditedZone, WithoutALoudspeakerTakesNothingFromAnotherOneOfTheSchedule) {
    EveningInAZone test;
    auto in_both = schedule_at("2026-12-05T17:30:00");
    in_both.id = make_id<domain::ScheduleId>(81);
    in_both.targets = {.areas = {ben, go_without_speaker}};

    ASSERT_OK(test.world.save(approver(), in_both));

    const auto run =
        test.world.dry_run({.targets = {.areas = {ben}}, .from = monday_1700 + 10 * 24h, .to = monday_1700 + 15 * 24h});
    ASSERT_OK(run);
    const auto sound = std::ranges::find(run->sounds, in_both.id, &domain::Foreseen::schedule);
    ASSERT_NE(sound, run->sounds.end());
    EXPECT_TRUE(sound->is_whole_and_on_time()) << sound->reason;
}

TEST(MovedLoudspeaker, HearsWhatIsPlannedWhereItStandsNow) {
    EveningInAZone test;
    test.becomes({dong});
    ASSERT_TRUE(test.are_planned(0, 7));
    auto moved = *test.world.loop().commune().find_node(node_1);
    moved.hamlet = dong;

    ASSERT_OK(test.world.save(administrator(), moved));
    test.world.settle();

    EXPECT_TRUE(test.are_planned(7, 7));
}

TEST(EmptiedZone, LeavesNothingOfAProgrammeOnItsCalendar) {
    EveningProgramme test;
    auto commune = three_hamlets();
    commune.commune.zones = {of_market({ben, dong})};
    ASSERT_OK(test.world.import(administrator(), commune));
    test.schedule.targets = {.zones = {market}};
    test.save();
    ASSERT_EQ(test.planned().size(), 5u);

    ASSERT_OK(test.world.save(administrator(), of_market({go_without_speaker})));
    test.settle();

    EXPECT_TRUE(test.planned().empty());
    EXPECT_TRUE(test.planned(monday_1700 + 24h).empty());
}

}  // namespace
}  // namespace village::test
