// Duyệt: who may agree to what, when it is enough, and what takes it back.
#include "scheduler/policy/approval.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "scheduler/domain/remarks.hpp"

namespace village::policy::approving {
namespace {

using domain::AnnouncementState;
using domain::ApprovalAct;
using domain::AreaId;
using domain::ErrorCode;
using domain::OperatorId;
using domain::Priority;

const AreaId commune_id{{1}}, ben{{2}}, dinh{{3}};
const OperatorId author{{10}}, leader{{11}}, deputy{{12}}, officer{{13}};

domain::Commune commune() {
    domain::Commune made;
    made.id = commune_id;
    made.areas = {{.id = commune_id, .kind = domain::AreaKind::commune},
                  {.id = ben, .parent = commune_id},
                  {.id = dinh, .parent = commune_id}};
    return made;
}
domain::ApprovalPolicy steps(std::uint8_t count, bool by_telephone = false) {
    domain::ApprovalPolicy policy;
    policy.rules.push_back({.steps = count, .by_telephone = by_telephone});
    return policy;
}
domain::Announcement bulletin(AnnouncementState state = AnnouncementState::waiting) {
    domain::Announcement item;
    item.title = "Họp thôn";
    item.category = "Thông báo hành chính";
    item.created_by = author;
    item.audio = domain::AudioState::ready;
    item.state = state;
    return item;
}
Act act(ApprovalAct what, OperatorId by, OperatorId approver, std::string words = {}) {
    return {.what = what, .by = by, .approver = approver, .approver_areas = {commune_id}, .words = std::move(words)};
}
Act approves(OperatorId who) { return act(ApprovalAct::approve, who, who); }
ErrorCode refusal(const domain::Result<domain::Announcement>& result) {
    return result ? ErrorCode::internal : result.error().code;
}
bool airs(const domain::ApprovalPolicy& policy, const domain::Announcement& item, std::vector<AreaId> hamlets = {ben},
          bool outside_hours = false) {
    return may_air(policy, item, {item.category, item.priority, std::move(hamlets), outside_hours}, commune()).has_value();
}

TEST(Approval, SaysHowManyHaveToAgreeAndHowManyDid) {
    const auto item = bulletin(AnnouncementState::draft);

    const auto refused = may_air(steps(2), item, {item.category, item.priority, {ben}, false}, commune());

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"approvals", "2", "0"}));
}

TEST(Approval, OfWhatWasSentAsksForAPressAndNotToSendItAgain) {
    domain::ApprovalPolicy two_in_ben;
    two_in_ben.rules = {{.areas = {ben}, .steps = 2}, {.steps = 1}};
    const auto once = after(bulletin(), approves(leader), {1}).value();
    ASSERT_EQ(once.state, AnnouncementState::approved);

    const auto refused = may_air(two_in_ben, once, {once.category, once.priority, {ben}, false}, commune());

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"further_approval", "2", "1"}));
    const auto twice = after(once, approves(deputy), {1});
    ASSERT_TRUE(twice) << "the second one may press though it is approved elsewhere";
    EXPECT_TRUE(airs(two_in_ben, *twice));
}

TEST(Approval, WithoutAnyRuleADraftSoundsAsItAlwaysDid) {
    EXPECT_TRUE(airs({}, bulletin(AnnouncementState::draft)));
    for (auto state : {AnnouncementState::returned, AnnouncementState::rejected, AnnouncementState::withdrawn,
                       AnnouncementState::expired, AnnouncementState::archived})
        EXPECT_FALSE(airs({}, bulletin(state)));
}

TEST(Approval, OneStepIsAnotherPersonsConsent) {
    EXPECT_FALSE(airs(steps(1), bulletin()));
    EXPECT_EQ(refusal(after(bulletin(), approves(author), {1})), ErrorCode::not_permitted);

    const auto approved = after(bulletin(), approves(leader), {1});

    ASSERT_TRUE(approved);
    EXPECT_EQ(approved->state, AnnouncementState::approved);
    EXPECT_TRUE(airs(steps(1), *approved));
}

TEST(Approval, TwoStepsAreTwoPersonsConsents) {
    const auto once = after(bulletin(), approves(leader), {2});
    ASSERT_TRUE(once);
    EXPECT_EQ(once->state, AnnouncementState::waiting);
    EXPECT_FALSE(airs(steps(2), *once));
    EXPECT_EQ(refusal(after(*once, approves(leader), {2})), ErrorCode::not_permitted);

    const auto twice = after(*once, approves(deputy), {2});

    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->state, AnnouncementState::approved);
    EXPECT_TRUE(airs(steps(2), *twice));
}

