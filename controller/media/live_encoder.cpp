#include "controller/media/live_encoder.hpp"

#include <opus/opus.h>

#include <algorithm>
#include <cmath>

namespace village::media {
namespace {

constexpr double target_dbfs = -17;  // Mean power of active speech: near -16 LUFS.
constexpr double pause_dbfs = -45;   // Quieter than this is a pause: the gain is held.
constexpr double gain_db_max = 18;
constexpr double gain_db_per_second = 4;
constexpr opus_int32 packet_bytes_max = 400;

domain::Error encoder_error(int code) { return {domain::ErrorCode::internal, opus_strerror(code)}; }

double power_dbfs(std::span<const float> samples) {
    double sum = 0;
    for (const float sample : samples) sum += static_cast<double>(sample) * static_cast<double>(sample);
    return 10 * std::log10(sum / static_cast<double>(samples.size()) + 1e-12);
}

float peak_of(std::span<const float> samples) {
    float peak = 0;
    for (const float sample : samples) peak = std::max(peak, std::abs(sample));
    return std::min(peak, 1.0F);
}

}  // namespace

void LiveLevel::process(std::span<float> samples) {
    if (samples.empty()) return;
    const double power = power_dbfs(samples);
    const double step_max = gain_db_per_second * static_cast<double>(samples.size()) / sample_rate_hz;
    if (power > pause_dbfs) {
        const double missing = target_dbfs - (power + gain_db_);
        gain_db_ = std::clamp(gain_db_ + std::clamp(missing, -step_max, step_max), -gain_db_max, gain_db_max);
    }
    // A ramp from the gain before to the gain now, so that no step is heard.
    const double goal = std::pow(10.0, gain_db_ / 20);
    const double slope = (goal - applied_) / static_cast<double>(samples.size());
    for (float& sample : samples) sample *= static_cast<float>(applied_ += slope);
    applied_ = goal;
}

void LiveEncoder::Free::operator()(OpusEncoder* encoder) const { opus_encoder_destroy(encoder); }

LiveEncoder::LiveEncoder(const LiveEncoderOptions& options) : options_(options), limiter_(options.ceiling_dbtp) {
    int problem = OPUS_OK;
    encoder_.reset(opus_encoder_create(sample_rate_hz, 1, OPUS_APPLICATION_AUDIO, &problem));
    if (!encoder_) return;
    opus_encoder_ctl(encoder_.get(), OPUS_SET_BITRATE(options.bitrate_bps));
    opus_encoder_ctl(encoder_.get(), OPUS_SET_COMPLEXITY(options.complexity));
}

LiveEncoder::LiveEncoder(LiveEncoder&&) noexcept = default;
LiveEncoder& LiveEncoder::operator=(LiveEncoder&&) noexcept = default;
LiveEncoder::~LiveEncoder() = default;

domain::Result<std::vector<LivePacket>> LiveEncoder::push(std::span<const Sample> samples) {
    std::vector<float> block(samples.size());
    std::transform(samples.begin(), samples.end(), block.begin(),
                   [](Sample sample) { return static_cast<float>(sample) / 32768.0F; });
    return push(std::span<const float>(block));
}

domain::Result<std::vector<LivePacket>> LiveEncoder::push(std::span<const float> samples) {
    if (samples.size() > static_cast<std::size_t>(sample_rate_hz))
        return domain::Error{domain::ErrorCode::too_large, "more than one second of sound at once"};
    const auto begin = pending_.size();
    pending_.insert(pending_.end(), samples.begin(), samples.end());
    const auto arrived = std::span(pending_).subspan(begin);
    if (options_.level) level_.process(arrived);
    limiter_.process(arrived);

    std::vector<LivePacket> packets;
    std::size_t used = 0;
    for (; pending_.size() - used >= live_packet_samples; used += live_packet_samples) {
        auto packet = encode(std::span<const float>(pending_).subspan(used, live_packet_samples));
        if (!packet) return packet.error();
        packets.push_back(std::move(*packet));
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(used));
    return packets;
}

domain::Result<std::vector<LivePacket>> LiveEncoder::finish() {
    const auto waiting = pending_.size() + limiter_.delay_samples();
    const auto whole = (waiting + live_packet_samples - 1) / live_packet_samples * live_packet_samples;
    const std::vector<float> silence(whole - pending_.size(), 0.0F);
    return push(std::span<const float>(silence));
}

domain::Result<LivePacket> LiveEncoder::encode(std::span<const float> samples) {
    if (!encoder_) return encoder_error(OPUS_ALLOC_FAIL);
    LivePacket packet{
        .payload = std::vector<std::uint8_t>(packet_bytes_max), .rtp_timestamp = timestamp_, .peak = peak_of(samples)};
    const auto bytes = opus_encode_float(encoder_.get(), samples.data(), static_cast<int>(samples.size()), packet.payload.data(),
                                         packet_bytes_max);
    if (bytes < 0) return encoder_error(bytes);
    packet.payload.resize(static_cast<std::size_t>(bytes));
    timestamp_ += static_cast<std::uint32_t>(live_packet_samples);
    return packet;
}

}  // namespace village::media
