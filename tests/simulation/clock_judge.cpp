#include "tests/simulation/clock_judge.hpp"

#include <fmt/format.h>

namespace village::simulation {
namespace {

using domain::Duration;
using domain::NodeNumber;
using domain::UtcTime;

// Decision 0033.
constexpr std::chrono::seconds taken_at_once{60};
constexpr std::chrono::seconds followed_after{60};

}  // namespace

void ClockJudge::attested_clock_set(Duration error, UtcTime now) {
    attested_error_ = error;
    attested_since_ = now;
}

void ClockJudge::clock_is(NodeNumber node, std::optional<Duration> error, UtcTime now) {
    auto& clock = facts_.clocks[node];
    const auto before = clock.known_error;
    const auto step = error ? std::chrono::abs(*error - before.value_or(Duration::zero())) : Duration::zero();
    const bool was_kept = !before && clock.set_at == now;
    if (step > 2 * clock_error_max) clock.set_at = now;
    if (clock.error && !error) doubted_at_[node] = now;
    clock.error = error;
    if (!error) return;
    clock.known_error = error;
    if (!facts_.is_led_astray(node)) return;
    facts_.situations.saw(Situation::node_led_astray);
    const bool is_followed = std::chrono::abs(*error - attested_error_) <= Duration{2 * clock_error_max};
    const bool may_follow = !before || step <= taken_at_once || now - attested_since_ >= followed_after;
    // A box that starts goes by nothing that is earlier than what it was told in its life before.
    if (was_kept) return;
    if (step > 2 * clock_error_max && (!is_followed || !may_follow))
        facts_.fail("clock", node, fmt::format("believes at once that it is {} ms later", error->count() / 1000), now);
}

void ClockJudge::sound_started(NodeNumber node, const domain::Grant& grant, UtcTime now) {
    const bool was_heard = !heard_.insert({node, grant.id}).second;
    const auto clock = facts_.clocks.find(node);
    // What an emergency interrupted in a life before, and its clock has called not over in this one, goes on in doubt as well.
    const bool goes_on = was_heard && clock != facts_.clocks.end() && clock->second.known_error;
    const bool is_in_doubt = clock != facts_.clocks.end() && !clock->second.error &&
                             (!doubted_at_.contains(node) || now > doubted_at_.at(node) + ring_out);
    if (is_in_doubt && !goes_on && !domain::is_called(grant.kind))
        facts_.fail("clock", node, "begins what was planned without knowing the time", now);
}

void ClockJudge::sweep(const std::set<NodeNumber>& in_contact, bool signer_answered, UtcTime now) {
    std::erase_if(in_contact_since_, [&](const auto& entry) { return !in_contact.contains(entry.first); });
    for (const auto node : in_contact) {
        const auto since = std::max(in_contact_since_.try_emplace(node, now).first->second, attested_since_);
        const bool is_wrong = !facts_.clocks[node].error || facts_.is_led_astray(node);
        if (is_wrong && signer_answered && attested_error_ == Duration::zero() && now >= since + right_within)
            facts_.fail("clock", node, "is in doubt or wrong long after the time was attested rightly", now);
    }
}

}  // namespace village::simulation
