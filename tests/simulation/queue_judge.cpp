#include "tests/simulation/queue_judge.hpp"

#include <algorithm>

namespace village::simulation {

void QueueJudge::planned(std::size_t before, std::size_t after, domain::UtcTime now) {
    if (after > std::max(before, calendar_room))
        facts_.fail("S17", domain::NodeNumber{}, "the calendar opens more broadcasts than there is room for", now);
    if (after > before && after == calendar_room) facts_.situations.saw(Situation::calendar_fills_the_room);
}

void QueueJudge::asked_for(domain::BroadcastKind kind, bool is_taken, std::size_t before, domain::UtcTime now) {
    const bool is_called = domain::is_called(kind);
    const bool has_room = before < peoples_room;
    if (is_called && !is_taken) facts_.fail("S17", domain::NodeNumber{}, "what is called is turned away for lack of room", now);
    if (is_called && !has_room) facts_.situations.saw(Situation::emergency_without_room);
    if (is_called) return;
    if (is_taken && !has_room) facts_.fail("S17", domain::NodeNumber{}, "more is taken than there is room for", now);
    if (!is_taken && has_room)
        facts_.fail("S17", domain::NodeNumber{}, "a person is turned away, though only the calendar has no room", now);
    if (is_taken && before >= calendar_room) facts_.situations.saw(Situation::person_goes_before_calendar);
    if (!is_taken) facts_.situations.saw(Situation::person_turned_away);
}

}  // namespace village::simulation
