// What the program itself says of an announcement where a person's words stand else. It is kept in the commune's language; whoever
// shows it in another knows it by this.
#pragma once

#include <string_view>

namespace village::domain {

inline constexpr std::string_view denied_by_telephone = "Lãnh đạo báo không đồng ý qua điện thoại.";

}  // namespace village::domain
