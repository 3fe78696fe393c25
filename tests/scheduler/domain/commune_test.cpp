#include "scheduler/domain/commune.hpp"

#include <gtest/gtest.h>

namespace village::domain {
namespace {

const AreaId commune_id{{1}}, ben{{2}}, ha{{3}}, unknown_area{{99}};
const NodeId ferry{{10}}, pump{{11}}, hall{{12}};

/// A commune of two hamlets: Bến with nodes 9 and 10, Hạ with node 11.
Commune small_commune() {
    Commune commune;
    commune.id = commune_id;
    commune.areas = {{.id = commune_id, .kind = AreaKind::commune},
                     {.id = ben, .parent = commune_id, .full_name = "Thôn Bến"},
                     {.id = ha, .parent = commune_id, .full_name = "Thôn Hạ"}};
    commune.nodes = {{.id = ferry, .number = {9}, .hamlet = ben},
                     {.id = pump, .number = {10}, .hamlet = ben},
                     {.id = hall, .number = {11}, .hamlet = ha}};
    commune.zones = {{.id = ZoneId{{20}}, .name = "Ven sông", .areas = {ben}, .nodes = {hall}},
                     {.id = ZoneId{{21}}, .name = "Trống"}};
    return commune;
}

TEST(Commune, AnAreaHoldsItsOwnNodesAndThoseBelow) {
    const auto commune = small_commune();

    EXPECT_EQ(commune.nodes_of_area(ben), (NodeSet{NodeNumber{9}, NodeNumber{10}}));
    EXPECT_EQ(commune.nodes_of_area(commune_id).size(), 3u);
}

TEST(Commune, TargetsAreTheUnionOfZonesAreasAndNodes) {
    const auto commune = small_commune();

    EXPECT_EQ(commune.resolve({.zones = {ZoneId{{20}}}})->size(), 3u);
    EXPECT_EQ(*commune.resolve({.areas = {ben}, .nodes = {ferry}}), commune.nodes_of_area(ben));
}

TEST(Commune, RefusesTargetsThatNobodyHears) {
    const auto commune = small_commune();

    EXPECT_EQ(commune.resolve({}).error().code, ErrorCode::zone_empty);
    EXPECT_EQ(commune.resolve({.zones = {ZoneId{{21}}}}).error().code, ErrorCode::zone_empty);
    EXPECT_EQ(commune.resolve({.zones = {ZoneId{{77}}}}).error().code, ErrorCode::not_found);
    EXPECT_EQ(commune.resolve({.areas = {unknown_area}}).error().code, ErrorCode::not_found);
    EXPECT_EQ(commune.resolve({.nodes = {NodeId{{98}}}}).error().code, ErrorCode::node_unknown);
}

TEST(Commune, NamesThePlacesThatNobodyHears) {
    auto commune = small_commune();
    commune.nodes.pop_back();

    EXPECT_EQ(commune.resolve({}).error().rule, (BrokenRule{"no_place", "", ""}));
    EXPECT_EQ(commune.resolve({.areas = {ha}, .zones = {ZoneId{{21}}}}).error().rule,
              (BrokenRule{"no_loudspeaker", "", "Thôn Hạ, Trống"}));
    EXPECT_EQ(commune.resolve({.nodes = {hall}}).error().rule, (BrokenRule{"node", "", hall.text()}));
}

TEST(Commune, SurvivesAnAreaTreeWithALoop) {
    auto commune = small_commune();
    commune.areas[0].parent = ben;

    EXPECT_FALSE(commune.area_contains(unknown_area, ben));
}

}  // namespace
}  // namespace village::domain
