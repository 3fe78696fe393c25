#include "scheduler/domain/gone.hpp"

#include <fmt/format.h>

namespace village::domain {
namespace {

Error no_such(const char* rule, const std::string& id) {
    return {ErrorCode::not_found, fmt::format("there is no {} {}; load the list again", rule, id), BrokenRule{rule, {}, id}};
}

}  // namespace

Error no_such_area(AreaId area) { return no_such("area", area.text()); }
Error no_such_zone(ZoneId zone) { return no_such("zone", zone.text()); }

}  // namespace village::domain
