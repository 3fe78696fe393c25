#include "node-firmware/cache/record_log.hpp"

#include <algorithm>

namespace village::node::cache {
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;

namespace {
constexpr std::uint64_t bytes_worth_rewriting = 256 * 1024;
}

Result<RecordLog> RecordLog::open(std::filesystem::path path) {
    std::map<Key, std::vector<std::uint8_t>> records;
    auto log = AppendLog::open(path, [&](std::span<const std::uint8_t> entry) {
        if (entry.size() < 16) return;
        Key key{};
        std::copy_n(entry.begin(), 16, key.begin());
        if (entry.size() == 16) {
            records.erase(key);
        } else {
            records[key].assign(entry.begin() + 16, entry.end());
        }
    });
    if (!log) return log.error();
    RecordLog opened(std::move(path), std::move(*log));
    opened.records_ = std::move(records);
    return opened;
}

Status RecordLog::append(const Key& key, std::span<const std::uint8_t> value, bool sync) {
    std::vector<std::uint8_t> entry(key.begin(), key.end());
    entry.insert(entry.end(), value.begin(), value.end());
    return log_.append(entry, sync);
}

Status RecordLog::put(const Key& key, std::span<const std::uint8_t> value, bool sync) {
    if (!records_.contains(key) && records_.size() >= records_max)
        return Error{ErrorCode::too_large, "too many records are kept"};
    if (value.empty()) return remove(key);
    if (auto appended = append(key, value, sync); !appended) return appended;
    records_[key].assign(value.begin(), value.end());
    return rewrite_when_worth();
}

Status RecordLog::remove(const Key& key) {
    if (!records_.contains(key)) return {};
    // Not synced: a record that comes back after a power cut does no harm, it is removed again.
    if (auto appended = append(key, {}, false); !appended) return appended;
    records_.erase(key);
    return rewrite_when_worth();
}

Status RecordLog::rewrite_when_worth() {
    std::uint64_t live = 0;
    for (const auto& [key, value] : records_) live += 28 + value.size();
    if (log_.size() < bytes_worth_rewriting || log_.size() < live * 4) return {};
    std::vector<std::vector<std::uint8_t>> entries;
    for (const auto& [key, value] : records_) {
        entries.emplace_back(key.begin(), key.end());
        entries.back().insert(entries.back().end(), value.begin(), value.end());
    }
    auto rewritten = AppendLog::rewrite(path_, entries);
    if (!rewritten) return rewritten.error();
    log_ = std::move(*rewritten);
    return {};
}

}  // namespace village::node::cache
