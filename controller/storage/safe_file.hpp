// Files that are either wholly there or not at all, also after a power cut: written beside, synced, renamed, folder synced.
#pragma once

#include <string>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::storage {

/// An open descriptor that closes itself.
class File {
public:
    explicit File(int descriptor = -1) : descriptor_(descriptor) {}
    File(File&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
    File& operator=(File&&) = delete;
    ~File();
    int descriptor() const { return descriptor_; }
    bool is_open() const { return descriptor_ >= 0; }

private:
    int descriptor_;
};

/// What errno says about `path`, as an error with advice: `disk_full` where the disk or the quota is, else `storage_failed`.
domain::Error file_error(int number, const std::string& doing, const std::string& path);

domain::Status write_all(const File& file, domain::Bytes bytes, std::uint64_t offset, const std::string& path);
domain::Status sync_file(const File& file, const std::string& path);
domain::Status sync_folder(const std::string& folder);
/// Renames within one file system and makes the new name last.
domain::Status rename_safely(const std::string& from, const std::string& to);
/// `bytes` under `path`, by way of `temporary` (same file system), which is gone afterwards in any case.
domain::Status put_file(const std::string& path, const std::string& temporary, domain::Bytes bytes);
domain::Status make_folder(const std::string& path);

}  // namespace village::storage
