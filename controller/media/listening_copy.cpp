#include "controller/media/listening_copy.hpp"

#include "controller/media/mp3_writer.hpp"
#include "controller/media/sample_blocks.hpp"
#include "controller/media/waveform.hpp"

namespace village::media {

domain::Result<ports::ListeningCopy> make_listening_copy(std::span<const std::uint8_t> opus,
                                                         const std::filesystem::path& work_folder, const WorkControl& control) {
    auto decoder = OpusFileDecoder::open(opus);
    if (!decoder) return decoder.error();
    const auto samples = decoder->reader().total_samples();
    if (!samples) return domain::Error{domain::ErrorCode::malformed, "the finished audio does not say how long it is"};
    auto file = TemporaryFile::create(work_folder, ".mp3");
    if (!file) return file.error();

    Mp3FileWriter writer(*file);
    WaveformPicture picture(*samples);
    auto status = for_each_decoded(*decoder, control, [&](std::span<const float> block) {
        picture.add(block);
        return writer.write(block);
    });
    if (status) status = writer.finish();
    if (!status) return status.error();
    return ports::ListeningCopy{file->hand_over(), picture.peaks()};
}

}  // namespace village::media
