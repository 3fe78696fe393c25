#include "controller/web_api/failure_limit.hpp"

namespace village::web_api {

bool FailureLimit::is_over(const std::string& client, domain::UtcTime now) const {
    const auto found = counts_.find(client);
    return found != counts_.end() && !is_old(found->second, now) && found->second.failures >= failures_max;
}

void FailureLimit::failed(const std::string& client, domain::UtcTime now) {
    if (counts_.size() >= clients_max) std::erase_if(counts_, [&](const auto& one) { return is_old(one.second, now); });
    // Still full: a storm from very many addresses. Forgetting is better than refusing an officer.
    if (counts_.size() >= clients_max) counts_.clear();
    auto& count = counts_[client];
    if (is_old(count, now)) count = Count{now, 0};
    ++count.failures;
}

}  // namespace village::web_api
