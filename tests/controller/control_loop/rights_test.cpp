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
