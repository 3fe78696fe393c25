// A bound for doors that need no session: so many guesses a minute and address, then `too_many_requests`. The door decides what a
// guess is, and lets the keys it knows pass: an address may be a whole hamlet's.
#pragma once

#include <map>
#include <string>

#include "scheduler/domain/time.hpp"

namespace village::web_api {

class FailureLimit {
public:
    static constexpr unsigned failures_max = 30;
    static constexpr std::chrono::minutes period{1};
    static constexpr std::size_t clients_max = 1024;

    bool is_over(const std::string& client, domain::UtcTime now) const;
    void failed(const std::string& client, domain::UtcTime now);

private:
    struct Count {
        domain::UtcTime since{};
        unsigned failures = 0;
    };
    static bool is_old(const Count& count, domain::UtcTime now) { return now < count.since || now - count.since >= period; }

    std::map<std::string, Count> counts_;
};

}  // namespace village::web_api
