// What the decoder tells its parent on descriptor 3: JSON lines, {"percent":37} on the way and one with the facts at
// the end.
#pragma once

#include <cstdint>

#include "controller/media/decoder/container.hpp"

namespace village::media {

class Facts {
public:
    /// Makes sure descriptor 3 is nobody else's, also when a person runs the program by hand. Before anything is
    /// opened.
    static void reserve();
    /// At most a hundred lines, each a new per cent.
    void progress(double share);
    void finished(Container container, std::uint64_t samples) const;

private:
    int percent_ = 0;
};

}  // namespace village::media
