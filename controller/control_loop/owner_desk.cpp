#include "controller/control_loop/owner_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/observability/log.hpp"
#include "scheduler/policy/owner_epoch.hpp"

namespace village::control_loop {

using domain::Error;
using domain::ErrorCode;

namespace {

constexpr std::size_t told_from = 2;
constexpr std::chrono::hours told_for{24};

}  // namespace

bool OwnerDesk::is_anothers(domain::NodeNumber node, std::uint64_t seen) const {
    if (seen != epoch()) return seen > epoch();
    const auto known = welcomed_.find(node);
    const bool is_ours = known != welcomed_.end() && known->second == seen;
    return !is_ours && seen == office_.ports.stores.ownership.epoch_on_disk();
}

/// What was on disk first, so that nobody who is started after us takes the same one for another's.
std::uint64_t OwnerDesk::told(domain::NodeNumber node, std::uint64_t seen) {
    const auto on_disk = office_.ports.stores.ownership.epoch_on_disk();
    return welcomed_[node] = seen > on_disk ? epoch() : std::min(on_disk, epoch());
}

ports::Awaitable<domain::Result<std::uint64_t>> OwnerDesk::rise_for(domain::NodeNumber node, std::uint64_t seen) {
    if (!is_anothers(node, seen)) co_return told(node, seen);
    if (!policy::is_believable_claim(epoch(), seen))
        co_return Error{ErrorCode::malformed, fmt::format("nobody ever owned this commune with epoch {}", seen)};
    if (takes_over_) {
        auto risen = co_await risen_above(seen);
        if (!risen) co_return risen.error();
        co_return told(node, seen);
    }
    if (!trouble_)
        trouble_ = fmt::format(
            "a loudspeaker has obeyed another controller, with epoch {} where this one has {}: end that one, or start this one with "
            "--take-over true to have the loudspeakers back",
            seen, epoch());
    co_return Error{ErrorCode::superseded, *trouble_};
}

ports::Awaitable<bool> OwnerDesk::rises_above_itself() {
    if (!std::exchange(skips_numbers_, false)) co_return false;
    const auto risen = co_await risen_above(epoch());
    co_return risen.has_value();
}

void OwnerDesk::number_used_before(domain::NodeNumber node, domain::GrantId grant) {
    std::erase_if(used_before_, [&](const UsedBefore& one) { return one.node == node && one.grant == grant; });
    used_before_.push_back({node, grant, office_.now()});
    if (used_before_.size() > told_from) used_before_.erase(used_before_.begin());
}

std::optional<std::string> OwnerDesk::trouble() const { return trouble_; }

std::optional<std::string> OwnerDesk::numbers_trouble() const {
    if (used_before_.size() < told_from || office_.now() > used_before_.front().at + told_for) return std::nullopt;
    const auto* node = office_.commune.find_node(used_before_.back().node);
    return fmt::format(
        "{} refuses what village-signer signs, because it has seen other orders with the same numbers: if village-signer was restored from "
        "a backup, start this controller with --take-over true",
        node == nullptr ? "a loudspeaker" : node->name);
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
    // What a loudspeaker told is true no more; if it is of one still higher, that tells it again at its next join.
    if (!office_.superseded) trouble_.reset();
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
