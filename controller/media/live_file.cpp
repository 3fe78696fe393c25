#include "controller/media/live_file.hpp"

#include <deque>

#include "controller/media/live_encoder.hpp"
#include "controller/media/opus_reader.hpp"

namespace village::media {
namespace {

using Packet = std::vector<std::uint8_t>;

class LiveFile : public ports::LivePackets {
public:
    LiveFile(std::vector<std::uint8_t> file, int bitrate_bps)
        : file_(std::move(file)), encoder_({.bitrate_bps = bitrate_bps, .level = false, .ceiling_dbtp = -1.0}) {}

    domain::Status open() {
        auto decoder = OpusFileDecoder::open(file_);
        if (!decoder) return decoder.error();
        decoder_.emplace(std::move(*decoder));
        return {};
    }

    domain::Result<std::optional<Packet>> next() override {
        while (ready_.empty() && !finished_)
            if (auto status = encode_more(); !status) return status.error();
        if (ready_.empty()) return std::optional<Packet>{};
        std::optional<Packet> packet(std::move(ready_.front()));
        ready_.pop_front();
        return packet;
    }

private:
    // At most 120 ms of sound, so at most four packets wait.
    domain::Status encode_more() {
        const auto samples = decoder_->next();
        if (!samples) return samples.error();
        finished_ = samples->empty();
        auto packets = finished_ ? encoder_.finish() : encoder_.push(*samples);
        if (!packets) return packets.error();
        for (auto& packet : *packets) ready_.push_back(std::move(packet.payload));
        return {};
    }

    std::vector<std::uint8_t> file_;
    std::optional<OpusFileDecoder> decoder_;
    LiveEncoder encoder_;
    std::deque<Packet> ready_;
    bool finished_ = false;
};

}  // namespace

domain::Result<std::unique_ptr<ports::LivePackets>> open_live_file(const std::string& path, int bitrate_bps) {
    auto bytes = read_opus_file(path);
    if (!bytes) return bytes.error();
    auto file = std::make_unique<LiveFile>(std::move(*bytes), bitrate_bps);
    if (auto status = file->open(); !status) return status.error();
    return std::unique_ptr<ports::LivePackets>(std::move(file));
}

}  // namespace village::media
