// The kinds of value a request may hold, with their bounds in the type: `Text<1, 100> name;`. Read by json_reader.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "controller/ports/commands.hpp"
#include "scheduler/domain/names.hpp"
#include "scheduler/domain/timing.hpp"

namespace village::web_api {

/// UTF-8 of Min to Max characters (code points), no control characters but tab and line feed.
template <std::size_t Min, std::size_t Max>
struct Text {
    std::string value;
};

template <std::int64_t Min, std::int64_t Max>
struct Whole {
    std::int64_t value = 0;
};

/// A finite number.
template <int Min, int Max>
struct Decimal {
    double value = 0;
};

template <class Item, std::size_t Max>
struct List {
    std::vector<Item> items;
};

/// An array of exactly two.
template <class First, class Second>
struct Pair {
    First first;
    Second second;
};

/// Standard base64 of at most Max bytes.
template <std::size_t Max>
struct Base64 {
    std::vector<std::uint8_t> bytes;
};

/// "05:30" as minutes after midnight.
struct ClockMinute {
    std::uint16_t minute = 0;
};

/// The name of an enumerator; one overload per enumeration that requests use.
inline auto from_word(std::string_view word, domain::Priority) { return domain::priority_from_name(word); }
inline auto from_word(std::string_view word, domain::WhenInterrupted) { return domain::when_interrupted_from_name(word); }
inline auto from_word(std::string_view word, domain::AnnouncementSource) { return domain::source_from_name(word); }
inline auto from_word(std::string_view word, domain::AnnouncementState) { return domain::announcement_state_from_name(word); }
inline auto from_word(std::string_view word, domain::ApprovalAct) { return domain::approval_act_from_name(word); }
inline auto from_word(std::string_view word, domain::DayKind) { return domain::day_kind_from_name(word); }
inline auto from_word(std::string_view word, domain::DayAction) { return domain::day_action_from_name(word); }
inline auto from_word(std::string_view word, domain::ItemKind) { return domain::item_kind_from_name(word); }
inline auto from_word(std::string_view word, domain::Overrun) { return domain::overrun_from_name(word); }
inline auto from_word(std::string_view word, domain::LeapMonth) { return domain::leap_month_from_name(word); }
inline auto from_word(std::string_view word, domain::ShortMonth) { return domain::short_month_from_name(word); }
inline std::optional<ports::EditScope> from_word(std::string_view word, ports::EditScope) {
    if (word == "this") return ports::EditScope::this_one;
    if (word == "from_here") return ports::EditScope::from_here;
    if (word == "all") return ports::EditScope::all;
    return std::nullopt;
}
inline auto from_word(std::string_view word, domain::Role) { return domain::role_from_name(word); }

}  // namespace village::web_api
