// The latest bytes for each 16-byte id, on an append log: what was begun and what is done, by grant. An entry without bytes removes
// the id. Rewritten when most of it is out of date.
#pragma once

#include <array>
#include <map>

#include "node-firmware/cache/append_log.hpp"

namespace village::node::cache {

class RecordLog {
public:
    using Key = std::array<std::uint8_t, 16>;
    static constexpr std::size_t records_max = 16'384;  ///< More are refused with `too_large`.

    static domain::Result<RecordLog> open(std::filesystem::path path);

    /// Synced when it returns, unless `sync` is false.
    domain::Status put(const Key& key, std::span<const std::uint8_t> value, bool sync = true);
    domain::Status remove(const Key& key);
    /// Everything put without sync is on the disk when it returns.
    domain::Status sync() const { return log_.sync(); }
    const std::map<Key, std::vector<std::uint8_t>>& all() const { return records_; }

private:
    RecordLog(std::filesystem::path path, AppendLog log) : path_(std::move(path)), log_(std::move(log)) {}
    domain::Status append(const Key& key, std::span<const std::uint8_t> value, bool sync);
    domain::Status rewrite_when_worth();

    std::filesystem::path path_;
    AppendLog log_;
    std::map<Key, std::vector<std::uint8_t>> records_;
};

}  // namespace village::node::cache
