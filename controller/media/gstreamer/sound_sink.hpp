// The end of a child's pipeline: mono 48 kHz samples, one buffer at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "controller/media/child/exit_status.hpp"

typedef struct _GstElement GstElement;

namespace village::media {

void set_caps(GstElement* element, const char* property, const char* text);
/// How fast sound is given out: as fast as it is taken, or as it sounds.
enum class Pace { as_taken, as_it_sounds };
/// audioconvert ! audioresample ! appsink inside `pipeline`; nothing when one is missing.
struct SoundSink {
    GstElement* converter = nullptr;  ///< Its sink pad is where sound goes in.
    GstElement* sink = nullptr;
};
SoundSink add_sound_sink(GstElement* pipeline, Pace pace);
/// Links a decoder's pad to the converter, the first one only. For "pad-added".
void link_sound(GstElement* decoder, void* pad, void* converter);

/// What became of a sample that was waited for.
enum class Pulled { sound, nothing_yet, end, failed };
/// Waits at most 100 ms. `status` is what `take` said of the sound; `problem` says why it failed.
Pulled pull_sound(GstElement* pipeline, GstElement* sink, const std::function<ChildExit(std::span<const std::int16_t>)>& take,
                  ChildExit& status, std::string& problem);

}  // namespace village::media