TEST(Approval, ALentRightIsStillTheLendersRight) {
    const auto once = after(bulletin(), act(ApprovalAct::approve, officer, leader), {2});
    ASSERT_TRUE(once);

    EXPECT_EQ(refusal(after(*once, approves(leader), {2})), ErrorCode::not_permitted) << "the lender, a second time";
    EXPECT_EQ(refusal(after(*once, act(ApprovalAct::approve, officer, deputy), {2})), ErrorCode::not_permitted)
        << "the borrower, with another right";
    EXPECT_EQ(refusal(after(bulletin(), act(ApprovalAct::approve, officer, author), {1})), ErrorCode::not_permitted)
        << "the author's own right";
}

TEST(Approval, IsForTheseWordsAndThisSoundOnly) {
    auto approved = after(bulletin(), approves(leader), {1}).value();

    note_change(approved, deputy);

    EXPECT_EQ(approved.state, AnnouncementState::waiting);
    EXPECT_FALSE(airs(steps(1), approved));
    EXPECT_EQ(refusal(after(approved, approves(deputy), {1})), ErrorCode::not_permitted) << "what he changed himself";
    EXPECT_TRUE(after(approved, approves(leader), {1}));
}

TEST(Approval, OfSilenceIsNotGiven) {
    auto unheard = bulletin();
    unheard.audio = domain::AudioState::processing;

    EXPECT_EQ(refusal(after(unheard, approves(leader), {1})), ErrorCode::not_ready);
}

TEST(Approval, IsReturnedOrRefusedWithWordsOnly) {
    EXPECT_EQ(refusal(after(bulletin(), act(ApprovalAct::send_back, leader, leader), {1})), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(after(bulletin(), act(ApprovalAct::reject, leader, leader), {1})), ErrorCode::invalid_argument);

    const auto returned = after(bulletin(), act(ApprovalAct::send_back, leader, leader, "Sai ngày"), {1});
    const auto rejected = after(bulletin(), act(ApprovalAct::reject, leader, leader, "Không phù hợp"), {1});

    ASSERT_TRUE(returned && rejected);
    EXPECT_EQ(returned->remark, "Sai ngày");
    EXPECT_EQ(after(*returned, act(ApprovalAct::submit, author, author), {1})->state, AnnouncementState::waiting);
    EXPECT_EQ(refusal(after(*returned, approves(deputy), {1})), ErrorCode::invalid_argument);
    EXPECT_EQ(refusal(after(*rejected, act(ApprovalAct::submit, author, author), {1})), ErrorCode::invalid_argument);
}

TEST(Approval, IsGoneWhenItWasWithdrawn) {
    const auto approved = after(bulletin(), approves(leader), {1}).value();
    const auto withdrawn = after(approved, act(ApprovalAct::withdraw, author, author), {1}).value();
    EXPECT_FALSE(airs({}, withdrawn));

    const auto again = after(withdrawn, act(ApprovalAct::submit, author, author), {1}).value();

    EXPECT_FALSE(airs(steps(1), again));
}

TEST(Approval, ByTelephoneIsTheApproversConsentWrittenDownByAnother) {
    const auto by_telephone = act(ApprovalAct::agree_by_telephone, author, leader);
    EXPECT_EQ(refusal(after(bulletin(), by_telephone, {1})), ErrorCode::not_permitted) << "this commune takes none";

    const auto agreed = after(bulletin(), by_telephone, {2, true});

    ASSERT_TRUE(agreed);
    EXPECT_EQ(agreed->consents.front().given_by, author);
    EXPECT_TRUE(airs(steps(1, true), *agreed));
    EXPECT_FALSE(airs(steps(1, true), *agreed, {ben}, true)) << "not outside the allowed hours";
    EXPECT_EQ(refusal(after(*agreed, act(ApprovalAct::agree_by_telephone, author, deputy), {2, true})), ErrorCode::not_permitted)
        << "one voice at most";
    EXPECT_EQ(refusal(after(bulletin(), act(ApprovalAct::agree_by_telephone, officer, author), {1, true})),
              ErrorCode::not_permitted)
        << "the author's own voice";
}

