#include "scheduler/policy/passes.hpp"

#include <gtest/gtest.h>

#include "scheduler/policy/check_grant.hpp"

namespace village::policy {
namespace {

using domain::ErrorCode;
using domain::NodeNumber;
using domain::NodeSet;
using domain::Pass;
using std::chrono::minutes;
using std::chrono::seconds;

/// 05:30 in Vietnam.
const domain::UtcTime half_past_five = domain::parse_utc("2026-11-22T22:30:00Z").value();

domain::Commune commune_in_groups(std::initializer_list<std::uint8_t> groups) {
    domain::Commune commune;
    for (const auto group : groups) {
        domain::Node node;
        node.number = NodeNumber{static_cast<std::uint16_t>(commune.nodes.size() + 1)};
        node.echo_group = group;
        commune.nodes.push_back(node);
    }
    return commune;
}

/// A minute and a half at two neighbours, 1 before 2.
domain::Grant staggered(domain::UtcTime starts_at = half_past_five) {
    domain::Grant grant;
    grant.id.bytes[0] = 1;
    grant.nodes = NodeSet{NodeNumber{1}, NodeNumber{2}};
    grant.not_before = grant.starts_at = starts_at;
    grant.start_by = starts_at + minutes{2};
    grant.not_after = starts_at + minutes{40};
    grant.content = domain::ContentHash{};
    grant.content_duration = seconds{90};
    grant.max_duration = seconds{92};
    grant.passes = {{NodeSet{NodeNumber{1}}, seconds{0}}, {NodeSet{NodeNumber{2}}, seconds{91}}};
    grant.issuer_sequence = 17;
    return grant;
}
GrantContext at_node(std::uint16_t number, domain::UtcTime now, const domain::HoursPolicy& hours) {
    GrantContext context;
    context.now = now;
    context.node = NodeNumber{number};
    context.hours = &hours;
    return context;
}
ErrorCode refusal(const domain::Grant& grant) {
    const domain::HoursPolicy hours;
    const auto verdict = check_grant(grant, at_node(1, half_past_five, hours));
    return verdict ? ErrorCode::internal : verdict.error().code;
}

TEST(Passes, FollowOneAnotherByEchoGroup) {
    const auto commune = commune_in_groups({0, 1, 0, 2});

    const auto passes = passes_of(commune, NodeSet{NodeNumber{1}, NodeNumber{2}, NodeNumber{3}, NodeNumber{4}}, seconds{30});

    EXPECT_EQ(passes, (std::vector<Pass>{{NodeSet{NodeNumber{1}, NodeNumber{3}}, seconds{0}},
                                         {NodeSet{NodeNumber{2}}, seconds{31}},
                                         {NodeSet{NodeNumber{4}}, seconds{62}}}));
    EXPECT_EQ(begins_after(passes, NodeNumber{4}), seconds{62});
    EXPECT_EQ(begins_after(passes, NodeNumber{9}), seconds{0}) << "who is in none of them begins with the first";
}

TEST(Passes, LeaveNoGapForAGroupThatIsNotThere) {
    const auto commune = commune_in_groups({3, 1, 0});

    const auto passes = passes_of(commune, NodeSet{NodeNumber{1}, NodeNumber{2}}, seconds{30});

    EXPECT_EQ(passes, (std::vector<Pass>{{NodeSet{NodeNumber{2}}, seconds{0}}, {NodeSet{NodeNumber{1}}, seconds{31}}}));
}

TEST(Passes, AreNoneWhereNobodyWaitsOrTheSoundIsTooLong) {
    const auto commune = commune_in_groups({1, 1, 0});

    EXPECT_TRUE(passes_of(commune, NodeSet{NodeNumber{1}, NodeNumber{2}}, seconds{30}).empty());
    EXPECT_TRUE(passes_of(commune, NodeSet{NodeNumber{1}, NodeNumber{3}}, seconds{121}).empty());
    EXPECT_FALSE(passes_of(commune, NodeSet{NodeNumber{1}, NodeNumber{3}}, seconds{120}).empty());
}

TEST(Passes, AreNoneForMoreGroupsThanAGrantHolds) {
    NodeSet nodes;
    for (std::uint16_t number = 1; number <= 5; ++number) nodes.insert(NodeNumber{number});

    EXPECT_EQ(passes_of(commune_in_groups({0, 1, 2, 3, 3}), nodes, seconds{30}).size(), 4u);
    EXPECT_TRUE(passes_of(commune_in_groups({0, 1, 2, 3, 4}), nodes, seconds{30}).empty());
}

TEST(Passes, OfWhatIsTooLongAreRefusedByTheNameOfTheRule) {
    const auto refused = check_staggered_length(seconds{120} + std::chrono::milliseconds{1});

    EXPECT_TRUE(check_staggered_length(seconds{120}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_long);
    EXPECT_EQ(refused.error().rule, (domain::BrokenRule{"staggered_longest", "120 s", "121 s"}));
}

TEST(Passes, AllCountAgainstTheHours) {
    domain::HoursPolicy hours;
    // The window ends at 06:30; the first pass alone would fit.
    const auto last = half_past_five + minutes{58};
    const auto verdict = check_grant(staggered(last), at_node(1, last, hours));

    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::outside_allowed_hours);
    EXPECT_TRUE(check_grant(staggered(last - minutes{1}), at_node(1, last - minutes{1}, hours)));
}

TEST(Passes, AllCountAgainstTheLongestSession) {
    domain::HoursPolicy hours;
    hours.longest_session = minutes{2};
    auto alone = staggered();
    alone.passes.clear();

    EXPECT_TRUE(check_grant(alone, at_node(1, half_past_five, hours)));
    EXPECT_EQ(check_grant(staggered(), at_node(1, half_past_five, hours)).error().code, ErrorCode::too_long);
    EXPECT_EQ(sounding_time(staggered()), seconds{181});
}

TEST(Passes, ALoudspeakerIsLateInTheSecondHalfOfItsOwnPass) {
    const domain::HoursPolicy hours;
    const auto later = half_past_five + seconds{91 + 45};

    EXPECT_EQ(check_grant(staggered(), at_node(1, later, hours)).error().code, ErrorCode::expired);
    EXPECT_TRUE(check_grant(staggered(), at_node(2, later, hours)));
    EXPECT_EQ(check_grant(staggered(), at_node(2, later + seconds{1}, hours)).error().code, ErrorCode::expired);
}

TEST(Passes, AreForPlannedFinishedAudioOnly) {
    ASSERT_EQ(refusal(staggered()), ErrorCode::internal) << "a good one";
    auto relay = staggered();
    relay.content.reset();
    relay.content_duration = {};
    relay.stream.emplace();
    EXPECT_EQ(refusal(relay), ErrorCode::malformed);
    auto stand_in = staggered();
    stand_in.stands_in_for = domain::BroadcastId{{9}};
    EXPECT_EQ(refusal(stand_in), ErrorCode::malformed);
    for (const auto& [kind, priority] : {std::pair{domain::BroadcastKind::emergency, domain::Priority::emergency},
                                         {domain::BroadcastKind::drill, domain::Priority::normal},
                                         {domain::BroadcastKind::all_clear, domain::Priority::priority}}) {
        auto other = staggered();
        other.kind = kind;
        other.priority = priority;
        EXPECT_EQ(refusal(other), ErrorCode::malformed) << domain::kind_name(kind);
    }
}

TEST(Passes, ShareNoLoudspeakerAndDoNotOverlap) {
    auto twice = staggered();
    twice.passes[1].nodes.insert(NodeNumber{1});
    EXPECT_EQ(refusal(twice), ErrorCode::malformed);
    auto empty = staggered();
    empty.passes[0].nodes = {};
    EXPECT_EQ(refusal(empty), ErrorCode::malformed);
    auto together = staggered();
    together.passes[1].after = seconds{89};
    EXPECT_EQ(refusal(together), ErrorCode::malformed);
    auto behind_its_end = staggered();
    behind_its_end.not_after = behind_its_end.start_by + seconds{90};
    EXPECT_EQ(refusal(behind_its_end), ErrorCode::malformed);
    auto long_one = staggered();
    long_one.content_duration = long_one.max_duration = seconds{121};
    long_one.passes[1].after = seconds{122};
    EXPECT_EQ(refusal(long_one), ErrorCode::too_long);
}

}  // namespace
}  // namespace village::policy
