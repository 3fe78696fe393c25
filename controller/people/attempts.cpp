#include "controller/people/attempts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::people {

using domain::Error;
using domain::ErrorCode;

domain::Duration Attempts::wait_after(unsigned failures) const {
    if (failures < free_failures_) return {};
    const unsigned doublings = std::min(failures - free_failures_, 9u);
    return std::min<domain::Duration>(std::chrono::seconds{1u << doublings}, longest_wait);
}

domain::Status Attempts::may_try(const std::string& key, domain::UtcTime now) const {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return {};
    const auto& entry = found->second;
    // A clock that stepped back must not turn a short wait into a long one.
    if (now < entry.last || now - entry.last > memory) return {};
    const auto free_at = entry.last + wait_after(entry.failures);
    if (now >= free_at) return {};
    const auto left = std::chrono::ceil<std::chrono::seconds>(free_at - now);
    return Error{ErrorCode::too_many_requests, fmt::format("too many wrong tries; try again in {} s", left.count()),
                 domain::BrokenRule{"wrong_tries", fmt::to_string(free_failures_), fmt::format("{} s", left.count())}};
}

void Attempts::failed(const std::string& key, domain::UtcTime now) {
    if (!entries_.contains(key)) make_room(now);
    auto& entry = entries_[key];
    if (entry.failures > 0 && (now < entry.last || now - entry.last > memory)) entry.failures = 0;
    ++entry.failures;
    entry.last = now;
}

void Attempts::make_room(domain::UtcTime now) {
    if (entries_.size() < entries_max) return;
    std::erase_if(entries_, [&](const auto& one) { return now - one.second.last > memory; });
    if (entries_.size() < entries_max) return;
    const auto oldest = std::min_element(entries_.begin(), entries_.end(), [](const auto& left, const auto& right) {
        return left.second.last < right.second.last;
    });
    entries_.erase(oldest);
}

}  // namespace village::people
