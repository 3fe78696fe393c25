// What the judges of media mode know together: what was put on the air, what of it came to which loudspeaker in this life, and what
// was broken first. In true time; nothing under test sees it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "scheduler/domain/grant.hpp"
#include "tests/simulation/media/situations.hpp"
#include "tests/simulation/media/speech.hpp"
#include "tests/simulation/violation.hpp"

namespace village::simulation::media {

/// How wrong a settled clock may be.
inline constexpr std::chrono::milliseconds clock_error_max{20};
/// So long after the burst of clock exchanges everything that sounds has come after the clock.
inline constexpr std::chrono::seconds in_time_within{2};
/// A packet that is there so long before its moment is surely played: the device, its block and what is read ahead.
inline constexpr std::chrono::milliseconds surely_in_time{80};

struct OnAir {
    domain::Grant grant;
    Voice voice = Voice::rising;
    std::optional<domain::GrantId> stop;        ///< The id of its STOP ...
    std::optional<domain::UtcTime> stopped_at;  ///< ... and when it was ordered.

    domain::UtcTime ends_at() const { return grant.starts_at + grant.max_duration; }
    domain::UtcTime due_at(std::uint64_t packet) const {
        return grant.starts_at + packet_time * static_cast<std::int64_t>(packet);
    }
};

/// One broadcast at one loudspeaker.
struct Listening {
    // On its disk.
    std::optional<domain::UtcTime> start_came;
    std::optional<domain::UtcTime> stop_came;
    std::optional<domain::UtcTime> over_at;  ///< A receipt was written.
    // Of this life.
    std::optional<domain::UtcTime> ordered;         ///< A START came that is not answered yet.
    std::optional<domain::UtcTime> told;            ///< One that was obeyed, perhaps again.
    std::map<std::uint32_t, domain::UtcTime> keys;  ///< By generation.
    std::set<std::pair<std::uint32_t, std::uint64_t>> accepted;
    std::map<std::uint64_t, domain::UtcTime> came;  ///< By packet: itself or as a copy.
    std::optional<domain::UtcTime> began;           ///< What sounds now.

    bool is_there(std::uint64_t packet, domain::UtcTime by) const {
        const auto found = came.find(packet);
        return found != came.end() && found->second <= by;
    }
};

struct AtNode {
    domain::UtcTime switched_on{};
    std::optional<domain::UtcTime> joined;  ///< The session of now.
    std::optional<domain::UtcTime> clock_trusted;
    std::optional<domain::UtcTime> clock_settled;
    domain::Duration clock_error{};
    using Spans = std::vector<std::pair<domain::UtcTime, domain::UtcTime>>;
    Spans cuts;   ///< Of its line.
    Spans spent;  ///< It has been sent again all that it is given then.
    std::map<domain::GrantId, Listening> listening;

    /// Nothing but loss stood between it and the station from `since` to `now`.
    bool is_in_contact(domain::UtcTime since, domain::UtcTime now) const;
    /// What sounds is beside its neighbours, whenever it began.
    bool is_in_time(domain::UtcTime now) const { return clock_settled && now >= *clock_settled + in_time_within; }
    /// It began by a clock that was set right.
    bool is_settled(const Listening& one) const { return clock_settled && one.began && *one.began >= *clock_settled; }
};

/// What the loudspeakers said and the ear measured, of a whole run.
struct Figures {
    /// M3 (goals.md, with 20 % loss).
    static constexpr double missed_share_max = 0.0001;

    std::uint64_t received = 0, repaired = 0, concealed = 0, silent = 0;  ///< Frames.
    std::uint64_t wanted = 0, missed = 0;  ///< Packets whose line was never cut, and those of them that did not come in time.
    domain::Duration apart_max{};          ///< Between neighbours.

    void add(const Figures& other);
};

struct Facts {
    Situations& situations;
    Figures figures;
    std::map<domain::GrantId, OnAir> on_air;
    std::map<domain::NodeNumber, AtNode> nodes;
    std::optional<Violation> violation;

    /// Only the first one is kept: what comes after may follow from it.
    void fail(std::string_view invariant, domain::NodeNumber node, std::string_view words, domain::UtcTime now);
    void power_lost(domain::NodeNumber node);
    /// Nothing but loss stood between this packet and the node: line, session and key were there all the time it had.
    bool is_wanted(domain::NodeNumber node, const OnAir& broadcast, const Listening& listening, std::uint64_t packet) const;
    /// M3, at the end of a run.
    void judge_repair(domain::UtcTime now);
    /// Whether this packet and its neighbours are all there in time, so that nothing had to be made up around it.
    bool is_clear(const OnAir& broadcast, const Listening& listening, std::uint64_t packet) const;
};

}  // namespace village::simulation::media
