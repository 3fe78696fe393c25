// Emergency templates one at a time: who may change them, what follows for the hamlets, and what is refused without a loss.
#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

domain::EmergencyTemplate landslide() {
    domain::EmergencyTemplate made;
    made.id = make_id<domain::TemplateId>(62);
    made.code = "e9";
    made.tile = "SẠT LỞ";
    made.text = "Khẩn cấp! {hamlet} có sạt lở.";
    made.attention = {{"tone", 6}};
    made.siren = {{"siren", 10}, {"gap", 5}};
    return made;
}
domain::EmergencyTemplate known_template(const World& world, domain::TemplateId id) {
    const auto all = const_cast<World&>(world).loop().emergency_templates();
    return *std::ranges::find(all, id, &domain::EmergencyTemplate::id);
}
/// What lies ready to warn in Bến.
std::string sentence_in_ben(World& world, domain::TemplateId id) {
    for (const auto& one : world.loop().rendered_templates())
        if (one.emergency_template == id && one.place == ben && !one.drill) return one.sentence;
    return {};
}

TEST(EmergencyTemplates, AnAddedOneIsMadeForItsHamletsAndCanBeCalled) {
    World world;
    const auto device = world.pair(head_of_ben());

    const auto added = world.add(approver(), landslide());
    world.settle();

    ASSERT_OK(added);
    EXPECT_EQ(added->version, 1U);
    EXPECT_EQ(sentence_in_ben(world, added->id), "Khẩn cấp! thôn Bến có sạt lở.");
    EXPECT_TRUE(std::ranges::count(world.signer().policy.templates, added->id, &domain::EmergencyTemplate::id) == 1);
    EXPECT_OK(world.emergency(intent_of(world, head_of_ben(), device, ben, added->id)));
    EXPECT_EQ(world.audit_rows().at(world.audit_rows().size() - 2).action, "emergency_template.add");
}

TEST(EmergencyTemplates, OtherWordsAreMadeAgainAndHoldAfterARestart) {
    World world;
    auto edited = known_template(world, flood);
    edited.text = "Khẩn cấp! Nước lên ở {hamlet}.";

    const auto saved = world.save(approver(), edited);
    world.settle();

    ASSERT_OK(saved);
    EXPECT_EQ(saved->version, edited.version + 1);
    EXPECT_EQ(sentence_in_ben(world, flood), "Khẩn cấp! Nước lên ở thôn Bến.");
    EXPECT_CODE(world.save(approver(), edited), version_conflict);
    world.restart();
    EXPECT_EQ(known_template(world, flood).text, edited.text);
    EXPECT_EQ(world.audit_rows().back().action, "emergency_template.save");
}

TEST(EmergencyTemplates, ARemovedOneCanNotBeCalled) {
    World world;
    const auto device = world.pair(head_of_ben());
    ASSERT_OK(world.remove(approver(), flood, known_template(world, flood).version));
    world.settle();

    EXPECT_CODE(world.emergency(intent_of(world, head_of_ben(), device)), not_found);
    EXPECT_EQ(sentence_in_ben(world, flood), "");
    EXPECT_TRUE(std::ranges::count(world.signer().policy.templates, flood, &domain::EmergencyTemplate::id) == 0);
    world.restart();
    EXPECT_TRUE(std::ranges::count(world.loop().emergency_templates(), flood, &domain::EmergencyTemplate::id) == 0);
}

TEST(EmergencyTemplates, WhatWasCalledStaysUntilItIsOver) {
    World world;
    const auto device = world.pair(head_of_ben());
    const auto called = world.emergency(intent_of(world, head_of_ben(), device));
    ASSERT_OK(called);
    const auto version = known_template(world, flood).version;

    EXPECT_TRUE(refused_by(world.remove(approver(), flood, version), "still_called"));
    ASSERT_OK(world.cancel(called->id, device));
    world.settle();
    EXPECT_OK(world.remove(approver(), flood, version));
}

TEST(EmergencyTemplates, AreALeadersAndEachHasACodeOfItsOwn) {
    World world;
    auto same_code = landslide();
    same_code.code = known_template(world, flood).code;

    EXPECT_CODE(world.add(administrator(), landslide()), not_permitted);
    EXPECT_CODE(world.save(head_of_ben(), known_template(world, flood)), not_permitted);
    EXPECT_CODE(world.remove(head_of_ben(), flood, 1), not_permitted);
    EXPECT_TRUE(refused_by(world.add(approver(), same_code), "name_taken"));
    EXPECT_CODE(world.save(approver(), landslide()), not_found);
    EXPECT_CODE(world.remove(approver(), landslide().id, 1), not_found);
    EXPECT_CODE(world.remove(approver(), flood, 77), version_conflict);
    EXPECT_NE(sentence_in_ben(world, flood), "") << "nothing is lost by a refusal";
}

TEST(EmergencyTemplates, ThatCouldNotSoundAreRefusedByTheRuleThatTheyBreak) {
    World world;
    const auto refused_by = [&](auto change) {
        auto wrong = landslide();
        change(wrong);
        const auto refused = world.add(approver(), wrong);
        EXPECT_CODE(refused, invalid_argument);
        return refused.error().rule ? refused.error().rule->name : std::string{};
    };

    EXPECT_EQ(refused_by([](auto& one) { one.text = "Ở {thôn} có sạt lở"; }), "slots");
    EXPECT_EQ(refused_by([](auto& one) { one.text = "Ở {hamlet có sạt lở"; }), "slots");
    EXPECT_EQ(refused_by([](auto& one) { one.attention = {{"tone", 7}}; }), "attention_longest");
    EXPECT_EQ(refused_by([](auto& one) { one.all_clear = true; }), "all_clear_longest");
    EXPECT_EQ(refused_by([](auto& one) { one.siren = {{"horn", 5}}; }), "signal_sound");
    EXPECT_EQ(refused_by([](auto& one) { one.siren = {{"siren", 0}}; }), "signal_step");
    EXPECT_EQ(refused_by([](auto& one) { one.siren.assign(11, {"siren", 60}); }), "signal_longest");
    EXPECT_EQ(refused_by([](auto& one) { one.repeat_every = 1s; }), "");
    EXPECT_EQ(refused_by([](auto& one) { one.max_duration = 5h; }), "");
    EXPECT_EQ(world.loop().emergency_templates().size(), 2U);
}

}  // namespace
}  // namespace village::test