TEST(Approval, PressedByHimselfTakesThePlaceOfHisConsentByTelephone) {
    const auto agreed = after(bulletin(), act(ApprovalAct::agree_by_telephone, author, leader), {1, true}).value();
    ASSERT_FALSE(airs(steps(1, true), agreed, {ben}, true));

    const auto pressed = after(agreed, approves(leader), {1, true});

    ASSERT_TRUE(pressed);
    EXPECT_EQ(pressed->state, AnnouncementState::approved);
    ASSERT_EQ(pressed->consents.size(), 1u);
    EXPECT_FALSE(pressed->consents.front().by_telephone);
    EXPECT_TRUE(airs(steps(1, true), *pressed, {ben}, true));
    EXPECT_EQ(refusal(after(agreed, act(ApprovalAct::approve, officer, leader), {1, true})), ErrorCode::not_permitted)
        << "to whom he lent his right is not he";
}

TEST(Approval, ThatWasDeniedSaysSoUntilSomebodyAgrees) {
    const auto agreed = after(bulletin(), act(ApprovalAct::agree_by_telephone, author, leader), {1, true}).value();

    const auto denied = without_telephone_consent(agreed, leader);

    EXPECT_EQ(denied.state, AnnouncementState::waiting);
    EXPECT_EQ(denied.remark, domain::denied_by_telephone) << "by which every language can say it";
    EXPECT_TRUE(after(denied, approves(deputy), {1, true})->remark.empty());
    EXPECT_TRUE(without_telephone_consent(bulletin(), leader).remark.empty()) << "where there was none";
}

std::string rule_of(const domain::Result<domain::Announcement>& result) {
    return result || !result.error().rule ? "" : result.error().rule->name;
}

TEST(Approval, RefusesEachActByItsOwnRule) {
    const auto with = [](ApprovalAct what, AnnouncementState state, std::string words = {}) {
        return rule_of(after(bulletin(state), act(what, leader, leader, std::move(words)), {1}));
    };
    const auto once = after(bulletin(), approves(leader), {2}).value();

    EXPECT_EQ(rule_of(after(bulletin(), approves(author), {1})), "own_words");
    EXPECT_EQ(rule_of(after(once, approves(leader), {2})), "second_approver");
    EXPECT_EQ(rule_of(after(bulletin(), act(ApprovalAct::agree_by_telephone, author, leader), {1})), "telephone_policy");
    EXPECT_EQ(with(ApprovalAct::approve, AnnouncementState::returned), "not_waiting");
    EXPECT_EQ(with(ApprovalAct::send_back, AnnouncementState::draft, "Sai ngày"), "not_waiting");
    EXPECT_EQ(with(ApprovalAct::reject, AnnouncementState::waiting), "words_missing");
    EXPECT_EQ(with(ApprovalAct::submit, AnnouncementState::waiting), "already_sent");
    EXPECT_EQ(with(ApprovalAct::submit, AnnouncementState::rejected), "refused_for_good");
}

TEST(Approval, WhereNobodyIsAskedAnApproverMarksHisOwn) {
    const auto marked = after(bulletin(AnnouncementState::draft), approves(author), {0});

    ASSERT_TRUE(marked);
    EXPECT_EQ(marked->state, AnnouncementState::approved);
    EXPECT_FALSE(airs(steps(1), *marked)) << "a mark is no consent";
}

TEST(Approval, OfTheSignerCountsEachPersonOnceAndTheAuthorNever) {
    const std::vector<OperatorId> agreed{leader, author, leader, deputy};

    EXPECT_EQ(count_approvers(agreed, author), 2U);
    EXPECT_EQ(count_approvers({}, author), 0U);
}

TEST(ApprovalRules, TheFirstThatFitsDecides) {
    domain::ApprovalPolicy policy;
    policy.rules = {{.categories = {"Tin buồn - tìm người"}, .steps = 0},
                    {.only_outside_hours = true, .steps = 2},
                    {.from_priority = Priority::priority, .steps = 2},
                    {.areas = {ben}, .steps = 0},
                    {.steps = 1}};
    const auto asked = [&](AirWish wish, AreaId hamlet) { return approval_need(policy, wish, hamlet, commune()).steps; };

    EXPECT_EQ(asked({"Tin buồn - tìm người", Priority::priority, {}, true}, dinh), 0);
    EXPECT_EQ(asked({"Môi trường", Priority::normal, {}, true}, ben), 2);
    EXPECT_EQ(asked({"Môi trường", Priority::live, {}, false}, ben), 2);
    EXPECT_EQ(asked({"Môi trường", Priority::normal, {}, false}, ben), 0);
    EXPECT_EQ(asked({"Môi trường", Priority::normal, {}, false}, dinh), 1);
}

