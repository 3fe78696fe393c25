// Vietnamese as people type it into a search box: without marks, in lower case, đ as d.
#pragma once

#include <string>
#include <string_view>

namespace village::storage {

/// UTF-8 in either normal form; what is not a Latin letter stays as it is, broken bytes are left out.
std::string fold_text(std::string_view utf8);
/// For LIKE ... ESCAPE '\': finds `text` anywhere, its own % and _ are ordinary.
std::string like_pattern(std::string_view text);

}  // namespace village::storage
