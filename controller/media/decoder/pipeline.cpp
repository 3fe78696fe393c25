#include "controller/media/decoder/pipeline.hpp"

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include <algorithm>

#include "controller/media/decoder/plugins.hpp"
#include "controller/media/gstreamer/sound_sink.hpp"

namespace village::media {
namespace {

constexpr int idle_rounds_max = 200;  // 20 s without a sample in or out, also on a busy machine.

}  // namespace

Pipeline::Pipeline(const RecognisedFile& file) : source_{.bytes = file.sound} {
    GstElement* source = gst_element_factory_make("appsrc", nullptr);
    GstElement* decoder = gst_element_factory_make("decodebin", nullptr);
    if (!source || !decoder) return;
    pipeline_ = gst_pipeline_new(nullptr);
    const auto [converter, sink] = add_sound_sink(pipeline_, Pace::as_taken);
    sink_ = sink;

    g_object_set(source, "format", GST_FORMAT_BYTES, "size", static_cast<gint64>(source_.bytes.size()), "stream-type",
                 GST_APP_STREAM_TYPE_RANDOM_ACCESS, nullptr);
    GstAppSrcCallbacks callbacks{};
    callbacks.need_data = [](GstAppSrc* element, guint length, gpointer self) { feed(element, length, self); };
    callbacks.seek_data = [](GstAppSrc* element, guint64 offset, gpointer self) -> gboolean {
        return seek(element, offset, self);
    };
    gst_app_src_set_callbacks(GST_APP_SRC(source), &callbacks, this, nullptr);

    // The type is known, so nothing guesses; only sound is decoded, whatever else the container holds.
    set_caps(decoder, "sink-caps", caps_of(file.container));
    set_caps(decoder, "caps", "audio/x-raw");
    g_object_set(decoder, "expose-all-streams", FALSE, nullptr);
    g_signal_connect(decoder, "pad-added", reinterpret_cast<GCallback>(link_sound), converter);
    gst_bin_add_many(GST_BIN(pipeline_), source, decoder, nullptr);
    gst_element_link(source, decoder);
}

Pipeline::~Pipeline() {
    if (!pipeline_) return;
    gst_element_set_state(pipeline_, GST_STATE_NULL);
    gst_object_unref(pipeline_);
}

ChildExit Pipeline::run(const Take& take, std::string& problem) {
    gst_element_set_state(pipeline_, GST_STATE_PLAYING);
    std::uint64_t read_before = 0;
    const auto take_with_share = [&](std::span<const std::int16_t> samples) {
        return take(samples, std::min(static_cast<double>(source_.at) / static_cast<double>(source_.bytes.size()), 1.0));
    };
    // decodebin now and then swallows the error of an element it was just trying, and then nothing happens any more.
    for (int idle = 0; idle < idle_rounds_max;) {
        auto status = ChildExit::done;
        switch (pull_sound(pipeline_, sink_, take_with_share, status, problem)) {
            case Pulled::sound:
                idle = 0;
                if (status != ChildExit::done) return status;
                break;
            case Pulled::nothing_yet:
                idle = source_.at == read_before ? idle + 1 : 0;
                read_before = source_.at;
                break;
            case Pulled::end: return ChildExit::done;
            case Pulled::failed: return ChildExit::unreadable;
        }
    }
    problem = "the decoders stand still";
    return ChildExit::unreadable;
}

// Runs on GStreamer's thread.
void Pipeline::feed(void* source_element, unsigned length, void* self) {
    auto& source = static_cast<Pipeline*>(self)->source_;
    auto* element = static_cast<GstAppSrc*>(source_element);
    const auto left = source.bytes.size() - std::min<std::uint64_t>(source.at, source.bytes.size());
    const auto count = std::min<std::uint64_t>(left, length == ~0U ? 64 * 1024 : length);
    if (count == 0) {
        gst_app_src_end_of_stream(element);
        return;
    }
    auto* begin = const_cast<std::uint8_t*>(source.bytes.data() + source.at);
    GstBuffer* buffer = gst_buffer_new_wrapped_full(GST_MEMORY_FLAG_READONLY, begin, count, 0, count, nullptr, nullptr);
    GST_BUFFER_OFFSET(buffer) = source.at;
    source.at += count;
    gst_app_src_push_buffer(element, buffer);
}

int Pipeline::seek(void*, std::uint64_t offset, void* self) {
    auto& source = static_cast<Pipeline*>(self)->source_;
    if (offset > source.bytes.size()) return FALSE;
    source.at = offset;
    return TRUE;
}

}  // namespace village::media
