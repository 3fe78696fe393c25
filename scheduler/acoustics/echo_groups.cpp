#include "scheduler/acoustics/echo_groups.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <tuple>

#include "scheduler/acoustics/colouring.hpp"

namespace village::acoustics {
namespace {

/// One search, and all of one proposal: some hundredths of a second, and some tenths.
constexpr std::size_t search_work_max = 2'000'000;
constexpr std::size_t all_work_max = 40'000'000;

struct Pair {
    Vertex a;
    Vertex b;
    double distance_m;
};

/// Those that would echo, the nearest first.
std::vector<Pair> pairs_of(std::span<const Place> places, double closer_than_m) {
    std::vector<Pair> pairs;
    for (Vertex a = 0; a < places.size(); ++a)
        for (Vertex b = a + 1; b < places.size(); ++b)
            if (const auto apart = distance_m(places[a].at, places[b].at); apart < closer_than_m) pairs.push_back({a, b, apart});
    std::ranges::sort(pairs, {}, [](const Pair& pair) { return std::tuple(pair.distance_m, pair.a, pair.b); });
    return pairs;
}

/// Which component each vertex belongs to, by its smallest vertex.
std::vector<Vertex> components_of(std::size_t vertices, const std::vector<Pair>& pairs) {
    std::vector<Vertex> root(vertices);
    std::iota(root.begin(), root.end(), Vertex{0});
    const auto find = [&](Vertex one) {
        while (root[one] != one) one = root[one] = root[root[one]];
        return one;
    };
    for (const auto& pair : pairs) {
        const auto [low, high] = std::minmax({find(pair.a), find(pair.b)});
        root[high] = low;
    }
    for (Vertex one = 0; one < vertices; ++one) root[one] = find(one);
    return root;
}

class Work {
public:
    std::optional<Colours> try_colours(const Graph& graph, std::uint8_t colours, Vertex first) {
        auto here = std::min(search_work_max, left_);
        const auto before = here;
        auto found = coloured(graph, colours, first, here);
        left_ -= before - here;
        return found;
    }

private:
    std::size_t left_ = all_work_max;
};

/// A place after the other, the most crowded first, takes the colour whose nearest place is furthest.
Colours roughly_parted(std::size_t vertices, const std::vector<Pair>& pairs) {
    std::vector<std::vector<std::pair<Vertex, double>>> around(vertices);
    for (const auto& [a, b, apart] : pairs) {
        around[a].emplace_back(b, apart);
        around[b].emplace_back(a, apart);
    }
    std::vector<Vertex> order(vertices);
    std::iota(order.begin(), order.end(), Vertex{0});
    std::ranges::stable_sort(order, std::ranges::greater{}, [&](Vertex one) { return around[one].size(); });
    Colours colours(vertices, colours_max);  // No colour yet.
    for (const auto one : order) {
        std::array<double, colours_max + 1> nearest;
        nearest.fill(std::numeric_limits<double>::max());
        for (const auto& [other, apart] : around[one]) nearest[colours[other]] = std::min(nearest[colours[other]], apart);
        colours[one] = static_cast<std::uint8_t>(std::max_element(nearest.begin(), nearest.end() - 1) - nearest.begin());
    }
    return colours;
}

/// Not all can be parted: the nearest are, one pair after the other, as long as four colours suffice.
Colours part_the_nearest(std::size_t vertices, const std::vector<Pair>& pairs, Work& work) {
    Graph graph{vertices};
    auto colours = roughly_parted(vertices, pairs);
    for (const auto& pair : pairs) {
        graph.join(pair.a, pair.b);
        if (colours[pair.a] != colours[pair.b]) continue;
        if (auto better = work.try_colours(graph, colours_max, pair.a)) colours = std::move(*better);
        else graph.part(pair.a, pair.b);
    }
    return colours;
}

/// Of one component, whose vertices are numbered from 0.
Colours fewest_colours(std::size_t vertices, const std::vector<Pair>& pairs, Work& work) {
    Graph graph{vertices};
    for (const auto& pair : pairs) graph.join(pair.a, pair.b);
    for (std::uint8_t colours = 1; colours <= colours_max; ++colours)
        if (auto found = work.try_colours(graph, colours, 0)) return std::move(*found);
    return part_the_nearest(vertices, pairs, work);
}

}  // namespace

double distance_m(const domain::GeoPoint& a, const domain::GeoPoint& b) {
    constexpr double degree_m = 6'371'000.0 * std::numbers::pi / 180;
    const auto middle = (a.latitude + b.latitude) / 2 * std::numbers::pi / 180;
    return std::hypot((a.latitude - b.latitude) * degree_m, (a.longitude - b.longitude) * degree_m * std::cos(middle));
}

EchoGroups propose_echo_groups(std::span<const Place> places, double closer_than_m) {
    const auto pairs = pairs_of(places, closer_than_m);
    const auto component = components_of(places.size(), pairs);
    std::vector<std::vector<Vertex>> members(places.size());
    std::vector<Vertex> place_in_component(places.size());
    for (Vertex one = 0; one < places.size(); ++one) {
        place_in_component[one] = static_cast<Vertex>(members[component[one]].size());
        members[component[one]].push_back(one);
    }
    std::vector<std::vector<Pair>> pairs_in(places.size());
    for (const auto& [a, b, apart] : pairs)
        pairs_in[component[a]].push_back({place_in_component[a], place_in_component[b], apart});

    EchoGroups proposed{std::vector<std::uint8_t>(places.size(), 0), 0, {}};
    Work work;
    for (Vertex one = 0; one < places.size(); ++one) {
        if (members[one].empty()) continue;
        const auto colours = fewest_colours(members[one].size(), pairs_in[one], work);
        for (std::size_t i = 0; i < colours.size(); ++i) proposed.group_of[members[one][i]] = colours[i];
    }
    for (const auto group : proposed.group_of)
        proposed.groups = std::max<std::uint8_t>(proposed.groups, static_cast<std::uint8_t>(group + 1));
    for (const auto& [a, b, apart] : pairs)
        if (proposed.group_of[a] == proposed.group_of[b]) proposed.still_echo.push_back({places[a].node, places[b].node, apart});
    return proposed;
}

}  // namespace village::acoustics
