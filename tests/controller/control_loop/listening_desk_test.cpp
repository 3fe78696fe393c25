// Whoever may listen can: sound comes with its listening copy, and what has none gets it after a start.
#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

domain::ContentHash sound_of(World& world, domain::AnnouncementId id) {
    const auto announcement = world.stored_announcement(id);
    EXPECT_EQ(announcement.audio, domain::AudioState::ready);
    return announcement.content.value_or(domain::AudioContent{}).hash;
}
auto copies_started(World& world) { return std::ranges::count(world.jobs().started, "listening_copy"); }

TEST(ListeningCopy, IsThereWhenAnAnnouncementIsReady) {
    World world;

    ASSERT_OK(world.prepare(approver(), unspoken));
    world.settle();

    const auto sound = sound_of(world, unspoken);
    EXPECT_OK(world.blobs().listening_copy_size(sound));
    EXPECT_OK(world.blobs().peaks(sound));
    EXPECT_EQ(copies_started(world), 0) << "made with the sound, not after it";
}

TEST(ListeningCopy, IsThereWhenAnEmergencyIsRendered) {
    World world;

    ASSERT_FALSE(world.loop().rendered_templates().empty());
    for (const auto& one : world.loop().rendered_templates()) EXPECT_OK(world.blobs().listening_copy_size(one.content->hash));
}

TEST(ListeningCopy, ThatCannotBeMadeCostsNoSound) {
    World world;
    world.workshop().copy_failure = domain::Error{ErrorCode::internal, "the encoder is broken"};

    ASSERT_OK(world.prepare(approver(), unspoken));
    world.settle();

    EXPECT_CODE(world.blobs().listening_copy_size(sound_of(world, unspoken)), not_ready);
}

TEST(ListeningCopy, IsMadeAfterAStartForSoundsThatHaveNone) {
    World world;
    world.workshop().copy_failure = domain::Error{ErrorCode::internal, "the encoder is broken"};
    ASSERT_OK(world.prepare(approver(), unspoken));
    world.settle();

    world.restart();

    EXPECT_OK(world.blobs().listening_copy_size(sound_of(world, unspoken)));
    EXPECT_OK(world.blobs().listening_copy_size(sound_of(world, bulletin)));
    EXPECT_EQ(copies_started(world), 2) << "and for no emergency, which has its copy";
}

TEST(ListeningCopy, IsMadeOnce) {
    World world;
    world.restart();
    ASSERT_EQ(copies_started(world), 1);

    world.restart();

    EXPECT_EQ(copies_started(world), 0);
}

TEST(ListeningCopy, OfAnotherSoundIsMadeAlthoughOneFails) {
    World world;
    world.workshop().copy_failure = domain::Error{ErrorCode::internal, "the encoder is broken"};
    ASSERT_OK(world.prepare(approver(), unspoken));
    world.settle();

    world.restart([](World& next) { next.workshop().copy_failure = domain::Error{ErrorCode::malformed, "damaged"}; });

    EXPECT_EQ(copies_started(world), 2);
}

TEST(ListeningCopy, IsNotTriedForTheNextSoundOnAFullDisk) {
    World world;
    world.workshop().copy_failure = domain::Error{ErrorCode::internal, "the encoder is broken"};
    ASSERT_OK(world.prepare(approver(), unspoken));
    world.settle();

    world.restart([](World& next) { next.workshop().copy_failure = domain::Error{ErrorCode::disk_full, "no room"}; });

    EXPECT_EQ(copies_started(world), 1);
}

TEST(ListeningCopy, CancelledByAPersonCancelsTheWork) {
    World world;
    world.workshop().copy_failure = domain::Error{ErrorCode::cancelled, "cancelled"};

    ASSERT_OK(world.prepare(approver(), unspoken));
    world.settle();

    const auto announcement = world.stored_announcement(unspoken);
    EXPECT_EQ(announcement.audio, domain::AudioState::failed);
    ASSERT_TRUE(announcement.audio_error);
    EXPECT_EQ(announcement.audio_error->code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace village::test
