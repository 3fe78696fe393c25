// The slots of an emergency template: "{hamlet}" becomes the hamlet's name.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "scheduler/domain/error.hpp"

namespace village::domain {

using SlotValues = std::map<std::string, std::string, std::less<>>;

/// `invalid_argument` names a slot without a value or with an empty one, and a brace that is not closed or not opened.
/// Values are taken literally: a brace inside one is not a slot.
Result<std::string> fill_slots(std::string_view text, const SlotValues& values);

}  // namespace village::domain
