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

}  // namespace
}  // namespace village::signer
