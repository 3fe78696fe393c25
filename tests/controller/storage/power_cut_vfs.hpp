// A file system in memory for SQLite that loses power: what was written but not synced may survive whole, torn at a sector,
// in any order, or not at all. It finds a missing sync, which kill -9 cannot (the page cache survives that).
//
//   PowerCutVfs disk("unstable");                  // registered under this name
//   disk.cut_after(operations);                    // from the nth write, truncate, sync or delete on, everything fails
//   ... open the database with StorageOptions{.run_on = RunOn::caller, .vfs = "unstable"}, work until it fails, close ...
//   disk.lose_power(seed);                         // decides what is left on the disk; the next open finds that
//
// One connection at a time (locking_mode=EXCLUSIVE), one thread. No shared memory, no real files.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace village::test {

class PowerCutVfs {
public:
    explicit PowerCutVfs(std::string name);
    ~PowerCutVfs();
    PowerCutVfs(const PowerCutVfs&) = delete;
    PowerCutVfs& operator=(const PowerCutVfs&) = delete;

    const std::string& name() const { return name_; }

    void cut_after(std::uint64_t operations) { operations_left_ = operations; }
    /// Every write, truncate, sync and delete so far.
    std::uint64_t operations() const { return operations_; }
    bool is_cut() const { return operations_left_ == 0; }
    /// Applies a random choice of what was not synced and gives the power back.
    void lose_power(std::uint64_t seed);

    /// The planted fault: syncs of files whose name ends so are believed and not done.
    void forget_syncs_of(std::string suffix) { forgotten_suffix_ = std::move(suffix); }
    /// A whole file from elsewhere, synced.
    void put(const std::string& path, std::vector<unsigned char> bytes);
    /// As the program sees it.
    std::vector<unsigned char> bytes_of(const std::string& path) const { return files_.at(path)->seen; }
    /// From now on there is no room: growing a file fails with SQLITE_FULL.
    void fill(bool full) { full_ = full; }

    /// For the SQLite callbacks.
    struct Change {
        enum class Kind : std::uint8_t { write, truncate } kind;
        std::int64_t offset;
        std::vector<unsigned char> bytes;
    };
    struct File {
        std::vector<unsigned char> seen;     ///< What the program reads: the page cache.
        std::vector<unsigned char> durable;  ///< What surely survives.
        std::vector<Change> unsynced;
        bool name_synced = false;  ///< A file never synced may be gone altogether.
    };
    std::shared_ptr<File> open(const std::string& path, bool create);
    bool exists(const std::string& path) const { return files_.contains(path); }
    int remove(const std::string& path, bool synced);
    int write(File& file, const void* bytes, int size, std::int64_t offset);
    int truncate(File& file, std::int64_t size);
    int sync(const std::string& path, File& file);

private:
    bool spend();  ///< False: the power is gone.

    std::string name_;
    std::map<std::string, std::shared_ptr<File>> files_;    ///< Shared with open handles, as an unlinked file is.
    std::map<std::string, std::shared_ptr<File>> removed_;  ///< Deleted, the folder not yet synced: may be back.
    std::uint64_t operations_ = 0;
    std::uint64_t operations_left_ = std::numeric_limits<std::uint64_t>::max();
    std::string forgotten_suffix_;
    bool full_ = false;
    struct Registration;
    std::unique_ptr<Registration> registration_;
};

}  // namespace village::test
