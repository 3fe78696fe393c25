// Drills: what is practised can never be taken for what warns, and never wakes anybody.
#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

ports::DrillRequest flood_in_ben() { return {flood, ben, "drill-press-1"}; }

const domain::RenderedTemplate* drill_of_flood(const std::vector<domain::RenderedTemplate>& all) {
    for (const auto& one : all)
        if (one.emergency_template == flood && one.place == ben && one.drill) return &one;
    return nullptr;
}

TEST(Drill, SoundsItsOwnAudioBetweenTheWordsOfADrill) {
    World world;
    const auto all = world.loop().rendered_templates();
    const auto* made = drill_of_flood(all);
    ASSERT_TRUE(made && made->content);
    EXPECT_TRUE(made->sentence.starts_with(domain::drill_begins)) << made->sentence;
    EXPECT_TRUE(made->sentence.ends_with(domain::drill_ends)) << made->sentence;

    const auto drill = world.drill(head_of_ben(), flood_in_ben());

    ASSERT_OK(drill);
    EXPECT_EQ(drill->kind, domain::BroadcastKind::drill);
    EXPECT_EQ(drill->priority, domain::Priority::normal);
    ASSERT_TRUE(world.until([&] { return world.gateway().starts.size() == 1; }));
    const auto& grant = world.gateway().starts[0].grant.grant;
    EXPECT_EQ(grant.kind, domain::BroadcastKind::drill);
    EXPECT_EQ(grant.content, made->content->hash);
    for (const auto& one : all) {
        if (one.drill || !one.content) continue;
        EXPECT_NE(grant.content, one.content->hash) << one.sentence;
    }
}

TEST(Drill, PressedTwiceIsOne) {
    World world;
    const auto first = world.drill(head_of_ben(), flood_in_ben());
    const auto again = world.drill(head_of_ben(), flood_in_ben());
    ASSERT_OK(first);
    ASSERT_OK(again);
    EXPECT_EQ(first->id, again->id);

    auto other = flood_in_ben();
    other.emergency_template = fire;
    EXPECT_CODE(world.drill(head_of_ben(), other), idempotency_mismatch);
}

TEST(Drill, WakesNobody) {
    World world;
    world.now = monday_0535 - 2h - 20min;  // 03:15.

    const auto drill = world.drill(head_of_ben(), flood_in_ben());

    ASSERT_FALSE(drill);
    EXPECT_EQ(drill.error().code, ErrorCode::quiet_hours);
    EXPECT_EQ(drill.error().rule->name, "drill_hours") << "no surge period opens them to it";
    EXPECT_TRUE(world.gateway().starts.empty());
}

TEST(Drill, IsForWhoMayWarnThere) {
    World world;
    auto elsewhere = flood_in_ben();
    elsewhere.hamlet = dong;

    EXPECT_CODE(world.drill(head_of_ben(), elsewhere), not_permitted);
    EXPECT_CODE(world.drill(viewer(), flood_in_ben()), not_permitted);
    EXPECT_CODE(world.drill(administrator(), flood_in_ben()), not_permitted);
}

TEST(Drill, NeedsAHamletWithLoudspeakersAndATemplate) {
    World world;
    auto nowhere = flood_in_ben();
    nowhere.hamlet = go_without_speaker;
    EXPECT_TRUE(refused_by(world.drill(approver(), nowhere), "no_loudspeaker"));
    nowhere.hamlet = make_id<domain::AreaId>(200);
    EXPECT_TRUE(refused_by(world.drill(approver(), nowhere), "area"));
    nowhere.hamlet = commune_area;
    EXPECT_TRUE(refused_by(world.drill(approver(), nowhere), "one_hamlet"));
    auto nothing = flood_in_ben();
    nothing.emergency_template = make_id<domain::TemplateId>(200);
    EXPECT_TRUE(refused_by(world.drill(approver(), nothing), "emergency_template"));
}

TEST(Drill, IsForQuietDaysOnly) {
    World world;
    const auto device = world.pair(head_of_ben());
    ASSERT_OK(world.emergency(intent_of(world, head_of_ben(), device)));

    const auto refused = world.drill(head_of_ben(), flood_in_ben());
    EXPECT_CODE(refused, emergency_on_air);
    EXPECT_TRUE(refused_by(refused, "warned_here"));
    auto elsewhere = flood_in_ben();
    elsewhere.hamlet = dong;
    EXPECT_OK(world.drill(approver(), elsewhere));
}

TEST(Drill, EndsWhenSomethingWarns) {
    World world;
    const auto device = world.pair(head_of_ben());
    const auto drill = world.drill(head_of_ben(), flood_in_ben());
    ASSERT_OK(drill);
    ASSERT_OK(world.emergency(intent_of(world, head_of_ben(), device)));
    world.settle();
    world.now += 50ms;

    ASSERT_TRUE(world.until([&] { return !world.gateway().stops.empty(); }));
    world.settle();
    EXPECT_TRUE(world.stored_broadcast(drill->id).ended_at);
}

TEST(Drill, ForWhichThereIsNoRoomIsRefusedBothTimes) {
    World world;
    world.broadcasts_max = 0;
    world.restart();

    EXPECT_CODE(world.drill(head_of_ben(), flood_in_ben()), too_many_requests);
    world.settle();
    EXPECT_CODE(world.drill(head_of_ben(), flood_in_ben()), too_many_requests);
}

TEST(Drill, HasNoSoundYetWhileItIsMade) {
    World world;
    world.workshop().failure = domain::Error{ErrorCode::disk_full, "no room"};
    auto both = approver();
    both.roles.push_back(domain::Role::administrator);
    auto file = three_hamlets();
    auto added = file.templates.front();
    added.id = make_id<domain::TemplateId>(90);
    added.code = "new";
    file.templates.push_back(added);
    ASSERT_OK(world.import(both, file));
    world.settle();
    auto request = flood_in_ben();
    request.emergency_template = added.id;

    EXPECT_CODE(world.drill(approver(), request), not_ready);
}

}  // namespace
}  // namespace village::test
