// How a broadcast, what became of it and its proof are written for the pages.
#include <gtest/gtest.h>

#include "controller/web_api/json_writers.hpp"

namespace village::web_api {
namespace {

/// Of a delivery and of a receipt alike.
template <class Written>
class Preemption : public ::testing::Test {};
using BothWritten = ::testing::Types<domain::Delivery, domain::PlaybackReceipt>;
TYPED_TEST_SUITE(Preemption, BothWritten);

TYPED_TEST(Preemption, IsNamedByItsBroadcastWithWhetherTheOtherWentOn) {
    for (const bool resumed : {false, true}) {
        TypeParam written;
        written.preempted_by = domain::BroadcastId{{7}};
        written.resumed = resumed;

        const auto body = write(written);

        EXPECT_EQ(body.at("preempted_by"), boost::json::value(written.preempted_by->text()));
        EXPECT_EQ(body.at("resumed"), resumed);
    }
}

TYPED_TEST(Preemption, IsNotSpokenOfWhereTheNodeDoesNotName) {
    TypeParam written;
    written.resumed = true;

    const auto body = write(written);

    EXPECT_FALSE(body.contains("preempted_by"));
    EXPECT_FALSE(body.contains("resumed"));
}

}  // namespace
}  // namespace village::web_api
