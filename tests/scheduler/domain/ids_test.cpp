#include "scheduler/domain/ids.hpp"

#include <gtest/gtest.h>

#include "scheduler/domain/names.hpp"
#include "scheduler/domain/node_set.hpp"

namespace village::domain {
namespace {

TEST(Id, ReadsBackWhatItWrites) {
    const NodeId id{make_uuid_v7(utc_from_us(1'700'000'000'123'456), {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})};

    const auto read = NodeId::parse(id.text());

    ASSERT_TRUE(read);
    EXPECT_EQ(*read, id);
}

TEST(Id, Version7CarriesItsMillisecondAndItsVersion) {
    const auto text = uuid_text(make_uuid_v7(utc_from_us(0x0123456789ab * 1000LL), {}));

    EXPECT_EQ(text.substr(0, 13), "01234567-89ab");
    EXPECT_EQ(text[14], '7');
    EXPECT_EQ(text[19], '8');
}

TEST(Id, RefusesWhatIsNotAUuid) {
    for (const auto* text : {"", "0", "01234567-89ab-7000-8000-00000000000", "01234567-89ab-7000-8000-00000000000g",
                             "0123456789ab70008000000000000000aaaa", "01234567-89ab-7000-8000-0000000000000"})
        EXPECT_FALSE(NodeId::parse(text)) << text;
}

TEST(NodeSet, HoldsExactlyWhatWasInserted) {
    NodeSet set{NodeNumber{1}, NodeNumber{18}, NodeNumber{65535}};

    set.erase(NodeNumber{65535});

    EXPECT_TRUE(set.contains(NodeNumber{18}));
    EXPECT_FALSE(set.contains(NodeNumber{17}));
    EXPECT_FALSE(set.contains(NodeNumber{65535}));
    EXPECT_EQ(set.size(), 2u);
    EXPECT_EQ(set.bitmap().size(), 3u);
}

TEST(NodeSet, EqualSetsHaveEqualBitmapsHoweverTheyWereMade) {
    NodeSet wide{NodeNumber{3}, NodeNumber{900}};
    wide.erase(NodeNumber{900});

    EXPECT_EQ(wide, NodeSet{NodeNumber{3}});
    EXPECT_EQ(*NodeSet::from_bitmap({8, 0, 0}), NodeSet{NodeNumber{3}});
}

TEST(NodeSet, NumberZeroDoesNotExist) {
    NodeSet set;
    set.insert(NodeNumber{0});

    EXPECT_TRUE(set.is_empty());
    EXPECT_FALSE(NodeSet::from_bitmap({1}));
    EXPECT_FALSE(NodeSet::from_bitmap(std::vector<std::uint8_t>(8193, 2)));
}

TEST(NodeSet, UnitesAndTakesAway) {
    const NodeSet left{NodeNumber{1}, NodeNumber{20}}, right{NodeNumber{20}, NodeNumber{300}};

    EXPECT_EQ(left.united_with(right), (NodeSet{NodeNumber{1}, NodeNumber{20}, NodeNumber{300}}));
    EXPECT_EQ(left.without(right), NodeSet{NodeNumber{1}});
    EXPECT_TRUE(left.intersects(right));
    EXPECT_FALSE(left.without(right).intersects(right));
    EXPECT_TRUE(NodeSet{NodeNumber{20}}.is_subset_of(right));
}

TEST(Names, GoBothWays) {
    for (int i = 0; i <= 4; ++i) {
        const auto priority = static_cast<Priority>(i);
        EXPECT_EQ(priority_from_name(priority_name(priority)), priority);
    }
    for (int i = 0; i <= 10; ++i) {
        const auto state = static_cast<DeliveryState>(i);
        EXPECT_EQ(delivery_state_from_name(delivery_state_name(state)), state);
    }
    EXPECT_FALSE(priority_from_name("urgent"));
}

TEST(BroadcastKind, GoesOnlyWithItsOwnPriorities) {
    EXPECT_TRUE(kind_allows(BroadcastKind::scheduled, Priority::priority));
    EXPECT_FALSE(kind_allows(BroadcastKind::scheduled, Priority::live));
    EXPECT_FALSE(kind_allows(BroadcastKind::live, Priority::emergency));
    EXPECT_TRUE(kind_allows(BroadcastKind::emergency, Priority::emergency));
    EXPECT_FALSE(kind_allows(BroadcastKind::emergency, Priority::normal));
    EXPECT_FALSE(kind_allows(BroadcastKind::drill, Priority::emergency));
}

}  // namespace
}  // namespace village::domain
