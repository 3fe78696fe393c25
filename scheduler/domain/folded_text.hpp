// Vietnamese as people type it: without marks, in lower case, đ as d. What is searched for, and names that are written by hand in two
// places, are compared by it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace village::domain {

/// UTF-8 in either normal form; what is not a Latin letter stays as it is, broken bytes are left out.
std::string fold_text(std::string_view utf8);
/// Is it one of these, written with or without marks and capitals?
bool is_named_in(std::span<const std::string> names, std::string_view name);

}  // namespace village::domain
