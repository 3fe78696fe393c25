// Who did what: rows with their changes, and what happens to both while the disk refuses.
#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

using Actions = std::vector<std::string>;

domain::BroadcastState stored_state(World& world, domain::BroadcastId id) { return world.stored_broadcast(id).state; }

bool is_well(World& world, const std::string& name) {
    const auto parts = world.loop().parts();
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const auto& one) { return one.name == name; });
    return part != parts.end() && part->well;
}

TEST(Audit, NamesWhoStartedAndWhoStopped) {
    World world;
    const auto started = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    ASSERT_OK(started);

    ASSERT_OK(world.stop(head_of_ben(), {started->id, std::nullopt}));
    world.settle();

    const auto rows = world.audit_rows();
    ASSERT_GE(rows.size(), 2u);
    EXPECT_EQ(rows[rows.size() - 2].action + " " + rows[rows.size() - 2].who, "broadcast.start " + approver().login);
    EXPECT_EQ(rows.back().action + " " + rows.back().who, "broadcast.stop " + head_of_ben().login);
}

TEST(Audit, IsNotNeededToSeeWhoStoppedABroadcast) {
    World world;
    const auto started = world.broadcast(approver(), play_now({.areas = {ben}}));
    ASSERT_OK(started);
    EXPECT_TRUE(world.report(viewer(), started->id)->broadcast.stopped_by.empty()) << "nobody did";

    ASSERT_OK(world.stop(head_of_ben(), {started->id, std::nullopt}));
    world.settle();

    EXPECT_EQ(world.report(viewer(), started->id)->broadcast.stopped_by, head_of_ben().login);
}

TEST(Audit, OfEmergenciesAndStopsIsInTheOrderOfTheirIssuerSequences) {
    World world;
    const auto device = world.pair(head_of_ben());
    const auto before = world.audit_rows().size();
    auto first = intent_of(world, head_of_ben(), device), second = intent_of(world, head_of_ben(), device);
    first.idempotency_key.fill(1);
    second.idempotency_key.fill(2);
    world.broadcast_store().gate.is_closed = true;

    ASSERT_OK(world.emergency(first));
    ASSERT_OK(world.stop(head_of_ben(), {}));
    ASSERT_OK(world.emergency(second));
    world.broadcast_store().gate.open();
    world.settle();

    Actions done;
    for (const auto& row : world.audit_rows()) done.push_back(row.action);
    EXPECT_EQ(Actions(done.begin() + static_cast<std::ptrdiff_t>(before), done.end()),
              (Actions{"emergency.start", "broadcast.stop", "emergency.start"}));
}

TEST(Audit, NamesWhoWasGivenTheKeyOfALiveBroadcast) {
    World world;
    auto request = play_now({{ben}, {}, {}});
    request.streamed = true;
    const auto live = world.broadcast(approver(), request);
    ASSERT_OK(live);

    const auto monitor = world.monitor(administrator(), live->id, 5004);

    ASSERT_OK(monitor);
    EXPECT_EQ(monitor->key.broadcast, live->id);
    const auto row = world.audit_rows().back();
    EXPECT_EQ(row.action + " " + row.who + " " + row.subject, "broadcast.monitor quantri " + live->id.text());
    ASSERT_EQ(world.streams().listeners.size(), 1u);
    EXPECT_EQ(world.streams().listeners[0].port, 5004);
    EXPECT_EQ(world.streams().listeners[0].ip[12], 127) << "never another machine";
}

TEST(Audit, HasNoRowOfAMonitorThatWasRefused) {
    World world;
    const auto before = world.audit_rows().size();

    EXPECT_CODE(world.monitor(approver(), make_id<domain::BroadcastId>(9), 5004), not_permitted);
    EXPECT_CODE(world.monitor(administrator(), make_id<domain::BroadcastId>(9), 5004), not_found);

    EXPECT_EQ(world.audit_rows().size(), before);
}

TEST(Audit, HasARowOfAnEnrolmentOnlyWhenItWasConfirmed) {
    World world;
    const auto before = world.audit_rows().size();
    world.enrolment().refusal = domain::Error{ErrorCode::not_found, "no device waits"};

    EXPECT_CODE(world.confirm_enrolment(administrator(), node_1), not_found);
    world.settle();
    EXPECT_EQ(world.audit_rows().size(), before);

    world.enrolment().refusal.reset();
    EXPECT_OK(world.confirm_enrolment(administrator(), node_1));
    world.settle();
    ASSERT_EQ(world.audit_rows().size(), before + 1);
    EXPECT_EQ(world.audit_rows().back().action, "node.confirm");
}

TEST(Audit, HasNoRowOfAnEmergencyThatIsCancelledWhenItIsOver) {
    World world;
    const auto device = world.pair(head_of_ben());
    const auto called = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(called);
    ASSERT_OK(world.cancel(called->id, device));
    world.settle();
    const auto before = world.audit_rows();
    ASSERT_EQ(before.back().action, "emergency.cancel");

    EXPECT_OK(world.cancel(called->id, device));
    world.settle();

    EXPECT_EQ(world.audit_rows().size(), before.size());
}

TEST(Revocation, OfANodeIsOneTransactionWithItsRow) {
    World world;
    ports::NodeCredential credential;
    credential.node = node_1;
    credential.certificate_pem = "pem";
    credential.enrolled_at = world.now;
    world.keep_credential(credential);

    ASSERT_OK(world.revoke_node(administrator(), node_1));

    EXPECT_TRUE(world.enrolment().revoked.contains(node_1));
    EXPECT_EQ(world.credentials().at(0).revoked_at, world.now);
    EXPECT_FALSE(world.loop().profile(node_1)) << "revoked in memory as well";
    EXPECT_EQ(world.audit_rows().back().action, "node.revoke");
    world.restart();
    EXPECT_FALSE(world.loop().profile(node_1));
}

