#include "node-firmware/cache/append_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <cstring>

#include "scheduler/domain/sha256.hpp"

namespace village::node::cache {
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;
namespace fs = std::filesystem;

namespace {

// Length u32 big-endian, first 8 bytes of SHA-256 over length and entry, entry.
constexpr std::size_t head_bytes = 12;

std::array<std::uint8_t, head_bytes> head_of(std::span<const std::uint8_t> entry) {
    std::array<std::uint8_t, head_bytes> head{};
    for (std::size_t byte = 0; byte < 4; ++byte) head[byte] = static_cast<std::uint8_t>(entry.size() >> (8 * (3 - byte)));
    const auto hash = domain::sha256({domain::Bytes(head).first(4), entry});
    std::memcpy(&head[4], hash.bytes.data(), 8);
    return head;
}

std::vector<std::uint8_t> framed(std::span<const std::uint8_t> entry) {
    const auto head = head_of(entry);
    std::vector<std::uint8_t> bytes(head.begin(), head.end());
    bytes.insert(bytes.end(), entry.begin(), entry.end());
    return bytes;
}

}  // namespace

Result<AppendLog> AppendLog::open(const fs::path& path, const std::function<void(std::span<const std::uint8_t>)>& take) {
    AppendLog log;
    const bool fresh = !fs::exists(path);
    auto file = PosixFile::open(path, O_RDWR | O_CREAT);
    if (!file) return file.error();
    log.file_ = std::move(*file);
    if (fresh) {
        if (auto synced = sync_folder(path.parent_path()); !synced) return synced.error();
    }
    std::vector<std::uint8_t> entry;
    for (;;) {
        std::array<std::uint8_t, head_bytes> head{};
        auto got = log.file_.read_at(log.end_, head);
        if (!got) return got.error();
        if (*got < head_bytes) break;
        const std::size_t length = static_cast<std::size_t>(head[0]) << 24 | head[1] << 16 | head[2] << 8 | head[3];
        if (length > entry_bytes_max) break;
        entry.resize(length);
        got = log.file_.read_at(log.end_ + head_bytes, entry);
        if (!got) return got.error();
        if (*got < length || head_of(entry) != head) break;
        take(entry);
        log.end_ += head_bytes + length;
    }
    // What follows the last whole entry was never promised to anybody.
    if (auto cut = log.file_.truncate(log.end_); !cut) return cut.error();
    return log;
}

Status AppendLog::append(std::span<const std::uint8_t> entry, bool sync_now) {
    if (entry.size() > entry_bytes_max) return Error{ErrorCode::too_large, "a log entry has more than 64 KiB"};
    const auto bytes = framed(entry);
    if (auto written = file_.write_at(end_, bytes); !written) return written;
    if (sync_now) {
        if (auto synced = file_.sync(); !synced) return synced;
    }
    end_ += bytes.size();
    return {};
}

Result<AppendLog> AppendLog::rewrite(const fs::path& path, const std::vector<std::vector<std::uint8_t>>& entries) {
    auto fresh = path;
    fresh += ".new";
    auto file = PosixFile::open(fresh, O_RDWR | O_CREAT | O_TRUNC);
    if (!file) return file.error();
    AppendLog log;
    log.file_ = std::move(*file);
    for (const auto& entry : entries) {
        if (auto appended = log.append(entry, false); !appended) return appended.error();
    }
    if (auto synced = log.file_.sync(); !synced) return synced.error();
    std::error_code error;
    fs::rename(fresh, path, error);
    if (error) return Error{ErrorCode::storage_failed, fmt::format("cannot rename {}: {}", fresh.string(), error.message())};
    if (auto synced = sync_folder(path.parent_path()); !synced) return synced.error();
    return log;
}

}  // namespace village::node::cache
