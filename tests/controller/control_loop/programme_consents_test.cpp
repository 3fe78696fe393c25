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

}  // namespace
}  // namespace village::test
