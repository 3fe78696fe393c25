#include "scheduler/domain/coverage.hpp"

#include <gtest/gtest.h>

namespace village::domain {
namespace {

const AreaId hamlet_of_three{{1}}, hamlet_of_one{{2}}, hamlet_of_none{{3}};

Commune three_hamlets() {
    Commune commune;
    for (const auto& hamlet : {hamlet_of_one, hamlet_of_none, hamlet_of_three}) {
        Area area;
        area.id = hamlet;
        commune.areas.push_back(area);
    }
    for (std::uint16_t number = 1; number <= 4; ++number) {
        Node node;
        node.number = NodeNumber{number};
        node.hamlet = number < 4 ? hamlet_of_three : hamlet_of_one;
        commune.nodes.push_back(node);
    }
    return commune;
}

Delivery delivery(std::uint16_t node, DeliveryState state) {
    Delivery made;
    made.node = NodeNumber{node};
    made.state = state;
    return made;
}

TEST(CoverageByHamlet, AddsUpTheLoudspeakersOfEachHamletInTheOrderOfAreas) {
    const std::vector<Delivery> deliveries{delivery(1, DeliveryState::played), delivery(2, DeliveryState::partial),
                                           delivery(4, DeliveryState::fetched)};

    const auto by_hamlet = coverage_by_hamlet(three_hamlets(), deliveries);

    EXPECT_EQ(by_hamlet, (std::vector<AreaCoverage>{{hamlet_of_one, {.open = 1, .of = 1}},
                                                    {hamlet_of_three, {.played = 1, .partial = 1, .of = 2}}}));
}

}  // namespace
}  // namespace village::domain
