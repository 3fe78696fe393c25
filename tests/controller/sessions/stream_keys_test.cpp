#include "controller/sessions/stream_keys.hpp"

#include <gtest/gtest.h>

namespace village::sessions {
namespace {

using domain::NodeNumber;

ports::StreamKey key(std::uint32_t ssrc) { return {.broadcast = {{5}}, .redundancy_class = 1, .generation = 1, .ssrc = ssrc}; }

TEST(StreamKeys, AreForTheNodesOfTheBroadcastOnly) {
    StreamKeys keys;

    const auto frame = keys.keep(key(77), {NodeNumber{1}, NodeNumber{2}});

    ASSERT_TRUE(frame);
    EXPECT_EQ(keys.of(NodeNumber{2}), std::vector<SharedFrame>{*frame});
    EXPECT_TRUE(keys.of(NodeNumber{3}).empty());
}

TEST(StreamKeys, KeepSoManyAndLetTheOldestGo) {
    StreamKeys keys;
    const auto oldest = *keys.keep(key(1), {NodeNumber{1}});
    const auto second = *keys.keep(key(2), {NodeNumber{1}});

    for (std::uint32_t ssrc = 3; ssrc <= StreamKeys::kept_max + 1; ++ssrc) ASSERT_TRUE(keys.keep(key(ssrc), {NodeNumber{1}}));

    const auto kept = keys.of(NodeNumber{1});
    ASSERT_EQ(kept.size(), StreamKeys::kept_max);
    EXPECT_EQ(kept.front(), second);
}

}  // namespace
}  // namespace village::sessions
