// Which sound an announcement has: the one asked for last, of the words as they are, and none by an approval of another.
#include "tests/controller/control_loop/world.hpp"

namespace village::test::sounds_made {
namespace {

using domain::AnnouncementState;
using domain::ApprovalAct;
using domain::AudioState;
using domain::UploadId;

UploadId uploaded(World& world, std::uint8_t number) {
    const auto id = make_id<UploadId>(number);
    const std::vector<std::uint8_t> bytes(number, number);
    EXPECT_OK(world.blobs().open_upload(id, number, writer().id));
    EXPECT_OK(world.blobs().append_upload(id, 0, bytes));
    return id;
}

domain::Result<domain::Announcement> approved(World& world, domain::AnnouncementId id) {
    return world.act(approver(), {.announcement = id, .version = 0, .act = ApprovalAct::approve, .words = {}, .approver = {}});
}

domain::ContentHash hash_of(World& world, domain::AnnouncementId id) {
    return world.stored_announcement(id).content.value_or(domain::AudioContent{}).hash;
}

/// The sound that its words have when nothing comes between.
domain::ContentHash sound_of(World& world, domain::AnnouncementId id) {
    EXPECT_OK(world.prepare(writer(), id));
    world.settle();
    EXPECT_EQ(world.stored_announcement(id).audio, AudioState::ready);
    return hash_of(world, id);
}

domain::Announcement with_words(World& world, std::string text) {
    auto edited = world.stored_announcement(unspoken);
    edited.text = std::move(text);
    return edited;
}

void end_one(World& world) {
    world.jobs().end_first();
    world.settle();
}

TEST(AnnouncementSound, IsNotMadeOfNothing) {
    World world;
    auto wordless = world.stored_announcement(bulletin);
    wordless.text.clear();
    world.keep_announcement(wordless);

    const auto refused = world.prepare(writer(), bulletin);

    EXPECT_CODE(refused, invalid_argument);
    EXPECT_TRUE(refused_by(refused, "nothing_to_say"));
}

TEST(AnnouncementSound, OfTwoFilesIsTheOneAskedForLastAndNobodyApprovesTheOther) {
    World world;
    ASSERT_OK(world.save(approver(), domain::ApprovalPolicy{.rules = {{.steps = 1}}}));
    world.jobs().holds = true;
    ASSERT_OK(world.prepare(writer(), bulletin, uploaded(world, 81)));
    ASSERT_OK(world.prepare(writer(), bulletin, uploaded(world, 82)));
    const auto before = hash_of(world, bulletin);

    end_one(world);
    EXPECT_EQ(world.stored_announcement(bulletin).audio, AudioState::processing);
    EXPECT_CODE(approved(world, bulletin), not_ready);
    EXPECT_EQ(hash_of(world, bulletin), before);
    end_one(world);

    EXPECT_EQ(world.stored_announcement(bulletin).audio, AudioState::ready);
    EXPECT_NE(hash_of(world, bulletin), before);
    ASSERT_OK(approved(world, bulletin));
    EXPECT_OK(world.broadcast(writer(), play_now({.areas = {ben}})));
}

TEST(AnnouncementSound, IsTakenOverByNoConsentThatWasGivenBeforeIt) {
    World world;
    ASSERT_OK(world.save(approver(), domain::ApprovalPolicy{.rules = {{.steps = 1}}}));
    world.jobs().holds = true;
    ASSERT_OK(world.prepare(writer(), bulletin, uploaded(world, 81)));
    auto agreed = world.stored_announcement(bulletin);
    agreed.state = AnnouncementState::approved;
    agreed.consents.push_back({approver().id, approver().id, false, world.now, {commune_area}});
    world.keep_announcement(agreed);

    end_one(world);

    EXPECT_EQ(world.stored_announcement(bulletin).state, AnnouncementState::waiting);
    EXPECT_TRUE(world.stored_announcement(bulletin).consents.empty());
    EXPECT_CODE(world.broadcast(writer(), play_now({.areas = {ben}})), not_approved);
}

TEST(AnnouncementSound, OfWordsThatWereEditedMeanwhileIsNotTaken) {
    World world;
    const auto forbidden = sound_of(world, unspoken);
    world.jobs().holds = true;
    ASSERT_OK(world.prepare(writer(), unspoken));
    ASSERT_OK(world.save(writer(), with_words(world, "Được phép.")));

    end_one(world);

    const auto edited = world.stored_announcement(unspoken);
    EXPECT_EQ(edited.audio, AudioState::failed);
    EXPECT_FALSE(edited.content);
    world.jobs().holds = false;
    EXPECT_NE(sound_of(world, unspoken), forbidden);
}

TEST(AnnouncementSound, OfOldWordsIsNotTakenForTheOneThatIsMadeOfTheNewOnes) {
    World world;
    world.jobs().holds = true;
    ASSERT_OK(world.prepare(writer(), unspoken));
    ASSERT_OK(world.save(writer(), with_words(world, "Được phép.")));
    ASSERT_OK(world.prepare(writer(), unspoken));

    end_one(world);
    EXPECT_EQ(world.stored_announcement(unspoken).audio, AudioState::processing);
    end_one(world);

    EXPECT_EQ(world.stored_announcement(unspoken).audio, AudioState::ready);
}

TEST(AnnouncementSound, OfWordsEditedBeforeARestartIsNotMissedAfterIt) {
    World world;
    world.jobs().holds = true;
    ASSERT_OK(world.prepare(writer(), unspoken));
    world.keep_job({.id = make_id<domain::JobId>(90), .kind = "prepare_text", .subject = unspoken.text(), .state = "running"});
    ASSERT_OK(world.save(writer(), with_words(world, "Được phép.")));

    world.restart();

    EXPECT_EQ(world.stored_announcement(unspoken).audio, AudioState::none) << "nobody asked for theirs yet";
    EXPECT_NE(sound_of(world, unspoken), domain::ContentHash{});
}

TEST(AnnouncementSound, StaysWhenARestartFindsTheRowOfItsJobStillOpen) {
    World world;
    const auto made = sound_of(world, unspoken);
    ASSERT_OK(approved(world, unspoken));
    world.keep_job({.id = make_id<domain::JobId>(90), .kind = "prepare_text", .subject = unspoken.text(), .state = "running"});

    world.restart();

    EXPECT_TRUE(world.unfinished_jobs().empty());
    EXPECT_EQ(hash_of(world, unspoken), made);
    EXPECT_EQ(world.stored_announcement(unspoken).state, AnnouncementState::approved);
}

TEST(AnnouncementSound, ThatIsApprovedStaysSoWhereAFileTurnsOutToBeNone) {
    World world;
    ASSERT_OK(world.save(approver(), domain::ApprovalPolicy{.rules = {{.steps = 1}}}));
    ASSERT_OK(approved(world, bulletin));
    const auto before = world.stored_announcement(bulletin);
    world.workshop().failure = domain::Error{ErrorCode::audio_unreadable, "no sound"};

    ASSERT_OK(world.prepare(writer(), bulletin, uploaded(world, 81)));
    world.settle();

    const auto item = world.stored_announcement(bulletin);
    EXPECT_EQ(item.audio, AudioState::ready);
    ASSERT_TRUE(item.audio_error);
    EXPECT_EQ(item.audio_error->code, ErrorCode::audio_unreadable);
    EXPECT_EQ(item.content, before.content);
    EXPECT_EQ(item.consents, before.consents);
    EXPECT_OK(world.broadcast(writer(), play_now({.areas = {ben}})));
}

TEST(AnnouncementSound, ThatIsApprovedStaysSoWhereARestartInterruptsTheNext) {
    World world;
    ASSERT_OK(world.save(approver(), domain::ApprovalPolicy{.rules = {{.steps = 1}}}));
    ASSERT_OK(approved(world, bulletin));
    const auto before = hash_of(world, bulletin);
    world.jobs().holds = true;
    ASSERT_OK(world.prepare(writer(), bulletin, uploaded(world, 81)));
    world.keep_job({.id = make_id<domain::JobId>(90), .kind = "prepare_file", .subject = bulletin.text(), .state = "running"});

    world.restart();

    EXPECT_EQ(world.stored_announcement(bulletin).audio, AudioState::ready);
    EXPECT_EQ(hash_of(world, bulletin), before);
    EXPECT_OK(world.broadcast(writer(), play_now({.areas = {ben}})));
}

TEST(AnnouncementSound, IsApprovedAnewWhereAnotherTookItsPlace) {
    World world;
    ASSERT_OK(world.save(approver(), domain::ApprovalPolicy{.rules = {{.steps = 1}}}));
    ASSERT_OK(approved(world, bulletin));

    ASSERT_OK(world.prepare(writer(), bulletin, uploaded(world, 81)));
    world.settle();

    EXPECT_EQ(world.stored_announcement(bulletin).state, AnnouncementState::waiting);
    EXPECT_CODE(world.broadcast(writer(), play_now({.areas = {ben}})), not_approved);
}

TEST(AnnouncementSound, IsReplacedByAPersonWhomTheAuditNames) {
    World world;

    ASSERT_OK(world.prepare(writer(), bulletin, uploaded(world, 81)));

    const auto row = world.audit_rows().back();
    EXPECT_EQ(row.action + " " + row.who + " " + row.subject, "announcement.prepare bientap " + bulletin.text());
}

}  // namespace
}  // namespace village::test::sounds_made
