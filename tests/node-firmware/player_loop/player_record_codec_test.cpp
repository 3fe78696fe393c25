// What a node wrote about its grants, also by the version before.
#include "node-firmware/player_loop/player_record_codec.hpp"

#include <gtest/gtest.h>

namespace village::node::player_loop {
namespace {

dispatch::PlayerRecord some_record() {
    dispatch::PlayerRecord record;
    record.grant.bytes.fill(7);
    record.broadcast.bytes.fill(9);
    record.started = record.done = record.settled = true;
    record.position = std::chrono::seconds{3};
    record.played = std::chrono::seconds{4};
    record.keep_until = domain::utc_from_us(1'795'386'900'000'000);
    return record;
}

TEST(PlayerRecord, ComesBackAsItWasWritten) {
    const auto read = decode_player_record(encode_player_record(some_record()));

    ASSERT_TRUE(read);
    EXPECT_EQ(*read, some_record());
}

TEST(PlayerRecord, OfVersion1IsReadWithoutABroadcast) {
    auto bytes = encode_player_record(some_record());
    bytes[0] = 1;
    bytes.erase(bytes.begin() + 17, bytes.begin() + 33);
    auto expected = some_record();
    expected.broadcast = {};

    const auto read = decode_player_record(bytes);

    ASSERT_TRUE(read);
    EXPECT_EQ(*read, expected);
}

TEST(PlayerRecord, OfAnotherFormIsRefused) {
    auto bytes = encode_player_record(some_record());
    bytes[0] = 3;
    EXPECT_FALSE(decode_player_record(bytes));
    EXPECT_FALSE(decode_player_record({}));
    bytes[0] = 2;
    bytes.pop_back();
    EXPECT_FALSE(decode_player_record(bytes));
}

}  // namespace
}  // namespace village::node::player_loop
