// A folder of small states, each a file with a checksum that is replaced whole: written beside, synced, renamed, folder synced. A
// power cut leaves the old one or the new one; a damaged one reads as `not_found` and is set aside.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "scheduler/domain/error.hpp"

namespace village::node::cache {

class SmallFiles {
public:
    static constexpr std::size_t bytes_max = 32 * 1024 * 1024;

    static domain::Result<SmallFiles> open(std::filesystem::path folder);

    domain::Status save(std::string_view name, std::span<const std::uint8_t> bytes) const;
    domain::Result<std::vector<std::uint8_t>> load(std::string_view name) const;
    domain::Status remove(std::string_view name) const;
    /// Names present, without order, at most `limit`.
    std::vector<std::string> names(std::size_t limit) const;

private:
    explicit SmallFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path folder_;
};

}  // namespace village::node::cache
