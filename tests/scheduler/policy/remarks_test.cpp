#include "scheduler/policy/remarks.hpp"

#include <gtest/gtest.h>

namespace village::policy {
namespace {

using domain::AreaId;
using domain::BrokenRule;
using domain::DayHours;
using domain::HourWindow;
using domain::Operator;
using domain::Role;

const AreaId commune_id{{1}}, ben{{2}}, dinh{{3}};
constexpr HourWindow morning{5 * 60 + 30, 6 * 60 + 30}, late{20 * 60 + 30, 21 * 60 + 30}, past_midnight{23 * 60, 5 * 60 + 30};

domain::Commune commune() {
    domain::Commune made;
    made.id = commune_id;
    made.name = "xã An Bình";
    made.areas = {{.id = commune_id, .kind = domain::AreaKind::commune},
                  {.id = ben, .parent = commune_id, .kind = domain::AreaKind::hamlet, .full_name = "Thôn Bến"},
                  {.id = dinh, .parent = commune_id, .kind = domain::AreaKind::hamlet, .full_name = "Thôn Đình"}};
    return made;
}

DayHours allowing(std::vector<HourWindow> allowed) {
    DayHours hours;
    hours.allowed = std::move(allowed);
    return hours;
}

Operator approver(AreaId area) { return {.login = "lanhdao", .roles = {Role::approver}, .areas = {area}}; }
domain::ApprovalRule steps(std::uint8_t count, std::vector<AreaId> areas = {}) {
    return {.areas = std::move(areas), .steps = count};
}

std::vector<BrokenRule> rules_of(const std::vector<domain::Error>& remarks) {
    std::vector<BrokenRule> rules;
    for (const auto& remark : remarks) rules.push_back(*remark.rule);
    return rules;
}
using Rules = std::vector<BrokenRule>;

Rules of_approval(std::vector<domain::ApprovalRule> rules, std::vector<Operator> people) {
    return rules_of(remarks_on(domain::ApprovalPolicy{.rules = std::move(rules)}, people, commune()));
}

TEST(Remarks, NameAllowedHoursThatLieInTheQuietOnes) {
    EXPECT_TRUE(remarks_on(DayHours{}).empty());
    EXPECT_EQ(rules_of(remarks_on(allowing({morning, late}))), (Rules{{"allowed_in_quiet", "21:00-05:00", "21:00-21:30"}}));
    EXPECT_EQ(rules_of(remarks_on(allowing({past_midnight}))),
              (Rules{{"allowed_in_quiet", "21:00-05:00", "00:00-05:00, 23:00-24:00"}}));
}

TEST(Remarks, NameTheRuleWhoseAllowedHoursLieInItsOwnQuietOnesOrTheCommunes) {
    domain::HoursRule both{.name = "Thôn Bến", .allowed = {{morning}}, .quiet = {{5 * 60, 6 * 60}}};
    domain::HoursRule at_night{.name = "Lễ hội", .allowed = {{late}}};
    domain::HoursRule quiet_only{.name = "Chủ nhật", .quiet = {{5 * 60, 12 * 60}}};

    const auto remarks = rules_of(remarks_on({.rules = {both, at_night, quiet_only}}, DayHours{}));

    ASSERT_EQ(remarks.size(), 2u) << "a rule that only makes quiet means it";
    EXPECT_EQ(remarks[0], (BrokenRule{"allowed_in_quiet", "21:00-05:00, 05:00-06:00", "05:30-06:00", "Thôn Bến"}));
    EXPECT_EQ(remarks[1].by, "Lễ hội");
}

TEST(Remarks, NameARuleThatAsksForMoreApproversThanThereAre) {
    EXPECT_EQ(of_approval({steps(2)}, {approver(commune_id)}), (Rules{{"approvers", "2", "1", "xã An Bình"}}));
    EXPECT_EQ(of_approval({steps(1)}, {}), (Rules{{"approvers", "1", "0", "xã An Bình"}}));
    EXPECT_TRUE(of_approval({steps(2)}, {approver(commune_id), approver(commune_id)}).empty());
    EXPECT_TRUE(of_approval({steps(0)}, {}).empty());
}

TEST(Remarks, CountNobodyWhoMayNotApproveOrIsGone) {
    auto gone = approver(commune_id);
    gone.active = false;
    const Operator editor{.login = "bientap", .roles = {Role::editor}, .areas = {commune_id}};

    EXPECT_EQ(of_approval({steps(2)}, {approver(commune_id), gone, editor}).size(), 1u);
}

TEST(Remarks, SayThatWhatAnApproverWritesIsNeverApprovedWhereThereAreJustEnough) {
    auto writing = approver(commune_id);
    writing.roles.push_back(Role::editor);
    auto head = approver(ben);
    head.roles.push_back(Role::hamlet_head);

    EXPECT_EQ(of_approval({steps(2)}, {approver(commune_id), writing}), (Rules{{"approvers_who_write", "2", "2", "xã An Bình"}}));
    EXPECT_EQ(of_approval({steps(1)}, {writing}), (Rules{{"approvers_who_write", "1", "1", "xã An Bình"}}));
    EXPECT_TRUE(of_approval({steps(2)}, {approver(commune_id), approver(commune_id), writing}).empty()) << "two others are left";
    EXPECT_TRUE(of_approval({steps(0)}, {writing}).empty());
    EXPECT_EQ(of_approval({steps(2)}, {approver(commune_id), head}),
              (Rules{{"approvers", "2", "1", "Thôn Đình"}, {"approvers_who_write", "2", "2", "Thôn Bến"}}));
}

TEST(Remarks, NameTheHamletsThatHaveTooFew) {
    const std::vector people{approver(commune_id), approver(ben)};

    EXPECT_EQ(of_approval({steps(2)}, people), (Rules{{"approvers", "2", "1", "Thôn Đình"}}));
    EXPECT_TRUE(of_approval({steps(2, {ben})}, people).empty());
    EXPECT_EQ(of_approval({steps(2, {dinh})}, people), (Rules{{"approvers", "2", "1", "Thôn Đình"}}));
}

TEST(Remarks, SayNothingOfARuleThatAnotherOneStandsBefore) {
    EXPECT_TRUE(of_approval({steps(0), steps(2)}, {approver(commune_id)}).empty());
    EXPECT_EQ(of_approval({steps(2), steps(2)}, {approver(commune_id)}).size(), 1u) << "said once";
}

}  // namespace
}  // namespace village::policy
