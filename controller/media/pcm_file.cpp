#include "controller/media/pcm_file.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace village::media {
namespace {

using domain::ErrorCode;

domain::Error file_error(std::string_view what, int number) {
    const auto code = number == ENOSPC || number == EDQUOT ? ErrorCode::disk_full : ErrorCode::storage_failed;
    return {code, fmt::format("{}: {}", what, strerror(number))};
}

// Where the file system has no nameless files (some network disks), a name that is removed at once.
int open_named_and_forget(const std::filesystem::path& folder) {
    auto name = (folder / "pcm-XXXXXX").string();
    const int descriptor = mkostemp(name.data(), O_CLOEXEC);
    if (descriptor >= 0) unlink(name.c_str());
    return descriptor;
}

}  // namespace

domain::Duration duration_of(std::uint64_t samples) { return domain::Duration{samples * 125 / 6}; }
std::uint64_t samples_in(domain::Duration duration) { return static_cast<std::uint64_t>(duration.count()) * 6 / 125; }

domain::Result<PcmFile> PcmFile::create(const std::filesystem::path& folder) {
    int descriptor = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) descriptor = open_named_and_forget(folder);
    if (descriptor < 0) return file_error(fmt::format("no temporary file can be made in {}", folder.string()), errno);
    return PcmFile(descriptor);
}

PcmFile::PcmFile(PcmFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

PcmFile& PcmFile::operator=(PcmFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

PcmFile::~PcmFile() {
    if (descriptor_ >= 0) close(descriptor_);
}

std::uint64_t PcmFile::samples() const {
    struct stat status {};
    if (fstat(descriptor_, &status) != 0) return 0;
    return static_cast<std::uint64_t>(status.st_size) / sizeof(Sample);
}

domain::Status PcmFile::append(PcmFrame samples) {
    auto bytes = std::as_bytes(samples);
    auto at = static_cast<off_t>(this->samples() * sizeof(Sample));
    while (!bytes.empty()) {
        const auto written = pwrite(descriptor_, bytes.data(), bytes.size(), at);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return file_error("samples cannot be written", errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        at += written;
    }
    return {};
}

domain::Result<std::size_t> PcmFile::read(std::uint64_t first, std::span<Sample> into) const {
    auto bytes = std::as_writable_bytes(into);
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const auto at = static_cast<off_t>(first * sizeof(Sample) + filled);
        const auto count = pread(descriptor_, bytes.data() + filled, bytes.size() - filled, at);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return file_error("samples cannot be read", errno);
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    return filled / sizeof(Sample);
}

domain::Result<std::vector<Sample>> PcmFile::read_all() const {
    std::vector<Sample> all(samples());
    auto count = read(0, all);
    if (!count) return count.error();
    all.resize(*count);
    return all;
}

}  // namespace village::media
