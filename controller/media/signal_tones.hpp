// The sounds that are not speech, made by our own code: attention tone, siren, silence. Written down so that a village
// learns them once: the attention tone alternates 750 and 1000 Hz every 250 ms; the siren glides between 500 and 1200
// Hz in 4 s.
#pragma once

#include <vector>

#include "controller/media/pcm_file.hpp"
#include "scheduler/domain/emergency.hpp"

namespace village::media {

inline constexpr double signal_seconds_max = 600;

std::vector<Sample> attention_tone(double seconds);
std::vector<Sample> siren(double seconds);
std::vector<Sample> silence(double seconds);

/// Adds the steps ("tone", "siren", "silence") one after the other. `invalid_argument` for an unknown sound, for a
/// length that is not above 0 and at most 60 s, and for more than 600 s in all.
domain::Status append_signal(PcmFile& pcm, const std::vector<domain::SirenStep>& steps);
double seconds_of(const std::vector<domain::SirenStep>& steps);

}  // namespace village::media
