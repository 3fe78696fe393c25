// On the worker: from words or a file to a sound that is in the store with its listening copy beside it.
#pragma once

#include <functional>

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

using PrepareSound = std::function<domain::Result<ports::PreparedAudio>(const ports::Progress&)>;
/// A copy that cannot be made is in the log and is tried again after the next start: what loudspeakers need is never refused for a
/// page's sake.
domain::Result<domain::AudioContent> make_sound(const Office& office, const PrepareSound& prepare,
                                                const ports::Progress& progress);

bool lacks_listening_copy(const Office& office, const domain::ContentHash& sound);
domain::Status make_listening_copy(const Office& office, const domain::ContentHash& sound, const ports::Progress& progress);
void warn_of_missing_copy(const domain::ContentHash& sound, const domain::Error& why);

}  // namespace village::control_loop
