#include "controller/storage/schedule_text.hpp"

#include <fmt/format.h>

#include <charconv>

#include "scheduler/domain/names.hpp"

namespace village::storage {
namespace {

using domain::Timing;
using domain::Wanted;

/// On one line, whatever a person wrote.
std::string in_one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c == '\\') line += "\\\\";
        else if (c == '\n') line += "\\n";
        else line += c;
    }
    return line;
}

std::string from_one_line(std::string_view line) {
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
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

void write_details(Lines& lines, const Timing& timing) {
    const auto number = [](auto value) { return std::to_string(value); };
    if (const auto* lunar = std::get_if<domain::LunarRule>(&timing.repeats)) {
        lines.add("leap_month", domain::leap_month_name(lunar->leap_month));
        lines.add("short_month", domain::short_month_name(lunar->short_month));
        lines.add_list("lunar_days", lunar->days, number);
        lines.add_list("lunar_months", lunar->months, number);
    }
    lines.add_list("also_at", timing.also_at, [](std::chrono::seconds time) { return std::to_string(time.count()); });
    lines.add_list("also_on", timing.also_on, domain::local_text);
    lines.add_list("not_on", timing.not_on, domain::local_text);
    if (timing.valid_from) lines.add("valid_from", domain::local_day_text(*timing.valid_from));
    if (timing.valid_until) lines.add("valid_until", domain::local_day_text(*timing.valid_until));
}

void write_timing(Lines& lines, const Timing& timing) {
    lines.add("first", domain::local_text(timing.first));
    if (const auto* rule = std::get_if<domain::Rrule>(&timing.repeats)) lines.add("rule", rule->text);
    write_details(lines, timing);
}

void write_wanted(Lines& lines, const Wanted& wanted) {
    const auto id = [](const auto& value) { return value.text(); };
    lines.add("announcement", wanted.announcement.text());
    lines.add_list("areas", wanted.targets.areas, id);
    lines.add_list("zones", wanted.targets.zones, id);
    lines.add_list("nodes", wanted.targets.nodes, id);
    lines.add("priority", domain::priority_name(wanted.priority));
    lines.add("when_interrupted", domain::when_interrupted_name(wanted.when_interrupted));
    lines.add("start_grace", wanted.start_grace.count());
    lines.add("outside_hours_reason", wanted.outside_hours_reason);
}

template <class Number>
bool to_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

bool to_value(std::string_view text, unsigned& value) { return to_number(text, value); }
bool to_value(std::string_view text, domain::UtcTime& value) {
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
bool to_value(std::string_view text, domain::LocalTime& value) { return keep(domain::parse_local(text), value); }
bool to_value(std::string_view text, date::local_days& value) { return keep(domain::parse_local_day(text), value); }
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

class Reader {
public:
    explicit Reader(domain::Schedule& schedule)
        : schedule_(schedule), timing_(&schedule.timing), edition_(&schedule.edits.edition) {}

    bool line(std::string_view key, std::string_view value) {
        if (key == "since") return to_value(value, schedule_.edits.since);
        if (key == "edition") return to_value(value, *edition_);
        if (key == "ends") return to_value(value, schedule_.edits.ends);
        if (key == "part") return part(value);
        if (key == "change") return change(value);
        if (key == "moved_to") return change_ && to_value(value, change_->moved_to);
        if (key == "has_begun") return change_ && (change_->has_begun = value == "1");
        if (key == "announcement" && change_) wanted_ = &change_->wanted.emplace();
        return of_timing(key, value) || of_lunar_rule(key, value) || of_wanted(key, value);
    }

private:
    bool part(std::string_view value) {
        auto& part = schedule_.edits.earlier.emplace_back();
        timing_ = &part.timing;
        wanted_ = &part.wanted;
        edition_ = &part.edition;
        return to_value(value, part.from);
    }
    bool change(std::string_view value) {
        change_ = &schedule_.edits.changes.emplace_back();
        timing_ = nullptr;
        wanted_ = nullptr;
        edition_ = &change_->edition;
        return to_value(value, change_->original);
    }
    bool of_timing(std::string_view key, std::string_view value) {
        if (!timing_) return false;
        if (key == "first") return to_value(value, timing_->first);
        if (key == "rule") return timing_->repeats = domain::Rrule{from_one_line(value)}, true;
        if (key == "also_at") return to_value(value, timing_->also_at);
        if (key == "also_on") return to_value(value, timing_->also_on);
        if (key == "not_on") return to_value(value, timing_->not_on);
        if (key == "valid_from") return to_value(value, timing_->valid_from);
        return key == "valid_until" && to_value(value, timing_->valid_until);
    }
    bool of_lunar_rule(std::string_view key, std::string_view value) {
        if (!timing_) return false;
        if (key == "leap_month")
            return keep(domain::leap_month_from_name(value), timing_->repeats.emplace<domain::LunarRule>().leap_month);
        auto* lunar = std::get_if<domain::LunarRule>(&timing_->repeats);
        if (!lunar) return false;
        if (key == "short_month") return keep(domain::short_month_from_name(value), lunar->short_month);
        if (key == "lunar_days") return to_value(value, lunar->days);
        return key == "lunar_months" && to_value(value, lunar->months);
    }
    bool of_wanted(std::string_view key, std::string_view value) {
        if (!wanted_) return false;
        if (key == "announcement") return to_value(value, wanted_->announcement);
        if (key == "areas") return to_value(value, wanted_->targets.areas);
        if (key == "zones") return to_value(value, wanted_->targets.zones);
        if (key == "nodes") return to_value(value, wanted_->targets.nodes);
        if (key == "priority") return keep(domain::priority_from_name(value), wanted_->priority);
        if (key == "when_interrupted") return keep(domain::when_interrupted_from_name(value), wanted_->when_interrupted);
        if (key == "start_grace") return to_value(value, wanted_->start_grace);
        return key == "outside_hours_reason" && (wanted_->outside_hours_reason = from_one_line(value), true);
    }

    domain::Schedule& schedule_;
    Timing* timing_;
    std::uint32_t* edition_;
    Wanted* wanted_ = nullptr;
    domain::OneChange* change_ = nullptr;
};

}  // namespace

std::string calendar_text(const domain::Schedule& schedule) {
    Lines lines;
    write_details(lines, schedule.timing);
    const auto& edits = schedule.edits;
    if (edits.since != domain::UtcTime::min()) lines.add("since", domain::to_us(edits.since));
    if (edits.edition != 0) lines.add("edition", edits.edition);
    if (edits.ends) lines.add("ends", domain::to_us(*edits.ends));
    for (const auto& part : edits.earlier) {
        lines.add("part", domain::to_us(part.from));
        lines.add("edition", part.edition);
        write_timing(lines, part.timing);
        write_wanted(lines, part.wanted);
    }
    for (const auto& change : edits.changes) {
        lines.add("change", domain::to_us(change.original));
        lines.add("edition", change.edition);
        if (change.moved_to) lines.add("moved_to", domain::to_us(*change.moved_to));
        if (change.has_begun) lines.add("has_begun", 1);
        if (change.wanted) write_wanted(lines, *change.wanted);
    }
    return lines.text().empty() ? std::string{} : "1\n" + lines.text();
}

bool read_calendar_text(std::string_view text, domain::Schedule& schedule) {
    if (text.empty()) return true;
    if (!text.starts_with("1\n")) return false;
    text.remove_prefix(2);
    Reader reader{schedule};
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        const auto space = line.find(' ');
        if (end == std::string_view::npos || space == std::string_view::npos) return false;
        if (!reader.line(line.substr(0, space), line.substr(space + 1))) return false;
        text.remove_prefix(end + 1);
    }
    return true;
}

}  // namespace village::storage
