#include "scheduler/domain/time.hpp"

#include <fmt/format.h>

#include <charconv>

namespace village::domain {
namespace {

/// Reads exactly `digits` decimal digits at `at`; -1 when there is something else.
int number(std::string_view text, std::size_t at, std::size_t digits) {
    if (at + digits > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool has_form_of_date_time(std::string_view text) {
    return text.size() >= 20 && text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == 't') && text[13] == ':' &&
           text[16] == ':';
}

/// Fraction of a second at `at` (after the point), in microseconds; moves `at` behind it.
int fraction_us(std::string_view text, std::size_t& at) {
    int value = 0, digits = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        if (digits == 6) return -1;
        value = value * 10 + (text[at++] - '0');
        ++digits;
    }
    if (digits == 0) return -1;
    for (; digits < 6; ++digits) value *= 10;
    return value;
}

}  // namespace

std::string utc_text(UtcTime time) {
    using namespace std::chrono;
    const sys_time<microseconds> moment{time.time_since_epoch()};
    const auto day = floor<days>(moment);
    const year_month_day date{day};
    const hh_mm_ss<milliseconds> clock{floor<milliseconds>(moment - day)};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

Result<UtcTime> parse_utc(std::string_view text) {
    using namespace std::chrono;
    const Error bad{ErrorCode::invalid_argument, "a moment is written as 2026-11-22T05:30:00+07:00 (RFC 3339)"};
    if (!has_form_of_date_time(text)) return bad;
    const int y = number(text, 0, 4), mo = number(text, 5, 2), d = number(text, 8, 2);
    const int h = number(text, 11, 2), mi = number(text, 14, 2), s = number(text, 17, 2);
    const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
    if (y < 0 || mo < 0 || d < 0 || !date.ok() || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 59) return bad;

    std::size_t at = 19;
    int micros = 0;
    if (text[at] == '.') {
        ++at;
        if ((micros = fraction_us(text, at)) < 0 || at >= text.size()) return bad;
    }
    minutes offset{0};
    if (text[at] == 'Z' || text[at] == 'z') {
        if (at + 1 != text.size()) return bad;
    } else {
        const int oh = number(text, at + 1, 2), om = number(text, at + 4, 2);
        const bool has_form = (text[at] == '+' || text[at] == '-') && at + 6 == text.size() && text[at + 3] == ':';
        if (!has_form || oh < 0 || oh > 14 || om < 0 || om > 59) return bad;
        offset = (text[at] == '-' ? -1 : 1) * minutes{oh * 60 + om};
    }
    const auto local = sys_days{date}.time_since_epoch() + hours{h} + minutes{mi} + seconds{s} + microseconds{micros};
    return UtcTime{local - offset};
}

}  // namespace village::domain
