#include "tests/simulation/drill_judge.hpp"

#include "tests/simulation/contents.hpp"

namespace village::simulation {

void DrillJudge::issued(const domain::Grant& grant, domain::UtcTime now) const {
    const bool is_drill = grant.kind == domain::BroadcastKind::drill && !grant.repeat_every;
    if (asked_for_.contains(grant.broadcast) && !is_drill)
        facts_.fail("S22", domain::NodeNumber{}, "a drill is signed as something else", now);
}

void DrillJudge::sound_started(domain::NodeNumber node, const domain::Grant& grant, const Sound& sound,
                               domain::UtcTime now) const {
    if (!asked_for_.contains(grant.broadcast)) return;
    facts_.situations.saw(Situation::drill_sounds);
    if (sound.content && is_warning(*sound.content)) facts_.fail("S22", node, "sounds the real siren in a drill", now);
}

}  // namespace village::simulation
