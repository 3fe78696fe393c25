#include "controller/signer/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace village::signer {

using domain::Error;
using domain::ErrorCode;
using domain::Status;

namespace {

constexpr std::size_t bytes_max = 8 * 1024 * 1024;

Status sync_folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path().string();
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return disk_error(errno, "opening", folder);
    const int failed = ::fsync(descriptor);
    ::close(descriptor);
    if (failed) return disk_error(errno, "syncing", folder);
    return {};
}

Status write_and_sync(int descriptor, const std::string& content, const std::string& path) {
    for (std::size_t at = 0; at < content.size();) {
        const auto written = ::write(descriptor, content.data() + at, content.size() - at);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return disk_error(written < 0 ? errno : ENOSPC, "writing", path);
        at += static_cast<std::size_t>(written);
    }
    if (::fsync(descriptor) != 0) return disk_error(errno, "syncing", path);
    return {};
}

}  // namespace

Error disk_error(int number, const std::string& doing, const std::string& path) {
    const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return {full ? ErrorCode::disk_full : ErrorCode::storage_failed,
            fmt::format("{} {}: {}; {}", doing, path, std::strerror(number),
                        full ? "free some room" : "check the folder's owner and rights")};
}

Status write_whole_file(const std::string& path, const std::string& content) {
    const auto beside = path + ".new";
    const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return disk_error(errno, "writing", beside);
    auto done = write_and_sync(descriptor, content, beside);
    ::close(descriptor);
    if (done && std::rename(beside.c_str(), path.c_str()) != 0) done = disk_error(errno, "naming", path);
    if (!done) {
        ::unlink(beside.c_str());
        return done;
    }
    return sync_folder_of(path);
}

domain::Result<std::optional<std::string>> read_whole_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 && errno == ENOENT) return std::optional<std::string>{};
    if (descriptor < 0) return disk_error(errno, "reading", path);
    std::string content;
    char buffer[16 * 1024];
    for (;;) {
        const auto got = ::read(descriptor, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        const int number = errno;
        if (got <= 0) ::close(descriptor);
        if (got < 0) return disk_error(number, "reading", path);
        if (got == 0) return std::optional(std::move(content));
        content.append(buffer, static_cast<std::size_t>(got));
        if (content.size() > bytes_max) {
            ::close(descriptor);
            return Error{ErrorCode::storage_failed, fmt::format("{} is too large to be the signer's", path)};
        }
    }
}

}  // namespace village::signer
