#include "node-firmware/cache/content_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>

namespace village::node::cache {
using domain::content_chunk_bytes;
using domain::ContentHash;
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Sha256;
using domain::Status;
namespace fs = std::filesystem;

namespace {
constexpr std::size_t chunks_max = 8192;

std::uint64_t chunk_size(const WantedContent& wanted, std::uint64_t number) {
    return std::min<std::uint64_t>(content_chunk_bytes, wanted.size_bytes - number * content_chunk_bytes);
}

std::vector<Sha256> hashes_of(std::span<const std::uint8_t> bytes) {
    std::vector<Sha256> hashes(bytes.size() / 32);
    for (std::size_t at = 0; at < hashes.size(); ++at)
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at * 32), 32, hashes[at].bytes.begin());
    return hashes;
}
}  // namespace

fs::path ContentStore::path_of(const ContentHash& root, const char* extension) const {
    return options_.folder / (root.text() + extension);
}

Result<ContentStore> ContentStore::open(ContentStoreOptions options, bool verify_all) {
    ContentStore store(std::move(options));
    if (auto made = make_folder(store.options_.folder); !made) return made.error();
    store.forget_parts(fs::file_time_type::clock::now() - part_life);
    store.list();
    if (!verify_all) return store;
    for (const auto& root : store.complete()) {
        auto content = store.open_content(root);
        if (!content || !(*content)->verify()) store.drop(root);
    }
    return store;
}

void ContentStore::list() {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(options_.folder, error)) {
        if (entry.path().extension() != ".opus" || contents_.size() >= contents_max) continue;
        auto root = Sha256::parse(entry.path().stem().string());
        if (!root) continue;
        auto index = read_file(path_of(*root, ".chunks"), chunks_max * 32);
        const auto size = entry.file_size(error);
        // The list of hashes has to give the name; otherwise the file is worth nothing.
        if (!index || error || domain::content_root(size, hashes_of(*index)) != *root) {
            drop(*root);
            continue;
        }
        contents_[*root] = Entry{size, hashes_of(*index), entry.last_write_time(error)};
        bytes_used_ += size;
    }
}

std::vector<ContentHash> ContentStore::complete() const {
    std::vector<ContentHash> roots;
    for (const auto& [root, entry] : contents_) roots.push_back(root);
    return roots;
}

Result<std::shared_ptr<StoredContent>> ContentStore::open_content(const ContentHash& root) const {
    const auto found = contents_.find(root);
    if (found == contents_.end()) return Error{ErrorCode::not_found, fmt::format("content {} is not here", root.text())};
    auto file = PosixFile::open(path_of(root, ".opus"), O_RDONLY);
    if (!file) return file.error();
    return std::make_shared<StoredContent>(std::move(*file), found->second.size, found->second.chunks);
}

void ContentStore::drop(const ContentHash& root) {
    if (const auto found = contents_.find(root); found != contents_.end()) {
        bytes_used_ -= found->second.size;
        contents_.erase(found);
        lost_.push_back(root);
    }
    std::error_code ignored;
    for (const char* extension : {".opus", ".chunks", ".part"}) fs::remove(path_of(root, extension), ignored);
}

bool ContentStore::fits(std::uint64_t bytes, std::uint64_t freed) const {
    if (bytes_used_ - std::min(freed, bytes_used_) + bytes > options_.bytes_max) return false;
    const auto disk = options_.free_bytes(options_.folder);
    return !disk || *disk + freed >= bytes + reserve_bytes;
}

void ContentStore::forget_parts(fs::file_time_type older_than) {
    std::error_code error;
    std::vector<fs::path> old;
    for (const auto& entry : fs::directory_iterator(options_.folder, error)) {
        const bool is_part = entry.path().extension() == ".part";
        if (is_part && entry.last_write_time(error) < older_than && !error) old.push_back(entry.path());
    }
    for (const auto& path : old) fs::remove(path, error);
}

Status ContentStore::make_room(const ContentHash& root, std::uint64_t bytes) {
    std::error_code none;
    const auto part = fs::file_size(path_of(root, ".part"), none);
    const auto wanted = none ? bytes : bytes - std::min<std::uint64_t>(part, bytes);
    std::vector<std::pair<fs::file_time_type, ContentHash>> candidates;
    std::uint64_t evictable = 0;
    for (const auto& [held, entry] : contents_) {
        if (protected_.contains(held)) continue;
        candidates.emplace_back(entry.changed, held);
        evictable += entry.size;
    }
    // Nothing is given up for what would not fit anyway.
    if (!fits(wanted, evictable) || contents_.size() - candidates.size() >= contents_max) {
        return Error{ErrorCode::disk_full, fmt::format("no room for {} bytes beside the planned contents; free the disk of {} or "
                                                       "enlarge cache.megabytes_max",
                                                       wanted, options_.folder.string())};
    }
    std::sort(candidates.begin(), candidates.end());
    for (const auto& [changed, held] : candidates) {
        if (fits(wanted, 0) && contents_.size() < contents_max) break;
        drop(held);
    }
    return {};
}

