#include "controller/sessions/urgent_messages.hpp"

#include <gtest/gtest.h>

#include "protocol/session_codec.hpp"
#include "protocol/udp_packets.hpp"

namespace village::sessions {
namespace {

domain::SignedEnvelope envelope(std::size_t size) { return {std::vector<std::uint8_t>(size, 7)}; }

domain::SignedGrant grant() {
    domain::SignedGrant made;
    made.grant.id = domain::GrantId{{3}};
    made.envelope = envelope(250);
    return made;
}

wire::SessionMessage by_tls(const UrgentMessage& message) {
    auto decoded = protocol::decode_session_message(domain::Bytes{*message.frame}.subspan(4));
    EXPECT_TRUE(decoded);
    return decoded ? *decoded : wire::SessionMessage{};
}

TEST(UrgentMessages, AStartSaysTheSameByBothWays) {
    const auto made = start_message(grant(), {envelope(150)});

    ASSERT_TRUE(made);
    const auto by_udp = protocol::decode_start_body(made->udp_body);
    ASSERT_TRUE(by_udp);
    EXPECT_EQ(by_udp->SerializeAsString(), by_tls(*made).start().SerializeAsString());
    EXPECT_EQ(by_udp->delegations_size(), 1);
    EXPECT_EQ(made->grant, domain::GrantId{{3}});
}

TEST(UrgentMessages, WhatIsTooLargeForADatagramGoesByTlsAlone) {
    const auto made = start_message(grant(), {envelope(900)});

    ASSERT_TRUE(made);
    EXPECT_TRUE(made->udp_body.empty());
    EXPECT_EQ(by_tls(*made).start().delegations_size(), 1);
}

TEST(UrgentMessages, TheAnswerToAStopIsNobodysGrant) {
    domain::SignedStop stop;
    stop.stop.id = domain::GrantId{{9}};
    stop.envelope = envelope(200);

    const auto made = stop_message(stop, {});

    ASSERT_TRUE(made);
    EXPECT_EQ(made->kind, protocol::UdpKind::stop);
    EXPECT_FALSE(made->grant);
}

TEST(UrgentMessages, EveryQuenchHasAnIdOfItsOwn) {
    const auto first = quench_message(domain::BroadcastId{{1}}), second = quench_message(domain::BroadcastId{{1}});

    ASSERT_TRUE(first && second);
    EXPECT_NE(first->id, second->id);
    EXPECT_EQ(by_tls(*first).quench().id(), std::string(first->id.begin(), first->id.end()));
}

TEST(UrgentMessages, QuenchOfNoBroadcastIsOfWhateverSounds) {
    const auto everything = quench_message(std::nullopt);

    ASSERT_TRUE(everything);
    EXPECT_EQ(by_tls(*everything).quench().broadcasts_size(), 0);
}

}  // namespace
}  // namespace village::sessions
