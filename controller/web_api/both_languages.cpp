#include "controller/web_api/both_languages.hpp"

#include <algorithm>

namespace village::web_api {
namespace {

BothLanguages special_day(std::string_view name) {
    if (name == "public_holiday") return {"ngày lễ", "public holidays"};
    if (name == "lunar_day") return {"ngày âm lịch", "lunar days"};
    if (name == "state_mourning") return {"quốc tang", "state mourning"};
    if (name == "local_mourning") return {"tang lễ trong thôn", "mourning in a hamlet"};
    if (name == "election_day") return {"ngày bầu cử", "election days"};
    return {std::string{name}, std::string{name}};
}

void append(std::string& list, const std::string& one) { list += (list.empty() ? "" : ", ") + one; }

}  // namespace

boost::json::object write(const BothLanguages& words) { return {{"vi", words.vi}, {"en", words.en}}; }

BothLanguages special_days_in_words(std::string_view names) {
    BothLanguages all;
    while (!names.empty()) {
        const auto end = std::min(names.find(", "), names.size());
        const auto one = special_day(names.substr(0, end));
        append(all.vi, one.vi);
        append(all.en, one.en);
        names.remove_prefix(std::min(end + 2, names.size()));
    }
    return all;
}

}  // namespace village::web_api
