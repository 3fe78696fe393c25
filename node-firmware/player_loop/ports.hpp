// What the player loop asks of the world around it. The program gives sockets, timers and the mixer; tests give fakes.
#pragma once

#include <string>

#include "node-firmware/audio/sound_order.hpp"
#include "node-firmware/evidence/grant_evidence.hpp"
#include "scheduler/dispatch/player_events.hpp"
#include "scheduler/domain/commune.hpp"

namespace village::node::player_loop {

/// By which way a command came; its acknowledgement goes back the same way.
enum class Path : std::uint8_t { session, udp, bare_udp };

/// What the device said about a grant.
struct SoundingBegan {
    domain::GrantId grant;
    domain::UtcTime first_sample_at{};
};
/// What left the device of the piece that sounds.
struct SoundingCounted {
    domain::GrantId grant;
    evidence::SoundedPiece piece;
};
struct SoundingOver {
    domain::GrantId grant;
    evidence::SoundedPiece piece;
    audio::SoundEnd how = audio::SoundEnd::finished;
    std::string why;
};

/// How loud this loudspeaker sounds and by which clock it is evening; and how late it sounds, against echo with its neighbours.
struct Loudness {
    domain::VolumePercent volume;
    std::int32_t utc_offset_minutes = 7 * 60;
    domain::Duration start_delay{};
    bool operator==(const Loudness&) const = default;
};

class Sound {
public:
    virtual ~Sound() = default;
    /// From now on, also for what sounds already.
    virtual void set_loudness(const Loudness& loudness) = 0;
    /// Begins (or joins) what the command says. An error means that it will not sound.
    virtual domain::Status start(const dispatch::StartSounding& command, const domain::Grant& grant) = 0;
    /// From now on quietly beneath what is started next, or as loud as before again.
    virtual void duck(domain::GrantId grant, bool ducked) = 0;
    virtual void stop(domain::GrantId grant) = 0;
    /// The device has not yet said its last word about this grant.
    virtual bool is_open(domain::GrantId grant) const = 0;
};

class Uplink {
public:
    virtual ~Uplink() = default;
    virtual void acknowledge(Path path, const domain::UuidBytes& id, const domain::Status& status) = 0;
    /// A new receipt is stored and may leave.
    virtual void receipt_stored() = 0;
    /// A content is not here any more: what is still wanted has to be fetched again.
    virtual void content_lost() = 0;
    /// What a status message would say has changed.
    virtual void status_changed() = 0;
    /// An attestation of the time is wanted now.
    virtual void ask_time() = 0;
};

class Alarm {
public:
    virtual ~Alarm() = default;
    /// Call `PlayerLoop::woken` then; a later one replaces it.
    virtual void wake_at(domain::UtcTime when) = 0;
};

}  // namespace village::node::player_loop