TEST(FullHouse, GivesTheSecondPressTheAnswerOfTheFirst) {
    World world;
    world.broadcasts_max = 1;
    world.restart();
    ASSERT_OK(world.broadcast(approver(), play_now({{ben}, {}, {}})));

    EXPECT_CODE(world.broadcast(approver(), play_now({{ben}, {}, {}}, "press-2")), too_many_requests);
    EXPECT_TRUE(refused_by(world.broadcast(approver(), play_now({{ben}, {}, {}}, "press-2")), "open_broadcasts"));
    world.settle();
    EXPECT_CODE(world.broadcast(approver(), play_now({{ben}, {}, {}}, "press-2")), too_many_requests);

    world.broadcasts_max = 10;
    world.restart();
    EXPECT_CODE(world.broadcast(approver(), play_now({{ben}, {}, {}}, "press-2")), too_many_requests);
    EXPECT_OK(world.broadcast(approver(), play_now({{ben}, {}, {}}, "press-3")));
}

TEST(FullHouse, HasRoomForEveryEmergency) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.broadcasts_max = 1;
    world.restart();
    ASSERT_OK(world.broadcast(approver(), play_now({{ben}, {}, {}})));
    const auto intent = intent_of(world, head_of_ben(), device);

    const auto first = world.emergency(intent), second = world.emergency(intent);

    ASSERT_OK(first);
    ASSERT_OK(second);
    EXPECT_EQ(first->id, second->id);
    EXPECT_EQ(second->state, domain::BroadcastState::counting_down);
}

TEST(FullDisk, RefusesABroadcastOfAPersonAndSoundsNothing) {
    World world;
    world.broadcast_store().is_full = true;

    const auto refused = world.broadcast(approver(), play_now({{ben}, {}, {}}));
    world.settle();

    EXPECT_CODE(refused, disk_full);
    EXPECT_TRUE(world.ledger.grants.empty());
}

TEST(FullDisk, HoldsUpNoEmergencyAndNoStop) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.broadcast_store().is_full = true;

    const auto called = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(called);
    world.now += 1s;
    EXPECT_TRUE(world.until([&] { return !world.gateway().starts.empty(); }));
    const auto stopped = world.stop(head_of_ben(), {called->id, std::nullopt});

    ASSERT_OK(stopped);
    EXPECT_TRUE(stopped->signed_stop);
    EXPECT_EQ(world.gateway().stops.size(), 1u);
}

TEST(FullDisk, TakesWhatWasDoneMeanwhileOnceItHasRoomAgain) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.broadcast_store().is_full = true;
    const auto called = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(called);
    ASSERT_OK(world.stop(head_of_ben(), {called->id, std::nullopt}));
    world.settle();

    world.broadcast_store().is_full = false;

    EXPECT_TRUE(world.until([&] { return world.audit_rows().back().action == "broadcast.stop"; }));
    EXPECT_NE(stored_state(world, called->id), domain::BroadcastState::counting_down);
}

TEST(FullDisk, IsSaidByTheHealthAfterFiveSecondsAndNoLongerWhenItHasRoomAgain) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.broadcast_store().is_full = true;
    ASSERT_OK(world.emergency(intent_of(world, head_of_ben(), device)));
    world.settle();
    EXPECT_TRUE(is_well(world, "disk"));

    world.now += 6s;
    EXPECT_FALSE(is_well(world, "disk"));
    world.broadcast_store().is_full = false;

    EXPECT_TRUE(world.until([&] { return is_well(world, "disk"); }));
}

TEST(RefusedRow, TakesNoOtherRowWithItAndIsSaidByTheHealth) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.broadcast_store().refused_node = node_1;

    const auto called = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(called);
    world.settle();

    EXPECT_TRUE(world.until([&] { return world.audit_rows().back().action == "emergency.start"; }));
    EXPECT_EQ(stored_state(world, called->id), domain::BroadcastState::counting_down);
    EXPECT_FALSE(is_well(world, "disk"));
}

TEST(SilentSigner, DoesNotKeepTheProgramFromStartingAndIsSaidByTheHealth) {
    World world;
    world.pair(head_of_ben());

    world.restart([](World& restarted) { restarted.signer().refusal = domain::Error{ErrorCode::unavailable, "no signer"}; });

    EXPECT_FALSE(is_well(world, "signer"));
    EXPECT_EQ(world.loop().profile(node_1)->commune_name, "xã An Bình");
}

TEST(SilentSigner, IsToldEverythingOnceItAnswers) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.restart([](World& restarted) { restarted.signer().refusal = domain::Error{ErrorCode::unavailable, "no signer"}; });
    bool heard = false;
    world.loop().on_signer_heard() = [&] { heard = true; };

    world.signer().refusal.reset();

    EXPECT_TRUE(world.until([&] { return is_well(world, "signer"); }));
    EXPECT_TRUE(heard);
    EXPECT_EQ(world.signer().policy.commune.name, "xã An Bình");
    EXPECT_EQ(world.signer().devices.count(device), 1u);
}

TEST(SilentSigner, DoesNotBringARevokedDeviceBackToLife) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.signer().refusal = domain::Error{ErrorCode::unavailable, "no signer"};
    EXPECT_CODE(world.revoke(administrator(), device), unavailable);

    world.signer().refusal.reset();

    EXPECT_TRUE(world.until([&] { return !world.signer().devices.contains(device); }));
    EXPECT_CODE(world.emergency(intent_of(world, head_of_ben(), device)), key_revoked);
    world.restart();
    EXPECT_CODE(world.emergency(intent_of(world, head_of_ben(), device)), key_revoked);
}

}  // namespace
}  // namespace village::test
