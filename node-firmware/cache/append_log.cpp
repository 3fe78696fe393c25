#include "node-firmware/cache/append_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "controller/observability/log.hpp"
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

/// The entry that begins at `at`, if a whole one does.
std::optional<std::span<const std::uint8_t>> entry_at(std::span<const std::uint8_t> bytes, std::size_t at) {
    const auto rest = bytes.subspan(at);
    if (rest.size() < head_bytes) return std::nullopt;
    const std::size_t length = static_cast<std::size_t>(rest[0]) << 24 | rest[1] << 16 | rest[2] << 8 | rest[3];
    if (length > AppendLog::entry_bytes_max || rest.size() - head_bytes < length) return std::nullopt;
    const auto entry = rest.subspan(head_bytes, length);
    const auto head = head_of(entry);
    return std::equal(head.begin(), head.end(), rest.begin()) ? std::optional(entry) : std::nullopt;
}

/// Where the next whole entry begins from `at` on; empty ones do not count, a run of zeros must not look like entries.
std::size_t find_entry(std::span<const std::uint8_t> bytes, std::size_t at) {
    for (; at < bytes.size(); ++at)
        if (const auto entry = entry_at(bytes, at); entry && !entry->empty()) return at;
    return bytes.size();
}

Result<std::vector<std::uint8_t>> read_all(const PosixFile& file) {
    const auto size = file.size();
    if (!size) return size.error();
    std::vector<std::uint8_t> bytes(*size);
    const auto got = file.read_at(0, bytes);
    if (!got) return got.error();
    bytes.resize(*got);
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
    const auto bytes = read_all(log.file_);
    if (!bytes) return bytes.error();
    std::vector<std::vector<std::uint8_t>> whole;
    bool is_damaged = false;
    for (std::size_t at = 0; at < bytes->size();) {
        if (const auto entry = entry_at(*bytes, at)) {
            take(*entry);
            whole.emplace_back(entry->begin(), entry->end());
            at += head_bytes + entry->size();
            if (!is_damaged) log.end_ = at;
            continue;
        }
        at = find_entry(*bytes, at + 1);
        is_damaged = is_damaged || at < bytes->size();
    }
    if (is_damaged) return without_damage(path, whole);
    // What follows the last whole entry was never promised to anybody.
    if (auto cut = log.file_.truncate(log.end_); !cut) return cut.error();
    return log;
}

Result<AppendLog> AppendLog::without_damage(const fs::path& path, const std::vector<std::vector<std::uint8_t>>& whole) {
    auto aside = path;
    aside += ".damaged";
    std::error_code error;
    fs::copy_file(path, aside, fs::copy_options::overwrite_existing, error);
    log::error("{} is damaged in the middle; {} whole entries are kept, the file itself lies in {} [storage_failed]",
               path.string(), whole.size(), aside.string());
    return rewrite(path, whole);
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
