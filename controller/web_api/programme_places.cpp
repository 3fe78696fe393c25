#include "controller/web_api/programme_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace village::web_api {
namespace {

using domain::BrokenRule;
using domain::Programme;
using domain::ProgrammeItem;

/// "/items/2/at_s" of the first item that is meant.
template <class IsMeant>
std::string place_of_item(const Programme& programme, const char* field, IsMeant is_meant) {
    const auto found = std::ranges::find_if(programme.items, is_meant);
    return found == programme.items.end() ? std::string{} : fmt::format("/items/{}/{}", found - programme.items.begin(), field);
}

/// The second one of this key is the one too many.
std::string place_of_second(const Programme& programme, const std::string& key) {
    bool was_there = false;
    return place_of_item(programme, "key",
                         [&](const ProgrammeItem& item) { return item.key == key && std::exchange(was_there, true); });
}

std::string place_of_announcement(const ProgrammeItem& item, const std::string& id) {
    const auto is_it = [&](const std::optional<domain::AnnouncementId>& one) { return one && one->text() == id; };
    if (is_it(item.announcement)) return "/announcement";
    if (is_it(item.fallback)) return "/fallback";
    for (std::size_t day = 0; day < item.on_weekday.size(); ++day)
        if (is_it(item.on_weekday[day].announcement)) return fmt::format("/on_weekday/{}/announcement", day);
    return {};
}

std::string place_of_announcement(const Programme& programme, const std::string& id) {
    for (std::size_t at = 0; at < programme.items.size(); ++at)
        if (const auto inside = place_of_announcement(programme.items[at], id); !inside.empty())
            return fmt::format("/items/{}{}", at, inside);
    return programme.filler && programme.filler->text() == id ? "/filler" : "";
}

}  // namespace

std::string place_in(const Programme& programme, const domain::Error& error) {
    const auto rule = error.rule.value_or(BrokenRule{});
    const auto of_item = [&](const char* field) {
        return place_of_item(programme, field, [&](const ProgrammeItem& item) { return item.key == rule.found; });
    };
    if (rule.name == "item_key") return of_item("key");
    if (rule.name == "item_twice") return place_of_second(programme, rule.found);
    if (rule.name == "item_after_end" || rule.name == "item_order") return of_item("at_s");
    if (rule.name == "station")
        return place_of_item(programme, "relay", [&](const ProgrammeItem& item) { return item.relay == rule.found; });
    if (rule.name == "announcement") return place_of_announcement(programme, rule.found);
    if (rule.name == "programme_items") return "/items";
    const bool is_length = rule.name == "longest_session" || rule.name == "programme_longer" || rule.name == "programme_length";
    return is_length ? "/length_s" : "";
}

std::string place_in(const domain::ProgrammeDay& day, const domain::Error& error) {
    const auto rule = error.rule.value_or(BrokenRule{});
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < day.bulletins.size(); ++at)
        if (day.bulletins[at].announcement.text() == rule.found) places.push_back(at);
    if (places.empty()) return {};
    if (rule.name == "bulletin_priority") return fmt::format("/bulletins/{}/priority", places.front());
    if (rule.name == "bulletin_twice") return fmt::format("/bulletins/{}/announcement", places.back());
    return rule.name == "announcement" ? fmt::format("/bulletins/{}/announcement", places.front()) : "";
}

}  // namespace village::web_api
