// Who may widen what others may do: the right to speak is given by an approver, never by the administrator alone.
#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

using domain::Operator;
using domain::Role;

Operator newcomer(Role role) {
    Operator who;
    who.login = "moi";
    who.roles = {role};
    who.areas = {ben};
    return who;
}

TEST(RightToSpeak, IsNotGivenByTheAdministratorAlone) {
    World world;

    EXPECT_CODE(world.save(administrator(), newcomer(Role::editor), "mật khẩu dài"), not_permitted);
    EXPECT_OK(world.save(administrator(), newcomer(Role::viewer), "mật khẩu dài"));
}

TEST(RightToSpeak, IsNotReachedByTheAdministratorThroughAnExistingAccount) {
    World world;
    auto viewing = viewer();
    viewing.roles.push_back(Role::approver);
    auto head = head_of_ben();
    head.areas.push_back(dong);

    EXPECT_CODE(world.save(administrator(), viewing), not_permitted) << "a new role";
    EXPECT_CODE(world.save(administrator(), head), not_permitted) << "a new hamlet";
    EXPECT_CODE(world.save(administrator(), head_of_ben(), "mật khẩu mới"), not_permitted) << "somebody else's password";
    auto renamed = head_of_ben();
    renamed.title = "Trưởng thôn Bến";
    EXPECT_OK(world.save(administrator(), renamed));
}

TEST(RightToSpeak, IsGivenByWhoHoldsBothRights) {
    World world;
    auto both = administrator();
    both.roles.push_back(Role::approver);

    EXPECT_OK(world.save(both, newcomer(Role::editor), "mật khẩu dài"));
}

domain::Announcement bulletin_in(World& world, domain::AnnouncementState state) {
    auto draft = world.stored_announcement(bulletin);
    draft.state = state;
    return draft;
}

TEST(Approval, IsWrittenOnlyByWhoMayApprove) {
    World world;

    EXPECT_CODE(world.save(writer(), bulletin_in(world, domain::AnnouncementState::approved)), not_permitted);
    EXPECT_NE(world.stored_announcement(bulletin).state, domain::AnnouncementState::approved);
    EXPECT_OK(world.save(writer(), bulletin_in(world, domain::AnnouncementState::waiting)));
    EXPECT_OK(world.save(approver(), bulletin_in(world, domain::AnnouncementState::approved)));
}

TEST(Approval, IsTakenBackByWhoeverElseChangesTheWordsOrTheSound) {
    World world;
    ASSERT_OK(world.save(approver(), bulletin_in(world, domain::AnnouncementState::approved)));
    auto other_words = world.stored_announcement(bulletin);
    other_words.title = "Tin khác";

    ASSERT_OK(world.save(writer(), other_words));
    EXPECT_EQ(world.stored_announcement(bulletin).state, domain::AnnouncementState::waiting);

    ASSERT_OK(world.save(approver(), bulletin_in(world, domain::AnnouncementState::approved)));
    auto spoken = world.stored_announcement(bulletin);
    spoken.text = "Xin chào bà con.";
    ASSERT_OK(world.save(approver(), spoken));
    ASSERT_OK(world.prepare(writer(), bulletin));
    world.settle();
    EXPECT_EQ(world.stored_announcement(bulletin).state, domain::AnnouncementState::waiting);
}

/// What the commune's editor wrote, approved.
domain::Announcement of_the_commune(World& world) {
    auto item = world.stored_announcement(bulletin);
    item.id = make_id<domain::AnnouncementId>(78);
    item.version = 0;
    item.created_by = writer().id;
    item.state = domain::AnnouncementState::approved;
    world.keep_announcement(item);
    return world.stored_announcement(item.id);
}

