// Words of the program's own, for who reads them in either language; pages show them as they come.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace village::web_api {

struct BothLanguages {
    std::string vi;
    std::string en;
};

boost::json::object write(const BothLanguages& words);

/// Names of special days as they stand, kinds of them in words: "election_day, Tết" is "ngày bầu cử, Tết".
BothLanguages special_days_in_words(std::string_view names);

}  // namespace village::web_api
