// The bitmap against a std::set that does the same in the plainest way.
#include "scheduler/domain/node_set.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace village::domain {
namespace {

using Model = std::set<std::uint16_t>;

NodeSet set_of(const Model& model) {
    NodeSet set;
    for (const auto number : model) set.insert(NodeNumber{number});
    return set;
}

Model model_of(const NodeSet& set) {
    Model model;
    for (const auto number : set.numbers()) model.insert(number.value);
    return model;
}

/// Small numbers, so that sets meet, and sometimes the far end of the bitmap.
std::uint16_t any_number() {
    return *rc::gen::weightedOneOf<std::uint16_t>(
        {{20, rc::gen::inRange<std::uint16_t>(1, 40)}, {1, rc::gen::inRange<std::uint16_t>(65'500, 65'535)}});
}

Model any_model() {
    Model model;
    const int count = *rc::gen::inRange(0, 20);
    for (int i = 0; i < count; ++i) model.insert(any_number());
    return model;
}

TEST(NodeSet, InsertsAndErasesLikeASet) {
    EXPECT_TRUE(rc::check([] {
        Model model;
        NodeSet set;
        for (int step = 0; step < 60; ++step) {
            const auto number = any_number();
            if (*rc::gen::arbitrary<bool>()) {
                model.insert(number);
                set.insert(NodeNumber{number});
            } else {
                model.erase(number);
                set.erase(NodeNumber{number});
            }
            RC_ASSERT(set.contains(NodeNumber{number}) == model.contains(number));
            RC_ASSERT(set.size() == model.size());
            RC_ASSERT(set.is_empty() == model.empty());
        }
        RC_ASSERT(model_of(set) == model);
        RC_ASSERT(set == set_of(model));
    }));
}

TEST(NodeSet, CombinesLikeSets) {
    EXPECT_TRUE(rc::check([] {
        const auto a = any_model();
        const auto b = any_model();
        Model all, rest, shared;
        std::ranges::set_union(a, b, std::inserter(all, all.end()));
        std::ranges::set_difference(a, b, std::inserter(rest, rest.end()));
        std::ranges::set_intersection(a, b, std::inserter(shared, shared.end()));

        RC_ASSERT(set_of(a).united_with(set_of(b)) == set_of(all));
        RC_ASSERT(set_of(a).without(set_of(b)) == set_of(rest));
        RC_ASSERT(set_of(a).intersects(set_of(b)) == !shared.empty());
        RC_ASSERT(set_of(a).shared_with(set_of(b)) == set_of(shared));
        RC_ASSERT(set_of(a).is_subset_of(set_of(b)) == std::ranges::includes(b, a));
    }));
}

TEST(NodeSet, ComesBackFromItsBitmap) {
    EXPECT_TRUE(rc::check([] {
        const auto set = set_of(any_model());
        auto padded = set.bitmap();
        padded.resize(std::min<std::size_t>(8192, padded.size() + *rc::gen::inRange<std::size_t>(0, 9)));

        RC_ASSERT(NodeSet::from_bitmap(padded).value() == set);
    }));
}

TEST(NodeSet, RefusesBitmapsThatNoCommuneHas) {
    EXPECT_EQ(NodeSet::from_bitmap(std::vector<std::uint8_t>(8193)).error().code, ErrorCode::malformed);
    EXPECT_EQ(NodeSet::from_bitmap({1}).error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace village::domain
