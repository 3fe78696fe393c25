#include "controller/control_loop/owner_desk.hpp"

#include <fmt/format.h>

#include "controller/observability/log.hpp"
#include "scheduler/policy/owner_epoch.hpp"

namespace village::control_loop {

using domain::Error;
using domain::ErrorCode;

ports::Awaitable<domain::Result<std::uint64_t>> OwnerDesk::rise_above(std::uint64_t epoch) {
    if (!policy::is_believable_claim(this->epoch(), epoch))
        co_return Error{ErrorCode::malformed, fmt::format("nobody ever owned this commune with epoch {}", epoch)};
    if (takes_over_) co_return co_await risen_above(epoch);
    if (!trouble_)
        trouble_ = fmt::format(
            "a loudspeaker has obeyed another controller, with epoch {} where this one has {}: end that one, or start this one with "
            "--take-over true to have the loudspeakers back",
            epoch, this->epoch());
    co_return Error{ErrorCode::superseded, *trouble_};
}

ports::Awaitable<domain::Status> OwnerDesk::overtake() {
    auto trust = co_await office_.ports.signer.trust();
    if (!trust) co_return trust.error();
    if (trust->owner_epoch < epoch()) co_return domain::Status{};
    auto risen = co_await risen_above(trust->owner_epoch);
    if (!risen) co_return risen.error();
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<std::uint64_t>> OwnerDesk::risen_above(std::uint64_t epoch) {
    if (epoch < this->epoch()) co_return this->epoch();
    const auto kept = co_await office_.ports.stores.ownership.rise_above(epoch);
    if (!kept && kept.error().code == ErrorCode::superseded) co_return kept.error();
    // A disk that refuses hears of it with the next change; no loudspeaker waits for that.
    log::warn("epoch {} was seen, this controller goes on as owner with {} [owner]", epoch, this->epoch());
    co_return this->epoch();
}

void OwnerDesk::refused_by_signer() {
    if (!is_obeyed_ || office_.superseded) return;
    trouble_ =
        "another controller has taken over this commune: end one of them; this one still stops and calls emergencies, changes "
        "nothing any more, and takes the commune back when it is started again";
    office_.superseded = Error{ErrorCode::superseded, *trouble_};
    log::error("{} [superseded]", *trouble_);
}

}  // namespace village::control_loop
