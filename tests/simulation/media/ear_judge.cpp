#include "tests/simulation/media/ear_judge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::simulation::media {

using namespace std::chrono_literals;
using domain::Duration;
using domain::NodeNumber;
using domain::UtcTime;

namespace {

/// From the STOP that came to silence; from the emergency that came to its sound (goals.md), and the block that is being heard.
constexpr Duration stop_max = 300ms, emergency_max = 150ms, block = 20ms;
constexpr Duration over_max = 1s;
/// From everything that a loudspeaker needs to begin, to its beginning.
constexpr Duration begin_max = 1500ms;
/// Who is in contact for so long has the stream: key, packets, and those of their moments that come after him.
constexpr Duration heard_within = 4s;
/// A voice that has just begun or come back is still fading in.
constexpr Duration fading_in = 100ms;
constexpr Duration neighbours_apart_max = 20ms;
constexpr Duration compared_within = 250ms;
/// Neither voice nor alarm glides up here.
constexpr double nobodys_hz = 3400;
/// A single block may lie across an edge that the ear cannot see.
constexpr int strange_max = 2, silent_max = 2;
/// Exchanges correct a clock by at most 500 ms; an emergency may be silent as long to come to its time.
constexpr int step_blocks_max = 25;
/// What a key that comes late costs, once.
constexpr int unheard_max = 50;
/// A second without packets is a cut.
constexpr int cut_blocks = 50;

std::uint64_t packet_at(const OnAir& broadcast, UtcTime now) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, (now - broadcast.grant.starts_at) / packet_time));
}

double ms(Duration duration) { return static_cast<double>(duration.count()) / 1e3; }

bool is_emergency(const OnAir& broadcast) { return broadcast.voice == Voice::alarm; }

}  // namespace

std::vector<EarJudge::Candidate> EarJudge::allowed(NodeNumber node, UtcTime now) const {
    std::vector<Candidate> all;
    for (const auto& [id, listening] : facts_.nodes[node].listening) {
        const auto& broadcast = facts_.on_air.at(id);
        const bool is_meant = broadcast.grant.nodes.contains(node) && listening.start_came;
        // Without a clock an emergency is one of the moment it came.
        const auto moved =
            is_emergency(broadcast) && listening.start_came ? *listening.start_came - broadcast.grant.starts_at : 0us;
        const bool is_time =
            now >= broadcast.grant.starts_at - clock_error_max - block && now <= broadcast.ends_at() + over_max + moved;
        const bool is_stopped = listening.stop_came && now > *listening.stop_came + stop_max;
        if (is_meant && is_time && !is_stopped) all.push_back({&broadcast, &listening});
    }
    // The emergency first, until its last pass is over.
    std::ranges::stable_partition(all,
                                  [](const Candidate& one) { return is_emergency(*one.broadcast) && !one.listening->over_at; });
    return all;
}

void EarJudge::heard(NodeNumber node, const Heard& heard, UtcTime leaves_at) {
    const auto now = leaves_at + heard.middle;
    auto& ear = ears_[node];
    const auto candidates = allowed(node, now);
    if (candidates.empty()) {
        if (heard.is_sound) facts_.fail("S3", node, "sounds without anything that lets it", now);
        return;
    }
    const auto& first = candidates.front();
    // One that came when it was over waits for the answer what time it is, and what sounds sounds on.
    const bool is_asked_about = now > first.broadcast->ends_at() && heard.pitch_hz && !is_alarm(*heard.pitch_hz);
    const bool warns = is_emergency(*first.broadcast) && !first.listening->over_at && !is_asked_about;
    if (warns) return judge_alarm(node, first, heard, now);
    if (std::exchange(ear.was_alarmed, false) && heard.is_sound) facts_.situations.saw(Situation::live_after_emergency);
    const auto voice = std::ranges::find_if(candidates, [](const Candidate& one) { return !is_emergency(*one.broadcast); });
    if (voice == candidates.end()) return;  // An alarm rings out.
    judge_contact(node, *voice, heard, now);
    if (!heard.is_sound) return judge_silence(node, *voice, now);
    ear.silent = 0;
    ++ear.sounding_blocks[voice->broadcast->grant.id];
    if (heard.pitch_hz) judge_voice(node, *voice, heard, now);
}

void EarJudge::judge_alarm(NodeNumber node, const Candidate& alarm, const Heard& heard, UtcTime now) {
    auto& ear = ears_[node];
    // Of an emergency from its disk a loudspeaker without a clock cannot say whether it is over, until somebody says it again.
    const auto& trusted = facts_.nodes[node].clock_trusted;
    const auto told = alarm.listening->told;
    if (!told && !trusted) return;
    const auto came = std::max(*alarm.listening->start_came, std::min(told.value_or(now), trusted.value_or(now)));
    if (now < came + emergency_max + block) return;
    const bool sounds = heard.pitch_hz && is_alarm(*heard.pitch_hz);
    const auto& grant = alarm.broadcast->grant;
    const bool is_leaving = alarm.listening->stop_came || now > alarm.broadcast->ends_at();
    const bool in_first_pass = now < grant.starts_at + alarm_time - 2 * block;
    if (is_leaving) return;
    if (heard.pitch_hz && !sounds) facts_.fail("S4", node, "something lower is heard while an emergency is on", now);
    ear.alarm_silent = sounds ? 0 : ear.alarm_silent + 1;
    const bool may_step = ear.was_alarmed && !facts_.nodes[node].is_in_time(now) && ear.alarm_silent <= step_blocks_max;
    if (!sounds && in_first_pass && !may_step) facts_.fail("S4", node, "the emergency is not heard 150 ms after it came", now);
    if (sounds && !std::exchange(ear.was_alarmed, true)) facts_.situations.saw(Situation::emergency_over_live);
}

