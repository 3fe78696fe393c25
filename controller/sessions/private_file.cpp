#include "controller/sessions/private_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace village::sessions {
namespace {

using domain::Error;
using domain::ErrorCode;

Error failed(const std::string& path, int reason) {
    const auto code = reason == ENOSPC ? ErrorCode::disk_full : ErrorCode::storage_failed;
    return Error{code, fmt::format("{}: {}", path, std::strerror(reason))};
}

bool write_all(int file, std::string_view content) {
    while (!content.empty()) {
        const auto written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

// A rename survives a power cut only when the folder was synced too.
void sync_folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path().string();
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

domain::Status write_private_file(const std::string& path, std::string_view content, Durability durability) {
    const auto beside = path + ".new";
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return failed(beside, errno);
    const bool whole = write_all(file, content) && (durability == Durability::may_be_lost || ::fsync(file) == 0);
    const int reason = errno;
    ::close(file);
    if (!whole) {
        ::unlink(beside.c_str());
        return failed(beside, reason);
    }
    if (::rename(beside.c_str(), path.c_str()) != 0) return failed(path, errno);
    if (durability == Durability::synced) sync_folder_of(path);
    return domain::Status{};
}

domain::Result<std::string> read_private_file(const std::string& path) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(path, missing);
    if (missing == std::errc::no_such_file_or_directory) return Error{ErrorCode::not_found, path + " does not exist"};
    if (missing) return failed(path, missing.value());
    if (size > private_file_bytes_max) return Error{ErrorCode::too_large, path + " is over 16 MiB"};
    std::ifstream file(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (file.bad() || content.size() != size) return Error{ErrorCode::storage_failed, path + " cannot be read"};
    return content;
}

domain::Status make_private_folder(const std::string& path) {
    std::error_code failure;
    std::filesystem::create_directories(path, failure);
    if (failure) return failed(path, failure.value());
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, failure);
    if (failure) return failed(path, failure.value());
    return domain::Status{};
}

}  // namespace village::sessions
