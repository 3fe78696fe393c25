// A START comes by TLS and up to forty times by UDP: the first is verified, the others only get the same answer again. Also keeps
// the rate at which STARTs of unknown origin are verified. Pure.
#pragma once

#include <deque>
#include <optional>

#include "scheduler/domain/sha256.hpp"
#include "scheduler/domain/time.hpp"

namespace village::node::link {

class StartDedupe {
public:
    static constexpr std::size_t remembered_max = 64;  ///< The oldest goes; it is verified again then.
    static constexpr std::uint32_t bare_per_second_max = 5;

    /// The answer that these bytes got before.
    std::optional<domain::Status> answer_of(domain::Bytes envelope) const;
    void remember(domain::Bytes envelope, domain::Status answer);
    /// May a START that came on no association be verified now?
    bool may_verify_bare(domain::MonotonicTime now);

private:
    struct Known {
        domain::Sha256 hash;
        domain::Status answer;
    };
    std::deque<Known> known_;
    double allowance_ = bare_per_second_max;
    std::optional<domain::MonotonicTime> allowance_at_;
};

}  // namespace village::node::link
