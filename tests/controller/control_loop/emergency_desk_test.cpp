#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

/// Of the flood, as it warns at this place.
std::optional<domain::ContentHash> sound_of(World& world, domain::AreaId place) {
    for (const auto& one : world.loop().rendered_templates())
        if (one.emergency_template == flood && one.place == place && !one.drill) return one.content->hash;
    return std::nullopt;
}

TEST(Emergency, SoundsTheRenderedSentenceInItsHamletAfterTheCountdown) {
    World world;
    const auto device = world.pair(head_of_ben());

    const auto called = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(called);
    EXPECT_EQ(called->state, domain::BroadcastState::counting_down);
    world.settle();
    EXPECT_TRUE(world.gateway().starts.empty()) << "not before the countdown's end";
    world.now += 50ms;

    ASSERT_TRUE(world.until([&] { return world.gateway().starts.size() == 1; }));
    EXPECT_EQ(world.gateway().starts[0].nodes, (NodeSet{node_1, node_2}));
    EXPECT_EQ(world.gateway().starts[0].grant.grant.content, sound_of(world, ben));
    const auto& grant = world.gateway().starts[0].grant.grant;
    EXPECT_GE(grant.start_by + grant.content_duration, grant.not_after) << "who comes back late warns, too";
}

TEST(Emergency, NeedsARegisteredDevice) {
    World world;

    EXPECT_CODE(world.emergency(intent_of(world, head_of_ben(), make_id<domain::DeviceKeyId>(9))), key_unknown);
}

TEST(Emergency, ThatNobodySignedNeitherCountsDownNorIsWritten) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.settle();
    const auto rows = world.audit_rows().size();
    world.signer().finds_forged = true;

    EXPECT_CODE(world.emergency(intent_of(world, head_of_ben(), device)), signature_invalid);

    world.settle();
    EXPECT_TRUE(world.loop().current_broadcasts().empty());
    EXPECT_TRUE(world.ledger.grants.empty());
    EXPECT_EQ(world.audit_rows().size(), rows);
}

TEST(Emergency, DeviceIsKnownByHeartWhileStorageNeverAnswers) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.broadcast_store().gate.is_closed = true;

    const auto officer = world.loop().officer_of(device);

    ASSERT_OK(officer);
    EXPECT_EQ(officer->id, head_of_ben().id);
    EXPECT_CODE(world.loop().officer_of(make_id<domain::DeviceKeyId>(9)), key_unknown);
}

TEST(Emergency, NeedsADeviceThatWasNotRevoked) {
    World world;
    const auto device = world.pair(head_of_ben());
    ASSERT_OK(world.revoke(administrator(), device));

    const auto refused = world.emergency(intent_of(world, head_of_ben(), device));
    EXPECT_CODE(refused, key_revoked);
    EXPECT_TRUE(refused_by(refused, "device_key"));
}

TEST(Emergency, NeedsADeviceThatWasNotRevokedBeforeARestart) {
    World world;
    const auto device = world.pair(head_of_ben());
    ASSERT_OK(world.revoke(administrator(), device));
    world.restart();

    EXPECT_CODE(world.emergency(intent_of(world, head_of_ben(), device)), key_revoked);
}

TEST(Emergency, NeedsTheOfficersOwnDevice) {
    World world;
    const auto device = world.pair(approver());

    const auto refused = world.emergency(intent_of(world, head_of_ben(), device));
    EXPECT_CODE(refused, key_unknown);
    EXPECT_TRUE(refused_by(refused, "device_owner"));
}

TEST(Emergency, RefusesAnIntentOlderThanAMinute) {
    World world;
    const auto device = world.pair(head_of_ben());
    const auto intent = intent_of(world, head_of_ben(), device);
    world.now += 61s;

    const auto refused = world.emergency(intent);
    EXPECT_CODE(refused, expired);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"intent_life", "60 s", "61 s"}));
}

TEST(Emergency, TakesAnIntentThatIsAMinuteOld) {
    World world;
    const auto device = world.pair(head_of_ben());
    const auto intent = intent_of(world, head_of_ben(), device);
    world.now += 60s;

    EXPECT_OK(world.emergency(intent));
}

TEST(Emergency, RefusesAnIntentFromTheFuture) {
    World world;
    const auto device = world.pair(head_of_ben());
    auto intent = intent_of(world, head_of_ben(), device);
    intent.made_at += 61s;

    const auto refused = world.emergency(intent);
    EXPECT_CODE(refused, expired);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"intent_life", "60 s", "-61 s"}));
}

TEST(Emergency, OfAHamletHeadIsRefusedInAnotherHamlet) {
    World world;
    const auto device = world.pair(head_of_ben());

    EXPECT_CODE(world.emergency(intent_of(world, head_of_ben(), device, dong)), not_permitted);
}

TEST(Emergency, NeedsASentenceThatCouldBeRendered) {
    World world;
    const auto device = world.pair(head_of_ben());

    const auto refused = world.emergency(intent_of(world, head_of_ben(), device, ben, fire));
    EXPECT_CODE(refused, not_ready);
    EXPECT_TRUE(refused_by(refused, "not_rendered"));
}

