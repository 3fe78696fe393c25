#include "controller/media/temporary_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cerrno>

namespace village::media {

using domain::Error;
using domain::ErrorCode;

domain::Result<TemporaryFile> TemporaryFile::create(const std::filesystem::path& folder, const std::string& suffix) {
    auto name = (folder / "audio-XXXXXX").string() + suffix;
    Descriptor file(mkostemps(name.data(), static_cast<int>(suffix.size()), O_CLOEXEC));
    if (!file.is_open()) return Error{ErrorCode::storage_failed, fmt::format("{}: {}", folder.string(), strerror(errno))};
    return TemporaryFile(std::move(name), std::move(file));
}

TemporaryFile::~TemporaryFile() {
    if (!path_.empty()) unlink(path_.c_str());
}

domain::Status TemporaryFile::append(std::span<const std::uint8_t> bytes) {
    auto written = write_at(end_, bytes);
    if (written) end_ += bytes.size();
    return written;
}

domain::Status TemporaryFile::replace_beginning(std::span<const std::uint8_t> bytes) { return write_at(0, bytes); }

domain::Status TemporaryFile::write_at(std::uint64_t offset, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto count = pwrite(file_.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            const auto code = errno == ENOSPC || errno == EDQUOT ? ErrorCode::disk_full : ErrorCode::storage_failed;
            return Error{code, fmt::format("the finished audio cannot be written: {}", strerror(errno))};
        }
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

}  // namespace village::media
