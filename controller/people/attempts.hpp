// Slows guessing without ever locking out: five free failures, then waits of 1, 2, 4 ... 300 s, kept per (login, client), so a
// stranger's failures never delay the officer on another machine; a client may fail more often, with whatever names. Forgotten an hour after the last failure. Bounded: at
// 4,096 entries the one that failed longest ago goes.
#pragma once

#include <map>
#include <string>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/time.hpp"

namespace village::people {

class Attempts {
public:
    static constexpr std::chrono::seconds longest_wait{300};
    static constexpr std::chrono::hours memory{1};
    static constexpr std::size_t entries_max = 4096;

    explicit Attempts(unsigned free_failures = 5) : free_failures_(free_failures) {}

    /// `too_many_requests` with the seconds to wait.
    domain::Status may_try(const std::string& key, domain::UtcTime now) const;
    void failed(const std::string& key, domain::UtcTime now);
    void succeeded(const std::string& key) { entries_.erase(key); }
    std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        unsigned failures = 0;
        domain::UtcTime last{};
    };
    domain::Duration wait_after(unsigned failures) const;
    void make_room(domain::UtcTime now);

    unsigned free_failures_;
    std::map<std::string, Entry> entries_;
};

}  // namespace village::people