TEST(Emergency, NeedsAHamletWithLoudspeakers) {
    World world;
    const auto device = world.pair(approver());

    const auto refused = world.emergency(intent_of(world, approver(), device, go_without_speaker));
    EXPECT_CODE(refused, zone_empty);
    EXPECT_TRUE(refused_by(refused, "no_loudspeaker"));
}

TEST(Emergency, OfTheApproverReachesTheWholeCommuneAtOnceInItsOwnWords) {
    World world;
    for (const auto node : {node_1, node_2, node_3}) world.connect(node);
    const auto device = world.pair(approver());

    const auto called = world.emergency(intent_of(world, approver(), device, commune_area));
    ASSERT_OK(called);
    world.now += 50ms;

    ASSERT_TRUE(world.until([&] { return !world.gateway().starts.empty(); }));
    const auto& grant = world.gateway().starts[0].grant.grant;
    EXPECT_EQ(grant.nodes, (NodeSet{node_1, node_2, node_3}));
    EXPECT_EQ(grant.content, sound_of(world, commune_area));
    const auto& offered = world.gateway().offers[node_3];
    EXPECT_TRUE(std::ranges::any_of(offered, [&](const auto& one) { return one.hash == grant.content; }))
        << "it lies there beforehand";
}

TEST(Emergency, OfAnEditorForTheWholeCommuneNeedsAReasonThatIsWrittenDown) {
    World world;
    auto both = administrator();
    both.roles.push_back(domain::Role::approver);
    const auto editor = world.save(both, writer(), "mật khẩu dài");
    ASSERT_OK(editor);
    const auto device = world.pair(*editor);
    const auto intent = intent_of(world, *editor, device, commune_area);

    EXPECT_TRUE(refused_by(world.emergency(intent), "reason"));
    EXPECT_TRUE(refused_by(world.emergency(intent, "  "), "reason"));
    EXPECT_OK(world.emergency(intent, "theo điện của huyện"));

    world.settle();
    EXPECT_TRUE(std::ranges::any_of(world.audit_rows(), [](const auto& row) {
        return row.action == "emergency.start" && row.detail.find("theo điện của huyện") != std::string::npos;
    }));
}

TEST(Emergency, OfAHamletHeadIsRefusedForTheWholeCommune) {
    World world;
    const auto device = world.pair(head_of_ben());

    EXPECT_CODE(world.emergency(intent_of(world, head_of_ben(), device, commune_area), "vì lũ"), not_permitted);
}

TEST(Emergency, OfAHamletHeadWhoHasTheCommuneAmongHisAreasIsNotForAllOfIt) {
    World world;
    auto both = administrator();
    both.roles.push_back(domain::Role::approver);
    auto wide = head_of_ben();
    wide.areas = {commune_area};
    const auto head = world.save(both, wide);
    ASSERT_OK(head);
    const auto device = world.pair(*head);

    EXPECT_TRUE(refused_by(world.emergency(intent_of(world, *head, device, commune_area), "vì lũ"), "role"));
}

TEST(Emergency, SentTwiceIsOneBroadcast) {
    World world;
    const auto device = world.pair(head_of_ben());
    const auto intent = intent_of(world, head_of_ben(), device);

    const auto first = world.emergency(intent), second = world.emergency(intent);
    world.settle();
    world.now += 50ms;
    ASSERT_TRUE(world.until([&] { return !world.gateway().starts.empty(); }));

    ASSERT_OK(first);
    ASSERT_OK(second);
    EXPECT_EQ(first->id, second->id);
    EXPECT_EQ(world.ledger.intents.size(), 1u);
    EXPECT_EQ(world.gateway().starts.size(), 1u);
}

TEST(Emergency, CancelledWithinTheCountdownNeverSendsAStart) {
    World world;
    const auto device = world.pair(head_of_ben());
    const auto called = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(called);

    const auto cancelled = world.cancel(called->id, device);
    world.now += 50ms;
    ASSERT_TRUE(world.until([&] { return world.gateway().stops.size() == 1; }));
    world.connect(node_1);
    world.settle();

    ASSERT_OK(cancelled);
    EXPECT_EQ(cancelled->state, domain::BroadcastState::cancelled);
    EXPECT_TRUE(world.gateway().starts.empty());
}

TEST(Emergency, CancelledAfterTheCountdownIsStopped) {
    World world;
    const auto device = world.pair(head_of_ben());
    const auto called = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(called);
    world.now += 50ms;
    ASSERT_TRUE(world.until([&] { return !world.gateway().starts.empty(); }));

    const auto cancelled = world.cancel(called->id, device);

    ASSERT_OK(cancelled);
    EXPECT_EQ(cancelled->state, domain::BroadcastState::stopped);
    EXPECT_TRUE(world.until([&] { return world.gateway().stops.size() == 1; }));
}

TEST(Emergency, StartsWithoutWaitingForStorage) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.broadcast_store().gate.is_closed = true;
    world.operator_store().gate.is_closed = true;

    ASSERT_OK(world.emergency(intent_of(world, head_of_ben(), device)));
    world.now += 50ms;

    EXPECT_TRUE(world.until([&] { return world.gateway().starts.size() == 1; }));
}

