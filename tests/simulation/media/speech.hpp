// What is said on the air, made so that an ear can tell each moment of it: a voice that glides through the band says by its pitch
// how far it has come. Encoded once for all runs; every loudspeaker decodes it with the product's decoder.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scheduler/domain/sha256.hpp"
#include "scheduler/domain/time.hpp"

namespace village::simulation::media {

/// Two that glide in opposite directions, an alarm on one note, and somebody whom nobody may ever hear.
enum class Voice : std::uint8_t { rising, falling, alarm, intruder };

inline constexpr domain::Duration packet_time = std::chrono::milliseconds{40};
/// A gliding voice begins again after so many packets.
inline constexpr std::uint64_t speech_packets = 64;
inline constexpr domain::Duration speech_time = packet_time * speech_packets;
inline constexpr domain::Duration alarm_time = std::chrono::seconds{4};

/// Opus of 40 ms of a gliding voice or of the intruder.
domain::Bytes speech_packet(Voice voice, std::uint64_t index);
/// Ogg Opus of `alarm_time`.
domain::Bytes alarm_file();

/// What left a loudspeaker in one block.
struct Heard {
    bool is_sound = false;
    std::optional<double> pitch_hz;  ///< Empty: too little to tell.
    domain::Duration middle{};       ///< Of what the pitch was taken from, after the block's first sample.
};
Heard listen(std::span<const std::int16_t> block);

/// By how much what was heard is ahead of `media`, the time since the voice began (late: below zero); nothing when it is not this
/// voice, or where it begins again.
std::optional<domain::Duration> ahead_of(Voice voice, double pitch_hz, domain::Duration media);
bool is_alarm(double pitch_hz);

}  // namespace village::simulation::media
