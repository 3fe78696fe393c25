#include "protocol/grant_codec.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "protocol/grant.pb.h"
#include "protocol/wire_fields.hpp"
#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using domain::ErrorCode;

TEST(GrantCodec, GivesBackEveryKindOfGrant) {
    for (const auto& grant : {samples::scheduled_grant(), samples::emergency_grant(), samples::live_grant(),
                              samples::stand_in_grant(), samples::staggered_grant()}) {
        auto decoded = decode_grant(encode_grant(grant));
        ASSERT_TRUE(decoded) << decoded.error().detail;
        EXPECT_EQ(*decoded, grant);
    }
}

TEST(GrantCodec, GivesBackBothKindsOfStop) {
    EXPECT_EQ(*decode_stop(encode_stop(samples::stop_of_grants())), samples::stop_of_grants());
    EXPECT_EQ(*decode_stop(encode_stop(samples::stop_of_area())), samples::stop_of_area());
}

TEST(GrantCodec, GivesBackDelegationsAnchorsAndRevocations) {
    auto narrow = samples::full_delegation();
    narrow.nodes = domain::NodeSet{{3}, {4000}};
    narrow.acts = {};
    narrow.acts.allow(domain::BroadcastKind::drill);
    narrow.priorities = 0b00010;
    Revocations revocations{4, {7, 9}};

    EXPECT_EQ(*decode_delegation(encode_delegation(samples::full_delegation())), samples::full_delegation());
    EXPECT_EQ(*decode_delegation(encode_delegation(narrow)), narrow);
    EXPECT_EQ(*decode_anchors(encode_anchors(samples::anchors())), samples::anchors());
    EXPECT_EQ(*decode_revocations(encode_revocations(revocations)), revocations);
}

TEST(GrantCodec, TellsTenThousandNodesInFewBytes) {
    domain::NodeSet all;
    for (std::uint16_t number = 1; number <= 10'000; ++number) all.insert({number});
    wire::NodeNumbers message;

    write_nodes(all, message);

    EXPECT_LE(message.ByteSizeLong(), 10U);
    EXPECT_EQ(*read_nodes(message), all);
}

TEST(GrantCodec, RefusesRunsThatAreEmptyOddOrOutOfRange) {
    auto reads = [](std::initializer_list<std::uint32_t> spans) {
        wire::NodeNumbers message;
        message.mutable_runs()->mutable_spans()->Assign(spans.begin(), spans.end());
        return read_nodes(message).has_value();
    };

    EXPECT_TRUE(reads({1, 65535}));
    EXPECT_FALSE(reads({0, 2}));
    EXPECT_FALSE(reads({1}));
    EXPECT_FALSE(reads({1, 0}));
    EXPECT_FALSE(reads({1, 65536}));
    EXPECT_FALSE(reads({0xFFFFFFFF, 0xFFFFFFFF}));
}

TEST(GrantCodec, RefusesAGrantThatIsNotWhole) {
    const std::vector<std::pair<const char*, std::function<void(wire::Grant&)>>> faults{
        {"short id", [](auto& grant) { grant.set_id("x"); }},
        {"no broadcast", [](auto& grant) { grant.clear_broadcast(); }},
        {"no kind", [](auto& grant) { grant.clear_kind(); }},
        {"a kind of the future", [](auto& grant) { grant.set_kind(static_cast<wire::Kind>(9)); }},
        {"an emergency of normal priority", [](auto& grant) { grant.set_kind(wire::KIND_EMERGENCY); }},
        {"no node", [](auto& grant) { grant.clear_nodes(); }},
        {"node 0", [](auto& grant) { grant.mutable_nodes()->set_bitmap("\x01"); }},
        {"ends before it begins", [](auto& grant) { grant.set_not_after(1); }},
        {"a time before 1970", [](auto& grant) { grant.set_not_before(-1); }},
        {"no end", [](auto& grant) { grant.clear_max_duration(); }},
        {"endless", [](auto& grant) { grant.set_max_duration(~0ULL); }},
        {"louder than full", [](auto& grant) { grant.set_volume_cap_percent(101); }},
        {"neither content nor stream", [](auto& grant) { grant.clear_content(); }},
        {"content and stream", [](auto& grant) { grant.mutable_stream()->set_public_key(std::string(32, 'k')); }},
        {"content of nothing", [](auto& grant) { grant.clear_content_bytes(); }},
        {"a short chime", [](auto& grant) { grant.set_chime("x"); }},
        {"no sequence", [](auto& grant) { grant.clear_issuer_sequence(); }},
    };
    for (const auto& [name, spoil] : faults) {
        wire::Grant message;
        write_grant(samples::scheduled_grant(), message);
        spoil(message);
        auto decoded = decode_grant(serialize(message));
        ASSERT_FALSE(decoded) << name;
        EXPECT_EQ(decoded.error().code, ErrorCode::malformed) << name;
    }
}

TEST(GrantCodec, RefusesAStopThatNamesNothingOrBoth) {
    auto neither = samples::stop_of_grants();
    neither.grants.clear();
    auto both = samples::stop_of_area();
    both.grants = samples::stop_of_grants().grants;
    auto from_now_on = samples::stop_of_area();
    from_now_on.up_to_sequence = 0;

    for (const auto& stop : {neither, both, from_now_on})
        EXPECT_EQ(decode_stop(encode_stop(stop)).error().code, ErrorCode::malformed);
}

TEST(GrantCodec, RefusesADelegationOfMoreThanAHundredDays) {
    auto delegation = samples::full_delegation();
    delegation.not_after = delegation.not_before + delegation_lifetime_max;
    EXPECT_TRUE(decode_delegation(encode_delegation(delegation)));

    delegation.not_after += std::chrono::microseconds{1};
    EXPECT_EQ(decode_delegation(encode_delegation(delegation)).error().code, ErrorCode::malformed);
}

TEST(GrantCodec, ReadsAGrantOfANewerIssuerThatHasFieldsWeDoNotKnow) {
    auto bytes = encode_grant(samples::scheduled_grant());
    const ByteVector unknown_field{0xFA, 0x3E, 3, 'n', 'e', 'w'};  // Number 1007, three bytes.
    bytes.insert(bytes.end(), unknown_field.begin(), unknown_field.end());
    wire::Grant message;

    ASSERT_TRUE(parse(bytes, message));

    EXPECT_EQ(*decode_grant(bytes), samples::scheduled_grant());
    EXPECT_EQ(serialize(message), bytes) << "kept when it is passed on";
}

}  // namespace
}  // namespace village::protocol
