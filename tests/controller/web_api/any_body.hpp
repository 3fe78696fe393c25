// Bodies of requests, made up by RapidCheck: every one is valid, and says whatever a body of its kind can say. `Said` is what was sent
// and what has to come back: the same, with what the document gives to whatever was left out.
#pragma once

#include <fmt/format.h>
#include <rapidcheck.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <vector>

namespace village::web_api::any {

namespace json = boost::json;

inline int below(int end) { return *rc::gen::inRange(0, end); }
inline int from_to(int first, int last) { return *rc::gen::inRange(first, last + 1); }
inline bool coin() { return below(2) == 1; }

inline std::string text(int min, int max) {
    constexpr const char* letters[] = {"a", "Ế", "đ", "\"", "\\", "/", "<", "😀", " ", "\n", "0", "{", "'", ","};
    std::string made;
    for (auto left = from_to(min, max); left > 0; --left) made += letters[below(std::size(letters))];
    return made;
}
inline std::string id(unsigned number) { return fmt::format("00000000-0000-0000-0000-{:012x}", number); }
inline std::string any_id() { return id(static_cast<unsigned>(from_to(1, 1'000'000))); }
inline std::string one_of(const std::vector<const char*>& words) {
    return words[static_cast<std::size_t>(below(static_cast<int>(words.size())))];
}
/// After the moment at which the server of these tests lives.
inline std::string day() { return fmt::format("{}-{:02}-{:02}", from_to(2028, 2031), from_to(1, 12), from_to(1, 28)); }
inline std::string clock() { return fmt::format("{:02}:{:02}", below(24), below(60)); }
inline std::string local() { return fmt::format("{}T{}:{:02}", day(), clock(), below(60)); }
inline std::string priority() { return one_of({"background", "normal", "priority"}); }

inline json::array list(int min, int max, const std::function<json::value()>& item) {
    json::array made;
    for (auto left = from_to(min, max); left > 0; --left) made.push_back(item());
    return made;
}
/// Some of what is there, each once and in order.
inline json::array some_of(const std::vector<std::string>& all) {
    json::array made;
    for (const auto& one : all)
        if (coin()) made.emplace_back(one);
    return made;
}

struct Said {
    json::object sent;
    json::object kept;
};

/// Says it, or leaves it out and gets `otherwise`.
inline void maybe(Said& said, const char* name, const std::function<json::value()>& value, json::value otherwise = nullptr) {
    if (coin()) said.sent[name] = said.kept[name] = value();
    else if (!otherwise.is_null()) said.kept[name] = std::move(otherwise);
}
inline void always(Said& said, const char* name, json::value value) { said.sent[name] = said.kept[name] = std::move(value); }
inline void always(Said& said, const char* name, const std::string& value) { always(said, name, json::value(value)); }
/// A part that has something to leave out itself.
inline void part(Said& said, const char* name, const Said& inner) {
    said.sent[name] = inner.sent;
    said.kept[name] = inner.kept;
}
inline void parts(Said& said, const char* name, int max, const std::function<Said()>& inner) {
    json::array sent, kept;
    for (auto left = below(max + 1); left > 0; --left) {
        auto one = inner();
        sent.push_back(std::move(one.sent));
        kept.push_back(std::move(one.kept));
    }
    said.sent[name] = std::move(sent);
    said.kept[name] = std::move(kept);
}

/// The places of the commune that `RoundTrip` is held in.
inline const std::vector<std::string> areas{id(101), id(102), id(103)}, zones{id(201), id(202)}, nodes{id(301), id(302), id(303)};

inline json::value window() { return json::object{{"from", clock()}, {"to", clock()}}; }
inline std::string day_kind() {
    return one_of({"public_holiday", "lunar_day", "state_mourning", "local_mourning", "election_day", "other"});
}

inline Said lunar() {
    Said rule;
    always(rule, "days", list(1, 4, [] { return json::value(from_to(1, 30)); }));
    maybe(
        rule, "months", [] { return list(1, 3, [] { return json::value(from_to(1, 12)); }); }, json::array{});
    const auto usual = rule.kept.at("months").as_array().empty() ? "counted" : "left_out";
    maybe(
        rule, "leap_month",
        [] {
            return json::value(one_of({"counted", "left_out"}));
        },
        usual);
    maybe(
        rule, "short_month",
        [] {
            return json::value(one_of({"last_day", "left_out"}));
        },
        "last_day");
    return rule;
}

inline Said targets() {
    Said wanted;
    maybe(
        wanted, "areas", [] { return json::value(some_of(areas)); }, json::array{});
    maybe(
        wanted, "zones", [] { return json::value(some_of(zones)); }, json::array{});
    // At least one, whatever else is said.
    always(wanted, "nodes", json::array{json::value(nodes[static_cast<std::size_t>(below(3))])});
    return wanted;
}

inline Said reaction() {
    Said one;
    always(one, "kind", day_kind());
    always(one, "action", one_of({"keep", "skip", "only_then", "no_music"}));
    maybe(one, "rule", [] { return json::value(text(1, 20)); });
    return one;
}

inline Said schedule() {
    Said said;
    always(said, coin() ? "announcement" : "programme", any_id());
    part(said, "targets", targets());
    always(said, "local_start", local());
    const auto repeats = below(3);
    said.kept["recurrence"] = "";
    if (repeats == 1) always(said, "recurrence", std::string{"FREQ=WEEKLY;BYDAY=MO,WE"});
    if (repeats == 2) part(said, "lunar", lunar());
    maybe(said, "also_at", [] { return list(1, 3, [] { return json::value(clock()); }); });
    maybe(said, "also_on", [] { return list(1, 3, [] { return json::value(local()); }); });
    maybe(said, "not_on", [] { return list(1, 3, [] { return json::value(local()); }); });
    maybe(said, "valid_from", [] { return json::value(day()); });
    maybe(said, "valid_until", [] { return json::value(day()); });
    maybe(
        said, "priority", [] { return json::value(priority()); }, "normal");
    maybe(
        said, "when_interrupted",
        [] {
            return json::value(one_of({"resume", "restart", "drop"}));
        },
        "resume");
    maybe(
        said, "time_zone", [] { return json::value("Asia/Ho_Chi_Minh"); }, "Asia/Ho_Chi_Minh");
    maybe(
        said, "start_grace_s", [] { return json::value(from_to(1, 3600)); }, 120);
    maybe(
        said, "outside_hours_reason", [] { return json::value(text(0, 40)); }, "");
    maybe(
        said, "staggered", [] { return json::value(coin()); }, false);
    said.kept["on_special_days"] = json::array{};
    if (coin()) parts(said, "on_special_days", 3, reaction);
    said.sent["keep_both"] = true;
    return said;
}

inline Said programme_item(const std::string& key) {
    Said item;
    const auto kind = one_of({"signature", "greeting", "bulletins", "column", "music", "relay"});
    always(item, "key", key);
    always(item, "kind", kind);
    always(item, "title", text(0, 40));
    maybe(
        item, "is_on", [] { return json::value(coin()); }, true);
    maybe(
        item, "overrun",
        [] {
            return json::value(one_of({"cut", "finish", "fade"}));
        },
        "cut");
    maybe(item, "at_s", [] { return json::value(below(7201)); });
    maybe(item, "length_s", [] { return json::value(from_to(5, 7200)); });
    maybe(item, "fallback", [] { return json::value(any_id()); });
    if (kind != "bulletins" && kind != "relay") maybe(item, "announcement", [] { return json::value(any_id()); });
    if (kind == "relay") maybe(item, "relay", [] { return json::value(one_of({"vov1", "dai-tinh", "khong-co"})); });
    if (kind != "column") return item;
    json::array week(7, json::object{});
    if (coin()) {
        for (auto& weekday : week)
            if (coin()) weekday = json::object{{"title", text(1, 20)}, {"announcement", any_id()}};
        item.sent["on_weekday"] = week;
    }
    item.kept["on_weekday"] = std::move(week);
    return item;
}

inline Said programme() {
    Said said;
    always(said, "name", text(1, 100));
    always(said, "length_s", from_to(60, 3600));
    auto key = 0;
    parts(said, "items", 6, [&] { return programme_item(fmt::format("muc-{}", ++key)); });
    maybe(said, "filler", [] { return json::value(any_id()); });
    return said;
}

inline Said special_day() {
    Said rule;
    always(rule, "name", text(1, 60));
    always(rule, "kind", day_kind());
    maybe(
        rule, "days_before", [] { return json::value(below(31)); }, 0);
    maybe(
        rule, "days_after", [] { return json::value(below(31)); }, 0);
    maybe(
        rule, "areas", [] { return json::value(some_of(areas)); }, json::array{});
    const auto how = below(3);
    if (how == 0) always(rule, "yearly", json::object{{"month", from_to(1, 12)}, {"day", from_to(1, 28)}});
    if (how == 1) part(rule, "lunar", lunar());
    if (how == 2) {
        always(rule, "first", day());
        maybe(
            rule, "last", [] { return json::value(day()); }, rule.sent.at("first"));
    }
    return rule;
}

inline Said hours_rule() {
    Said rule;
    const auto windows = [] { return json::value(list(0, 3, window)); };
    always(rule, "name", text(1, 60));
    maybe(
        rule, "areas", [] { return json::value(some_of(areas)); }, json::array{});
    maybe(
        rule, "kinds", [] { return json::value(json::array{json::value(day_kind())}); }, json::array{});
    maybe(rule, "allowed", windows);
    maybe(rule, "quiet", windows, json::array{});
    maybe(rule, "longest_session_minutes", [] { return json::value(from_to(1, 1440)); });
    maybe(rule, "sessions_per_day", [] { return json::value(below(49)); });
    json::array weekdays;
    for (int one = 1; one <= 7; ++one)
        if (coin()) weekdays.emplace_back(one);
    always(rule, "weekdays", std::move(weekdays));
    return rule;
}

inline Said approval_rule() {
    Said rule;
    always(rule, "steps", below(3));
    maybe(rule, "from_priority", [] { return json::value(priority()); });
    maybe(
        rule, "categories", [] { return json::value(list(0, 3, [] { return json::value(text(1, 30)); })); }, json::array{});
    maybe(
        rule, "areas", [] { return json::value(some_of(areas)); }, json::array{});
    maybe(
        rule, "only_outside_hours", [] { return json::value(coin()); }, false);
    maybe(
        rule, "by_telephone", [] { return json::value(coin()); }, false);
    return rule;
}

inline Said rules_of(const std::function<Said()>& rule) {
    Said said;
    parts(said, "rules", 5, rule);
    return said;
}

/// Whether a second person is asked is said each time: left out it stays as it is.
inline Said approval() {
    auto said = rules_of(approval_rule);
    always(said, "second_person_outside_hours", json::value(coin()));
    return said;
}

inline Said zone() {
    Said said;
    always(said, "name", text(1, 100));
    maybe(
        said, "areas", [] { return json::value(some_of(areas)); }, json::array{});
    maybe(
        said, "nodes", [] { return json::value(some_of(nodes)); }, json::array{});
    return said;
}

/// A signal of at most three steps, none longer than this.
inline json::array signal(int seconds_max) {
    const auto step = [=] {
        return json::object{{"sound", one_of({"tone", "siren", "gap"})}, {"seconds", from_to(1, 2 * seconds_max) / 2.0}};
    };
    return list(0, 3, step);
}
inline Said emergency_template() {
    Said said;
    always(said, "code", fmt::format("m{}", from_to(1, 1'000'000'000)));
    always(said, "tile", text(1, 100));
    always(said, "text",
           one_of({"Khẩn cấp!", "{hamlet}, {commune}: \"chạy đến {assembly_point}\"", "Gọi {duty_phone}.\n{issuer}"}));
    maybe(
        said, "icon", [] { return json::value(text(0, 20)); }, "");
    maybe(
        said, "attention", [] { return signal(2); }, json::array{});
    maybe(
        said, "siren", [] { return signal(60); }, json::array{});
    maybe(
        said, "repeat_every_s", [] { return json::value(from_to(10, 3600)); }, 150);
    maybe(
        said, "tile_order", [] { return json::value(below(1000)); }, 999);
    maybe(
        said, "all_clear", [] { return json::value(coin()); }, false);
    const bool all_clear = said.kept.at("all_clear").as_bool();
    maybe(
        said, "max_minutes", [=] { return json::value(from_to(1, all_clear ? 10 : 240)); }, all_clear ? 10 : 30);
    return said;
}

/// Any JSON at all, a few levels deep.
inline json::value value(int depth = 3) {
    switch (below(depth > 0 ? 8 : 6)) {
        case 0: return nullptr;
        case 1: return coin();
        case 2: return *rc::gen::arbitrary<std::int64_t>();
        case 3: return *rc::gen::arbitrary<double>();
        case 4: return json::value(text(0, 12));
        case 5: return json::value(any_id());
        case 6: return list(0, 3, [=] { return value(depth - 1); });
        default: break;
    }
    json::object made;
    for (auto left = below(4); left > 0; --left) made[text(0, 6)] = value(depth - 1);
    return made;
}

/// One place of a body, however deep.
inline json::value& somewhere_in(json::value& body) {
    auto* place = &body;
    while (true) {
        if (auto* object = place->if_object(); object != nullptr && !object->empty())
            place = &(object->begin() + below(static_cast<int>(object->size())))->value();
        else if (auto* array = place->if_array(); array != nullptr && !array->empty())
            place = &(*array)[static_cast<std::size_t>(below(static_cast<int>(array->size())))];
        else return *place;
        if (below(3) == 0) return *place;
    }
}

}  // namespace village::web_api::any
