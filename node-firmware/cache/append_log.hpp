// A file that only grows: entries with length and checksum. After a power cut it ends with the last whole entry; a torn tail is cut
// off when it is opened. Damage with whole entries behind it takes only what it hit. One writer.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "node-firmware/cache/posix_file.hpp"

namespace village::node::cache {

class AppendLog {
public:
    static constexpr std::size_t entry_bytes_max = 64 * 1024;

    /// Gives every whole entry to `take`, in order, and is then ready to append.
    static domain::Result<AppendLog> open(const std::filesystem::path& path,
                                          const std::function<void(std::span<const std::uint8_t>)>& take);

    /// On the disk when it returns with `sync`; otherwise in the order of the calls, before the next synced one.
    domain::Status append(std::span<const std::uint8_t> entry, bool sync = true);
    domain::Status sync() const { return file_.sync(); }
    std::uint64_t size() const { return end_; }

    /// Replaces the whole log, atomically, by these entries.
    static domain::Result<AppendLog> rewrite(const std::filesystem::path& path,
                                             const std::vector<std::vector<std::uint8_t>>& entries);

private:
    static domain::Result<AppendLog> without_damage(const std::filesystem::path& path,
                                                    const std::vector<std::vector<std::uint8_t>>& whole);

    PosixFile file_;
    std::uint64_t end_ = 0;
};

}  // namespace village::node::cache
