// A file in the work folder on its way to the store: its path is handed over, or it is gone with the object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>

#include "controller/media/child_process.hpp"

namespace village::media {

class TemporaryFile {
public:
    /// `suffix` with its dot. `storage_failed` with the folder's name.
    static domain::Result<TemporaryFile> create(const std::filesystem::path& folder, const std::string& suffix);
    TemporaryFile(TemporaryFile&& other) noexcept
        : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)), end_(other.end_) {}
    TemporaryFile& operator=(TemporaryFile&&) = delete;
    ~TemporaryFile();

    domain::Status append(std::span<const std::uint8_t> bytes);
    /// Over what lies at the beginning.
    domain::Status replace_beginning(std::span<const std::uint8_t> bytes);
    /// Its path; the file stays from here on.
    std::string hand_over() { return std::exchange(path_, {}); }

private:
    TemporaryFile(std::string path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}
    domain::Status write_at(std::uint64_t offset, std::span<const std::uint8_t> bytes);

    std::string path_;
    Descriptor file_;
    std::uint64_t end_ = 0;
};

}  // namespace village::media
