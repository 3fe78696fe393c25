// What a node wrote about its grants, also by the versions before.
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
    record.gave_way = record.resumed = true;
    record.preempted_by.emplace().bytes.fill(5);
    return record;
}

/// Without what version 2 did not know.
dispatch::PlayerRecord of_version_2() {
    auto record = some_record();
    record.preempted_by.reset();
    record.resumed = false;
    return record;
}
std::vector<std::uint8_t> bytes_of_version_2() {
    auto bytes = encode_player_record(of_version_2());
    bytes[0] = 2;
    bytes.resize(bytes.size() - 16);
    return bytes;
}

TEST(PlayerRecord, ComesBackAsItWasWritten) {
    const auto read = decode_player_record(encode_player_record(some_record()));

    ASSERT_TRUE(read);
    EXPECT_EQ(*read, some_record());
}

TEST(PlayerRecord, OfVersion2IsReadWithoutWhatPreEmptedIt) {
    const auto read = decode_player_record(bytes_of_version_2());

    ASSERT_TRUE(read);
    EXPECT_EQ(*read, of_version_2());
}

TEST(PlayerRecord, OfVersion1IsReadWithoutABroadcast) {
    auto bytes = bytes_of_version_2();
    bytes[0] = 1;
    bytes.erase(bytes.begin() + 17, bytes.begin() + 33);
    auto expected = of_version_2();
    expected.broadcast = {};

    const auto read = decode_player_record(bytes);

    ASSERT_TRUE(read);
    EXPECT_EQ(*read, expected);
}

TEST(PlayerRecord, OfAnotherFormIsRefused) {
    auto bytes = encode_player_record(some_record());
    bytes[0] = 4;
    EXPECT_FALSE(decode_player_record(bytes));
    EXPECT_FALSE(decode_player_record({}));
    bytes[0] = 3;
    bytes.pop_back();
    EXPECT_FALSE(decode_player_record(bytes));
}

}  // namespace
}  // namespace village::node::player_loop
