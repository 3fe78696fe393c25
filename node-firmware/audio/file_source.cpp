#include "node-firmware/audio/file_source.hpp"

#include <algorithm>

namespace village::node::audio {
using domain::Result;
using domain::Status;

namespace {
// An Opus decoder that starts in the middle needs 80 ms to converge (RFC 7845, section 4.6).
constexpr std::int64_t pre_roll = 3840;
constexpr std::int64_t frame_samples = 960;
}  // namespace

Result<std::unique_ptr<FileSource>> FileSource::open(ByteSource bytes) {
    auto reader = OggOpusReader::open(std::move(bytes));
    if (!reader) return reader.error();
    return std::unique_ptr<FileSource>(new FileSource(std::move(*reader)));
}

Status FileSource::seek(std::int64_t sample) {
    sample = std::max<std::int64_t>(sample, 0);
    if (auto sought = reader_.seek(sample - pre_roll); !sought) return sought.error();
    decoder_.reset();
    ready_.clear();
    ready_at_ = 0;
    position_ = sample;
    return {};
}

Result<bool> FileSource::decode_next() {
    auto packet = reader_.next();
    if (!packet) return packet.error();
    if (!*packet) return false;
    const auto& opus = **packet;
    auto decoded = decoder_.decode(opus.bytes);
    const auto samples = decoded ? *decoded : decoder_.conceal(static_cast<std::size_t>(opus.samples));
    const auto gain = static_cast<float>(reader_.gain());
    // Pre-skip, pre-roll and the encoder's padding at the end are decoded but not heard.
    const auto from = std::clamp<std::int64_t>(position_ - opus.starts_at, 0, static_cast<std::int64_t>(samples.size()));
    const auto to = std::clamp<std::int64_t>(reader_.samples() - opus.starts_at, from, static_cast<std::int64_t>(samples.size()));
    ready_.assign(samples.begin() + from, samples.begin() + to);
    ready_at_ = 0;
    for (auto& sample : ready_) sample *= gain;
    (decoded ? samples_received_ : samples_concealed_) += to - from;
    return true;
}

Result<std::size_t> FileSource::read(std::span<float> out) {
    std::size_t given = 0;
    while (given < out.size()) {
        if (ready_at_ == ready_.size()) {
            auto more = decode_next();
            if (!more) return more.error();
            if (!*more) break;
        }
        const auto count = std::min(out.size() - given, ready_.size() - ready_at_);
        std::copy_n(ready_.begin() + static_cast<std::ptrdiff_t>(ready_at_), count,
                    out.begin() + static_cast<std::ptrdiff_t>(given));
        ready_at_ += count;
        given += count;
        position_ += static_cast<std::int64_t>(count);
    }
    return given;
}

domain::FrameLedger FileSource::ledger() const {
    domain::FrameLedger ledger;
    ledger.received = static_cast<std::uint32_t>((samples_received_ + frame_samples - 1) / frame_samples);
    ledger.concealed = static_cast<std::uint32_t>((samples_concealed_ + frame_samples - 1) / frame_samples);
    return ledger;
}

}  // namespace village::node::audio
