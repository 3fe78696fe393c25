#include "node-firmware/audio/drift_resampler.hpp"

#include <algorithm>

namespace village::node::audio {
using domain::Result;
using domain::Status;

namespace {
constexpr std::size_t read_ahead = 480;

float between(const std::array<float, 4>& p, double fraction) {
    const auto t = static_cast<float>(fraction);
    const float a = -0.5F * p[0] + 1.5F * p[1] - 1.5F * p[2] + 0.5F * p[3];
    const float b = p[0] - 2.5F * p[1] + 2.0F * p[2] - 0.5F * p[3];
    const float c = 0.5F * (p[2] - p[0]);
    return ((a * t + b) * t + c) * t + p[1];
}
}  // namespace

DriftResampler::DriftResampler(SampleSource& source) : source_(&source) { ahead_.reserve(read_ahead); }

Status DriftResampler::seek(std::int64_t sample) {
    if (auto sought = source_->seek(sample); !sought) return sought.error();
    around_ = {};
    ahead_.clear();
    ahead_at_ = past_end_ = 0;
    fraction_ = 0;
    position_ = static_cast<double>(sample);
    primed_ = false;
    return {};
}

void DriftResampler::set_ppm(double ppm) { step_ = 1 + std::clamp(ppm, -ppm_max, ppm_max) * 1e-6; }

Result<bool> DriftResampler::advance() {
    if (ahead_at_ == ahead_.size() && past_end_ == 0) {
        ahead_.resize(read_ahead);
        auto got = source_->read(ahead_);
        if (!got) return got.error();
        ahead_.resize(*got);
        ahead_at_ = 0;
    }
    const bool more = ahead_at_ < ahead_.size();
    std::rotate(around_.begin(), around_.begin() + 1, around_.end());
    around_[3] = more ? ahead_[ahead_at_++] : 0.0F;
    if (!more) ++past_end_;
    // The present sample is two places behind the newest: the end is reached when it is made up, too.
    return past_end_ < 3;
}

Result<std::size_t> DriftResampler::read(std::span<float> out) {
    for (int fill = 0; !primed_ && fill < 3; ++fill) {
        auto more = advance();
        if (!more) return more.error();
        if (!*more) return std::size_t{0};
    }
    primed_ = true;
    for (std::size_t given = 0; given < out.size(); ++given) {
        if (past_end_ >= 3) return given;
        out[given] = fraction_ == 0 ? around_[1] : between(around_, fraction_);
        fraction_ += step_;
        position_ += step_;
        for (; fraction_ >= 1; fraction_ -= 1) {
            auto more = advance();
            if (!more) return more.error();
        }
        // Rounding must not make a run at exactly 1 drift off the samples.
        if (step_ == 1 && fraction_ < 1e-9) fraction_ = 0;
    }
    return out.size();
}

}  // namespace village::node::audio
