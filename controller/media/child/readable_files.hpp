// Landlock: what a child that may open files may open at all.
#pragma once

#include <span>

namespace village::media {

/// From now on nothing but these files and folders can be opened, and those only for reading. Call it before `close_the_doors`.
/// False: this kernel has no Landlock, or it is switched off.
bool keep_readable(std::span<const char* const> paths);

}  // namespace village::media
