// Groups of loudspeakers that may speak at once, so that neighbours do not echo: as few as possible, four at most. Pure and bounded.
#pragma once

#include <span>
#include <vector>

#include "scheduler/domain/commune.hpp"

namespace village::acoustics {

/// Two clusters that are closer are heard in one place: a pole of horns carries speech for about 300 m (decision 0025).
inline constexpr double usual_echo_distance_m = 600;

struct Place {
    domain::NodeNumber node;
    domain::GeoPoint at;
};
/// Two in one group that are closer than they should be.
struct StillEcho {
    domain::NodeNumber a;
    domain::NodeNumber b;
    double distance_m = 0;
};
struct EchoGroups {
    std::vector<std::uint8_t> group_of;  ///< As the places: 0 to 3.
    std::uint8_t groups = 0;
    std::vector<StillEcho> still_echo;  ///< The nearest first.
};

/// On the ground, for places a few kilometres apart.
double distance_m(const domain::GeoPoint& a, const domain::GeoPoint& b);

/// Where four groups do not suffice, the nearest two that still echo are as far apart as they can be, then the next nearest. Exact for
/// every place on earth where people live that close; where the search would take too long, nearly so.
EchoGroups propose_echo_groups(std::span<const Place> places, double closer_than_m = usual_echo_distance_m);

}  // namespace village::acoustics
