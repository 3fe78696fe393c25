#include "scheduler/policy/tombstones.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <utility>

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

TEST(Tombstones, AStopThatCameBeforeTheClockWasSetStaysWhenItIs) {
    Tombstones tombstones;

    tombstones.add({.grants = {id(1)}, .issued_at = now}, domain::UtcTime{});
    tombstones.forget_before(now);

    EXPECT_TRUE(tombstones.covers(grant(1, 50), NodeNumber{3}));
}

TEST(Tombstones, AnAreaStopReachesItsNodesUpToItsSequenceOnly) {
    Tombstones tombstones;

    tombstones.add({.nodes = NodeSet{NodeNumber{3}, NodeNumber{4}}, .up_to_sequence = 50}, now);

    EXPECT_TRUE(tombstones.covers(grant(1, 50), NodeNumber{3}));
    EXPECT_FALSE(tombstones.covers(grant(1, 51), NodeNumber{3}));
    EXPECT_FALSE(tombstones.covers(grant(1, 50), NodeNumber{5}));
}

TEST(Tombstones, AnAreaStopLeavesWhatStartsLater) {
    Tombstones tombstones;
    auto tomorrow = grant(1, 50);
    tomorrow.starts_at = now + std::chrono::hours{24};

    tombstones.add({.nodes = NodeSet{NodeNumber{3}}, .up_to_sequence = 50, .starting_until = now}, now);

    EXPECT_FALSE(tombstones.covers(tomorrow, NodeNumber{3}));
    EXPECT_TRUE(tombstones.covers(grant(2, 50), NodeNumber{3}));
}

TEST(Tombstones, AnAreaStopOfWhatHasBegunNeverReplacesOneOfEverything) {
    Tombstones tombstones;
    auto tomorrow = grant(1, 50);
    tomorrow.starts_at = now + std::chrono::hours{24};
    tombstones.add({.nodes = NodeSet{NodeNumber{3}}, .up_to_sequence = 50}, now);

    tombstones.add({.nodes = NodeSet{NodeNumber{3}}, .up_to_sequence = 60, .starting_until = now}, now);

    EXPECT_TRUE(tombstones.covers(tomorrow, NodeNumber{3}));
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
    for (std::uint16_t n = 1; n <= 500; ++n) tombstones.add({.nodes = NodeSet{NodeNumber{n}}, .up_to_sequence = 1000u - n}, now);

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

TEST(Tombstones, AgreeWithAListOfEverythingThatWasStopped) {
    EXPECT_TRUE(rc::check([] {
        Tombstones tombstones;
        std::map<std::uint8_t, std::chrono::hours> grants;
        std::vector<std::pair<std::uint16_t, std::uint64_t>> areas;
        std::chrono::hours passed{0};
        const auto any_grant = [] { return *rc::gen::inRange<std::uint8_t>(1, 6); };
        for (int step = 0; step < 40; ++step) {
            const auto number = any_grant();
            const auto node = *rc::gen::inRange<std::uint16_t>(1, 5);
            const auto sequence = *rc::gen::inRange<std::uint64_t>(1, 30);
            const std::chrono::hours until{passed.count() + *rc::gen::inRange(1, 48)};
            switch (*rc::gen::inRange(0, 4)) {
                case 0:
                    tombstones.add({.grants = {id(number)}}, now + passed);
                    grants.try_emplace(number, passed + Tombstones::life);
                    break;
                case 1:
                    tombstones.add({.nodes = NodeSet{NodeNumber{node}}, .up_to_sequence = sequence}, now + passed);
                    areas.emplace_back(node, sequence);
                    break;
                case 2:
                    tombstones.expect_until(id(number), now + until);
                    if (grants.contains(number)) grants[number] = until;
                    break;
                default:
                    passed += std::chrono::hours{*rc::gen::inRange(1, 24)};
                    tombstones.forget_before(now + passed);
                    std::erase_if(grants, [&](const auto& entry) { return entry.second < passed; });
            }
            const bool by_area =
                std::ranges::any_of(areas, [&](const auto& area) { return area.first == node && sequence <= area.second; });

            RC_ASSERT(tombstones.covers(id(number)) == grants.contains(number));
            RC_ASSERT(tombstones.covers(grant(number, sequence), NodeNumber{node}) == (by_area || grants.contains(number)));
        }
    }));
}

}  // namespace
}  // namespace village::policy
