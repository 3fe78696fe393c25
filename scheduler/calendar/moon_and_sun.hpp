// When the moon is new and where the sun stands, after Jean Meeus, "Astronomical Algorithms" (2nd edition), chapters 25 and 49.
// Days are counted in days since 1970-01-01T00:00 UTC, so that midnight is a whole number. Pure arithmetic.
#pragma once

namespace village::calendar {

/// The new moon number `k` (0: the first of January 2000), within some seconds in our century.
double new_moon(int k);
/// The number of a new moon near this moment.
int new_moon_number_near(double day);
/// The apparent longitude of the sun in degrees, 0 to 360, within 0.01 (a quarter of an hour of its way).
double sun_longitude(double day);

}  // namespace village::calendar
