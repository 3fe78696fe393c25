#include "controller/storage/safe_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace village::storage {

using domain::Bytes;
using domain::Error;
using domain::ErrorCode;
using domain::Status;

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Error file_error(int number, const std::string& doing, const std::string& path) {
    // EFBIG: a limit on the size of files, which to the one who wants to write is a full disk.
    if (number == ENOSPC || number == EDQUOT || number == EFBIG)
        return {ErrorCode::disk_full,
                fmt::format("{} {}: no room on the disk; free some and try again, nothing was half written", doing, path)};
    return {ErrorCode::storage_failed, fmt::format("{} {}: {}", doing, path, std::strerror(number))};
}

Status write_all(const File& file, Bytes bytes, std::uint64_t offset, const std::string& path) {
    while (!bytes.empty()) {
        const auto written = ::pwrite(file.descriptor(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return file_error(written < 0 ? errno : ENOSPC, "writing", path);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        offset += static_cast<std::uint64_t>(written);
    }
    return {};
}

Status sync_file(const File& file, const std::string& path) {
    if (::fsync(file.descriptor()) == 0) return {};
    return file_error(errno, "syncing", path);
}

Status sync_folder(const std::string& folder) {
    const File opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.is_open()) return file_error(errno, "opening", folder);
    return sync_file(opened, folder);
}

Status rename_safely(const std::string& from, const std::string& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0) return file_error(errno, "naming", to);
    return sync_folder(std::filesystem::path(to).parent_path().string());
}

Status put_file(const std::string& path, const std::string& temporary, Bytes bytes) {
    auto written = [&]() -> Status {
        const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (!file.is_open()) return file_error(errno, "writing", temporary);
        if (auto done = write_all(file, bytes, 0, temporary); !done) return done;
        return sync_file(file, temporary);
    }();
    if (written) written = rename_safely(temporary, path);
    if (!written) ::unlink(temporary.c_str());
    return written;
}

Status make_folder(const std::string& path) {
    std::error_code failed;
    const bool made = std::filesystem::create_directories(path, failed);
    if (failed) return file_error(failed.value(), "making the folder", path);
    // Password hashes and recordings are nobody else's business; what an operator made is left as he made it.
    if (made) std::filesystem::permissions(path, std::filesystem::perms::owner_all, failed);
    return {};
}

}  // namespace village::storage
