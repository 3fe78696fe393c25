#include "controller/media/finish.hpp"

#include <algorithm>
#include <cmath>

#include "controller/media/limiter.hpp"
#include "controller/media/opus_reader.hpp"
#include "controller/media/sample_blocks.hpp"

namespace village::media {
namespace {

constexpr double codec_headroom_db = 1.5;  // What Opus at 24 kbit/s usually adds to a peak.
constexpr double close_enough_lu = 0.5;
constexpr int rehearsals_max = 2;
constexpr int attempts_max = 5;

struct Setting {
    double gain_db;
    double ceiling_dbtp;
};

using Take = std::function<domain::Status(std::span<const float>)>;

// The piece with gain and limiter, exactly as many samples as went in.
domain::Status play_levelled(const PcmFile& pcm, const Setting& setting, const WorkControl& control, const Take& take) {
    Limiter limiter(setting.ceiling_dbtp);
    const auto gain = static_cast<float>(std::pow(10.0, setting.gain_db / 20));
    std::size_t to_skip = limiter.delay_samples();
    const auto pass = [&](std::span<float> block) -> domain::Status {
        for (float& sample : block) sample *= gain;
        limiter.process(block);
        const auto skipped = std::min(to_skip, block.size());
        to_skip -= skipped;
        return take(block.subspan(skipped));
    };
    if (auto status = for_each_block(pcm, control, pass); !status) return status;
    std::vector<float> rest(limiter.delay_samples(), 0.0F);
    return pass(rest);
}

domain::Result<double> rehearse(const PcmFile& pcm, const Setting& setting, const WorkControl& control) {
    LoudnessMeter meter(MeterKind::loudness_only);
    auto status = play_levelled(pcm, setting, control, [&](std::span<const float> samples) -> domain::Status {
        meter.add(samples);
        return {};
    });
    if (!status) return status.error();
    return meter.result().integrated_lufs;
}

// Limiting takes some loudness away; a rehearsal or two finds the gain that gives the target after it.
domain::Result<Setting> find_setting(const PcmFile& pcm, const FinishOptions& options, const WorkControl& control) {
    const auto before = measure_loudness(pcm, control.part("levelling", 0, 0.4));
    if (!before) return before.error();
    Setting setting{std::min(options.target_lufs - before->integrated_lufs, options.gain_max_db),
                    options.true_peak_max_dbtp - codec_headroom_db};
    for (int round = 0; round < rehearsals_max; ++round) {
        if (before->true_peak_dbtp + setting.gain_db <= setting.ceiling_dbtp) break;
        const auto after = rehearse(pcm, setting, control.part("levelling", 0.4 + 0.3 * round, 0.7 + 0.3 * round));
        if (!after) return after.error();
        const double missing = options.target_lufs - *after;
        if (std::abs(missing) <= close_enough_lu / 2) break;
        setting.gain_db = std::min(setting.gain_db + missing, options.gain_max_db);
    }
    return setting;
}

domain::Result<FinishedAudio> encode(const PcmFile& pcm, const Setting& setting, const FinishOptions& options,
                                     const WorkControl& control) {
    OpusFileWriter writer(options.opus);
    const auto take = [&](std::span<const float> samples) { return writer.write(samples); };
    auto status = play_levelled(pcm, setting, control, take);
    if (!status) return status.error();
    auto file = writer.finish();
    if (!file) return file.error();
    return FinishedAudio{.content = {}, .file = std::move(*file)};
}

// What a node will hear: the file is decoded again and measured.
domain::Status describe(FinishedAudio& audio, const WorkControl& control) {
    auto decoder = OpusFileDecoder::open(audio.file);
    if (!decoder) return decoder.error();
    LoudnessMeter meter;
    std::uint64_t count = 0;
    auto status = for_each_decoded(*decoder, control, [&](std::span<const float> samples) -> domain::Status {
        meter.add(samples);
        count += samples.size();
        return {};
    });
    if (!status) return status;
    const auto loudness = meter.result();
    audio.content = {.hash = domain::content_hash(audio.file),
                     .size_bytes = audio.file.size(),
                     .duration = duration_of(count),
                     .loudness_lufs = loudness.integrated_lufs,
                     .true_peak_dbtp = loudness.true_peak_dbtp};
    return {};
}

bool is_good(const domain::AudioContent& content, const Setting& setting, const FinishOptions& options) {
    const bool loud_enough =
        content.loudness_lufs >= options.target_lufs - close_enough_lu || setting.gain_db >= options.gain_max_db;
    return loud_enough && content.loudness_lufs <= options.target_lufs + close_enough_lu &&
           content.true_peak_dbtp <= options.true_peak_max_dbtp;
}

Setting corrected(const Setting& setting, const domain::AudioContent& content, const FinishOptions& options) {
    const double too_high = std::max(0.0, content.true_peak_dbtp - options.true_peak_max_dbtp);
    return {std::min(setting.gain_db + options.target_lufs - content.loudness_lufs, options.gain_max_db),
            setting.ceiling_dbtp - (too_high > 0 ? too_high + 0.2 : 0)};
}

}  // namespace

domain::Result<FinishedAudio> finish_audio(const PcmFile& pcm, const FinishOptions& options, const WorkControl& control) {
    if (auto status = check_audible(pcm, control.part("levelling", 0, 0.05)); !status) return status.error();
    auto setting = find_setting(pcm, options, control.part("levelling", 0.05, 0.3));
    if (!setting) return setting.error();
    // The first attempt is nearly always good; later ones share what is left of the bar, so that it never runs
    // backwards.
    double from = 0.3;
    for (int attempt = 1;; ++attempt) {
        const double to = from + (1 - from) * 0.9;
        const auto step = control.part("encoding", from, to);
        auto audio = encode(pcm, *setting, options, step.part("encoding", 0, 0.8));
        if (!audio) return audio.error();
        if (auto status = describe(*audio, step.part("encoding", 0.8, 1)); !status) return status.error();
        if (attempt == attempts_max || is_good(audio->content, *setting, options)) return audio;
        *setting = corrected(*setting, audio->content, options);
        from = to;
    }
}

}  // namespace village::media
