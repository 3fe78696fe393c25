// One morning in one hamlet, on paper: what is planned, what is known not to come, and what a dry run says of it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "scheduler/dispatch/conflicts.hpp"
#include "scheduler/domain/names.hpp"
#include "tests/scheduler/dispatch/player_bench.hpp"

namespace village::dispatch {

inline constexpr domain::NodeNumber ben_do{3}, cho_moi{4};

/// A bulletin of ten minutes at Bến đò that may begin two minutes late; the tests change what they speak of.
inline PlannedSound planned(std::uint8_t n, domain::UtcTime starts_at, domain::Duration length = minutes{10}) {
    PlannedSound sound;
    auto& broadcast = sound.order.broadcast;
    broadcast.id = broadcast_id(n);
    broadcast.title = fmt::format("Bản tin {}", n);
    broadcast.announcement = domain::AnnouncementId{{n}};
    broadcast.targets = domain::NodeSet{ben_do};
    broadcast.starts_at = starts_at;
    broadcast.start_by = starts_at + minutes{2};
    broadcast.duration = broadcast.max_duration = length;
    broadcast.content = content_id(n);
    sound.signed_as = grant_id(n);
    return sound;
}
inline PlannedSound with_priority(PlannedSound sound, domain::Priority priority) {
    sound.order.broadcast.priority = priority;
    return sound;
}
inline WithheldSound withheld(const PlannedSound& sound, domain::ReceiptOutcome outcome, std::string reason,
                              std::optional<domain::InTheWay> in_the_way = {}) {
    return {sound.order, outcome, std::move(reason), std::move(in_the_way)};
}

struct ForeseenDay {
    std::vector<PlannedSound> sounds;
    std::vector<WithheldSound> not_coming;
    std::set<domain::ContentHash> missing;
    domain::NodeNumber node = ben_do;
    domain::UtcTime from = half_past_five - hours{1};
    domain::UtcTime to = half_past_five + hours{23};

    domain::Result<std::vector<domain::Foreseen>> ask() const {
        return dry_run({.node = node, .from = from, .to = to, .planned = sounds, .withheld = not_coming, .missing = missing});
    }
    std::vector<domain::Foreseen> lines() const { return ask().value(); }
};

/// "05:30:00-05:40:00 05:45:00-..." on the commune's wall clock; what becomes of it stands before: "played", "missed normal (Bản tin 1)".
inline std::string said(const domain::Foreseen& line) {
    const auto wall = [](domain::UtcTime time) { return domain::utc_text(time + hours{7}).substr(11, 8); };
    std::string text{domain::outcome_name(line.outcome)};
    if (!line.reason.empty()) text += " " + line.reason;
    if (line.in_the_way) text += fmt::format(" ({} {})", domain::in_the_way_name(line.in_the_way->kind), line.in_the_way->name);
    for (const auto& part : line.parts) text += fmt::format(" {}-{}", wall(part.from), wall(part.to));
    return text;
}
inline std::string said(const std::vector<domain::Foreseen>& lines, std::uint8_t n) {
    const auto found = std::ranges::find(lines, broadcast_id(n), &domain::Foreseen::broadcast);
    return found == lines.end() ? "is not spoken of" : said(*found);
}

}  // namespace village::dispatch
