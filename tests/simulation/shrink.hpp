// A failing run made small, of either mode: shorter, fewer loudspeakers, kinds of happenings left out, then single ones, as long as the
// same invariant is violated. What is left is mostly what the failure needs.
#pragma once

#include <algorithm>
#include <chrono>

#include "tests/simulation/happenings.hpp"

namespace village::simulation {

template <class Options, class Result>
struct Shrunk {
    Options options;
    Result result;
    std::size_t runs = 0;
};

template <class Options, class Result>
class Shrinker {
public:
    using Clock = std::chrono::steady_clock;

    Shrinker(Options failing, const Result& shown, Clock::time_point time_ends)
        : best_(std::move(failing)), invariant_(shown.violation->invariant), time_ends_(time_ends), happened_(shown.happened) {}

    Shrunk<Options, Result> run_all() {
        for (bool smaller = true; smaller && !is_time_over();) {
            const auto before = best_;
            shorter();
            fewer_nodes();
            fewer_kinds();
            fewer_happenings();
            smaller = best_ != before;
        }
        best_.show = Show::tail;
        return {best_, run(best_), runs_ + 1};
    }

private:
    bool is_time_over() const { return Clock::now() >= time_ends_; }

    /// Keeps `smaller` if it still violates the same invariant.
    bool keeps(const Options& smaller) {
        if (is_time_over()) return false;
        ++runs_;
        auto result = run(smaller);
        if (!result.violation || result.violation->invariant != invariant_) return false;
        best_ = smaller;
        happened_ = std::move(result.happened);
        return true;
    }

    void shorter() {
        for (const auto length : Options::shorter_lengths) {
            auto smaller = best_;
            if (length >= best_.*Options::length) return;
            smaller.*Options::length = length;
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
            if (!may_matter(static_cast<Kind>(kind))) continue;
            if (smaller.selection.without.insert(static_cast<Kind>(kind)).second) keeps(smaller);
        }
    }

    bool may_matter(Kind kind) const {
        const bool is_condition = std::ranges::find(Options::conditions, kind) != Options::conditions.end();
        return is_condition || std::ranges::find(happened_, kind, &Happening::kind) != happened_.end();
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

    Options best_;
    std::string invariant_;
    Clock::time_point time_ends_;
    std::vector<Happening> happened_;  ///< In the smallest run so far, until it failed.
    std::size_t runs_ = 0;
};

/// `failing` has shown `shown`. At least one further `run` is made; the last one shows the tail of its trace.
template <class Options, class Result>
Shrunk<Options, Result> shrink(Options failing, const Result& shown, std::chrono::milliseconds time_limit) {
    failing.show = Show::nothing;
    return Shrinker<Options, Result>{std::move(failing), shown, std::chrono::steady_clock::now() + time_limit}.run_all();
}

}  // namespace village::simulation
