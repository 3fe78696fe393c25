// What a page needs so that a person can hear and see a sound: made from the finished Ogg Opus, which stays what loudspeakers get.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace village::ports {

struct ListeningCopy {
    std::string path;                 ///< Temporary MP3 file; the caller takes it over.
    std::vector<std::uint8_t> peaks;  ///< 400 peaks, 0 to 255, for the waveform.
};

}  // namespace village::ports
