// One act approves everything that waits in some days of a programme, as the person saw it, and says what it left and why.
#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test::whole_programme {
namespace {

using domain::AnnouncementState;

constexpr date::local_days monday{date::year{2026} / 11 / 23};

constexpr std::uint8_t weather = 90, vaccination = 91, of_the_approver = 92, not_sent = 93, of_thursday = 94;

/// Bulletins on Monday and Tuesday, one on Thursday; the commune asks for an approval of everything.
struct Week {
    Week() {
        domain::ApprovalPolicy policy;
        policy.rules.push_back({.steps = 1});
        EXPECT_OK(world.save(approver(), policy));
        programme.id = make_id<domain::ProgrammeId>(40);
        programme.name = "Chương trình sáng";
        programme.length = std::chrono::minutes{30};
        programme.items.resize(1);
        programme.items[0].key = "tin";
        programme.items[0].kind = domain::ItemKind::bulletins;
        EXPECT_OK(world.add(approver(), programme));
        keep(weather);
        keep(vaccination);
        keep(of_the_approver, AnnouncementState::waiting, approver());
        keep(not_sent, AnnouncementState::draft);
        keep(of_thursday);
        put_in(monday, {weather, of_the_approver, not_sent});
        put_in(monday + date::days{1}, {weather, vaccination});
        put_in(monday + date::days{3}, {of_thursday});
    }
    void keep(std::uint8_t number, AnnouncementState state = AnnouncementState::waiting, const domain::Operator& by = writer()) {
        auto item = world.stored_announcement(bulletin);
        item.id = make_id<domain::AnnouncementId>(number);
        item.title = "Tin " + std::to_string(number);
        item.version = 0;
        item.state = state;
        item.created_by = by.id;
        world.keep_announcement(item);
    }
    void put_in(date::local_days day, const std::vector<std::uint8_t>& numbers) {
        domain::ProgrammeDay put{programme.id, day, {}, 0};
        for (const auto number : numbers) put.bulletins.push_back({make_id<domain::AnnouncementId>(number)});
        EXPECT_OK(world.put_in(approver(), put));
    }
    ports::DaysOfProgramme days(int count) const { return {programme.id, monday, monday + date::days{count - 1}}; }
    /// As the person saw them a moment ago.
    ports::ProgrammeApprovalRequest seen(int count) {
        ports::ProgrammeApprovalRequest request{.days = days(count), .seen = {}, .remark = "Đã xem"};
        const auto waiting = world.awaiting(approver(), days(count));
        EXPECT_OK(waiting);
        for (const auto& one : *waiting) request.seen.push_back({one.announcement.id, one.announcement.version});
        return request;
    }
    AnnouncementState state(std::uint8_t number) {
        return world.stored_announcement(make_id<domain::AnnouncementId>(number)).state;
    }

