#include "node-firmware/cache/posix_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace village::node::cache {
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;
namespace fs = std::filesystem;

namespace {
Error io_error(const char* what, const std::string& path) {
    const auto number = errno;
    const auto code = number == ENOENT                       ? ErrorCode::not_found
                      : number == ENOSPC || number == EDQUOT ? ErrorCode::disk_full
                                                             : ErrorCode::storage_failed;
    return Error{code, fmt::format("cannot {} {}: {}", what, path, std::strerror(number))};
}
}  // namespace

Error PosixFile::failed(const char* what) const { return io_error(what, path_); }

PosixFile::~PosixFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}
PosixFile::PosixFile(PosixFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}
PosixFile& PosixFile::operator=(PosixFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(path_, other.path_);
    return *this;
}

Result<PosixFile> PosixFile::open(const fs::path& path, int flags) {
    PosixFile file;
    file.path_ = path.string();
    file.descriptor_ = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    if (file.descriptor_ < 0) return file.failed("open");
    return file;
}

Result<std::size_t> PosixFile::read_at(std::uint64_t offset, std::span<std::uint8_t> out) const {
    std::size_t done = 0;
    while (done < out.size()) {
        const auto got = ::pread(descriptor_, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed("read");
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

Status PosixFile::write_at(std::uint64_t offset, std::span<const std::uint8_t> bytes) const {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const auto put = ::pwrite(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return failed("write");
        done += static_cast<std::size_t>(put);
    }
    return {};
}

Status PosixFile::sync() const {
    if (::fdatasync(descriptor_) != 0) return failed("sync");
    return {};
}

Status PosixFile::truncate(std::uint64_t size) const {
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) return failed("shorten");
    return {};
}

Result<std::uint64_t> PosixFile::size() const {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) return failed("look at");
    return static_cast<std::uint64_t>(status.st_size);
}

Status sync_folder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return io_error("open", folder.string());
    const bool synced = ::fsync(descriptor) == 0;
    const auto error = io_error("sync", folder.string());
    ::close(descriptor);
    if (!synced) return error;
    return {};
}

Status make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return Error{ErrorCode::storage_failed, fmt::format("cannot make {}: {}", folder.string(), error.message())};
    return {};
}

Result<std::vector<std::uint8_t>> read_file(const fs::path& path, std::size_t bytes_max) {
    auto file = PosixFile::open(path, O_RDONLY);
    if (!file) return file.error();
    auto size = file->size();
    if (!size) return size.error();
    if (*size > bytes_max) return Error{ErrorCode::too_large, fmt::format("{} has more than {} bytes", path.string(), bytes_max)};
    std::vector<std::uint8_t> bytes(*size);
    auto got = file->read_at(0, bytes);
    if (!got) return got.error();
    bytes.resize(*got);
    return bytes;
}

}  // namespace village::node::cache
