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

void QueueJudge::holds(domain::NodeNumber node, const Load& load, domain::UtcTime now) {
    if (load.done > done_room) facts_.fail("S17", node, "remembers more that is done than it has room for", now);
    if (load.done == done_room) facts_.situations.saw(Situation::forgets_what_is_done);
    if (load.grants <= plan_room) return;
    // What is called is taken without room, but only when nothing is left that could give way to it.
    const bool is_called = load.least == domain::Priority::emergency;
    if (load.least && !is_called) facts_.fail("S17", node, "has more granted than it has room for", now);
}

void QueueJudge::turned_away(domain::NodeNumber node, const domain::Grant& grant, const Load& load, domain::UtcTime now) {
    facts_.without_room.insert({node, grant.id});
    if (domain::is_called(grant.kind)) facts_.fail("S17", node, "what is called is turned away by a full plan", now);
    if (load.grants < plan_room) facts_.fail("S17", node, "is turned away, though the plan has room", now);
    if (load.least && *load.least < grant.priority)
        facts_.fail("S17", node, "is turned away, though something lower lies in the plan", now);
}

}  // namespace village::simulation
