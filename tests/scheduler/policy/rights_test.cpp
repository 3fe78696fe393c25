#include "scheduler/policy/rights.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace village::policy {
namespace {

using domain::AreaId;
using domain::Priority;
using domain::Role;

const AreaId commune_id{{1}}, ben{{2}}, dinh{{3}};

domain::Commune commune() {
    domain::Commune made;
    made.id = commune_id;
    made.areas = {{.id = commune_id, .kind = domain::AreaKind::commune},
                  {.id = ben, .parent = commune_id},
                  {.id = dinh, .parent = commune_id}};
    return made;
}
domain::Operator with(Role role, AreaId area) { return {.login = "someone", .roles = {role}, .areas = {area}}; }
bool allowed(const domain::Operator& who, Action action, const Wish& wish) {
    return may(who, action, wish, commune()).has_value();
}

TEST(Rights, AHamletHeadCallsAnEmergencyInTheOwnHamletDayAndNight) {
    const auto head = with(Role::hamlet_head, ben);

    EXPECT_TRUE(allowed(head, Action::emergency, {ben, Priority::emergency, HoursStanding::quiet}));
    EXPECT_FALSE(allowed(head, Action::emergency, {dinh, Priority::emergency}));
    EXPECT_FALSE(allowed(head, Action::emergency, {commune_id, Priority::emergency}));
}

TEST(Rights, AHamletHeadSpeaksOnlyInAllowedHoursOtherwise) {
    const auto head = with(Role::hamlet_head, ben);

    EXPECT_TRUE(allowed(head, Action::broadcast_now, {ben, Priority::live}));
    EXPECT_FALSE(allowed(head, Action::broadcast_now, {ben, Priority::live, HoursStanding::outside}));
    EXPECT_FALSE(allowed(head, Action::schedule, {ben, Priority::priority}));
}

TEST(Rights, AnAdministratorManagesButDoesNotSpeak) {
    const auto administrator = with(Role::administrator, commune_id);

    EXPECT_TRUE(allowed(administrator, Action::manage_devices, {commune_id}));
    EXPECT_TRUE(allowed(administrator, Action::stop, {ben}));
    for (auto action :
         {Action::write, Action::approve, Action::schedule, Action::broadcast_now, Action::emergency, Action::set_hours})
        EXPECT_FALSE(allowed(administrator, action, {ben})) << action_name(action);
}

TEST(Rights, WhoWritesNeitherApprovesNorEndsTheWorkOfOthers) {
    for (auto role : {Role::editor, Role::hamlet_head}) {
        EXPECT_TRUE(allowed(with(role, commune_id), Action::write, {commune_id}));
        EXPECT_FALSE(allowed(with(role, commune_id), Action::approve, {commune_id}));
        EXPECT_FALSE(allowed(with(role, commune_id), Action::cancel_jobs, {commune_id}));
    }
    EXPECT_TRUE(allowed(with(Role::approver, commune_id), Action::approve, {commune_id}));
    EXPECT_TRUE(allowed(with(Role::administrator, commune_id), Action::cancel_jobs, {commune_id}));
}

TEST(Rights, OnlyTheApproverGoesIntoQuietHoursWithoutAnEmergency) {
    EXPECT_TRUE(allowed(with(Role::approver, commune_id), Action::schedule, {ben, Priority::normal, HoursStanding::quiet}));
    EXPECT_FALSE(allowed(with(Role::editor, commune_id), Action::schedule, {ben, Priority::normal, HoursStanding::quiet}));
}

TEST(Rights, AViewerReadsAndDoesNothingElse) {
    const auto viewer = with(Role::viewer, commune_id);

    EXPECT_TRUE(allowed(viewer, Action::read_reports, {ben}));
    for (auto action : {Action::write, Action::stop, Action::emergency, Action::manage_users})
        EXPECT_FALSE(allowed(viewer, action, {ben})) << action_name(action);
}

TEST(Rights, SeveralRolesAddUp) {
    auto alone = with(Role::administrator, commune_id);
    alone.roles.push_back(Role::editor);

    EXPECT_TRUE(allowed(alone, Action::schedule, {ben}));
    EXPECT_TRUE(allowed(alone, Action::manage_users, {commune_id}));
}

TEST(Rights, AnInactiveAccountMayNothing) {
    auto gone = with(Role::approver, commune_id);
    gone.active = false;

    for (auto action : {Action::read, Action::stop, Action::emergency}) EXPECT_FALSE(allowed(gone, action, {ben}));
}

TEST(Rights, TheRefusalNamesTheRightAndWhoHasIt) {
    const auto verdict = may(with(Role::viewer, ben), Action::schedule, {ben}, commune());
    const auto hours = may(with(Role::administrator, ben), Action::set_hours, {ben}, commune());

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, domain::ErrorCode::not_permitted);
    EXPECT_NE(verdict.error().detail.find("schedule"), std::string::npos);
    EXPECT_EQ(verdict.error().rule, (domain::BrokenRule{"right", "approver, editor, hamlet_head", "schedule"}));
    EXPECT_EQ(hours.error().rule, (domain::BrokenRule{"right", "approver", "set_hours"}));
}

