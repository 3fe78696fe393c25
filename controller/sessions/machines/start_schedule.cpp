#include "controller/sessions/machines/start_schedule.hpp"

#include <utility>

namespace village::sessions::machines {
namespace {

using namespace std::chrono_literals;

constexpr domain::Duration lifetime = 10s;
constexpr domain::Duration early[] = {0ms, 30ms, 90ms};
constexpr std::size_t early_rounds = 3;

}  // namespace

StartSchedule::StartSchedule(domain::NodeSet nodes, domain::MonotonicTime decided)
    : waiting_(std::move(nodes)), decided_(decided) {}

domain::MonotonicTime StartSchedule::moment(std::size_t round) const {
    if (round < early_rounds) return decided_ + early[round];
    return decided_ + early[early_rounds - 1] + 250ms * static_cast<int>(round - early_rounds + 1);
}

bool StartSchedule::take_due(domain::MonotonicTime now) {
    const auto due = next();
    if (!due || *due > now) return false;
    while (moment(round_) <= now) ++round_;
    return true;
}

std::optional<domain::MonotonicTime> StartSchedule::next() const {
    const auto due = moment(round_);
    if (waiting_.is_empty() || due > decided_ + lifetime) return std::nullopt;
    return due;
}

}  // namespace village::sessions::machines
