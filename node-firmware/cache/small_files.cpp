#include "node-firmware/cache/small_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>

#include "node-firmware/cache/posix_file.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::node::cache {
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;
namespace fs = std::filesystem;

namespace {
constexpr std::size_t hash_bytes = 32;
constexpr std::string_view unfinished = ".new";
}  // namespace

Result<SmallFiles> SmallFiles::open(fs::path folder) {
    if (auto made = make_folder(folder); !made) return made.error();
    return SmallFiles(std::move(folder));
}

Status SmallFiles::save(std::string_view name, std::span<const std::uint8_t> bytes) const {
    const auto fresh = folder_ / (std::string(name) + std::string(unfinished));
    auto file = PosixFile::open(fresh, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file) return file.error();
    const auto hash = domain::sha256(bytes);
    if (auto written = file->write_at(0, hash.bytes); !written) return written;
    if (auto written = file->write_at(hash_bytes, bytes); !written) return written;
    if (auto synced = file->sync(); !synced) return synced;
    std::error_code error;
    fs::rename(fresh, folder_ / name, error);
    if (error) return Error{ErrorCode::storage_failed, fmt::format("cannot rename {}: {}", fresh.string(), error.message())};
    return sync_folder(folder_);
}

Result<std::vector<std::uint8_t>> SmallFiles::load(std::string_view name) const {
    auto bytes = read_file(folder_ / name, bytes_max + hash_bytes);
    if (!bytes) return bytes.error();
    const bool whole =
        bytes->size() >= hash_bytes &&
        std::equal(
            bytes->begin(), bytes->begin() + hash_bytes,
            domain::sha256(std::span<const std::uint8_t>(*bytes).subspan(std::min(bytes->size(), hash_bytes))).bytes.begin());
    if (!whole) {
        std::error_code ignored;
        fs::rename(folder_ / name, folder_ / (std::string(name) + ".damaged"), ignored);
        return Error{ErrorCode::not_found, fmt::format("{} is damaged and was set aside", (folder_ / name).string())};
    }
    bytes->erase(bytes->begin(), bytes->begin() + hash_bytes);
    return bytes;
}

Status SmallFiles::remove(std::string_view name) const {
    std::error_code error;
    fs::remove(folder_ / name, error);
    if (error)
        return Error{ErrorCode::storage_failed, fmt::format("cannot remove {}: {}", (folder_ / name).string(), error.message())};
    return {};
}

std::vector<std::string> SmallFiles::names(std::size_t limit) const {
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
        if (found.size() == limit) break;
        const auto extension = entry.path().extension();
        if (entry.is_regular_file(error) && extension != unfinished && extension != ".damaged") {
            found.push_back(entry.path().filename().string());
        }
    }
    return found;
}

}  // namespace village::node::cache
