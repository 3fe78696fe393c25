#include "scheduler/policy/hour_windows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::policy {
namespace {

using domain::HourWindow;
using Windows = std::vector<HourWindow>;

constexpr std::uint16_t day_end = 24 * 60;

void put_in_order(Windows& windows) {
    std::ranges::sort(windows, {}, [](const HourWindow& one) { return std::pair(one.from_minute, one.to_minute); });
}

/// One that passes midnight as its two ends.
Windows unwrapped(const Windows& windows) {
    Windows parts;
    for (const auto& window : windows) {
        const bool passes_midnight = window.to_minute < window.from_minute;
        if (passes_midnight) parts.push_back({0, window.to_minute});
        parts.push_back({window.from_minute, passes_midnight ? day_end : window.to_minute});
    }
    std::erase_if(parts, [](const HourWindow& part) { return part.from_minute == part.to_minute; });
    put_in_order(parts);
    return parts;
}

bool lies_in(const HourWindow& inner, const HourWindow& outer) {
    return outer.from_minute <= inner.from_minute && inner.to_minute <= outer.to_minute;
}

/// Neighbours that touch or overlap become one.
Windows merged(const Windows& windows) {
    Windows runs;
    for (const auto& part : unwrapped(windows)) {
        if (runs.empty() || part.from_minute > runs.back().to_minute) runs.push_back(part);
        else runs.back().to_minute = std::max(runs.back().to_minute, part.to_minute);
    }
    return runs;
}

void close_shortest_pause(Windows& runs) {
    std::size_t shortest = 1;
    const auto pause_before = [&](std::size_t i) { return runs[i].from_minute - runs[i - 1].to_minute; };
    for (std::size_t i = 2; i < runs.size(); ++i)
        if (pause_before(i) < pause_before(shortest)) shortest = i;
    runs[shortest - 1].to_minute = runs[shortest].to_minute;
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(shortest));
}

}  // namespace

bool is_window(const HourWindow& window) {
    return window.from_minute < day_end && window.to_minute <= day_end && window.from_minute != window.to_minute;
}

bool is_in(const Windows& windows, std::uint16_t minute) {
    return std::ranges::any_of(windows, [&](const HourWindow& window) { return window.contains(minute); });
}

Windows shared_windows(const Windows& a, const Windows& b) {
    Windows shared;
    const auto add = [&](const HourWindow& piece) {
        if (piece.from_minute >= piece.to_minute) return;
        if (std::ranges::any_of(shared, [&](const HourWindow& known) { return lies_in(piece, known); })) return;
        std::erase_if(shared, [&](const HourWindow& known) { return lies_in(known, piece); });
        shared.push_back(piece);
    };
    const auto parts_of_b = unwrapped(b);
    for (const auto& of_a : unwrapped(a))
        for (const auto& of_b : parts_of_b)
            add({std::max(of_a.from_minute, of_b.from_minute), std::min(of_a.to_minute, of_b.to_minute)});
    put_in_order(shared);
    if (shared.size() > windows_of_a_day_max) shared.resize(windows_of_a_day_max);
    return shared;
}

Windows joined_windows(Windows a, const Windows& b) {
    for (const auto& window : b)
        if (std::ranges::find(a, window) == a.end()) a.push_back(window);
    if (a.size() <= windows_of_a_day_max) return a;
    auto runs = merged(a);
    while (runs.size() > windows_of_a_day_max) close_shortest_pause(runs);
    return runs;
}

std::string clock_text(std::uint16_t minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

std::string window_text(const HourWindow& window) { return clock_text(window.from_minute) + "-" + clock_text(window.to_minute); }

std::string windows_text(const Windows& windows) {
    std::string text;
    for (const auto& window : windows) text += (text.empty() ? "" : ", ") + window_text(window);
    return text;
}

}  // namespace village::policy
