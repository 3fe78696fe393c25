// A folder of small states, each a file with a checksum that is replaced whole: written beside, synced, renamed, folder synced. The
// one before is kept: a power cut leaves the old one or the new one, and where the newest is damaged (it is set aside) the one before
// is given. Only when neither can be read is a state `not_found`.
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

private:
    explicit SmallFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path path_of(std::string_view name, std::string_view extension) const;
    domain::Status write(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) const;
    domain::Result<std::vector<std::uint8_t>> load_whole(const std::filesystem::path& path) const;

    std::filesystem::path folder_;
};

}  // namespace village::node::cache
