// The commit this was built from as git tells it now, with "-dirty" if the tree was changed; "unknown" outside a clone.
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

namespace village::simulation {

inline std::string commit() {
    const auto command = fmt::format("git -C '{}' describe --always --dirty 2>/dev/null", VILLAGE_SOURCE_DIR);
    const std::unique_ptr<FILE, int (*)(FILE*)> git{popen(command.c_str(), "r"), pclose};
    std::array<char, 80> line{};
    if (!git || !std::fgets(line.data(), static_cast<int>(line.size()), git.get())) return "unknown";
    std::string text = line.data();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

}  // namespace village::simulation
