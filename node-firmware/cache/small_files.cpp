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
constexpr std::string_view unfinished = ".new", before = ".before", damaged = ".damaged";

Status move_over(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) return Error{ErrorCode::storage_failed, fmt::format("cannot rename {}: {}", from.string(), error.message())};
    return {};
}
}  // namespace

Result<SmallFiles> SmallFiles::open(fs::path folder) {
    if (auto made = make_folder(folder); !made) return made.error();
    return SmallFiles(std::move(folder));
}

fs::path SmallFiles::path_of(std::string_view name, std::string_view extension) const {
    return folder_ / (std::string(name) + std::string(extension));
}

Status SmallFiles::write(const fs::path& path, std::span<const std::uint8_t> bytes) const {
    auto file = PosixFile::open(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file) return file.error();
    const auto hash = domain::sha256(bytes);
    if (auto written = file->write_at(0, hash.bytes); !written) return written;
    if (auto written = file->write_at(hash_bytes, bytes); !written) return written;
    return file->sync();
}

Status SmallFiles::save(std::string_view name, std::span<const std::uint8_t> bytes) const {
    const auto newest = path_of(name, {}), fresh = path_of(name, unfinished), old = path_of(name, before);
    if (auto written = write(fresh, bytes); !written) return written;
    std::error_code unknown;
    if (fs::exists(newest, unknown)) {
        if (auto kept = move_over(newest, old); !kept) return kept;
    }
    if (auto named = move_over(fresh, newest); !named) return named;
    // What is written once in the life of a node (its root) has to be there twice as well.
    if (!fs::exists(old, unknown)) {
        if (auto written = write(fresh, bytes); !written) return written;
        if (auto named = move_over(fresh, old); !named) return named;
    }
    return sync_folder(folder_);
}

Result<std::vector<std::uint8_t>> SmallFiles::load_whole(const fs::path& path) const {
    auto bytes = read_file(path, bytes_max + hash_bytes);
    if (!bytes) return bytes.error();
    const auto content = std::span<const std::uint8_t>(*bytes).subspan(std::min(bytes->size(), hash_bytes));
    const bool whole = bytes->size() >= hash_bytes &&
                       std::equal(bytes->begin(), bytes->begin() + hash_bytes, domain::sha256(content).bytes.begin());
    if (!whole) return Error{ErrorCode::not_found, fmt::format("{} is damaged and was set aside", path.string())};
    bytes->erase(bytes->begin(), bytes->begin() + hash_bytes);
    return bytes;
}

Result<std::vector<std::uint8_t>> SmallFiles::load(std::string_view name) const {
    const auto newest = path_of(name, {});
    auto bytes = load_whole(newest);
    if (bytes) return bytes;
    // Set aside, so that it does not take the place of the one before at the next save.
    std::error_code unknown;
    if (fs::exists(newest, unknown)) (void)move_over(newest, path_of(name, damaged));
    auto older = load_whole(path_of(name, before));
    return older ? std::move(older) : std::move(bytes);
}

}  // namespace village::node::cache