Status ContentStore::save_index(const WantedContent& wanted) const {
    const auto path = path_of(wanted.root, ".chunks");
    auto file = PosixFile::open(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file) return file.error();
    std::vector<std::uint8_t> bytes;
    for (const auto& chunk : wanted.chunks) bytes.insert(bytes.end(), chunk.bytes.begin(), chunk.bytes.end());
    if (auto written = file->write_at(0, bytes); !written) return written;
    return file->sync();
}

Result<std::uint64_t> ContentStore::begin(const WantedContent& wanted) {
    const auto needed = (wanted.size_bytes + content_chunk_bytes - 1) / content_chunk_bytes;
    if (wanted.size_bytes == 0 || wanted.size_bytes > content_bytes_max || wanted.chunks.size() != needed) {
        return Error{ErrorCode::too_large, "the content's size and its chunks do not fit"};
    }
    if (!wanted.is_consistent()) return Error{ErrorCode::signature_invalid, "the chunk hashes do not give the content's name"};
    if (auto room = make_room(wanted.root, wanted.size_bytes); !room) return room.error();
    auto file = PosixFile::open(path_of(wanted.root, ".part"), O_RDWR | O_CREAT);
    if (!file) return file.error();
    part_ = std::move(*file);
    part_root_ = wanted.root;
    std::vector<std::uint8_t> bytes;
    std::uint64_t held = 0;
    for (; held < wanted.chunks.size(); ++held) {
        bytes.resize(chunk_size(wanted, held));
        auto got = part_.read_at(held * content_chunk_bytes, bytes);
        if (!got || *got != bytes.size() || domain::sha256(bytes) != wanted.chunks[held]) break;
    }
    return held;
}

Status ContentStore::put_chunk(const WantedContent& wanted, std::uint64_t number, std::span<const std::uint8_t> bytes) {
    if (part_root_ != wanted.root || number >= wanted.chunks.size())
        return Error{ErrorCode::internal, "this content was not begun"};
    if (bytes.size() != chunk_size(wanted, number) || domain::sha256(bytes) != wanted.chunks[number]) {
        return Error{ErrorCode::malformed, fmt::format("chunk {} of {} is not what was announced", number, wanted.root.text())};
    }
    return part_.write_at(number * content_chunk_bytes, bytes);
}

Status ContentStore::finish(const WantedContent& wanted) {
    if (part_root_ != wanted.root) return Error{ErrorCode::internal, "this content was not begun"};
    if (auto cut = part_.truncate(wanted.size_bytes); !cut) return cut;
    if (auto synced = part_.sync(); !synced) return synced;
    part_ = PosixFile{};
    part_root_.reset();
    if (auto saved = save_index(wanted); !saved) return saved;
    std::error_code error;
    fs::rename(path_of(wanted.root, ".part"), path_of(wanted.root, ".opus"), error);
    if (error) return Error{ErrorCode::storage_failed, fmt::format("cannot name {}: {}", wanted.root.text(), error.message())};
    if (auto synced = sync_folder(options_.folder); !synced) return synced;
    contents_[wanted.root] = Entry{wanted.size_bytes, wanted.chunks, fs::file_time_type::clock::now()};
    bytes_used_ += wanted.size_bytes;
    auto content = open_content(wanted.root);
    if (!content || !(*content)->verify()) {
        drop(wanted.root);
        return Error{ErrorCode::storage_failed, fmt::format("{} was not written as it came", wanted.root.text())};
    }
    return {};
}

Result<ContentHash> ContentStore::import(std::span<const std::uint8_t> file) {
    WantedContent wanted;
    wanted.size_bytes = file.size();
    wanted.chunks = domain::content_chunks(file);
    wanted.root = domain::content_root(wanted.size_bytes, wanted.chunks);
    if (has(wanted.root)) return wanted.root;
    auto held = begin(wanted);
    if (!held) return held.error();
    for (std::uint64_t number = *held; number < wanted.chunks.size(); ++number) {
        const auto at = number * content_chunk_bytes;
        if (auto put = put_chunk(wanted, number, file.subspan(at, chunk_size(wanted, number))); !put) return put.error();
    }
    if (auto finished = finish(wanted); !finished) return finished.error();
    return wanted.root;
}

std::uint64_t ContentStore::free_bytes() const {
    const auto budget = options_.bytes_max > bytes_used_ ? options_.bytes_max - bytes_used_ : 0;
    const auto disk = options_.free_bytes(options_.folder).value_or(budget + reserve_bytes);
    return std::min(budget, disk > reserve_bytes ? disk - reserve_bytes : 0);
}

std::optional<std::uint64_t> free_bytes_of_disk(const fs::path& folder) {
    std::error_code error;
    const auto space = fs::space(folder, error);
    if (error) return std::nullopt;
    return space.available;
}

}  // namespace village::node::cache
