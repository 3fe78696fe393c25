#include "controller/control_loop/planning_rhythm.hpp"

#include "controller/observability/log.hpp"

namespace village::control_loop {
namespace {

constexpr std::chrono::seconds look_period{5};
constexpr int looks_per_turn = 120;  // Ten minutes.
/// A clock that is only steered is set back by less.
constexpr std::chrono::seconds noticed_step{10};

}  // namespace

PlanningRhythm::PlanningRhythm(const boost::asio::any_io_executor& executor, std::function<domain::UtcTime()> now,
                               std::function<domain::UtcTime()> acted_at, std::function<void()> on_turn)
    : now_(std::move(now)), acted_at_(std::move(acted_at)), on_turn_(std::move(on_turn)), timer_(executor) {}

bool PlanningRhythm::was_set_back() {
    const auto acted_at = acted_at_();
    if (now_() + noticed_step >= acted_at || acted_at == told_) return false;
    log::warn("the clock was set back; something was decided at {} [clock_step]", domain::utc_text(acted_at));
    told_ = acted_at;
    return true;
}

void PlanningRhythm::start() {
    timer_.expires_after(look_period);
    timer_.async_wait([this](boost::system::error_code cancelled) {
        if (cancelled) return;
        if (was_set_back() || ++looks_ >= looks_per_turn) {
            looks_ = 0;
            on_turn_();
        }
        start();
    });
}

}  // namespace village::control_loop
