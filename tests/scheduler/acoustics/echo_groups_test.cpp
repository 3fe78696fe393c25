// The planner of phát so le, against trying out every grouping, and in the commune of the demo.
#include "scheduler/acoustics/echo_groups.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace village::acoustics {
namespace {

using domain::NodeNumber;

constexpr double nothing_echoes = std::numeric_limits<double>::infinity();

/// Metres to the east and north of the middle of the commune.
Place at(std::uint16_t number, double east_m, double north_m) {
    constexpr double degree_m = 111'194.93;
    return {NodeNumber{number},
            {21.33 + north_m / degree_m, 106.09 + east_m / (degree_m * std::cos(21.33 * 3.14159265358979 / 180))}};
}

double nearest_in_one_group(const std::vector<Place>& places, const std::vector<std::uint8_t>& group_of) {
    double nearest = nothing_echoes;
    for (std::size_t a = 0; a < places.size(); ++a)
        for (std::size_t b = a + 1; b < places.size(); ++b)
            if (group_of[a] == group_of[b]) nearest = std::min(nearest, distance_m(places[a].at, places[b].at));
    return nearest;
}

/// Every grouping into so many groups: how far apart the nearest two of one group can be.
double best_of_all(const std::vector<Place>& places, unsigned groups) {
    std::vector<std::uint8_t> group_of(places.size(), 0);
    double best = 0;
    for (;;) {
        best = std::max(best, nearest_in_one_group(places, group_of));
        std::size_t digit = 0;
        while (digit < group_of.size() && ++group_of[digit] == groups) group_of[digit++] = 0;
        if (digit == group_of.size()) return best;
    }
}

std::vector<Place> some_places() {
    std::vector<Place> places;
    const auto count = *rc::gen::inRange<std::uint16_t>(1, 8);
    for (std::uint16_t number = 1; number <= count; ++number)
        places.push_back(at(number, *rc::gen::inRange(0, 1500), *rc::gen::inRange(0, 1500)));
    return places;
}

TEST(EchoGroups, AreAsFewAsTryingEverythingFinds) {
    EXPECT_TRUE(rc::check([] {
        const auto places = some_places();
        const auto proposed = propose_echo_groups(places);

        unsigned fewest = 1;
        while (fewest <= 4 && best_of_all(places, fewest) < usual_echo_distance_m) ++fewest;
        if (fewest <= 4) {
            RC_ASSERT(proposed.groups == fewest);
            RC_ASSERT(proposed.still_echo.empty());
        } else {
            RC_ASSERT(!proposed.still_echo.empty());
        }
    }));
}

TEST(EchoGroups, WhereFourDoNotSufficeTheWorstPairIsAsFarApartAsItCanBe) {
    EXPECT_TRUE(rc::check([] {
        std::vector<Place> market;
        const auto count = *rc::gen::inRange<std::uint16_t>(5, 8);
        for (std::uint16_t number = 1; number <= count; ++number)
            market.push_back(at(number, *rc::gen::inRange(0, 500), *rc::gen::inRange(0, 500)));

        const auto proposed = propose_echo_groups(market);

        const auto best = best_of_all(market, 4);
        RC_ASSERT(nearest_in_one_group(market, proposed.group_of) == best);
        if (best < usual_echo_distance_m) {
            RC_ASSERT(proposed.still_echo.at(0).distance_m == best);
        }
    }));
}

TEST(EchoGroups, NamesEveryPairThatRemainsNearestFirst) {
    const std::vector<Place> square{at(1, 0, 0), at(2, 100, 0), at(3, 0, 100), at(4, 100, 100), at(5, 50, 50)};

    const auto proposed = propose_echo_groups(square);

    EXPECT_EQ(proposed.groups, 4u);
    ASSERT_EQ(proposed.still_echo.size(), 1u);
    EXPECT_NEAR(proposed.still_echo[0].distance_m, 141, 1) << "two that stand across, and not the one in the middle with anybody";
}

TEST(EchoGroups, AreOneWhereNobodyHearsTwo) {
    const std::vector<Place> apart{at(1, 0, 0), at(2, 700, 0), at(3, 0, 700)};

    const auto proposed = propose_echo_groups(apart);

    EXPECT_EQ(proposed.groups, 1u);
    EXPECT_EQ(proposed.group_of, (std::vector<std::uint8_t>{0, 0, 0}));
    EXPECT_EQ(propose_echo_groups({}).groups, 0u);
}

TEST(EchoGroups, DependOnTheDistanceThatIsAskedFor) {
    const std::vector<Place> apart{at(1, 0, 0), at(2, 700, 0)};

    EXPECT_EQ(propose_echo_groups(apart, 800).groups, 2u);
    EXPECT_EQ(propose_echo_groups(apart, 600).groups, 1u);
}

/// controller/ctl/demo/demo-commune.json: 18 clusters in 12 hamlets.
const std::vector<Place> an_binh{{{1}, {21.3315, 106.0887}},  {{2}, {21.3341, 106.0908}},  {{3}, {21.3292, 106.0869}},
                                 {{4}, {21.3287, 106.0949}},  {{5}, {21.3268, 106.0975}},  {{6}, {21.3325, 106.1021}},
                                 {{7}, {21.3297, 106.1052}},  {{8}, {21.3306, 106.0804}},  {{9}, {21.3155, 106.0941}},
                                 {{10}, {21.3181, 106.0903}}, {{11}, {21.3184, 106.0835}}, {{12}, {21.3227, 106.0769}},
                                 {{13}, {21.3241, 106.0879}}, {{14}, {21.3219, 106.0851}}, {{15}, {21.3455, 106.0964}},
                                 {{16}, {21.3524, 106.0857}}, {{17}, {21.3439, 106.0782}}, {{18}, {21.3595, 106.0734}}};

TEST(EchoGroups, TwoSufficeInTheCommuneOfTheDemo) {
    const auto proposed = propose_echo_groups(an_binh);

    EXPECT_EQ(proposed.groups, 2u);
    EXPECT_TRUE(proposed.still_echo.empty());
    const auto group_of = [&](std::uint16_t number) { return proposed.group_of.at(number - 1u); };
    EXPECT_NE(group_of(1), group_of(2));
    EXPECT_NE(group_of(1), group_of(3));
    EXPECT_NE(group_of(4), group_of(5));
    EXPECT_NE(group_of(6), group_of(7));
    EXPECT_NE(group_of(9), group_of(10));
    EXPECT_EQ(group_of(18), 0u) << "nobody hears another one beside it";
}

TEST(EchoGroups, OfAThousandInATownAreFoundInTheWorkAllowed) {
    std::vector<Place> town;
    std::minstd_rand seeded{17};
    for (std::uint16_t number = 1; number <= 1000; ++number)
        town.push_back(at(number, static_cast<double>(seeded() % 10'000), static_cast<double>(seeded() % 10'000)));

    const auto proposed = propose_echo_groups(town);

    EXPECT_EQ(proposed.groups, 4u);
    ASSERT_FALSE(proposed.still_echo.empty());
    std::vector<std::uint8_t> one_group(town.size(), 0);
    EXPECT_GT(proposed.still_echo[0].distance_m, 10 * nearest_in_one_group(town, one_group));
    EXPECT_TRUE(std::ranges::is_sorted(proposed.still_echo, {}, &StillEcho::distance_m));
}

}  // namespace
}  // namespace village::acoustics