void EarJudge::judge_voice(NodeNumber node, const Candidate& candidate, const Heard& heard, UtcTime now) {
    auto& ear = ears_[node];
    const auto& [broadcast, listening] = candidate;
    const auto ahead = ahead_of(broadcast->voice, *heard.pitch_hz, now - broadcast->grant.starts_at);
    const bool is_clear = facts_.is_clear(*broadcast, *listening, packet_at(*broadcast, now)) && listening->began &&
                          now > *listening->began + fading_in && !listening->stop_came;
    const bool is_wrong =
        ahead && is_clear && facts_.nodes[node].is_in_time(now) && std::chrono::abs(*ahead) > 3 * clock_error_max;
    ear.strange = is_wrong || *heard.pitch_hz > nobodys_hz ? ear.strange + 1 : 0;
    if (ear.strange > strange_max)
        return facts_.fail("S3", node, fmt::format("{:.0f} Hz is heard, which nobody sent for this moment", *heard.pitch_hz),
                           now);
    if (!is_clear) ++ear.missing;
    if (!ahead || !is_clear) return;
    facts_.situations.saw(Situation::live_heard);
    if (std::exchange(ear.missing, 0) >= cut_blocks) facts_.situations.saw(Situation::back_after_cut);
    compare(node, candidate, *ahead, now);
}

void EarJudge::compare(NodeNumber node, const Candidate& candidate, Duration ahead, UtcTime now) {
    if (!facts_.nodes[node].is_in_time(now)) return;
    const auto grant = candidate.broadcast->grant.id;
    ears_[node].moments[grant] = {ahead, now};
    for (const auto& [other, ear] : ears_) {
        const auto found = ear.moments.find(grant);
        if (other == node || found == ear.moments.end() || now - found->second.at > compared_within) continue;
        facts_.situations.saw(Situation::neighbours_compared);
        const auto apart = std::chrono::abs(ahead - found->second.ahead);
        facts_.figures.apart_max = std::max(facts_.figures.apart_max, apart);
        if (apart <= neighbours_apart_max) continue;
        facts_.fail("M1", node,
                    fmt::format("{:.1f} ms ahead of its time (clock {:.1f} ms), node {} {:.1f} ms (clock {:.1f} ms)", ms(ahead),
                                ms(facts_.nodes[node].clock_error), other.value, ms(found->second.ahead),
                                ms(facts_.nodes[other].clock_error)),
                    now);
    }
}

void EarJudge::judge_contact(NodeNumber node, const Candidate& candidate, const Heard& heard, UtcTime now) {
    auto& ear = ears_[node];
    const auto& here = facts_.nodes[node];
    const auto& [broadcast, listening] = candidate;
    const auto since = std::max(broadcast->grant.starts_at, now - heard_within);
    const bool must_be_heard = !heard.is_sound && listening->began && !listening->stop_came && !broadcast->stopped_at &&
                               now < broadcast->ends_at() - block && here.is_in_contact(since, now);
    ear.unheard = must_be_heard ? ear.unheard + 1 : 0;
    if (ear.unheard > unheard_max) facts_.fail("L2", node, "is in contact and hears nothing of a stream", now);
}

void EarJudge::judge_silence(NodeNumber node, const Candidate& candidate, UtcTime now) {
    auto& ear = ears_[node];
    const auto& [broadcast, listening] = candidate;
    if (!listening->began) return judge_beginning(node, candidate, now);
    const bool is_leaving = listening->stop_came || now > broadcast->ends_at() - block;
    const bool must_sound = facts_.is_clear(*broadcast, *listening, packet_at(*broadcast, now)) && !is_leaving &&
                            now > *listening->began + fading_in && facts_.nodes[node].is_in_time(now);
    ear.missing += must_sound ? 0 : 1;
    ear.silent = must_sound ? ear.silent + 1 : 0;
    if (ear.silent > silent_max) facts_.fail("M2", node, "is silent though the packets of this moment are there", now);
}

void EarJudge::judge_beginning(NodeNumber node, const Candidate& candidate, UtcTime now) {
    const auto& here = facts_.nodes[node];
    const auto& [broadcast, listening] = candidate;
    if (!here.clock_trusted || listening->over_at || listening->stop_came || now > broadcast->ends_at() - begin_max) return;
    auto since = std::max({broadcast->grant.starts_at, *listening->start_came, *here.clock_trusted});
    for (const auto& [id, other] : here.listening) {
        const auto& alarm = facts_.on_air.at(id);
        if (!is_emergency(alarm) || !other.start_came) continue;
        since = std::max(since, other.over_at.value_or(alarm.ends_at() + over_max));
    }
    if (now > since + begin_max) facts_.fail("L2", node, "does not begin though nothing stands in its way", now);
}

}  // namespace village::simulation::media
