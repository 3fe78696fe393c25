// One grant in a node's player: how far it came, and the plain questions about it (where does it go on, when must it end, who
// goes first). No decisions about others; those are NodePlayer's.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "scheduler/dispatch/player_events.hpp"

namespace village::dispatch {

enum class Phase : std::uint8_t {
    waiting,  ///< Has not begun.
    sounding,
    ducked,       ///< Sounds on, quietly, beneath what interrupted it.
    interrupted,  ///< Gave way; goes on as declared.
    rejoining,    ///< Was cut by an outage of the node; joins where it would be now.
    pausing,      ///< Emergency between two repetitions.
};

struct PlayerItem {
    /// A START that is late by no more than this is joined where it is, even an emergency: the tone is missing a piece, and the
    /// neighbours do not echo. Later emergencies begin with their first word.
    static constexpr std::chrono::seconds emergency_join_max{3};

    /// What is called begins at once. What says that it begins later than this, or is over, goes by another clock than ours.
    static constexpr std::chrono::seconds called_ahead_max{10};
    /// An answer about the time that takes longer than 10 s is not taken.
    static constexpr std::chrono::seconds time_patience{12};
    /// A battery clock that is trusted may be so far ahead.
    static constexpr std::chrono::minutes early_at_most{2};

    /// Nobody calls a shorter gap a silence.
    static constexpr std::chrono::seconds worth_filling{1};

    /// A stream of which nothing was heard for this long is dead: the loudspeaker may be silent for 10 s at most.
    static constexpr std::chrono::seconds stream_patience{5};
    /// It has to be heard for this long before what stands in for it gives way, or a bad line would cut both to pieces.
    static constexpr std::chrono::milliseconds steady_after{1500};
    /// The node says each second that it hears a stream; a longer pause and it has to become steady anew.
    static constexpr std::chrono::milliseconds steady_pause{2500};

    /// What left us before the end may still leave the loudspeaker this long after it.
    static constexpr std::chrono::seconds ring_out{1};

    domain::Grant grant;
    Phase phase = Phase::waiting;
    domain::Duration after{};     ///< Staggered: its own T0, after that of the broadcast.
    domain::UtcTime begins_at{};  ///< starts_at(); without a clock, the moment it came.
    domain::Duration position{};  ///< Where it goes on; while sounding, where it was at `since`.
    domain::UtcTime since{};
    domain::Duration played{};       ///< Of this pass, before `since`.
    domain::Duration best_pass{};    ///< Emergency: the longest of the passes before.
    domain::UtcTime next_pass_at{};  ///< Emergency: when it is due.
    std::optional<domain::UtcTime> first_sample_at;
    std::optional<domain::UtcTime> last_sample_at;
    std::optional<domain::UtcTime> heard_at;     ///< Stream: when its packets came last ...
    std::optional<domain::UtcTime> heard_since;  ///< ... and since when without a pause.
    domain::UtcTime listening_since{};           ///< When it was taken in this life of the node, which could not hear it before.
    domain::Duration asked_for{};                ///< What stands in: for how long it was wanted, until `asked_at` ...
    domain::UtcTime asked_at{};
    bool is_asked_for = false;                 ///< ... and whether it is since then.
    std::optional<domain::UtcTime> hours_end;  ///< When the guard of the clock silences it.
    bool started = false;
    bool waited = false;                              ///< The loudspeaker was busy at its time: begins at its beginning.
    bool gave_way = false;                            ///< Something more important silenced it (ducked is not silenced) ...
    std::optional<domain::BroadcastId> preempted_by;  ///< ... this one, the last time; empty: an older release wrote it down.
    bool resumed = false;                             ///< ... and after that time it was heard again.
    std::optional<domain::Priority> beneath;          ///< What it was quiet beneath, the last time in this life of the node.
    bool stopped = false;                             ///< By somebody; what fills in for it is silent, too.
    bool broke_off = false;                           ///< Its file or the device could not go on.
    bool begun_again = false;                         ///< Emergency: the device broke this pass off once already.
    bool live_session = true;
    bool bare = false;           ///< Came by UDP outside any session.
    bool without_clock = false;  ///< Called, and taken or going on while the clock was not trusted: its times mean nothing here.
    bool unjudged = false;       ///< Waits for a trusted clock.
    std::optional<domain::UtcTime> judged_by;  ///< Waits until then for an answer about the time, for it contradicts our clock.
    bool barred = false;                       ///< The hours were changed after it was taken: silent unless they change again.
    bool timed_here = false;                   ///< `since` is by the clock of this life, not read back from the disk ...
    bool first_sample_here = false;            ///< ... and so is `first_sample_at`: they follow when the clock is stepped.
    std::string cause;                         ///< Why it gave way, came late or could not begin.