TEST(Writing, OfAHamletHeadEndsAtWhatIsHisOwn) {
    World world;
    const auto approved = of_the_commune(world);
    auto renamed = approved, filed = approved;
    renamed.title = "Của thôn Bến";
    filed.state = domain::AnnouncementState::archived;
    ports::ApprovalRequest heard{.announcement = approved.id,
                                 .version = 0,
                                 .act = domain::ApprovalAct::agree_by_telephone,
                                 .words = {},
                                 .approver = approver().id};
    auto sent = heard;
    sent.act = domain::ApprovalAct::submit;

    EXPECT_CODE(world.save(head_of_ben(), renamed), not_permitted);
    EXPECT_CODE(world.save(head_of_ben(), filed), not_permitted);
    EXPECT_CODE(world.prepare(head_of_ben(), approved.id), not_permitted);
    EXPECT_CODE(world.act(head_of_ben(), heard), not_permitted);
    EXPECT_CODE(world.act(head_of_ben(), sent), not_permitted);
    EXPECT_EQ(world.stored_announcement(approved.id), approved);
    auto own = renamed;
    own.id = make_id<domain::AnnouncementId>(79);
    own.version = 0;
    own.state = domain::AnnouncementState::draft;
    auto made = world.save(head_of_ben(), own);
    ASSERT_OK(made);
    made->title = "Họp thôn";
    EXPECT_OK(world.save(head_of_ben(), *made));
}

TEST(Writing, InWhatAnotherWroteGivesNoRightToWithdrawIt) {
    World world;
    const auto approved = of_the_commune(world);
    auto changed = approved;
    auto other = writer();
    other.id = make_id<domain::OperatorId>(48);
    other.login = "bientap2";
    changed.title = "Họp lúc 3 giờ";
    ASSERT_OK(world.save(other, changed));
    const ports::ApprovalRequest withdrawn{
        .announcement = approved.id, .version = 0, .act = domain::ApprovalAct::withdraw, .words = {}, .approver = {}};

    EXPECT_CODE(world.act(other, withdrawn), not_permitted);
    EXPECT_OK(world.act(writer(), withdrawn));
}

TEST(Job, IsCancelledByTheAuthorOfItsAnnouncementOrAnAdministrator) {
    World world;
    auto own = world.save(writer(), [&] {
        domain::Announcement draft;
        draft.id = make_id<domain::AnnouncementId>(79);
        draft.title = "Của tôi";
        return draft;
    }());
    ASSERT_OK(own);
    ports::JobRow job{.id = make_id<domain::JobId>(9), .kind = "prepare_text", .subject = own->id.text(), .state = "running"};
    world.jobs().rows = {job};

    EXPECT_CODE(world.cancel_job(head_of_ben(), job.id), not_permitted);
    EXPECT_TRUE(world.jobs().cancelled.empty());
    EXPECT_OK(world.cancel_job(writer(), job.id));
    EXPECT_OK(world.cancel_job(administrator(), job.id));
    EXPECT_EQ(world.jobs().cancelled.size(), 2u);
    EXPECT_CODE(world.cancel_job(administrator(), make_id<domain::JobId>(10)), not_found);
}

TEST(Job, OfTheProgramItselfIsCancelledByAnAdministratorOnly) {
    World world;
    ports::JobRow job{.id = make_id<domain::JobId>(9), .kind = "render_template", .subject = "x", .state = "running"};
    world.jobs().rows = {job};

    EXPECT_CODE(world.cancel_job(writer(), job.id), not_permitted);
    EXPECT_OK(world.cancel_job(approver(), job.id));
}

TEST(SetUp, IsRefusedWhenThereIsAnAccountAndChangesNothing) {
    World world;
    auto other = three_hamlets();
    other.commune.name = "xã Khác";

    EXPECT_CODE(world.set_up({newcomer(Role::administrator), "x"}, other), setup_already_done);
    EXPECT_EQ(world.loop().commune().name, "xã An Bình");
}

TEST(Upload, IsForWhoMayWriteAnnouncements) {
    World world;

    EXPECT_OK(world.loop().may_upload(approver()));
    EXPECT_CODE(world.loop().may_upload(viewer()), not_permitted);
}

TEST(CommuneImport, ChangesHoursAndEmergencyTextsOnlyWithTheRightTo) {
    World world;
    auto wider = three_hamlets();
    wider.hours.emplace().quiet = {};
    auto other_words = three_hamlets();
    other_words.templates[0].text = "Bà con ra khỏi nhà!";

    EXPECT_OK(world.import(administrator(), three_hamlets()));
    EXPECT_CODE(world.import(administrator(), wider), not_permitted);
    EXPECT_CODE(world.import(administrator(), other_words), not_permitted);
}

}  // namespace
}  // namespace village::test
