#include "scheduler/policy/tombstones.hpp"

#include <gtest/gtest.h>

namespace village::policy {
namespace {

using domain::NodeNumber;
using domain::NodeSet;

domain::GrantId id(std::uint8_t n) { return domain::GrantId{{n}}; }
domain::Grant grant(std::uint8_t n, std::uint64_t sequence) {
    domain::Grant made;
    made.id = id(n);
    made.issuer_sequence = sequence;
    return made;
}
const domain::UtcTime now = domain::parse_utc("2026-11-23T00:00:00Z").value();

TEST(Tombstones, KillTheGrantThatComesAfterTheStop) {
    Tombstones tombstones;

    tombstones.add({.grants = {id(1)}}, now);

    EXPECT_TRUE(tombstones.covers(grant(1, 50), NodeNumber{3}));
    EXPECT_FALSE(tombstones.covers(grant(2, 50), NodeNumber{3}));
}

TEST(Tombstones, AnAreaStopReachesItsNodesUpToItsSequenceOnly) {
    Tombstones tombstones;

    tombstones.add({.nodes = NodeSet{NodeNumber{3}, NodeNumber{4}}, .up_to_sequence = 50}, now);

    EXPECT_TRUE(tombstones.covers(grant(1, 50), NodeNumber{3}));
    EXPECT_FALSE(tombstones.covers(grant(1, 51), NodeNumber{3}));
    EXPECT_FALSE(tombstones.covers(grant(1, 50), NodeNumber{5}));
}

TEST(Tombstones, AreForgottenWhenTheirGrantHasEnded) {
    Tombstones tombstones;
    tombstones.add({.grants = {id(1), id(2)}}, now);
    tombstones.expect_until(id(1), now + std::chrono::hours{1});

    tombstones.forget_before(now + std::chrono::hours{2});

    EXPECT_FALSE(tombstones.covers(id(1)));
    EXPECT_TRUE(tombstones.covers(id(2)));
}

TEST(Tombstones, ManyAreaStopsStayBoundedAndKeepTheirSilence) {
    Tombstones tombstones;
    for (std::uint16_t n = 1; n <= 500; ++n)
        tombstones.add({.nodes = NodeSet{NodeNumber{n}}, .up_to_sequence = 1000u - n}, now);

    EXPECT_LE(tombstones.areas().size(), 64u);
    for (std::uint16_t n = 1; n <= 500; ++n) EXPECT_TRUE(tombstones.covers(grant(1, 1000u - n), NodeNumber{n})) << n;
}

TEST(Tombstones, ManyGrantStopsStayBounded) {
    Tombstones tombstones;
    for (std::size_t n = 0; n < Tombstones::grants_max + 100; ++n) {
        domain::GrantId many;
        many.bytes[14] = static_cast<std::uint8_t>(n >> 8);
        many.bytes[15] = static_cast<std::uint8_t>(n);
        tombstones.add({.grants = {many}}, now + std::chrono::seconds{n});
    }

    EXPECT_EQ(tombstones.grants().size(), Tombstones::grants_max);
}

}  // namespace
}  // namespace village::policy