    domain::UtcTime starts_at() const { return grant.starts_at + after; }
    bool is_emergency() const { return grant.priority == domain::Priority::emergency; }
    bool is_far_ahead(domain::UtcTime now) const { return phase == Phase::waiting && begins_at > now + called_ahead_max; }
    bool is_all_clear() const { return grant.kind == domain::BroadcastKind::all_clear; }
    /// What interrupts it ends a pass: the next one begins with the first word, and passes are not added up.
    bool begins_anew() const { return is_emergency() || grant.when_interrupted == domain::WhenInterrupted::restart; }
    bool repeats() const { return grant.repeat_every.has_value(); }
    bool is_stand_in() const { return grant.stands_in_for.has_value(); }
    /// It has no room to go on later: whatever interrupts it or makes it late, it goes on where its neighbours are.
    bool keeps_its_place() const;
    bool stands_in_for(const PlayerItem& other) const { return grant.stands_in_for == other.grant.broadcast; }
    /// A stream: when it is dead if nothing of it is heard until then.
    domain::UtcTime dead_at() const;
    bool is_dead(domain::UtcTime now) const { return grant.stream && now >= dead_at(); }
    bool is_steady(domain::UtcTime now) const;
    void hear(domain::UtcTime now);
    /// How much of a dead stream was sound since it began this time.
    domain::Duration heard_for() const;
    /// It was told to the device but nobody can have heard it: it has its start before it again.
    void take_back();
    /// `by` has silenced it.
    void give_way(const PlayerItem& by);
    /// So much of it has left the device.
    void add_played(domain::Duration time);
    /// What was heard of this pass counts as a pass; the next begins with the first word.
    void rewind();
    /// Not before `begins_at`: the device may have been told of it ahead when the power was cut.
    bool begins_by_the_clock() const { return phase == Phase::waiting || phase == Phase::rejoining; }
    domain::UtcTime first_sample_if_started(domain::UtcTime now) const {
        return begins_by_the_clock() ? std::max(now, begins_at) : now;
    }
    /// Its samples leave the device.
    bool is_heard() const { return phase == Phase::sounding || phase == Phase::ducked; }

    /// Where in the content it goes on if its first sample leaves at `at`.
    domain::Duration start_position(domain::UtcTime at) const;
    /// How much has left the device since `since`.
    domain::Duration elapsed(domain::UtcTime now) const;
    domain::Duration remaining() const;
    /// As much of its content as it may sound.
    domain::Duration planned_length() const { return std::min(grant.content_duration, grant.max_duration); }
    /// Where in its content (of a stream: how long after T0) it ends by itself if its first sample leaves at `at`; nothing where it
    /// is played to its end.
    std::optional<domain::Duration> cut_position(domain::UtcTime at) const;
    /// The device must have said "ended" by then.
    std::optional<domain::UtcTime> overdue_at() const;
    /// Not a first sample after this.
    domain::UtcTime last_start() const;
    /// When it would have to be silent if the hours allowed everything.
    domain::UtcTime own_end() const;
    /// Not a sample after this.
    domain::UtcTime hard_end() const;
    const char* hard_end_reason() const;
    /// The first moment of the repetition grid at or after `time`.
    domain::UtcTime next_on_grid(domain::UtcTime time) const;

    domain::Duration played_total() const { return std::max(played, best_pass); }
    domain::Duration expected(domain::UtcTime ended_at) const;
    /// What stands in: for how long it was wanted until then, from its beginning to its hard end.
    domain::Duration wanted_until(domain::UtcTime until) const;
    void count_wanted(domain::UtcTime now, bool is_wanted);
    PlayerRecord record() const;
};

/// The published total order: does `a` go before `b`?
bool goes_before(const PlayerItem& a, const PlayerItem& b);

}  // namespace village::dispatch