TEST(ApprovalRules, FitACategoryHoweverItIsWritten) {
    domain::ApprovalPolicy policy;
    policy.rules = {{.categories = {"Y tế - BHYT"}, .steps = 2}};
    const auto asked = [&](std::string category) {
        return approval_need(policy, {std::move(category), Priority::normal, {}, false}, ben, commune()).steps;
    };

    EXPECT_EQ(asked("y tế - bhyt"), 2);
    EXPECT_EQ(asked("Y te\u0302\u0301 - BHYT"), 2) << "the other normal form";
    EXPECT_EQ(asked("Giáo dục"), 0);
}

TEST(ApprovalRules, AreAskedOfEverythingAsFarAsNothingPassesWithFewer) {
    domain::ApprovalPolicy by_parts, with_a_gap, everything, strictly;
    by_parts.rules = {{.areas = {ben}, .steps = 1}};
    with_a_gap.rules = {{.categories = {"Tin buồn - tìm người"}, .steps = 0}, {.steps = 1}};
    everything.rules = {{.areas = {ben}, .steps = 2}, {.steps = 1}};
    strictly.rules = {{.steps = 2}, {.steps = 0}};

    EXPECT_EQ(approvals_of_everything({}), 0);
    EXPECT_EQ(approvals_of_everything(by_parts), 0);
    EXPECT_EQ(approvals_of_everything(with_a_gap), 0);
    EXPECT_EQ(approvals_of_everything(everything), 1);
    EXPECT_EQ(approvals_of_everything(strictly), 2);
}

TEST(ApprovalRules, OfSeveralHamletsTheStrictestCounts) {
    domain::ApprovalPolicy policy;
    policy.rules = {{.areas = {ben}, .steps = 0}, {.steps = 1}};

    EXPECT_TRUE(airs(policy, bulletin(), {ben}));
    EXPECT_FALSE(airs(policy, bulletin(), {ben, dinh}));
}

TEST(ApprovalRules, AConsentCountsWhereTheApproverHoldsTheRight) {
    auto of_ben = approves(leader);
    of_ben.approver_areas = {ben};
    const auto approved = after(bulletin(), of_ben, {1}).value();

    EXPECT_TRUE(airs(steps(1), approved, {ben}));
    EXPECT_FALSE(airs(steps(1), approved, {ben, dinh}));
}

TEST(ApprovalRules, AnApproverOfTheRestIsStillAskedWhereTheSecondOneHoldsNoRight) {
    auto of_ben = approves(deputy);
    of_ben.approver_areas = {ben};
    const auto in_ben = after(after(bulletin(), approves(leader), {2}).value(), of_ben, {2}).value();
    ASSERT_EQ(in_ben.state, AnnouncementState::approved);
    ASSERT_FALSE(airs(steps(2), in_ben, {ben, dinh}));

    const auto everywhere = after(in_ben, approves(officer), {2});

    ASSERT_TRUE(everywhere);
    EXPECT_TRUE(airs(steps(2), *everywhere, {ben, dinh}));
    EXPECT_EQ(rule_of(after(*everywhere, approves({{14}}), {2})), "already_sent") << "it is asked for nowhere";
}

TEST(ApprovalRules, TheSecondPressIsStillAskedForWhereAConsentByTelephoneDoesNotCount) {
    const auto by_telephone = act(ApprovalAct::agree_by_telephone, author, leader);
    const auto agreed = after(after(bulletin(), by_telephone, {2, true}).value(), approves(deputy), {2, true}).value();
    ASSERT_FALSE(airs(steps(2, true), agreed, {ben}, true));

    const auto pressed = after(agreed, approves(officer), {2, true});

    ASSERT_TRUE(pressed);
    EXPECT_TRUE(airs(steps(2, true), *pressed, {ben}, true));
}

TEST(ApprovalRules, AConsentByTelephoneCountsWhereTheRuleOfThatPlaceAndPriorityTakesIt) {
    domain::ApprovalPolicy policy;
    policy.rules.push_back({.areas = {ben}, .steps = 1});
    policy.rules.push_back({.from_priority = Priority::priority, .steps = 1});
    policy.rules.push_back({.steps = 1, .by_telephone = true});
    const auto agreed = after(bulletin(), act(ApprovalAct::agree_by_telephone, author, leader), {1, true}).value();

    EXPECT_TRUE(airs(policy, agreed, {dinh}));
    EXPECT_FALSE(airs(policy, agreed, {ben})) << "there it is pressed";
    EXPECT_FALSE(may_air(policy, agreed, {agreed.category, Priority::priority, {dinh}, false}, commune())) << "and for that, too";
    EXPECT_TRUE(airs(policy, after(agreed, approves(leader), {1, true}).value(), {ben}));
}

