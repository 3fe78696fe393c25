#include "controller/signer/client_policy.hpp"

#include <gtest/gtest.h>

#include "controller/signer/policy_book.hpp"

namespace village::signer {
namespace {

TEST(ClientPolicy, LeavesOutASurgePeriodThatWasEndedBeforeItBegan) {
    using std::chrono::hours;
    const domain::UtcTime opens{hours{24 * 20'000}};
    ports::SignerPolicy policy{.hours = {}, .commune = {}, .templates = {}, .rendered = {}};
    policy.surge_periods.push_back(
        {.from = opens, .until = opens + hours{5}, .windows = {{0, 60}}, .in_quiet_hours = true, .ended_at = opens - hours{1}});

    EXPECT_TRUE(PolicyBook::read(bundle_of(policy))) << "the signer would take nothing of it";
}

TEST(ClientPolicy, SaysWhichAreaIsTheCommunesThoughItLiesInAProvince) {
    ports::SignerPolicy policy{.hours = {}, .commune = {}, .templates = {}, .rendered = {}};
    domain::Area province, commune, hamlet;
    province.id.bytes.fill(1);
    province.kind = domain::AreaKind::province;
    commune.id.bytes.fill(2);
    commune.kind = domain::AreaKind::commune;
    commune.parent = province.id;
    hamlet.id.bytes.fill(3);
    hamlet.parent = commune.id;
    policy.commune.id = commune.id;
    policy.commune.areas = {province, commune, hamlet};

    const auto book = PolicyBook::read(bundle_of(policy));

    ASSERT_TRUE(book);
    EXPECT_EQ(book->level_of({hamlet.id}), domain::IssuerLevel::hamlet);
    EXPECT_EQ(book->level_of({hamlet.id, commune.id}), domain::IssuerLevel::commune);
    EXPECT_EQ(book->level_of({province.id}), domain::IssuerLevel::province);
}

}  // namespace
}  // namespace village::signer
