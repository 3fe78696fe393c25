// Gives sounds that were made without a listening copy theirs after a start, one at a time, so that the sound of a person who waits
// is never behind more than one of them.
#pragma once

#include <deque>

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

class ListeningDesk {
public:
    explicit ListeningDesk(Office& office) : office_(office) {}

    /// Of what emergencies and announcements sound like now. Ends at a full disk, or when a person cancels one.
    ports::Awaitable<domain::Status> make_missing();

private:
    void make_next();
    void made(const domain::ContentHash& sound, const domain::Status& outcome);

    Office& office_;
    std::deque<domain::ContentHash> waiting_;  ///< As many as there are sounds; each is looked at once.
};

}  // namespace village::control_loop
