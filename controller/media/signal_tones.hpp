// The sounds that are not speech, made by our own code: attention tone, siren, silence. Written down so that a village
// learns them once: the attention tone alternates 750 and 1000 Hz every 250 ms; the siren glides between 500 and 1200
// Hz in 4 s.
#pragma once

#include <vector>

#include "controller/media/pcm_file.hpp"
#include "scheduler/domain/emergency.hpp"

namespace village::media {

std::vector<Sample> attention_tone(double seconds);
std::vector<Sample> siren(double seconds);
std::vector<Sample> silence(double seconds);

/// Adds the steps one after the other; `invalid_argument` as `check_signal` says.
domain::Status append_signal(PcmFile& pcm, const std::vector<domain::SirenStep>& steps);

}  // namespace village::media
