// The audio on the node's disk, by the root of its SHA-256 tree. A file has its name only when every chunk was verified and synced;
// before that it is a part, which is resumed, and forgotten when nobody went on with it for a week. Eviction takes the oldest that
// nobody planned and nobody marked to keep; room is what both the budget and the disk have.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "node-firmware/cache/stored_content.hpp"

namespace village::node::cache {

/// What has to be fetched: the chunk hashes must give `root` before anything is believed.
struct WantedContent {
    domain::ContentHash root;
    std::uint64_t size_bytes = 0;
    std::vector<domain::Sha256> chunks;

    bool is_consistent() const { return domain::content_root(size_bytes, chunks) == root; }
};

/// What others than root may still write to the file system of this folder; nothing where it cannot be told.
std::optional<std::uint64_t> free_bytes_of_disk(const std::filesystem::path& folder);

struct ContentStoreOptions {
    std::filesystem::path folder;
    std::uint64_t bytes_max = std::uint64_t{2} * 1024 * 1024 * 1024;
    std::function<std::optional<std::uint64_t>(const std::filesystem::path&)> free_bytes = free_bytes_of_disk;
};

class ContentStore {
public:
    static constexpr std::size_t contents_max = 4096;
    /// Left to receipts, grants and the log: audio can be fetched again, they cannot.
    static constexpr std::uint64_t reserve_bytes = std::uint64_t{32} * 1024 * 1024;
    static constexpr std::chrono::hours part_life{7 * 24};
    static constexpr std::uint64_t content_bytes_max = std::uint64_t{8192} * domain::content_chunk_bytes;

    /// Lists what is complete; `verify_all` reads every byte and drops what is damaged.
    static domain::Result<ContentStore> open(ContentStoreOptions options, bool verify_all);

    bool has(const domain::ContentHash& root) const { return contents_.contains(root); }
    std::vector<domain::ContentHash> complete() const;
    domain::Result<std::shared_ptr<StoredContent>> open_content(const domain::ContentHash& root) const;
    /// What was found damaged: gone at once, to be fetched again.
    void drop(const domain::ContentHash& root);
    /// What was here and is not any more, dropped or evicted, since the last call.
    std::vector<domain::ContentHash> take_lost() { return std::exchange(lost_, {}); }

    // Fetching, chunk by chunk in order.
    /// Begins or resumes: how many chunks are there and hold already.
    domain::Result<std::uint64_t> begin(const WantedContent& wanted);
    /// `malformed` when the chunk's hash is not the expected one; nothing is written then.
    domain::Status put_chunk(const WantedContent& wanted, std::uint64_t number, std::span<const std::uint8_t> bytes);
    /// All chunks are written: syncs, checks once more, gives it its name.
    domain::Status finish(const WantedContent& wanted);
    /// From a file at hand (a card, a test): copies, names it by what it is.
    domain::Result<domain::ContentHash> import(std::span<const std::uint8_t> file);

    /// What must not be evicted: the plan's contents and those marked `keep`.
    void protect(std::set<domain::ContentHash> roots) { protected_ = std::move(roots); }
    bool is_protected(const domain::ContentHash& root) const { return protected_.contains(root); }
    std::uint64_t bytes_used() const { return bytes_used_; }
    std::uint64_t free_bytes() const;

private:
    struct Entry {
        std::uint64_t size = 0;
        std::vector<domain::Sha256> chunks;
        std::filesystem::file_time_type changed{};
    };
    explicit ContentStore(ContentStoreOptions options) : options_(std::move(options)) {}
    void list();
    std::filesystem::path path_of(const domain::ContentHash& root, const char* extension) const;
    bool fits(std::uint64_t bytes, std::uint64_t freed) const;
    void forget_parts(std::filesystem::file_time_type older_than);
    /// For `bytes` of this content; what is there of it already takes no more.
    domain::Status make_room(const domain::ContentHash& root, std::uint64_t bytes);
    domain::Status save_index(const WantedContent& wanted) const;

    ContentStoreOptions options_;
    std::map<domain::ContentHash, Entry> contents_;
    std::set<domain::ContentHash> protected_;
    std::uint64_t bytes_used_ = 0;
    std::vector<domain::ContentHash> lost_;  ///< At most what there was: nobody comes back before it was told.
    std::optional<domain::ContentHash> part_root_;
    PosixFile part_;
};

}  // namespace village::node::cache
