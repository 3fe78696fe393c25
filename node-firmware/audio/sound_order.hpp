// What the mixer is told to sound, and what it reports back. Values that cross threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "node-firmware/audio/sample_source.hpp"
#include "scheduler/domain/time.hpp"

namespace village::node::audio {

/// Names one sounding; never reused by a running program.
using Ticket = std::uint64_t;

/// UTC over the monotonic clock, as the node believes it now.
struct UtcPoint {
    domain::MonotonicTime at{};
    domain::UtcTime utc{};
    domain::UtcTime utc_at(domain::MonotonicTime when) const { return utc + (when - at); }
    domain::MonotonicTime monotonic_at(domain::UtcTime when) const { return at + (when - utc); }
};

/// By how many ppm to consume faster when playback is `behind` its plan, `elapsed` after the last time. Nothing: that would take
/// too long; go on, after a moment of silence, where the others are.
using DriftRule = std::function<std::optional<double>(domain::Duration behind, domain::Duration elapsed)>;

struct SoundOrder {
    Ticket ticket = 0;
    std::unique_ptr<SampleSource> source;
    bool is_chime = false;              ///< Starts at once from its beginning; gives way when a programme sounds.
    bool is_at_once = false;            ///< Nobody knows the time: `at` and `origin` mean nothing until it begins.
    bool is_stream = false;             ///< Has no time but its origin's, whatever becomes of the clock.
    domain::UtcTime origin{};           ///< When sample 0 would sound: time and position belong together.
    domain::UtcTime at{};               ///< Not before this; later joins at the current position.
    std::int64_t from = 0;              ///< First sample, when it is on time.
    std::optional<std::int64_t> until;  ///< Ends there, as at its end ...
    std::int64_t fade_out = 0;          ///< ... and fades over so many samples before.
    double gain = 1;
    DriftRule drift;  ///< Empty: no correction.
};
struct StopOrder {
    Ticket ticket = 0;
};
struct StopEverything {};
/// What time it is. A clock that was wrong (`Mixer::clock_wrong`) leaves files that sound as they are; to one that becomes better
/// known everything comes after.
struct SetUtc {
    UtcPoint point;
};
struct SetGain {
    Ticket ticket = 0;
    double gain = 1;
    bool is_ducked = false;  ///< It does not give way to the next programme, which sounds above it.
};
using MixerOrder = std::variant<SoundOrder, StopOrder, StopEverything, SetUtc, SetGain>;

enum class SoundEnd : std::uint8_t { finished, stopped, failed };

struct SoundBegan {
    Ticket ticket = 0;
    domain::MonotonicTime first_sample_at{};  ///< When it leaves the device.
    std::int64_t position = 0;
};
/// Evidence E2: what the device consumed at an audible gain until now. While it sounds it is said now and then, for the power may go.
struct SoundCounted {
    Ticket ticket = 0;
    domain::MonotonicTime first_sample_at{};
    domain::MonotonicTime last_sample_at{};
    std::int64_t samples_played = 0;
    domain::FrameLedger frames;
    std::uint32_t underruns = 0;
    double gain = 0;
};
struct SoundEnded : SoundCounted {
    SoundEnd how = SoundEnd::finished;
    std::string why;
    bool began = false;
    std::int64_t position = 0;  ///< In the content, after the last sample.
};
using SoundReport = std::variant<SoundBegan, SoundCounted, SoundEnded>;

/// Nobody hears of samples before the last of them has left the device.
inline domain::MonotonicTime told_from(const SoundReport& report) {
    if (const auto* ended = std::get_if<SoundEnded>(&report))
        return ended->began ? ended->last_sample_at : domain::MonotonicTime{};
    const auto* counted = std::get_if<SoundCounted>(&report);
    return counted ? counted->last_sample_at : domain::MonotonicTime{};
}

}  // namespace village::node::audio