TEST(Emergency, IsMissedWhenTheSignerRefusesTheIntent) {
    World world;
    const auto device = world.pair(head_of_ben());
    world.signer().refusal = domain::Error{ErrorCode::signature_invalid, "not signed by this device"};

    ASSERT_OK(world.emergency(intent_of(world, head_of_ben(), device)));
    world.settle();

    EXPECT_EQ(world.broadcasts_published(domain::BroadcastState::missed), 1u);
    EXPECT_TRUE(world.gateway().starts.empty());
}

TEST(EmergencySet, IsRenderedForEveryHamletAndTheCommuneAndToldToTheSigner) {
    World world;

    EXPECT_EQ(world.workshop().sentences, (std::vector<std::string>{"Cháy! nơi đã định của thôn.", "Lũ! thôn Bến.",
                                                                    "Lũ! thôn Đồng.", "Lũ! thôn Gò.", "Lũ! xã An Bình."}))
        << "and for the commune, which asks no hamlet where it meets";
    const auto& told = world.signer().policy.rendered;
    EXPECT_EQ(told.size(), 8u);
    EXPECT_EQ(std::ranges::count_if(told, &domain::RenderedTemplate::drill), 3);
}

TEST(EmergencySet, IsOfferedToANodeThatJoinsToKeep) {
    World world;
    world.gateway().offers.clear();

    world.connect(node_3);

    ASSERT_EQ(world.gateway().offers[node_3].size(), 4u) << "what warns in Đồng, its drill, and the commune's two";
    for (const auto& offer : world.gateway().offers[node_3]) EXPECT_TRUE(offer.keep);
}

TEST(EmergencySet, IsRenderedWhenAHamletGetsWhatItsSentenceLacked) {
    World world;
    auto area = *world.loop().commune().find_area(ben);
    area.assembly_point = "sân đình";

    ASSERT_OK(world.save(administrator(), area));
    world.settle();

    EXPECT_EQ(world.workshop().sentences.back(), "Cháy! sân đình.");
}

TEST(EmergencySet, DoesNotTryAFailingSentenceInALoop) {
    World world;
    world.workshop().failure = domain::Error{ErrorCode::speech_failed, "no voice"};
    auto area = *world.loop().commune().find_area(ben);
    area.assembly_point = "sân đình";
    ASSERT_OK(world.save(administrator(), area));
    world.settle();
    const auto tried = world.jobs().started.size();

    ASSERT_OK(world.save(administrator(), *world.loop().commune().find_area(dong)));
    world.settle();

    EXPECT_EQ(world.jobs().started.size(), tried);
}

const ports::LiveView::Part emergencies_of(World& world) {
    const auto parts = world.loop().parts();
    return *std::ranges::find(parts, std::string{"emergencies"}, &ports::LiveView::Part::name);
}

TEST(EmergencySet, ThatIsIncompleteIsSaidToBe) {
    World world;
    EXPECT_FALSE(emergencies_of(world).well);
    EXPECT_NE(emergencies_of(world).detail.find("fire for Thôn Bến"), std::string::npos) << emergencies_of(world).detail;

    for (const auto id : {ben, dong}) {
        auto area = *world.loop().commune().find_area(id);
        area.assembly_point = "sân đình";
        ASSERT_OK(world.save(administrator(), area));
        world.settle();
    }

    EXPECT_TRUE(emergencies_of(world).well) << emergencies_of(world).detail;
}

TEST(EmergencySet, ThatIsOlderThanItsWordsIsSaidToBe) {
    World world;
    for (const auto id : {ben, dong}) {
        auto area = *world.loop().commune().find_area(id);
        area.assembly_point = "sân đình";
        ASSERT_OK(world.save(administrator(), area));
        world.settle();
    }
    world.workshop().failure = domain::Error{ErrorCode::speech_failed, "no voice"};
    auto area = *world.loop().commune().find_area(ben);
    area.assembly_point = "nhà văn hóa";

    ASSERT_OK(world.save(administrator(), area));
    world.settle();

    EXPECT_FALSE(emergencies_of(world).well);
    EXPECT_NE(emergencies_of(world).detail.find("older than its words"), std::string::npos) << emergencies_of(world).detail;
}

TEST(EmergencySet, ThatFoundTheDiskFullIsRenderedOnceItHasRoomAgain) {
    World world;
    world.workshop().failure = domain::Error{ErrorCode::disk_full, "no room"};
    auto area = *world.loop().commune().find_area(ben);
    area.assembly_point = "sân đình";
    ASSERT_OK(world.save(administrator(), area));
    world.settle();
    world.workshop().failure.reset();

    ASSERT_OK(world.save(administrator(), *world.loop().commune().find_area(dong)));
    world.settle();

    const auto rendered = world.loop().rendered_templates();
    EXPECT_TRUE(std::ranges::any_of(rendered, [](const auto& one) { return one.content && one.sentence == "Cháy! sân đình."; }));
}

}  // namespace
}  // namespace village::test
