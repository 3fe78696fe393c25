// A bound for doors that need no session: so many refused tries a minute and client, then `too_many_requests`. What succeeds is
// never counted, so a good key is not slowed by its own retries.
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
