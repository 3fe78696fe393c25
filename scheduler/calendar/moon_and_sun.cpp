#include "scheduler/calendar/moon_and_sun.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace village::calendar {
namespace {

constexpr double julian_day_of_1970 = 2'440'587.5;
constexpr double julian_day_of_2000 = 2'451'545.0;
constexpr double seconds_per_day = 86'400;
constexpr double new_moons_per_century = 1236.85;

double sin_of(double degrees) { return std::sin(degrees * std::numbers::pi / 180); }

/// Terrestrial time minus UTC in seconds (Espenak and Meeus, "Five Millennium Canon of Solar Eclipses").
double delta_t(double year) {
    if (year < 1986) {
        const double t = year - 1975;
        return 45.45 + t * (1.067 - t / 260 - t * t / 718);
    }
    const double t = year - 2000;
    if (year < 2005) return 63.86 + t * (0.3345 + t * (-0.060374 + t * (0.0017275 + t * (0.000651814 + t * 0.00002373599))));
    if (year < 2050) return 62.92 + t * (0.32217 + t * 0.005589);
    const double centuries = (year - 1820) / 100;
    return -20 + 32 * centuries * centuries - 0.5628 * (2150 - year);
}

double delta_t_days(double day) { return delta_t(1970 + day / 365.2425) / seconds_per_day; }

/// One term of the sum in chapter 49: coefficient × E^e × sin(m M + moon M' + f F).
struct Term {
    double coefficient;
    int e;
    int m;
    int moon;
    int f;
};
constexpr std::array periodic_terms{
    Term{-0.40720, 0, 0, 1, 0}, Term{0.17241, 1, 1, 0, 0},    Term{0.01608, 0, 0, 2, 0},  Term{0.01039, 0, 0, 0, 2},
    Term{0.00739, 1, -1, 1, 0}, Term{-0.00514, 1, 1, 1, 0},   Term{0.00208, 2, 2, 0, 0},  Term{-0.00111, 0, 0, 1, -2},
    Term{-0.00057, 0, 0, 1, 2}, Term{0.00056, 1, 1, 2, 0},    Term{-0.00042, 0, 0, 3, 0}, Term{0.00042, 1, 1, 0, 2},
    Term{0.00038, 1, 1, 0, -2}, Term{-0.00024, 1, -1, 2, 0},  Term{-0.00007, 0, 2, 1, 0}, Term{0.00004, 0, 0, 2, -2},
    Term{0.00004, 0, 3, 0, 0},  Term{0.00003, 0, 1, 1, -2},   Term{0.00003, 0, 0, 2, 2},  Term{-0.00003, 0, 1, 1, 2},
    Term{0.00003, 0, -1, 1, 2}, Term{-0.00002, 0, -1, 1, -2}, Term{-0.00002, 0, 1, 3, 0}, Term{0.00002, 0, 0, 4, 0},
};

/// The planets' part: coefficient × sin(at + rate k).
struct PlanetTerm {
    double coefficient;
    double at;
    double rate;
};
constexpr std::array planet_terms{
    PlanetTerm{0.000325, 299.77, 0.107408},  PlanetTerm{0.000165, 251.88, 0.016321}, PlanetTerm{0.000164, 251.83, 26.651886},
    PlanetTerm{0.000126, 349.42, 36.412478}, PlanetTerm{0.000110, 84.66, 18.206239}, PlanetTerm{0.000062, 141.74, 53.303771},
    PlanetTerm{0.000060, 207.14, 2.453732},  PlanetTerm{0.000056, 154.84, 7.306860}, PlanetTerm{0.000047, 34.52, 27.261239},
    PlanetTerm{0.000042, 207.19, 0.121824},  PlanetTerm{0.000040, 291.34, 1.844379}, PlanetTerm{0.000037, 161.72, 24.198154},
    PlanetTerm{0.000035, 239.56, 25.513099}, PlanetTerm{0.000023, 331.55, 3.592518},
};

}  // namespace

double new_moon(int k) {
    const double t = k / new_moons_per_century;
    const double t2 = t * t;
    const double mean = 2'451'550.09766 + 29.530588861 * k + t2 * (0.00015437 + t * (-0.000000150 + t * 0.00000000073));
    const double eccentricity = 1 - 0.002516 * t - 0.0000074 * t2;
    const double m = 2.5534 + 29.10535670 * k - t2 * (0.0000014 + 0.00000011 * t);
    const double moon = 201.5643 + 385.81693528 * k + t2 * (0.0107582 + t * (0.00001238 - 0.000000058 * t));
    const double f = 160.7108 + 390.67050284 * k + t2 * (-0.0016118 + t * (-0.00000227 + 0.000000011 * t));
    const double node = 124.7746 - 1.56375588 * k + t2 * (0.0020672 + 0.00000215 * t);
    double correction = -0.00017 * sin_of(node);
    for (const auto& term : periodic_terms)
        correction += term.coefficient * std::pow(eccentricity, term.e) * sin_of(term.m * m + term.moon * moon + term.f * f);
    // Only the first of the planets' terms has a second order.
    correction += planet_terms[0].coefficient * sin_of(planet_terms[0].at + planet_terms[0].rate * k - 0.009173 * t2);
    for (std::size_t i = 1; i < planet_terms.size(); ++i)
        correction += planet_terms[i].coefficient * sin_of(planet_terms[i].at + planet_terms[i].rate * k);
    const double day = mean + correction - julian_day_of_1970;
    return day - delta_t_days(day);
}

int new_moon_number_near(double day) {
    return static_cast<int>(std::lround((day + julian_day_of_1970 - 2'451'550.09766) / 29.530588861));
}

double sun_longitude(double day) {
    const double t = (day + delta_t_days(day) + julian_day_of_1970 - julian_day_of_2000) / 36'525;
    const double mean = 280.46646 + t * (36'000.76983 + t * 0.0003032);
    const double m = 357.52911 + t * (35'999.05029 - t * 0.0001537);
    const double center = (1.914602 - t * (0.004817 + 0.000014 * t)) * sin_of(m) + (0.019993 - 0.000101 * t) * sin_of(2 * m) +
                          0.000289 * sin_of(3 * m);
    const double aberration_and_nutation = -0.00569 - 0.00478 * sin_of(125.04 - 1934.136 * t);
    const double longitude = std::fmod(mean + center + aberration_and_nutation, 360);
    return longitude < 0 ? longitude + 360 : longitude;
}

}  // namespace village::calendar
