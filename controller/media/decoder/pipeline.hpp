// GStreamer as far as it is needed: bytes in memory go in, mono 48 kHz samples come out, one buffer at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "controller/media/child/exit_status.hpp"
#include "controller/media/decoder/container.hpp"

typedef struct _GstElement GstElement;

namespace village::media {

class Pipeline {
public:
    /// Builds every element that can be built beforehand; call after `load_plugins` and before `close_the_doors`. The
    /// file's bytes must outlive the pipeline.
    explicit Pipeline(const RecognisedFile& file);
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    bool is_built() const { return sink_ != nullptr; }

    /// Hands every buffer to `take` (samples, share of the input read so far) until it says something else than `done`.
    /// Returns what `take` said last, or `unreadable` when the decoders gave up; then `problem` says why.
    using Take = std::function<ChildExit(std::span<const std::int16_t>, double)>;
    ChildExit run(const Take& take, std::string& problem);

private:
    struct Source {
        std::span<const std::uint8_t> bytes;
        std::atomic<std::uint64_t> at{0};  ///< Moved by GStreamer's thread, shown as progress by ours.
    };

    static void feed(void* source_element, unsigned length, void* self);
    static int seek(void* source_element, std::uint64_t offset, void* self);

    Source source_;
    GstElement* pipeline_ = nullptr;
    GstElement* sink_ = nullptr;
};

}  // namespace village::media
