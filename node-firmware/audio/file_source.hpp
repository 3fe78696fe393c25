// The samples of a stored Ogg Opus file, from any position. Decodes one packet at a time; waits for the disk, so the device's thread
// gets at it through ReadAhead.
#pragma once

#include <memory>

#include "node-firmware/audio/ogg_opus_reader.hpp"
#include "node-firmware/audio/opus_decoder.hpp"

namespace village::node::audio {

class FileSource final : public SampleSource {
public:
    static domain::Result<std::unique_ptr<FileSource>> open(ByteSource bytes);

    domain::Status seek(std::int64_t sample) override;
    domain::Result<std::size_t> read(std::span<float> out) override;
    domain::FrameLedger ledger() const override;
    std::int64_t samples() const { return reader_.samples(); }

private:
    explicit FileSource(OggOpusReader reader) : reader_(std::move(reader)) {}
    /// Decodes the next packet; false at the end.
    domain::Result<bool> decode_next();

    OggOpusReader reader_;
    MonoDecoder decoder_;
    std::vector<float> ready_;
    std::size_t ready_at_ = 0;
    std::int64_t position_ = 0;  ///< Of the next sample to give.
    std::int64_t samples_received_ = 0;
    std::int64_t samples_concealed_ = 0;
};

}  // namespace village::node::audio
