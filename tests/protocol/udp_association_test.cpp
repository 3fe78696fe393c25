#include "protocol/udp_association.hpp"

#include <gtest/gtest.h>

#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using domain::ErrorCode;

UdpAssociationState fresh(std::uint64_t connection_id = 0x0102030405060708) {
    UdpAssociationState state;
    state.connection_id = connection_id;
    for (std::size_t i = 0; i < 32; ++i) state.exporter.writable()[i] = static_cast<std::uint8_t>(i);
    return state;
}

const ByteVector body{'c', 'h', 'a', 'o'};

TEST(UdpAssociation, CarriesPacketsBothWays) {
    UdpAssociation node(UdpRole::node, fresh()), controller(UdpRole::controller, fresh());

    auto up = controller.open(*node.seal(UdpKind::ack, body));
    auto down = node.open(*controller.seal(UdpKind::start, body));

    ASSERT_TRUE(up && down);
    EXPECT_EQ(up->kind, UdpKind::ack);
    EXPECT_EQ(down->body, body);
}

TEST(UdpAssociation, SealsIntoMemoryThatHeldALongerPacket) {
    UdpAssociation node(UdpRole::node, fresh()), other(UdpRole::node, fresh()), controller(UdpRole::controller, fresh());
    const ByteVector long_body(udp_body_bytes_max, 'x');
    ByteVector packet;

    ASSERT_TRUE(node.seal_into(packet, UdpKind::ack, long_body));
    auto first = controller.open(packet);
    ASSERT_TRUE(node.seal_into(packet, UdpKind::nack, body));
    auto second = controller.open(packet);

    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->body, long_body);
    EXPECT_EQ(second->body, body) << "nothing of the longer one is left behind it";
    ASSERT_TRUE(other.seal(UdpKind::ack, long_body));
    EXPECT_EQ(packet, *other.seal(UdpKind::nack, body)) << "the same bytes as sealed into fresh memory";
}

TEST(UdpAssociation, DoesNotTakeItsOwnPacketsBack) {
    UdpAssociation node(UdpRole::node, fresh());

    EXPECT_EQ(node.open(*node.seal(UdpKind::ack, body)).error().code, ErrorCode::signature_invalid);
}

TEST(UdpAssociation, TakesEachPacketOnceAndInAnyOrder) {
    UdpAssociation node(UdpRole::node, fresh()), controller(UdpRole::controller, fresh());
    auto first = *node.seal(UdpKind::ack, body), second = *node.seal(UdpKind::ack, body);

    EXPECT_TRUE(controller.open(second));
    EXPECT_TRUE(controller.open(first));
    EXPECT_EQ(controller.open(first).error().code, ErrorCode::replayed);
    EXPECT_EQ(controller.open(second).error().code, ErrorCode::replayed);
}

TEST(UdpAssociation, RefusesEveryFlippedBitAndIsNotMovedByIt) {
    UdpAssociation node(UdpRole::node, fresh()), controller(UdpRole::controller, fresh());
    auto packet = *node.seal(UdpKind::ack, body);

    for (std::size_t bit = 0; bit < packet.size() * 8; ++bit) {
        auto altered = packet;
        altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ 1U << bit % 8);
        EXPECT_FALSE(controller.open(altered)) << bit;
    }

    EXPECT_TRUE(controller.open(packet));
}

TEST(UdpAssociation, OfAnotherSessionOpensNothing) {
    UdpAssociation node(UdpRole::node, fresh());
    UdpAssociation same_id(UdpRole::controller, [] {
        auto state = fresh();
        state.exporter.writable()[0] ^= 1;
        return state;
    }());
    UdpAssociation other_id(UdpRole::controller, fresh(9));
    auto packet = *node.seal(UdpKind::ack, body);

    EXPECT_EQ(same_id.open(packet).error().code, ErrorCode::signature_invalid);
    EXPECT_EQ(other_id.open(packet).error().code, ErrorCode::key_unknown);
    EXPECT_EQ(*udp_connection_id(packet), 0x0102030405060708U);
}

TEST(UdpAssociation, GoesOnAfterARestartWithoutRepeatingACounter) {
    UdpAssociation node(UdpRole::node, fresh()), before(UdpRole::controller, fresh());
    auto last_before = *before.seal(UdpKind::start, body);
    auto from_node = *node.seal(UdpKind::ack, body);
    ASSERT_TRUE(node.open(last_before));
    ASSERT_TRUE(before.open(from_node));
    auto kept = before.state();
    kept.next_counter += udp_counter_skip;
    UdpAssociation after(UdpRole::controller, kept);

    EXPECT_TRUE(node.open(*after.seal(UdpKind::start, body)));
    EXPECT_EQ(after.open(from_node).error().code, ErrorCode::replayed);
    EXPECT_TRUE(after.open(*node.seal(UdpKind::ack, body)));
}

TEST(UdpAssociation, NeverMakesAPacketThatWouldBeFragmented) {
    UdpAssociation node(UdpRole::node, fresh());

    EXPECT_EQ(node.seal(UdpKind::ack, ByteVector(udp_body_bytes_max))->size(), udp_packet_bytes_max);
    EXPECT_EQ(node.seal(UdpKind::ack, ByteVector(udp_body_bytes_max + 1)).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace village::protocol
