#include "controller/media/child/pcm_output.hpp"

#include <errno.h>
#include <unistd.h>

namespace village::media {

ChildExit PcmOutput::write(std::span<const std::int16_t> samples) {
    if (samples_ + samples.size() > samples_max_) return ChildExit::too_long;
    samples_ += samples.size();
    auto bytes = std::as_bytes(samples);
    while (!bytes.empty()) {
        const auto written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return ChildExit::output_failed;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return ChildExit::done;
}

}  // namespace village::media
