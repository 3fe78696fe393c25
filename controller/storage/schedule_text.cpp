#include "controller/storage/schedule_text.hpp"

#include <fmt/format.h>

#include "controller/storage/text_lines.hpp"
#include "scheduler/domain/names.hpp"

namespace village::storage {
namespace {

using domain::Timing;
using domain::Wanted;

void write_details(Lines& lines, const Timing& timing) {
    if (const auto* lunar = std::get_if<domain::LunarRule>(&timing.repeats)) lines.add_lunar(*lunar);
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

void write_reactions(Lines& lines, const std::vector<domain::DayReaction>& reactions) {
    for (const auto& one : reactions)
        lines.add("on_special_day",
                  fmt::format("{} {} {}", domain::day_kind_name(one.kind), domain::day_action_name(one.action), one.rule));
}

void write_wanted(Lines& lines, const Wanted& wanted) {
    const auto id = [](const auto& value) { return value.text(); };
    lines.add("announcement", wanted.announcement.text());
    if (wanted.programme) lines.add("programme", wanted.programme->text());
    lines.add_list("areas", wanted.targets.areas, id);
    lines.add_list("zones", wanted.targets.zones, id);
    lines.add_list("nodes", wanted.targets.nodes, id);
    lines.add("priority", domain::priority_name(wanted.priority));
    lines.add("when_interrupted", domain::when_interrupted_name(wanted.when_interrupted));
    lines.add("start_grace", wanted.start_grace.count());
    lines.add("outside_hours_reason", wanted.outside_hours_reason);
    if (wanted.staggered) lines.add("staggered", 1);
    write_reactions(lines, wanted.on_special_days);
}

bool to_reaction(std::string_view text, domain::DayReaction& reaction) {
    const auto kind_ends = text.find(' '), action_ends = text.find(' ', kind_ends + 1);
    if (kind_ends == std::string_view::npos || action_ends == std::string_view::npos) return false;
    reaction.rule = from_one_line(text.substr(action_ends + 1));
    return keep(domain::day_kind_from_name(text.substr(0, kind_ends)), reaction.kind) &&
           keep(domain::day_action_from_name(text.substr(kind_ends + 1, action_ends - kind_ends - 1)), reaction.action);
}

bool to_asking(std::string_view text, domain::Asking& asking) {
    const auto space = text.find(' ');
    return space != std::string_view::npos && to_value(text.substr(0, space), asking.edition) &&
           to_value(text.substr(space + 1), asking.by);
}

class Reader {
public:
    explicit Reader(domain::Schedule& schedule)
        : schedule_(schedule),
          timing_(&schedule.timing),
          edition_(&schedule.edits.edition),
          reactions_(&schedule.on_special_days),
          staggered_(&schedule.staggered) {}

    bool line(std::string_view key, std::string_view value) {
        if (key == "since") return to_value(value, schedule_.edits.since);
        if (key == "edition") return to_value(value, *edition_);
        if (key == "ends") return to_value(value, schedule_.edits.ends);
        if (key == "asked") return to_asking(value, schedule_.edits.askings.emplace_back());
        if (key == "agreed_by")
            return !schedule_.edits.askings.empty() && to_value(value, schedule_.edits.askings.back().agreed_by);
        if (key == "sessions_reason")
            return !schedule_.edits.askings.empty() &&
                   (schedule_.edits.askings.back().sessions_reason = from_one_line(value), true);
        if (key == "part") return part(value);
        if (key == "change") return change(value);
        if (key == "moved_to") return change_ && to_value(value, change_->moved_to);
        if (key == "has_begun") return change_ && (change_->has_begun = value == "1");
        if (key == "announcement" && change_) {
            wanted_ = &change_->wanted.emplace();
            reactions_ = &wanted_->on_special_days;
            staggered_ = &wanted_->staggered;
        }
        if (key == "staggered") return staggered_ && (*staggered_ = value == "1");
        if (key == "on_special_day") return reactions_ && to_reaction(value, reactions_->emplace_back());
        return of_timing(key, value) || of_lunar_rule(key, value) || of_wanted(key, value);
    }

private:
    bool part(std::string_view value) {
        auto& part = schedule_.edits.earlier.emplace_back();
        timing_ = &part.timing;
        wanted_ = &part.wanted;
        edition_ = &part.edition;
        reactions_ = &part.wanted.on_special_days;
        staggered_ = &part.wanted.staggered;
        return to_value(value, part.from);
    }
    bool change(std::string_view value) {
        change_ = &schedule_.edits.changes.emplace_back();
        timing_ = nullptr;
        wanted_ = nullptr;
        edition_ = &change_->edition;
        reactions_ = nullptr;
        staggered_ = nullptr;
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
        if (key == "leap_month") timing_->repeats.emplace<domain::LunarRule>();
        auto* lunar = std::get_if<domain::LunarRule>(&timing_->repeats);
        return lunar && read_lunar_line(key, value, *lunar);
    }
    bool of_wanted(std::string_view key, std::string_view value) {
        if (!wanted_) return false;
        if (key == "announcement") return to_value(value, wanted_->announcement);
        if (key == "programme") return to_value(value, wanted_->programme);
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
    std::vector<domain::DayReaction>* reactions_;
    bool* staggered_;
    Wanted* wanted_ = nullptr;
    domain::OneChange* change_ = nullptr;
};

}  // namespace

std::string calendar_text(const domain::Schedule& schedule) {
    Lines lines;
    write_details(lines, schedule.timing);
    if (schedule.staggered) lines.add("staggered", 1);
    write_reactions(lines, schedule.on_special_days);
    const auto& edits = schedule.edits;
    if (edits.since != domain::UtcTime::min()) lines.add("since", domain::to_us(edits.since));
    if (edits.edition != 0) lines.add("edition", edits.edition);
    if (edits.ends) lines.add("ends", domain::to_us(*edits.ends));
    for (const auto& asking : edits.askings) {
        lines.add("asked", fmt::format("{} {}", asking.edition, asking.by.text()));
        if (asking.agreed_by) lines.add("agreed_by", asking.agreed_by->text());
        if (!asking.sessions_reason.empty()) lines.add("sessions_reason", asking.sessions_reason);
    }
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
    return read_lines(text, [&](std::string_view key, std::string_view value) { return reader.line(key, value); });
}

}  // namespace village::storage