TEST(ApprovalRules, AConsentByTelephoneIsWrittenDownWhereSomeRuleOfTheApproversAreasTakesIt) {
    const auto takes = [](std::vector<domain::ApprovalRule> rules, AreaId area) {
        domain::ApprovalPolicy policy;
        policy.rules = std::move(rules);
        return takes_telephone(policy, bulletin(), {area}, commune());
    };
    const domain::ApprovalRule in_ben{.areas = {ben}, .steps = 1, .by_telephone = true}, by_hand{.steps = 1};
    EXPECT_TRUE(takes({in_ben, by_hand}, commune_id));
    EXPECT_TRUE(takes({in_ben, by_hand}, ben));
    EXPECT_FALSE(takes({in_ben, by_hand}, dinh));
    EXPECT_FALSE(takes({by_hand, in_ben}, ben)) << "the first that fits decides";
    EXPECT_FALSE(takes({{.areas = {ben}, .steps = 1}, {.steps = 1, .by_telephone = true}}, ben)) << "it would count nowhere";
    EXPECT_TRUE(takes({{.from_priority = Priority::priority, .steps = 1}, {.steps = 1, .by_telephone = true}}, dinh));
    EXPECT_FALSE(takes({{.categories = {"Giáo dục"}, .steps = 1, .by_telephone = true}}, dinh));
    EXPECT_FALSE(takes({{.only_outside_hours = true, .steps = 1, .by_telephone = true}}, dinh)) << "where it never counts";
    EXPECT_FALSE(takes({}, dinh));
}

TEST(ApprovalRules, NoMoreThanSixteenConsentsAreNoted) {
    auto item = bulletin();
    const auto agree = [&](std::uint8_t number) {
        auto press = approves({{number}});
        press.approver_areas = {{{number}}};
        return after(item, press, {2});
    };
    for (std::uint8_t number = 20; number < 36; ++number) item = agree(number).value();

    EXPECT_EQ(refusal(agree(36)), ErrorCode::too_large);
}

/// Anything anybody may press, in any order. Whose hands were in it is kept apart from the code that is asked.
struct History {
    struct Given {
        OperatorId approver, by;
        bool by_telephone;
    };
    std::set<OperatorId> authors{author};
    std::vector<Given> since_change;

    bool two_others() const {
        for (const auto& one : since_change)
            for (const auto& other : since_change)
                if (is_distinct(one, other)) return true;
        return false;
    }

private:
    bool is_distinct(const Given& one, const Given& other) const {
        const bool apart = one.approver != other.approver && one.by != other.by;
        return apart && !authors.contains(one.approver) && !authors.contains(other.approver) &&
               !(one.by_telephone && other.by_telephone);
    }
};

TEST(Approval, S15NothingOfTwoStepsSoundsWithoutTwoDistinctApproversNeitherTheAuthor) {
    const std::vector people{author, leader, deputy, officer};
    EXPECT_TRUE(rc::check([&] {
        const auto pick = [&] { return people[*rc::gen::inRange<std::size_t>(0, people.size())]; };
        const ApprovalNeed need{*rc::gen::element<std::uint8_t>(0, 1, 2), true};
        auto item = bulletin(AnnouncementState::draft);
        History history;
        for (int pressed = 0; pressed < 30; ++pressed) {
            const auto what = *rc::gen::inRange(0, 9);
            const auto by = pick();
            if (what >= 7) {
                note_change(item, by);
                history.authors.insert(by);
                history.since_change.clear();
                continue;
            }
            const auto press = static_cast<ApprovalAct>(std::min(what, 5));
            const auto wanted = act(press, by, pick(), "vì sao");
            const auto then = after(item, wanted, need);
            const bool consents = press == ApprovalAct::approve || press == ApprovalAct::agree_by_telephone;
            if (then && consents) history.since_change.push_back({wanted.approver, by, press == ApprovalAct::agree_by_telephone});
            if (then && !consents) history.since_change.clear();
            if (then) item = *then;
            RC_ASSERT(!airs(steps(2), item) || history.two_others());
            for (const auto& consent : item.consents) RC_ASSERT(!history.authors.contains(consent.approver));
        }
    }));
}

}  // namespace
}  // namespace village::policy::approving