    World world;
    domain::Programme programme;
};

std::string why_left(const ports::ProgrammeApproval& done, std::uint8_t number) {
    for (const auto& one : done.left)
        if (one.announcement == make_id<domain::AnnouncementId>(number)) return std::string{domain::error_name(one.why.code)};
    return "";
}

TEST(ProgrammeApproval, NamesWhatWaitsWithItsDaysAndWhoMayNotApproveIt) {
    Week test;

    const auto waiting = test.world.awaiting(approver(), test.days(2));

    ASSERT_OK(waiting);
    ASSERT_EQ(waiting->size(), 4u);
    const auto& first = waiting->front();
    EXPECT_EQ(first.announcement.id, make_id<domain::AnnouncementId>(weather));
    EXPECT_EQ(first.days, (std::vector{monday, monday + date::days{1}}));
    EXPECT_FALSE(first.refusal);
    ASSERT_TRUE((*waiting)[2].refusal);
    EXPECT_EQ((*waiting)[2].refusal->code, ErrorCode::not_permitted);
    const auto by_the_writer = test.world.awaiting(writer(), test.days(2));
    ASSERT_OK(by_the_writer);
    EXPECT_TRUE(std::ranges::all_of(*by_the_writer, [](const auto& one) { return one.refusal.has_value(); }));
}

TEST(ProgrammeApproval, ApprovesTheSeenDaysInOneActAndSaysWhatIsLeftAndWhy) {
    Week test;

    const auto done = test.world.approve(approver(), test.seen(2));

    ASSERT_OK(done);
    EXPECT_EQ(done->approved.size(), 2u);
    EXPECT_EQ(test.state(weather), AnnouncementState::approved);
    EXPECT_EQ(test.state(vaccination), AnnouncementState::approved);
    EXPECT_EQ(test.state(of_thursday), AnnouncementState::waiting) << "of another day";
    EXPECT_EQ(why_left(*done, of_the_approver), "not_permitted");
    EXPECT_EQ(why_left(*done, not_sent), "invalid_argument");
    EXPECT_EQ(test.world.preview(test.programme.id, monday)->heard.size(), 1u);
    const auto row = test.world.audit_rows().back();
    EXPECT_EQ(row.action, "announcement.approve");
    EXPECT_NE(row.detail.find("Đã xem (programme " + test.programme.id.text()), std::string::npos);
}

TEST(ProgrammeApproval, CoversWhatStandsInAndFillsTheGapsToo) {
    Week test;
    constexpr std::uint8_t fallback = 95, filler = 96;
    test.keep(fallback);
    test.keep(filler);
    test.programme.version = 1;
    test.programme.filler = make_id<domain::AnnouncementId>(filler);
    test.programme.items.push_back({.key = "tiep-am", .kind = domain::ItemKind::relay});
    test.programme.items.back().fallback = make_id<domain::AnnouncementId>(fallback);
    ASSERT_OK(test.world.save(approver(), test.programme));

    const auto done = test.world.approve(approver(), test.seen(2));

    ASSERT_OK(done);
    EXPECT_EQ(test.state(fallback), AnnouncementState::approved);
    EXPECT_EQ(test.state(filler), AnnouncementState::approved);
}

TEST(ProgrammeApproval, NamesWhatStandsInAndFillsTheGapsAmongAllThatWaits) {
    Week test;
    constexpr std::uint8_t fallback = 95, filler = 96;
    test.keep(fallback);
    test.keep(filler);
    test.programme.version = 1;
    test.programme.filler = make_id<domain::AnnouncementId>(filler);
    test.programme.items.push_back({.key = "tiep-am", .kind = domain::ItemKind::relay});
    test.programme.items.back().fallback = make_id<domain::AnnouncementId>(fallback);
    ASSERT_OK(test.world.save(approver(), test.programme));
    auto schedule = schedule_at("2026-11-24T05:40:00");
    schedule.announcement = {};
    schedule.programme = test.programme.id;
    ASSERT_OK(test.world.save(approver(), schedule, true));

    const auto waiting = test.world.awaiting(approver());

    ASSERT_OK(waiting);
    for (const auto number : {fallback, filler}) {
        const auto one = std::ranges::find(*waiting, make_id<domain::AnnouncementId>(number),
                                           [](const ports::AwaitingApproval& item) { return item.announcement.id; });
        ASSERT_NE(one, waiting->end()) << int{number};
        EXPECT_EQ(one->days, std::vector{monday + date::days{1}});
    }
}

TEST(ProgrammeApproval, ApprovesNothingUnseen) {
    Week test;
    auto request = test.seen(2);
    auto edited = test.world.stored_announcement(make_id<domain::AnnouncementId>(weather));
    edited.title = "Lũ lên";
    ASSERT_OK(test.world.save(writer(), edited));
    std::erase_if(request.seen, [](const auto& one) { return one.announcement == make_id<domain::AnnouncementId>(vaccination); });

    const auto done = test.world.approve(approver(), request);

    ASSERT_OK(done);
    EXPECT_TRUE(done->approved.empty());
    EXPECT_EQ(why_left(*done, weather), "version_conflict");
    EXPECT_EQ(why_left(*done, vaccination), "version_conflict");
    EXPECT_EQ(test.state(weather), AnnouncementState::waiting);
}

TEST(ProgrammeApproval, SaysOfWhatWaitsNoMoreThatItDoesNot) {
    Week test;
    const auto request = test.seen(2);
    ASSERT_OK(test.world.approve(approver(), request));

    const auto again = test.world.approve(approver(), request);

    ASSERT_OK(again);
    EXPECT_TRUE(again->approved.empty());
    EXPECT_EQ(why_left(*again, weather), "not_found");
}

TEST(ProgrammeApproval, ReachesSevenDaysAndNoFurther) {
    Week test;

    ASSERT_OK(test.world.approve(approver(), test.seen(7)));
    EXPECT_EQ(test.state(of_thursday), AnnouncementState::approved);
    for (const int count : {8, 0}) {
        const auto refused = test.world.awaiting(approver(), test.days(count));
        EXPECT_CODE(refused, invalid_argument);
        EXPECT_TRUE(refused_by(refused, "period"));
    }
}

TEST(ProgrammeApproval, IsAskedForByTheScheduleOfTheProgrammeToo) {
    Week test;
    auto schedule = schedule_at("2026-11-24T05:35:00");
    schedule.announcement = {};
    schedule.programme = test.programme.id;
    ASSERT_TRUE(test.world.awaiting(approver())->empty()) << "nobody wants to hear it yet";
    ASSERT_OK(test.world.save(approver(), schedule, true));

    const auto waiting = test.world.awaiting(approver());

    ASSERT_OK(waiting);
    ASSERT_EQ(waiting->size(), 2u) << "of Tuesday alone";
    EXPECT_EQ((*waiting)[0].announcement.id, make_id<domain::AnnouncementId>(weather));
    EXPECT_EQ((*waiting)[0].days, std::vector{monday + date::days{1}});
    EXPECT_EQ((*waiting)[1].announcement.id, make_id<domain::AnnouncementId>(vaccination));
}

TEST(ProgrammeApproval, LetsSoundWhatWasScheduledBeforeIt) {
    Week test;
    auto schedule = schedule_at("2026-11-24T05:35:00");
    schedule.announcement = {};
    schedule.programme = test.programme.id;
    ASSERT_OK(test.world.save(approver(), schedule, true)) << "silent as long as nothing of it is approved";
    test.world.settle();
    ASSERT_EQ(test.world.broadcasts_published(domain::BroadcastState::planned), 0u);

    ASSERT_OK(test.world.approve(approver(), test.seen(2)));
    test.world.settle();

    EXPECT_EQ(test.world.broadcasts_published(domain::BroadcastState::planned), 2u);
}

}  // namespace
}  // namespace village::test::whole_programme
