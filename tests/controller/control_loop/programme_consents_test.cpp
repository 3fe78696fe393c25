// What of a programme may sound then and there: its day's preview, the dry run, the plan and the list of what waits say the same.
#include <algorithm>

#include "tests/controller/control_loop/evening_programme.hpp"

namespace village::test {
namespace {

using domain::AnnouncementState;

/// "news/... not_approved"
std::vector<std::string> left_out_of(const ports::ProgrammePreview& day) {
    std::vector<std::string> lines;
    for (const auto& item : day.left_out) lines.push_back(item.key + " " + item.reason);
    return lines;
}

std::vector<std::string> heard_in(const ports::ProgrammePreview& day) {
    std::vector<std::string> keys;
    for (const auto& piece : day.heard) keys.push_back(piece.key);
    return keys;
}

/// It begins at 17:45, and its column at 18:05 is outside the hours.
struct OverTheEndOfTheHours : EveningProgramme {
    OverTheEndOfTheHours() {
        domain::ApprovalPolicy rules;
        rules.rules.push_back({.only_outside_hours = true, .steps = 1});
        EXPECT_OK(world.save(approver(), rules));
        schedule.timing.first = domain::parse_local("2026-11-23T17:45:00").value();
        schedule.outside_hours_reason = "hội làng";
        EXPECT_OK(world.save(approver(), schedule, true));
        settle();
    }
    ports::ProgrammePreview day() { return world.preview(programme.id, monday).value(); }
    std::vector<ports::AwaitingApproval> waiting() {
        return world.awaiting(approver(), ports::DaysOfProgramme{programme.id, monday, monday}).value();
    }
};

TEST(ProgrammeConsents, ARuleForOutsideTheHoursIsAskedAtTheMomentOfEachPiece) {
    OverTheEndOfTheHours test;

    const auto day = test.day();

    EXPECT_EQ(heard_in(day), std::vector<std::string>{"tune"}) << "inside the hours nobody is asked";
    EXPECT_EQ(left_out_of(day), (std::vector<std::string>{"news not_today", "column not_approved", " not_approved"}));
    EXPECT_EQ(test.foreseen(), (std::vector<std::string>{"17:45:00 Tin 1", "17:45:00 Tin 2 not_approved",
                                                         "17:45:00 Tin 2 not_needed", "17:45:00 Tin 3 not_approved"}))
        << "music stands in for the tune inside the hours, and may not fill the gap that ends outside";
    EXPECT_TRUE(test.planned_of(1));
    EXPECT_FALSE(test.planned_of(3));
    std::vector<domain::AnnouncementId> waiting;
    for (const auto& one : test.waiting()) waiting.push_back(one.announcement.id);
    EXPECT_EQ(waiting, (std::vector{music, farming}));
}

TEST(ProgrammeConsents, EachTimeOfADayIsShownAsItWillBeHeard) {
    EveningProgramme test;
    domain::ApprovalPolicy rules;
    rules.rules.push_back({.only_outside_hours = true, .steps = 1});
    ASSERT_OK(test.world.save(approver(), rules));
    test.schedule.timing.first = domain::parse_local("2026-11-23T05:45:00").value();
    test.schedule.timing.also_at = {17h, 17h + 45min};
    test.schedule.outside_hours_reason = "hội làng";
    ASSERT_OK(test.world.save(approver(), test.schedule, true));
    test.settle();

    const auto day = test.world.preview(test.programme.id, monday).value();

    EXPECT_EQ(day.starts, (std::vector<domain::UtcTime>{monday_1700 - 11h - 15min, monday_1700})) << "both alike";
    EXPECT_EQ(heard_in(day), (std::vector<std::string>{"tune", "before/column", "column"}));
    ASSERT_EQ(day.at_other_times.size(), 1u);
    EXPECT_EQ(day.at_other_times[0].starts, std::vector<domain::UtcTime>{monday_1700 + 45min});
    EXPECT_EQ(heard_in(day.at_other_times[0]), std::vector<std::string>{"tune"}) << "its column is outside the hours";
}

TEST(ProgrammeConsents, WhatIsApprovedForOutsideTheHoursIsHeardThere) {
    OverTheEndOfTheHours test;
    for (const auto id : {music, farming}) {
        auto item = test.world.stored_announcement(id);
        item.state = AnnouncementState::waiting;
        test.world.keep_announcement(item);
    }
    ports::ProgrammeApprovalRequest request{.days = {test.programme.id, monday, monday}, .seen = {}, .remark = "Đã xem"};
    for (const auto& one : test.waiting()) request.seen.push_back({one.announcement.id, one.announcement.version});

    const auto done = test.world.approve(approver(), request);
    test.settle();

    ASSERT_OK(done);
    EXPECT_EQ(done->approved.size(), 2u);
    EXPECT_EQ(heard_in(test.day()), (std::vector<std::string>{"tune", "before/column", "column"}));
    EXPECT_TRUE(test.planned_of(3));
    EXPECT_TRUE(test.waiting().empty());
}

/// A bulletin of which everything was approved, or planned before anybody asked, before somebody edits it.
struct EveningWithAnEditedBulletin : EveningProgramme {
    EveningWithAnEditedBulletin() {
        keep(news, 60s, 5);
        put_in({{news, domain::Priority::normal}});
        save();
        domain::ApprovalPolicy rules;
        rules.rules.push_back({.steps = 1});
        EXPECT_OK(world.save(approver(), rules));
    }
    /// Its words are others, and their sound is this one; none: it is being made.
    void becomes(std::optional<std::uint8_t> content, AnnouncementState state = AnnouncementState::waiting) {
        auto item = world.stored_announcement(news);
        item.state = state;
        const auto before = item.content.value_or(domain::AudioContent{{}, 13, 60s, -16, -1});
        item.content.reset();
        if (content) {
            item.content = before;
            item.content->hash = make_id<domain::ContentHash>(*content);
            item.content->duration = 90s;
        }
        world.keep_announcement(item);
        change();
    }
    static inline const auto news = make_id<domain::AnnouncementId>(75);
};

TEST(ProgrammeConsents, AnEditedBulletinIsHeardAsItWasApprovedUntilTheEditIsApprovedToo) {
    EveningWithAnEditedBulletin test;
    const auto before = test.planned_of(5);
    ASSERT_TRUE(before);

    test.becomes(std::nullopt);
    EXPECT_EQ(test.planned_of(5)->broadcast, before->broadcast) << "its sound is being made";
    test.becomes(6);

    ASSERT_TRUE(test.planned_of(5));
    EXPECT_EQ(test.planned_of(5)->broadcast, before->broadcast);
    EXPECT_FALSE(test.planned_of(6));
    const auto day = test.world.preview(test.programme.id, monday).value();
    const auto heard = std::ranges::find(day.heard, std::optional(test.news), &ports::HeardPiece::announcement);
    ASSERT_NE(heard, day.heard.end());
    EXPECT_EQ(heard->length, 60s);
    EXPECT_TRUE(heard->earlier_version) << "and it is said that this is not what it is now";
    EXPECT_EQ(std::ranges::count(day.heard, true, &ports::HeardPiece::earlier_version), 1);
    EXPECT_TRUE(std::ranges::count(test.foreseen(), "17:00:09 Tin 5"));

    ports::ApprovalRequest approval;
    approval.announcement = test.news;
    approval.act = domain::ApprovalAct::approve;
    ASSERT_OK(test.world.act(approver(), approval));
    test.settle();
    EXPECT_TRUE(test.planned_of(6));
    EXPECT_FALSE(test.planned_of(5));
}

TEST(ProgrammeConsents, AnEditedBulletinThatWouldMoveWaitsForTheConsentThatTheSignerAsksFor) {
    EveningWithAnEditedBulletin test;
    test.becomes(6);

    test.programme.items[0].is_on = false;
    ASSERT_OK(test.world.save(approver(), test.programme, true));
    test.settle();

    EXPECT_FALSE(test.planned_of(5)) << "it would be signed anew, and the signer asks for a consent to everything";
    EXPECT_FALSE(test.planned_of(6));
    const auto left_out = left_out_of(test.world.preview(test.programme.id, monday).value());
    EXPECT_EQ(std::ranges::count(left_out, "news not_approved"), 1);
}

TEST(ProgrammeConsents, AnEditedBulletinMovesWithItsProgrammeWhereTheSignerAsksForNoConsent) {
    EveningWithAnEditedBulletin test;
    domain::ApprovalPolicy by_area;
    by_area.version = 2;
    by_area.rules.push_back({.areas = {commune_area}, .steps = 1});
    ASSERT_OK(test.world.save(approver(), by_area));
    test.becomes(6);

    test.programme.items[0].is_on = false;
    test.change();

    ASSERT_TRUE(test.planned_of(5));
    EXPECT_EQ(test.planned_of(5)->starts_at, monday_1700);
    EXPECT_FALSE(test.planned_of(6));
}

TEST(ProgrammeConsents, AnEditThatNobodyHasToApproveIsHeardAtOnce) {
    EveningWithAnEditedBulletin test;
    domain::ApprovalPolicy none;
    none.version = 2;
    ASSERT_OK(test.world.save(approver(), none));

    test.becomes(6);

    EXPECT_TRUE(test.planned_of(6));
    EXPECT_FALSE(test.planned_of(5));
}

TEST(ProgrammeConsents, WhatWasReturnedToItsAuthorIsNotHeardAsItWasBefore) {
    EveningWithAnEditedBulletin test;

    test.becomes(6, AnnouncementState::returned);

    EXPECT_FALSE(test.planned_of(5));
    EXPECT_FALSE(test.planned_of(6));
}

}  // namespace
}  // namespace village::test
