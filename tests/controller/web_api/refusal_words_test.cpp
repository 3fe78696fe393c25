#include "controller/web_api/refusal_words.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <set>

#include "controller/web_api/problem.hpp"

namespace village::web_api {
namespace {

using domain::BrokenRule;
using domain::Error;
using domain::ErrorCode;
using testing::HasSubstr;
using testing::Not;

std::string the_document() {
    std::ifstream file{VILLAGE_OPENAPI};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The names listed under a schema's `enum:`.
std::set<std::string> names_of(const std::string& schema) {
    const auto text = the_document();
    std::istringstream lines{text.substr(text.find("\n    " + schema + ":\n"))};
    std::set<std::string> names;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("        - ")) names.insert(line.substr(10));
        else if (!names.empty()) break;
    }
    return names;
}

bool has_letters_of_vietnamese(std::string_view text) {
    for (const auto* letter : {"ă", "â", "đ", "ê", "ô", "ơ", "ư", "ạ", "ả", "ã", "á", "à", "ế", "ể", "ệ", "ờ", "ị", "ố"})
        if (text.find(letter) != text.npos) return true;
    return false;
}

TEST(RefusalWords, SayEveryCodeInBothLanguagesAndWhatToDo) {
    for (int number = 0; number <= static_cast<int>(ErrorCode::internal); ++number) {
        const auto code = static_cast<ErrorCode>(number);
        const auto words = refusal_words({code, "detail"});

        EXPECT_TRUE(has_letters_of_vietnamese(words.vi)) << domain::error_name(code);
        EXPECT_FALSE(words.en.empty() || has_letters_of_vietnamese(words.en)) << domain::error_name(code);
        if (code == ErrorCode::internal) continue;
        EXPECT_NE(words.vi, refusal_words({ErrorCode::internal, ""}).vi) << domain::error_name(code);
    }
}

TEST(RefusalWords, SayEachRuleOfACodeInOnePlace) {
    std::set<std::pair<ErrorCode, std::string_view>> seen;

    for (const auto& line : refusal_lines())
        EXPECT_TRUE(seen.insert({line.code, line.rule}).second) << domain::error_name(line.code) << " " << line.rule;
}

TEST(RefusalWords, NameOnlyFixesAndRulesOfTheDocumentAndEachOfThem) {
    std::set<std::string> fixes, rules;
    for (const auto& line : refusal_lines()) {
        fixes.emplace(line.fix);
        if (!line.rule.empty() && line.rule != "conflicts") rules.emplace(line.rule);
    }

    EXPECT_EQ(fixes, names_of("Fix"));
    const auto document = the_document();
    for (const auto& rule : rules) EXPECT_THAT(document, HasSubstr(rule));
}

TEST(RefusalWords, FillInWhatTheRuleAllowsAndWhatWasAskedForEverywhere) {
    for (const auto& line : refusal_lines()) {
        const auto words = refusal_words({line.code, "", BrokenRule{std::string{line.rule}, "L1", "F1", "Thôn Bến"}});

        for (const auto& text : {words.vi, words.en}) {
            EXPECT_THAT(text, Not(HasSubstr("{")));
            EXPECT_THAT(text, Not(HasSubstr("  ")));
        }
        EXPECT_EQ(words.fix, line.fix) << domain::error_name(line.code) << " " << line.rule;
    }
}

TEST(RefusalWords, SayAQuarterPastThreeWithTheQuietHoursThatForbidIt) {
    const auto words = refusal_words({ErrorCode::quiet_hours, "", BrokenRule{"quiet_hours", "21:00-05:00", "03:15"}});

    EXPECT_EQ(words.fix, "move_into_hours");
    EXPECT_EQ(words.vi,
              "Giờ yên tĩnh là 21:00-05:00; lượt này sẽ phát lúc 03:15. Hãy chọn giờ khác, hoặc nhờ lãnh đạo mở đợt cao điểm cho "
              "giờ này.");
    EXPECT_THAT(words.en, testing::StartsWith("The quiet hours are 21:00-05:00; this would play at 03:15."));
}

TEST(RefusalWords, SayOnWhichDayAProgrammeIsNotHeard) {
    const auto words = refusal_words({ErrorCode::invalid_argument, "", BrokenRule{"programme_day", "", "2026-11-28"}});

    EXPECT_EQ(words.fix, "choose_other_days");
    EXPECT_THAT(words.vi, HasSubstr("Ngày 28/11/2026"));
    EXPECT_THAT(words.en, HasSubstr("on 28/11/2026"));
}

TEST(RefusalWords, SayWhoseRuleItIs) {
    for (const auto& [code, rule] : {std::pair{ErrorCode::quiet_hours, "quiet_hours"},
                                     {ErrorCode::outside_allowed_hours, "allowed_hours"},
                                     {ErrorCode::confirmation_needed, "allowed_hours"},
                                     {ErrorCode::not_permitted, "allowed_hours"},
                                     {ErrorCode::confirmation_needed, "quiet_hours"},
                                     {ErrorCode::confirmation_needed, "sessions_per_day"},
                                     {ErrorCode::not_permitted, "sessions_per_day"},
                                     {ErrorCode::too_long, "longest_session"}}) {
        const auto words = refusal_words({code, "", BrokenRule{rule, "1", "2", "Thôn Bến, chủ nhật"}});

        EXPECT_THAT(words.vi, HasSubstr("theo quy định “Thôn Bến, chủ nhật”")) << rule;
        EXPECT_THAT(words.en, HasSubstr("by the rule “Thôn Bến, chủ nhật”")) << rule;
    }
}

TEST(RefusalWords, SayHowManyOthersItWouldMeetBeforeAnythingElse) {
    const auto meets =
        refusal_words({ErrorCode::confirmation_needed, "", BrokenRule{"allowed_hours", "05:30-06:30", "12:00"}}, 3);
    const auto only_outside =
        refusal_words({ErrorCode::confirmation_needed, "", BrokenRule{"allowed_hours", "05:30-06:30", "12:00"}});

    EXPECT_EQ(meets.fix, "resolve_conflicts");
    EXPECT_THAT(meets.vi, HasSubstr("trùng với lượt phát khác 3 lần"));
    EXPECT_EQ(only_outside.fix, "give_reason_and_confirm");
}

TEST(RefusalWords, SayMomentsAndSecondsAsPeopleWriteThem) {
    const auto both = BrokenRule{"validity", "2026-11-23T04:35:00/2026-11-24T05:00:00", "2026-11-25T06:00:00"};
    const auto until = BrokenRule{"validity", "../2026-11-24T05:00:00", "2026-11-25T06:00:00"};
    const auto staggered = BrokenRule{"staggered_longest", "120 s", "121 s"};

    EXPECT_THAT(refusal_words({ErrorCode::expired, "", both}).vi,
                HasSubstr("từ 04:35 ngày 23/11/2026 đến 05:00 ngày 24/11/2026; lượt này sẽ phát lúc 06:00 ngày 25/11/2026"));
    EXPECT_THAT(refusal_words({ErrorCode::expired, "", until}).en, HasSubstr("holds until 05:00 on 24/11/2026"));
    EXPECT_THAT(refusal_words({ErrorCode::too_long, "", staggered}).vi, HasSubstr("120 giây"));
    EXPECT_THAT(refusal_words({ErrorCode::confirmation_needed, "", BrokenRule{"silence", "10 s", "05:45-05:55"}}).vi,
                HasSubstr("im lặng từ 05:45-05:55, lâu hơn 10 giây"));
    EXPECT_THAT(refusal_words({ErrorCode::confirmation_needed, "", BrokenRule{"silence", "10 s", "05:45-05:55"}}).vi,
                Not(HasSubstr("lý do")))
        << "a press is enough";
}

TEST(RefusalWords, SayWhereAnAnnouncementStandsThatWaitsForNoApproval) {
    const auto words = refusal_words({ErrorCode::invalid_argument, "", BrokenRule{"not_waiting", "", "withdrawn"}});

    EXPECT_EQ(words.fix, "send_for_approval");
    EXPECT_THAT(words.vi, HasSubstr("không chờ duyệt: đã thu hồi."));
    EXPECT_THAT(words.en, HasSubstr("it was withdrawn."));
}

TEST(RefusalWords, SayWhatIsWrongWithASchedule) {
    const auto say = [](ErrorCode code, BrokenRule rule) { return refusal_words({code, "", std::move(rule)}).vi; };

    EXPECT_THAT(say(ErrorCode::invalid_argument, {"recurrence", "DAILY", "FREQ=SOMETIMES"}), HasSubstr("“FREQ=SOMETIMES”"));
    EXPECT_THAT(say(ErrorCode::invalid_argument, {"furthest_start", "12", "2040-11-23T05:30:00"}),
                HasSubstr("xa quá 12 năm: 05:30 ngày 23/11/2040"));
    EXPECT_THAT(say(ErrorCode::schedule_in_past, {"valid_until", "2026-11-25", ""}), HasSubstr("đến hết ngày 25/11/2026"));
    EXPECT_THAT(say(ErrorCode::recurrence_never_fires, {"special_day", "election_day, Tết", "2026-11-23T05:30:00"}),
                HasSubstr(": ngày bầu cử, Tết."));
    EXPECT_THAT(say(ErrorCode::invalid_argument, {"reaction_twice", "", "election_day"}), HasSubstr("vào ngày bầu cử."));
}

TEST(RefusalWords, SayWhatHasPassedAndWhatTimeItIs) {
    const auto passed =
        refusal_words({ErrorCode::schedule_in_past, "", BrokenRule{"moment_past", "2026-11-23T06:00:00", "2026-11-23T05:30:00"}});
    const auto day = refusal_words({ErrorCode::schedule_in_past, "", BrokenRule{"day_past", "2026-11-23", "2026-11-22"}});

    EXPECT_EQ(passed.fix, "choose_other_time");
    EXPECT_THAT(passed.vi, HasSubstr("Lúc 05:30 ngày 23/11/2026 đã qua (bây giờ là 06:00 ngày 23/11/2026)"));
    EXPECT_THAT(day.vi, HasSubstr("Ngày 22/11/2026 đã qua, hôm nay là 23/11/2026"));
}

TEST(RefusalWords, SayHowFarTheClockOfAPhoneIsFromTheServers) {
    const auto apart = [](std::string found) {
        return refusal_words({ErrorCode::expired, "", BrokenRule{"intent_life", "60 s", std::move(found)}}).vi;
    };

    EXPECT_THAT(apart("61 s"),
                HasSubstr("chỉ có hiệu lực 60 giây từ lúc bấm, mà giờ trong lệnh và giờ máy chủ lệch nhau 61 giây"));
    EXPECT_THAT(apart("-180 s"), HasSubstr("lệch nhau 3 phút"));
    EXPECT_THAT(apart("218592000 s"), HasSubstr("lệch nhau 2530 ngày"));
}

TEST(RefusalWords, SayWhereNobodyWouldHearIt) {
    const auto say = [](std::string places) {
        return refusal_words({ErrorCode::zone_empty, "", BrokenRule{"no_loudspeaker", "", std::move(places)}}).vi;
    };

    EXPECT_THAT(say("Thôn Gò"), testing::StartsWith("Thôn Gò chưa có cụm loa nào"));
    EXPECT_THAT(say(""), testing::StartsWith("Nơi đã chọn chưa có cụm loa nào"));
}

TEST(RefusalWords, SayWhichFieldOfARequestIsWrongAndWhatItHasToBe) {
    const auto number = refusal_words({ErrorCode::invalid_argument, "", BrokenRule{"field_number", "1 - 200", "limit"}});

    EXPECT_EQ(number.vi, "Mục “limit” phải là số trong khoảng 1 - 200. Hãy sửa lại.");
    EXPECT_THAT(number.en, testing::StartsWith("“limit” has to be a number within 1 - 200."));
}

TEST(RefusalWords, SayWhereARightEnds) {
    const auto words = refusal_words({ErrorCode::not_permitted, "", BrokenRule{"priority_ceiling", "normal", "priority"}});

    EXPECT_THAT(words.vi, HasSubstr("đến mức thông thường; đây là mức ưu tiên"));
    EXPECT_THAT(words.en, HasSubstr("up to the priority “normal”; this is “priority”"));
}

TEST(RefusalWords, SayWhichRightIsMissingAndWhomToAsk) {
    const auto right =
        refusal_words({ErrorCode::not_permitted, "", BrokenRule{"right", "approver, editor, hamlet_head", "schedule"}});
    const auto role = refusal_words({ErrorCode::not_permitted, "", BrokenRule{"role", "administrator, approver", ""}});

    EXPECT_EQ(right.fix, "ask_for_right");
    EXPECT_THAT(
        right.vi,
        HasSubstr("chưa có quyền đặt lịch phát. Hãy nhờ người có quyền ấy: lãnh đạo duyệt, biên tập viên hoặc trưởng thôn."));
    EXPECT_THAT(
        right.en,
        HasSubstr("may not schedule broadcasts. Ask somebody who may: a leader who approves, an editor or a hamlet head."));
    EXPECT_THAT(role.vi, HasSubstr("chỉ dành cho quản trị viên hoặc lãnh đạo duyệt"));
}

TEST(RefusalWords, SayWhatIsRemarkedOnRulesThatAreSaved) {
    const auto quiet =
        refusal_words({ErrorCode::quiet_hours, "", BrokenRule{"allowed_in_quiet", "21:00-05:00", "21:00-21:30", "Thôn Bến"}});
    const auto few = refusal_words({ErrorCode::not_approved, "", BrokenRule{"approvers", "2", "1", "xã An Bình"}});
    const auto nothing = refusal_words({ErrorCode::not_found, "", BrokenRule{"nothing_left_out", "", "2026-11-25T17:30:00"}});

    EXPECT_THAT(quiet.vi, HasSubstr("theo quy định “Thôn Bến” có 21:00-21:30 nằm trong giờ yên tĩnh 21:00-05:00"));
    EXPECT_THAT(few.vi, HasSubstr("cần 2 người duyệt, nhưng ở xã An Bình chỉ có 1 người được duyệt"));
    EXPECT_THAT(few.en, HasSubstr("asks for 2 approvers and in xã An Bình there are 1"));
    EXPECT_THAT(nothing.vi, HasSubstr("lúc 17:30 ngày 25/11/2026"));
}

TEST(RefusalWords, SayOfTheOneWhoIsNamedThatHeMayNotApprove) {
    const auto words = refusal_words({ErrorCode::not_permitted, "", BrokenRule{"telephone_approver", "", ""}});

    EXPECT_THAT(words.vi, testing::StartsWith("Người được ghi là đã đồng ý qua điện thoại không có quyền duyệt"));
    EXPECT_EQ(words.fix, "correct_input");
}

TEST(RefusalWords, SayDaysAndMomentsOfAValidityInTheWrongOrder) {
    const auto say = [](std::string limit, std::string found) {
        return refusal_words({ErrorCode::invalid_argument, "", BrokenRule{"validity_order", std::move(limit), std::move(found)}})
            .vi;
    };

    EXPECT_THAT(say("2026-11-24", "2026-11-23"), testing::StartsWith("Hiệu lực kết thúc 23/11/2026 nhưng bắt đầu 24/11/2026."));
    EXPECT_THAT(say("2026-11-24T05:30:00", "2026-11-23T06:00:00"),
                HasSubstr("kết thúc 06:00 ngày 23/11/2026 nhưng bắt đầu 05:30"));
}

TEST(RefusalWords, SayThatNoHourIsAllowedWhereNoneIs) {
    const auto words = refusal_words({ErrorCode::outside_allowed_hours, "", BrokenRule{"allowed_hours", "", "12:00"}});

    EXPECT_THAT(words.vi, HasSubstr("không có giờ nào"));
    EXPECT_THAT(words.en, HasSubstr("no hours at all"));
}

TEST(Problem, NamesTheConflictsWhereNoOtherRuleIsBroken) {
    const auto text_of = [](std::optional<BrokenRule> rule) {
        const Problem meets{{ErrorCode::confirmation_needed, "it would meet another one", std::move(rule)},
                            {},
                            0,
                            {},
                            boost::json::object{{"count", 3}, {"items", boost::json::array{}}}};
        return problem_text(meets, domain::utc_from_us(1'800'000'000'000'000));
    };

    EXPECT_THAT(text_of(std::nullopt), HasSubstr(R"("rule":{"name":"conflicts","limit":"","found":"3"})"));
    EXPECT_THAT(text_of(BrokenRule{"allowed_hours", "05:30-06:30", "12:00"}), HasSubstr(R"("rule":{"name":"allowed_hours")"));
}

TEST(Problem, CarriesFixAndWordsBesideTheRule) {
    const Error night{ErrorCode::quiet_hours, "03:15 lies in the quiet hours", BrokenRule{"quiet_hours", "21:00-05:00", "03:15"}};

    const auto text = problem_text({night, {}, 0, {}}, domain::utc_from_us(1'800'000'000'000'000));

    EXPECT_THAT(text, HasSubstr(R"("rule":{"name":"quiet_hours","limit":"21:00-05:00","found":"03:15"})"));
    EXPECT_THAT(text, HasSubstr(R"("fix":"move_into_hours","words":{"vi":"Giờ yên tĩnh là 21:00-05:00;)"));
}

}  // namespace
}  // namespace village::web_api
