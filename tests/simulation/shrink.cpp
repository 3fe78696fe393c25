#include "tests/simulation/shrink.hpp"

#include <algorithm>

namespace village::simulation {
namespace {

using Clock = std::chrono::steady_clock;

class Shrinker {
public:
    Shrinker(RunOptions failing, const RunResult& shown, Clock::time_point time_ends)
        : best_(std::move(failing)), invariant_(shown.violation->invariant), time_ends_(time_ends), happened_(shown.happened) {}

    Shrunk run() {
        for (bool smaller = true; smaller && !is_time_over();) {
            const auto before = best_;
            fewer_hours();
            fewer_nodes();
            fewer_kinds();
            fewer_happenings();
            smaller = best_ != before;
        }
        best_.show = Show::tail;
        return {best_, simulation::run(best_), runs_ + 1};
    }

private:
    bool is_time_over() const { return Clock::now() >= time_ends_; }

    /// Keeps `smaller` if it still violates the same invariant.
    bool keeps(const RunOptions& smaller) {
        if (is_time_over()) return false;
        ++runs_;
        auto result = simulation::run(smaller);
        if (!result.violation || result.violation->invariant != invariant_) return false;
        best_ = smaller;
        happened_ = std::move(result.happened);
        return true;
    }

    void fewer_hours() {
        for (const auto hours : {3U, 4U, 6U, 9U, 14U, 24U, 48U, 168U}) {
            auto smaller = best_;
            if (hours >= best_.hours) return;
            smaller.hours = hours;
            if (keeps(smaller)) return;
        }
    }

    void fewer_nodes() {
        for (const std::uint16_t nodes : {1, 2, 3, 5, 8, 13, 21, 55}) {
            auto smaller = best_;
            if (nodes >= best_.nodes) return;
            smaller.nodes = nodes;
            if (keeps(smaller)) return;
        }
    }

    void fewer_kinds() {
        for (std::size_t kind = 0; kind < kind_names.size(); ++kind) {
            auto smaller = best_;
            if (smaller.selection.without.insert(static_cast<Kind>(kind)).second) keeps(smaller);
        }
    }

    /// Delta debugging (Zeller and Hildebrandt 2002): without this half, that half, this quarter ...
    void fewer_happenings() {
        for (std::size_t parts = 1; !happened_.empty() && !is_time_over();) {
            parts = std::min(parts, happened_.size());
            if (without_one_of(parts)) parts = std::max<std::size_t>(parts - 1, 1);
            else if (parts == happened_.size()) return;
            else parts *= 2;
        }
        if (happened_.empty()) keep_only({});
    }

    bool without_one_of(std::size_t parts) {
        const auto all = happened_;
        for (std::size_t part = 0; part < parts; ++part) {
            std::vector<Happening> rest(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() * part / parts));
            rest.insert(rest.end(), all.begin() + static_cast<std::ptrdiff_t>(all.size() * (part + 1) / parts), all.end());
            if (keep_only(rest)) return true;
        }
        return false;
    }

    bool keep_only(const std::vector<Happening>& some) {
        auto smaller = best_;
        smaller.selection.only = std::set(some.begin(), some.end());
        return smaller != best_ && keeps(smaller);
    }

    RunOptions best_;
    std::string invariant_;
    Clock::time_point time_ends_;
    std::vector<Happening> happened_;  ///< In the smallest run so far, until it failed.
    std::size_t runs_ = 0;
};

}  // namespace

Shrunk shrink(RunOptions failing, const RunResult& shown, std::chrono::milliseconds time_limit) {
    failing.show = Show::nothing;
    return Shrinker{std::move(failing), shown, Clock::now() + time_limit}.run();
}

}  // namespace village::simulation
