// A file descriptor with the few operations the cache needs; every failure is `storage_failed` or `disk_full` with the path in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "scheduler/domain/error.hpp"

namespace village::node::cache {

class PosixFile {
public:
    PosixFile() = default;
    ~PosixFile();
    PosixFile(PosixFile&& other) noexcept;
    PosixFile& operator=(PosixFile&& other) noexcept;

    static domain::Result<PosixFile> open(const std::filesystem::path& path, int flags);

    domain::Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) const;
    domain::Status write_at(std::uint64_t offset, std::span<const std::uint8_t> bytes) const;
    domain::Status sync() const;
    domain::Status truncate(std::uint64_t size) const;
    domain::Result<std::uint64_t> size() const;
    bool is_open() const { return descriptor_ >= 0; }

private:
    domain::Error failed(const char* what) const;
    int descriptor_ = -1;
    std::string path_;
};

/// Makes a rename or a new name in this folder survive a power cut.
domain::Status sync_folder(const std::filesystem::path& folder);
domain::Status make_folder(const std::filesystem::path& folder);
/// The whole file; `not_found` if there is none, `too_large` over `bytes_max`.
domain::Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path, std::size_t bytes_max);

}  // namespace village::node::cache
