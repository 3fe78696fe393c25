// What a person hears and sees of a finished sound on a page: an MP3 and the waveform, both from the Ogg Opus that loudspeakers
// get, so that the ear on the page hears what the codec did. Blocks: worker thread only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "controller/media/work_control.hpp"
#include "controller/ports/listening_copy.hpp"

namespace village::media {

/// The MP3 lies in `work_folder` under a name that the caller takes over. Errors: malformed, storage_failed, disk_full, cancelled.
domain::Result<ports::ListeningCopy> make_listening_copy(std::span<const std::uint8_t> opus,
                                                         const std::filesystem::path& work_folder, const WorkControl& control);

}  // namespace village::media
