#include "controller/media/opus_writer.hpp"

#include <fmt/format.h>
#include <opusenc.h>

#include <utility>

namespace village::media {
namespace {

constexpr int stream_serial = 1;

int append(void* bytes, const unsigned char* data, opus_int32 length) {
    auto& file = *static_cast<std::vector<std::uint8_t>*>(bytes);
    file.insert(file.end(), data, data + length);
    return 0;
}
int keep_open(void*) { return 0; }
constexpr OpusEncCallbacks into_memory{append, keep_open};

struct FreeComments {
    void operator()(OggOpusComments* comments) const { ope_comments_destroy(comments); }
};

domain::Error encoder_error(int code) {
    return {domain::ErrorCode::internal, fmt::format("the Opus encoder refused: {}", ope_strerror(code))};
}

}  // namespace

struct OpusFileWriter::Encoder {
    std::vector<std::uint8_t> file;
    std::unique_ptr<OggOpusComments, FreeComments> comments{ope_comments_create()};
    OggOpusEnc* handle = nullptr;
    int problem = OPE_OK;

    ~Encoder() {
        if (handle) ope_encoder_destroy(handle);
    }
    template <class Value>
    void set(int request, Value value) {
        if (problem == OPE_OK) problem = ope_encoder_ctl(handle, request, value);
    }
};

OpusFileWriter::OpusFileWriter(const OpusWriterOptions& options) : encoder_(std::make_unique<Encoder>()) {
    auto& encoder = *encoder_;
    encoder.handle =
        ope_encoder_create_callbacks(&into_memory, &encoder.file, encoder.comments.get(), 48'000, 1, 0, &encoder.problem);
    if (!encoder.handle) return;
    encoder.set(OPUS_SET_BITRATE_REQUEST, options.bitrate_bps);
    encoder.set(OPUS_SET_COMPLEXITY_REQUEST, options.complexity);
    encoder.set(OPUS_SET_EXPERT_FRAME_DURATION_REQUEST, OPUS_FRAMESIZE_20_MS);
    encoder.set(OPE_SET_SERIALNO_REQUEST, stream_serial);
    encoder.set(OPE_SET_COMMENT_PADDING_REQUEST, 0);
}

OpusFileWriter::~OpusFileWriter() = default;

domain::Status OpusFileWriter::write(std::span<const float> samples) {
    if (encoder_->problem != OPE_OK) return encoder_error(encoder_->problem);
    const int result = ope_encoder_write_float(encoder_->handle, samples.data(), static_cast<int>(samples.size()));
    if (result != OPE_OK) return encoder_error(result);
    return {};
}

domain::Result<std::vector<std::uint8_t>> OpusFileWriter::finish() {
    if (encoder_->problem != OPE_OK) return encoder_error(encoder_->problem);
    if (const int result = ope_encoder_drain(encoder_->handle); result != OPE_OK) return encoder_error(result);
    return std::move(encoder_->file);
}

}  // namespace village::media
