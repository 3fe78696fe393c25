// Hết nguy hiểm: called as an emergency is, heard once, and the end of what warned.
#include "scheduler/policy/check_grant.hpp"
#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

const auto danger_over = make_id<domain::TemplateId>(77);

/// The commune has a template for it; `device` may call.
domain::DeviceKeyId prepare(World& world) {
    auto file = three_hamlets();
    auto all_clear = file.templates.front();
    all_clear.id = danger_over;
    all_clear.code = "over";
    all_clear.text = "{hamlet}: hết nguy hiểm.";
    all_clear.all_clear = true;
    all_clear.max_duration = domain::all_clear_max;
    file.templates.push_back(all_clear);
    auto both = approver();
    both.roles.push_back(domain::Role::administrator);
    EXPECT_OK(world.import(both, file));
    world.settle();
    return world.pair(head_of_ben());
}

TEST(AllClear, IsCalledByAnIntentAndHeardOnce) {
    World world;
    const auto device = prepare(world);

    const auto called = world.emergency(intent_of(world, head_of_ben(), device, ben, danger_over));

    ASSERT_OK(called);
    EXPECT_EQ(called->kind, domain::BroadcastKind::all_clear);
    EXPECT_EQ(called->priority, domain::Priority::priority);
    EXPECT_EQ(called->state, domain::BroadcastState::counting_down);
    world.settle();
    world.now += 50ms;
    ASSERT_TRUE(world.until([&] { return world.gateway().starts.size() == 1; }));
    const auto& grant = world.gateway().starts[0].grant.grant;
    EXPECT_FALSE(grant.repeat_every);
    EXPECT_OK(policy::check_grant(grant, policy::GrantContext{.now = world.now, .clock_trusted = true})) << "as the signer asks";
}

TEST(AllClear, EndsWhatWarns) {
    World world;
    const auto device = prepare(world);
    const auto danger = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(danger);
    world.settle();
    world.now += 50ms;
    ASSERT_TRUE(world.until([&] { return world.gateway().starts.size() == 1; }));
    auto over = intent_of(world, head_of_ben(), device, ben, danger_over);
    over.idempotency_key.fill(6);

    const auto calm = world.emergency(over);
    ASSERT_OK(calm);
    const auto ends = world.loop().warnings_ended_by(*calm);
    ASSERT_EQ(ends.size(), 1u) << "who calls it reads what it will end";
    EXPECT_EQ(ends[0].id, danger->id);
    EXPECT_TRUE(world.loop().warnings_ended_by(*danger).empty()) << "a warning ends none";
    world.settle();
    EXPECT_EQ(world.audit_rows().back().action, "all_clear.start") << "cancelled in its countdown it ends nothing";
    world.now += 50ms;

    ASSERT_TRUE(world.until([&] { return world.gateway().stops.size() == 1 && world.gateway().starts.size() == 2; }));
    EXPECT_EQ(world.stored_broadcast(danger->id).state, domain::BroadcastState::stopped);
    world.settle();
    const auto row = world.audit_rows().back();
    EXPECT_EQ(row.action + " " + row.subject, "broadcast.stop " + danger->id.text());
    EXPECT_EQ(row.detail, "ended by " + calm->id.text());
    EXPECT_TRUE(world.loop().warnings_ended_by(*calm).empty()) << "it is ended by now";
}

TEST(AllClear, DoesNotNameWhatWarnsElsewhereOrIsStillCountingDown) {
    World world;
    const auto device = prepare(world);
    ASSERT_OK(world.emergency(intent_of(world, head_of_ben(), device)));
    auto over = intent_of(world, head_of_ben(), device, ben, danger_over);
    over.idempotency_key.fill(6);

    const auto calm = world.emergency(over);

    ASSERT_OK(calm);
    EXPECT_TRUE(world.loop().warnings_ended_by(*calm).empty()) << "nobody has heard it: it is not meant";
    auto elsewhere = *calm;
    elsewhere.targets = domain::NodeSet{node_3};
    world.settle();
    world.now += 50ms;
    ASSERT_TRUE(world.until([&] { return !world.gateway().starts.empty(); }));
    EXPECT_TRUE(world.loop().warnings_ended_by(elsewhere).empty());
}

TEST(AllClear, ThatWasNotSignedYetIsHeardOnceAfterARestartToo) {
    World world;
    const auto device = prepare(world);
    world.signer().refusal = domain::Error{ErrorCode::unavailable, "no signer"};
    ASSERT_OK(world.emergency(intent_of(world, head_of_ben(), device, ben, danger_over)));
    world.settle();

    world.restart();
    world.now += 50ms;

    ASSERT_TRUE(world.until([&] { return world.gateway().starts.size() == 1; }));
    EXPECT_EQ(world.gateway().starts[0].grant.grant.kind, domain::BroadcastKind::all_clear);
    EXPECT_FALSE(world.gateway().starts[0].grant.grant.repeat_every);
}

}  // namespace
}  // namespace village::test
