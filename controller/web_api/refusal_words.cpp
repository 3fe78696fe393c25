#include "controller/web_api/refusal_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "controller/web_api/both_languages.hpp"
#include "controller/web_api/right_words.hpp"

namespace village::web_api {
namespace {

using domain::BrokenRule;
using Language = std::string_view RefusalLine::*;

constexpr Language vi = &RefusalLine::vi, en = &RefusalLine::en;

std::string_view in(Language language, std::string_view vietnamese, std::string_view english) {
    return language == vi ? vietnamese : english;
}

/// The line for the rule, else the one for whatever else has the code, else the last of all.
const RefusalLine& line_of(domain::ErrorCode code, std::string_view rule) {
    const auto all = refusal_lines();
    const auto find = [&](std::string_view name) {
        return std::ranges::find_if(all, [&](const RefusalLine& line) { return line.code == code && line.rule == name; });
    };
    auto found = find(rule);
    if (found == all.end()) found = find({});
    return found != all.end() ? *found : all.back();
}

/// "2026-11-23T04:35:00" as people write it; no moment (`..`) is nothing.
std::string moment(std::string_view local, Language language) {
    if (local.size() < 16) return {};
    return fmt::format("{} {} {}/{}/{}", local.substr(11, 5), in(language, "ngày", "on"), local.substr(8, 2), local.substr(5, 2),
                       local.substr(0, 4));
}

/// "2026-11-28" as people write it.
std::string day(std::string_view local) {
    return local.size() == 10 ? fmt::format("{}/{}/{}", local.substr(8, 2), local.substr(5, 2), local.substr(0, 4))
                              : std::string{local};
}

std::string day_or_moment(std::string_view local, Language language) {
    return local.size() < 16 ? day(local) : moment(local, language);
}

std::string validity(std::string_view limit, Language language) {
    const auto middle = std::min(limit.find('/'), limit.size());
    const auto from = moment(limit.substr(0, middle), language);
    const auto until = moment(limit.substr(std::min(middle + 1, limit.size())), language);
    std::string text;
    if (!from.empty()) text = fmt::format("{} {}", in(language, "từ", "from"), from);
    if (!until.empty()) text += fmt::format("{}{} {}", text.empty() ? "" : " ", in(language, "đến", "until"), until);
    return text;
}

/// "120 s" in words.
std::string seconds(std::string_view figure, Language language) {
    return fmt::format("{} {}", figure.substr(0, figure.find(' ')), in(language, "giây", "seconds"));
}

std::string never_staggered(std::string_view kind, Language language) {
    if (kind == "programme") return std::string{in(language, "chương trình", "A programme")};
    if (kind == "relay") return std::string{in(language, "bài tiếp sóng", "A relay")};
    return std::string{in(language, "buổi phát trực tiếp", "A live broadcast")};
}

/// The state of an announcement that does not wait for an approval.
std::string standing(std::string_view state, Language language) {
    if (state == "draft") return std::string{in(language, "đang là bản nháp", "it is a draft")};
    if (state == "approved") return std::string{in(language, "đã duyệt", "it is approved")};
    if (state == "returned") return std::string{in(language, "đã trả lại để sửa", "it was returned")};
    if (state == "rejected") return std::string{in(language, "đã bị từ chối", "it was refused")};
    if (state == "withdrawn") return std::string{in(language, "đã thu hồi", "it was withdrawn")};
    if (state == "archived") return std::string{in(language, "đã lưu trữ", "it is filed away")};
    return std::string{in(language, "đã hết hiệu lực", "it is out of date")};
}

std::string priority(std::string_view name, Language language) {
    if (name == "background") return std::string{in(language, "chương trình nền", "background")};
    if (name == "normal") return std::string{in(language, "thông thường", "normal")};
    if (name == "priority") return std::string{in(language, "ưu tiên", "priority")};
    if (name == "live") return std::string{in(language, "trực tiếp", "live")};
    return std::string{in(language, "khẩn cấp", "emergency")};
}

/// The days of a schedule that plays only then.
std::string special_days(std::string_view names, Language language) {
    const auto words = special_days_in_words(names);
    return language == vi ? words.vi : words.en;
}

/// Who has a right, or a role.
std::string roles(std::string_view names, Language language) {
    const auto words = roles_in_words(names);
    return language == vi ? words.vi : words.en;
}

std::string action(std::string_view name, Language language) {
    const auto words = action_in_words(name);
    return language == vi ? words.vi : words.en;
}

bool is_of_validity(const BrokenRule& rule) { return rule.name == "validity" || rule.name == "validity_in_part"; }

/// How far two clocks are apart: "-75 s" in the greatest unit that says enough.
std::string clock_gap(std::string_view figure, Language language) {
    struct Unit {
        long long seconds;
        std::string_view vi, en;
    };
    constexpr Unit units[] = {{86'400, "ngày", "days"}, {3'600, "giờ", "hours"}, {60, "phút", "minutes"}, {1, "giây", "seconds"}};
    if (figure.starts_with('-')) figure.remove_prefix(1);
    long long apart = 0;
    std::from_chars(figure.data(), figure.data() + figure.size(), apart);
    const auto* unit = std::ranges::find_if(units, [&](const Unit& one) { return apart >= 2 * one.seconds; });
    if (unit == std::end(units)) unit = std::end(units) - 1;
    return fmt::format("{} {}", apart / unit->seconds, in(language, unit->vi, unit->en));
}

bool is_in_seconds(const BrokenRule& rule) {
    return rule.name == "staggered_longest" || rule.name == "attention_longest" || rule.name == "signal_step" ||
           rule.name == "signal_longest" || rule.name == "wrong_tries";
}

/// Both of the figures on the commune's clock.
bool is_in_the_past(const BrokenRule& rule) {
    return rule.name == "moment_past" || rule.name == "occurrence_begun" || rule.name == "edited_alone";
}

std::string limit_of(const BrokenRule& rule, Language language) {
    if (is_of_validity(rule)) return validity(rule.limit, language);
    if (rule.name == "valid_until") return day(rule.limit);
    if (rule.name == "validity_order") return day_or_moment(rule.limit, language);
    if (rule.name == "priority_ceiling") return priority(rule.limit, language);
    if (rule.name == "schedule_ended") return moment(rule.limit, language);
    if (is_in_the_past(rule)) return day_or_moment(rule.limit, language);
    if (rule.name == "day_past") return day(rule.limit);
    if (rule.name == "special_day") return special_days(rule.limit, language);
    if (rule.name == "right" || rule.name == "role") return roles(rule.limit, language);
    if (rule.name == "silence" || rule.name == "intent_life" || is_in_seconds(rule)) return seconds(rule.limit, language);
    return rule.limit.empty() ? std::string{in(language, "không có giờ nào", "no hours at all")} : rule.limit;
}

std::string found_of(const BrokenRule& rule, Language language) {
    if (is_of_validity(rule) || rule.name == "furthest_start" || rule.name == "nothing_left_out")
        return moment(rule.found, language);
    if (rule.name == "all_left_out" || is_in_the_past(rule)) return day_or_moment(rule.found, language);
    if (rule.name == "programme_day" || rule.name == "programme_begun" || rule.name == "day_past") return day(rule.found);
    if (rule.name == "intent_life") return clock_gap(rule.found, language);
    if (rule.name == "no_loudspeaker" && rule.found.empty()) return std::string{in(language, "Nơi đã chọn", "The chosen places")};
    if (rule.name == "validity_order") return day_or_moment(rule.found, language);
    if (rule.name == "priority_ceiling") return priority(rule.found, language);
    if (rule.name == "right") return action(rule.found, language);
    if (rule.name == "reaction_twice") return special_days(rule.found, language);
    if (is_in_seconds(rule)) return seconds(rule.found, language);
    if (rule.name == "not_waiting" || rule.name == "announcement_state") return standing(rule.found, language);
    return rule.name == "staggered_kind" ? never_staggered(rule.found, language) : rule.found;
}

/// Whose rule it is; the commune's own need no name. Of approvers who are too few: where.
std::string whose(const BrokenRule& rule, Language language) {
    if (rule.name == "approvers" || rule.name == "approvers_who_write")
        return fmt::format("{} {}", in(language, " ở", " in"), rule.by);
    return rule.by.empty() ? std::string{} : fmt::format("{}“{}”", in(language, " theo quy định ", " by the rule "), rule.by);
}

std::string said(const RefusalLine& line, const BrokenRule& rule, Language language) {
    return fmt::format(fmt::runtime(line.*language), fmt::arg("limit", limit_of(rule, language)),
                       fmt::arg("found", found_of(rule, language)), fmt::arg("whose", whose(rule, language)));
}

}  // namespace

BrokenRule conflicts_rule(std::size_t count) { return {"conflicts", {}, fmt::to_string(count), {}}; }

RefusalWords refusal_words(const domain::Error& error, std::size_t conflicts) {
    auto rule = error.rule.value_or(BrokenRule{});
    if (conflicts > 0) rule = conflicts_rule(conflicts);
    const auto& line = line_of(error.code, rule.name);
    return {line.fix, said(line, rule, vi), said(line, rule, en)};
}

}  // namespace village::web_api
