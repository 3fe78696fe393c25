#include "controller/media/sample_blocks.hpp"

#include <algorithm>

namespace village::media {

domain::Status for_each_block(const PcmFile& pcm, const WorkControl& control,
                              const std::function<domain::Status(std::span<float>)>& take) {
    const auto total = pcm.samples();
    std::vector<Sample> whole(block_samples);
    std::vector<float> block(block_samples);
    for (std::uint64_t first = 0; first < total;) {
        if (!control.go_on(static_cast<double>(first) / static_cast<double>(total))) return cancelled_error();
        const auto count = pcm.read(first, whole);
        if (!count) return count.error();
        if (*count == 0) break;
        std::transform(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(*count), block.begin(),
                       [](Sample sample) { return static_cast<float>(sample) / 32768.0F; });
        if (auto status = take(std::span(block).first(*count)); !status) return status;
        first += *count;
    }
    return {};
}

domain::Status for_each_decoded(OpusFileDecoder& decoder, const WorkControl& control,
                                const std::function<domain::Status(std::span<const float>)>& take) {
    const auto total = static_cast<double>(decoder.reader().total_samples().value_or(1));
    std::uint64_t count = 0;
    std::uint64_t next_report = 0;
    while (true) {
        if (count >= next_report) {
            if (!control.go_on(static_cast<double>(count) / total)) return cancelled_error();
            next_report = count + block_samples;
        }
        const auto samples = decoder.next();
        if (!samples) return samples.error();
        if (samples->empty()) return {};
        if (auto status = take(*samples); !status) return status;
        count += samples->size();
    }
}

}  // namespace village::media
