#include "node-firmware/link/machines/start_dedupe.hpp"

#include <algorithm>

namespace village::node::link {

std::optional<domain::Status> StartDedupe::answer_of(domain::Bytes envelope) const {
    const auto hash = domain::sha256(envelope);
    const auto found = std::find_if(known_.begin(), known_.end(), [&](const auto& known) { return known.hash == hash; });
    if (found == known_.end()) return std::nullopt;
    return found->answer;
}

void StartDedupe::remember(domain::Bytes envelope, domain::Status answer) {
    if (known_.size() == remembered_max) known_.pop_front();
    known_.push_back({domain::sha256(envelope), std::move(answer)});
}

bool StartDedupe::may_verify_bare(domain::MonotonicTime now) {
    const double elapsed = allowance_at_ ? static_cast<double>((now - *allowance_at_).count()) * 1e-6 : 0.0;
    allowance_at_ = now;
    allowance_ = std::min<double>(bare_per_second_max, allowance_ + std::max(0.0, elapsed) * bare_per_second_max);
    if (allowance_ < 1) return false;
    allowance_ -= 1;
    return true;
}

}  // namespace village::node::link
