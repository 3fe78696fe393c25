// Values as text, a thing a line ("key value"), for columns that are read and written whole. A template per kind of value reads it
// back; whatever does not read is damaged.
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/time.hpp"
#include "scheduler/domain/timing.hpp"

namespace village::storage {

/// On one line, whatever a person wrote.
inline std::string in_one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c == '\\') line += "\\\\";
        else if (c == '\n') line += "\\n";
        else line += c;
    }
    return line;
}

inline std::string from_one_line(std::string_view line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool is_escape = line[i] == '\\' && i + 1 < line.size();
        if (is_escape) ++i;
        text += is_escape && line[i] == 'n' ? '\n' : line[i];
    }
    return text;
}

class Lines {
public:
    void add(std::string_view key, std::string_view value) { text_ += fmt::format("{} {}\n", key, in_one_line(value)); }
    void add(std::string_view key, std::int64_t number) { add(key, std::to_string(number)); }
    template <class Item, class Format>
    void add_list(std::string_view key, const std::vector<Item>& items, Format format) {
        std::string list;
        for (const auto& item : items) list += (list.empty() ? "" : ",") + format(item);
        if (!items.empty()) add(key, list);
    }
    void add_lunar(const domain::LunarRule& rule) {
        const auto number = [](unsigned value) { return std::to_string(value); };
        add("leap_month", domain::leap_month_name(rule.leap_month));
        add("short_month", domain::short_month_name(rule.short_month));
        add_list("lunar_days", rule.days, number);
        add_list("lunar_months", rule.months, number);
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

template <class Number>
bool to_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

inline bool to_value(std::string_view text, unsigned& value) { return to_number(text, value); }
inline bool to_value(std::string_view text, domain::UtcTime& value) {
    std::int64_t us = 0;
    if (!to_number(text, us)) return false;
    value = domain::utc_from_us(us);
    return true;
}
template <class Period>
bool to_value(std::string_view text, std::chrono::duration<std::int64_t, Period>& value) {
    std::int64_t count = 0;
    if (!to_number(text, count)) return false;
    value = std::chrono::duration<std::int64_t, Period>{count};
    return true;
}
template <class Found, class Value>
bool keep(Found found, Value& value) {
    if (!found) return false;
    value = std::move(*found);
    return true;
}
inline bool to_value(std::string_view text, domain::LocalTime& value) { return keep(domain::parse_local(text), value); }
inline bool to_value(std::string_view text, date::local_days& value) { return keep(domain::parse_local_day(text), value); }
template <class Tag>
bool to_value(std::string_view text, domain::Id<Tag>& value) {
    return keep(domain::Id<Tag>::parse(text), value);
}
template <class Value>
bool to_value(std::string_view text, std::optional<Value>& value) {
    return to_value(text, value.emplace());
}
template <class Value>
bool to_value(std::string_view text, std::vector<Value>& values) {
    for (;;) {
        const auto comma = text.find(',');
        if (!to_value(text.substr(0, comma), values.emplace_back())) return false;
        if (comma == std::string_view::npos) return true;
        text.remove_prefix(comma + 1);
    }
}

inline bool read_lunar_line(std::string_view key, std::string_view value, domain::LunarRule& rule) {
    if (key == "leap_month") return keep(domain::leap_month_from_name(value), rule.leap_month);
    if (key == "short_month") return keep(domain::short_month_from_name(value), rule.short_month);
    if (key == "lunar_days") return to_value(value, rule.days);
    return key == "lunar_months" && to_value(value, rule.months);
}

/// Gives each line to `read(key, value)`; false when one does not read.
template <class Read>
bool read_lines(std::string_view text, Read read) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        const auto space = line.find(' ');
        if (end == std::string_view::npos || space == std::string_view::npos) return false;
        if (!read(line.substr(0, space), line.substr(space + 1))) return false;
        text.remove_prefix(end + 1);
    }
    return true;
}

}  // namespace village::storage
