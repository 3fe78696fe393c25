// How a long, blocking function of this room tells how far it is and hears that it should end. A value; used on the
// worker thread.
#pragma once

#include <string>
#include <string_view>

#include "controller/ports/media.hpp"

namespace village::media {

class WorkControl {
public:
    WorkControl() = default;
    /// `tell` may be empty: nobody watches, nobody cancels.
    explicit WorkControl(ports::Progress tell) : tell_(std::move(tell)) {}

    /// Tells how much of this step is done (0 to 1). False: end now, with `cancelled_error()`. Asked at least every 100
    /// ms of work.
    [[nodiscard]] bool go_on(double fraction) const;
    /// A step of the work that fills [from, to] of this one; `step` is a word the UI translates ("decoding",
    /// "levelling", "encoding", "speaking").
    WorkControl part(std::string step, double from, double to) const;

private:
    ports::Progress tell_{};
    std::string step_{};
    double from_ = 0;
    double to_ = 1;
};

domain::Error cancelled_error();

}  // namespace village::media