TEST(Rights, TheRefusalOfAClosedAccountSaysThatItIsClosed) {
    auto gone = with(Role::approver, ben);
    gone.active = false;

    EXPECT_EQ(may(gone, Action::stop, {ben}, commune()).error().rule->name, "account_closed");
}

TEST(Rights, TheRefusalNamesThePriorityOrTheAreaInWhichTheyEnd) {
    const auto head = with(Role::hamlet_head, ben);

    const auto too_high = may(head, Action::write, {ben, Priority::priority}, commune());
    const auto elsewhere = may(head, Action::write, {dinh, Priority::normal}, commune());
    const auto too_late = may(head, Action::schedule, {ben, Priority::normal, HoursStanding::outside}, commune());

    EXPECT_EQ(too_high.error().rule, (domain::BrokenRule{"priority_ceiling", "normal", "priority"}));
    EXPECT_EQ(elsewhere.error().rule->name, "own_area");
    EXPECT_FALSE(too_late.error().rule) << "whoever knows the hours names them";
}

Action any_action() { return static_cast<Action>(*rc::gen::inRange(0, static_cast<int>(Action::read) + 1)); }
Role any_role() { return static_cast<Role>(*rc::gen::inRange(0, static_cast<int>(Role::viewer) + 1)); }
AreaId any_area() { return *rc::gen::element(commune_id, ben, dinh); }

Wish any_wish() {
    return {any_area(), static_cast<Priority>(*rc::gen::inRange(0, 5)), static_cast<HoursStanding>(*rc::gen::inRange(0, 3))};
}

TEST(Rights, WhoMayDoMoreMayDoLess) {
    EXPECT_TRUE(rc::check([] {
        const auto who = with(any_role(), any_area());
        const auto action = any_action();
        const auto wish = any_wish();
        if (!allowed(who, action, wish)) return;
        auto less = wish;
        less.priority = static_cast<Priority>(*rc::gen::inRange(0, static_cast<int>(wish.priority) + 1));
        less.hours = static_cast<HoursStanding>(*rc::gen::inRange(0, static_cast<int>(wish.hours) + 1));
        if (wish.area == commune_id) less.area = any_area();

        RC_ASSERT(allowed(who, action, less));
    }));
}

TEST(Rights, ARoleMoreTakesNothingAway) {
    EXPECT_TRUE(rc::check([] {
        auto who = with(any_role(), any_area());
        const auto action = any_action();
        const auto wish = any_wish();
        const bool before = allowed(who, action, wish);
        const auto added = any_role();
        const bool alone = allowed(with(added, who.areas.front()), action, wish);
        who.roles.push_back(added);

        RC_ASSERT(allowed(who, action, wish) == (before || alone));
    }));
}

TEST(Rights, NobodyReachesBeyondTheirAreaButToRead) {
    EXPECT_TRUE(rc::check([] {
        const auto own = any_area();
        const auto wish = any_wish();
        const auto action = any_action();
        const bool inside = own == commune_id || own == wish.area;

        RC_ASSERT(inside || action == Action::read || !allowed(with(any_role(), own), action, wish));
    }));
}

}  // namespace
}  // namespace village::policy
