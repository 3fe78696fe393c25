#include "controller/control_loop/owner_desk.hpp"

#include <utility>

#include "controller/observability/log.hpp"
#include "scheduler/policy/owner_epoch.hpp"

namespace village::control_loop {

ports::Awaitable<domain::Result<std::uint64_t>> OwnerDesk::rise_above(std::uint64_t epoch) {
    const auto own = this->epoch();
    if (epoch < own) co_return own;
    if (auto near = policy::check_epoch_step(own, epoch); !near) co_return near.error();
    auto risen = co_await office_.ports.stores.ownership.rise_above(epoch);
    if (risen) log::warn("epoch {} was seen, this controller goes on as owner with {} [owner]", epoch, *risen);
    co_return risen;
}

void OwnerDesk::refused_by_signer() {
    if (!is_accepted_) return;
    if (const auto tell = std::exchange(on_superseded, nullptr)) tell();
}

}  // namespace village::control_loop
