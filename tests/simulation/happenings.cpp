#include "tests/simulation/happenings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace village::simulation {
namespace {

/// The streams of whole runs are small numbers.
constexpr std::uint64_t first_stream = 1'000'000;

template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && rest == end;
}

}  // namespace

std::optional<Kind> kind_named(std::string_view name) {
    const auto found = std::ranges::find(kind_names, name);
    if (found == kind_names.end()) return std::nullopt;
    return static_cast<Kind>(found - kind_names.begin());
}

std::string happening_text(const Happening& one) { return fmt::format("{}/{}/{}", kind_name(one.kind), one.place, one.number); }

std::optional<Happening> happening_named(std::string_view text) {
    const auto first = text.find('/');
    const auto second = text.find('/', first + 1);
    if (first == text.npos || second == text.npos) return std::nullopt;
    const auto kind = kind_named(text.substr(0, first));
    Happening one;
    if (!kind || !read_number(text.substr(first + 1, second - first - 1), one.place)) return std::nullopt;
    if (!read_number(text.substr(second + 1), one.number)) return std::nullopt;
    one.kind = *kind;
    return one;
}

Random Happenings::random_of(const Happening& one) const {
    const auto which = static_cast<std::uint64_t>(one.kind) << 48 | static_cast<std::uint64_t>(one.place) << 32 | one.number;
    return Random{seed_, first_stream + which};
}

void Happenings::every(Kind kind, std::uint16_t place, domain::Duration least, domain::Duration most, What what) {
    if (has(kind)) next({kind, place, 1}, least, most, std::move(what));
}

void Happenings::next(Happening one, domain::Duration least, domain::Duration most, What what) {
    auto random = random_of(one);
    clockwork_.after(random.between(least, most), [this, one, least, most, random, what = std::move(what)]() mutable {
        if (clockwork_.now() >= until_) return;
        if (selection_.wants(one)) happen(one, what, random);
        ++one.number;
        next(one, least, most, std::move(what));
    });
}

void Happenings::perhaps(const Happening& one, double chance, domain::Duration least, domain::Duration most, What what) {
    auto random = random_of(one);
    if (!selection_.wants(one) || !random.chance(chance)) return;
    clockwork_.after(random.between(least, most), [this, one, random, what = std::move(what)]() mutable {
        if (clockwork_.now() < until_) happen(one, what, random);
    });
}

void Happenings::once(const Happening& one, const What& what) {
    auto random = random_of(one);
    if (selection_.wants(one)) happen(one, what, random);
}

void Happenings::happen(const Happening& one, const What& what, Random& random) {
    trace_.add(clockwork_.now(), kind_name(one.kind), domain::NodeNumber{one.place});
    happened_.push_back(one);
    what(random);
}

}  // namespace village::simulation
