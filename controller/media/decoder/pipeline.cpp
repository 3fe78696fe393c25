#include "controller/media/decoder/pipeline.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include <algorithm>

#include "controller/media/decoder/plugins.hpp"

namespace village::media {
namespace {

constexpr int round_ms = 100;
constexpr int idle_rounds_max = 200;  // 20 s without a sample in or out, also on a busy machine.
constexpr const char* output_caps = "audio/x-raw,format=S16LE,layout=interleaved,channels=1,rate=48000";

void set_caps(GstElement* element, const char* property, const char* text) {
    GstCaps* caps = gst_caps_from_string(text);
    g_object_set(element, property, caps, nullptr);
    gst_caps_unref(caps);
}

std::string take_error(GstElement* pipeline) {
    GstBus* bus = gst_element_get_bus(pipeline);
    GstMessage* message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR);
    gst_object_unref(bus);
    if (!message) return {};
    GError* error = nullptr;
    gst_message_parse_error(message, &error, nullptr);
    std::string text = error && error->message ? error->message : "unknown";
    g_clear_error(&error);
    gst_message_unref(message);
    return text;
}

ChildExit hand_over(GstSample* sample, const Pipeline::Take& take, double share) {
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    GstMapInfo map;
    if (!buffer || !gst_buffer_map(buffer, &map, GST_MAP_READ)) return ChildExit::unreadable;
    const auto* samples = reinterpret_cast<const std::int16_t*>(map.data);
    const auto result = take({samples, map.size / sizeof(std::int16_t)}, share);
    gst_buffer_unmap(buffer, &map);
    return result;
}

}  // namespace

Pipeline::Pipeline(const RecognisedFile& file) : source_{.bytes = file.sound} {
    GstElement* source = gst_element_factory_make("appsrc", nullptr);
    GstElement* decoder = gst_element_factory_make("decodebin", nullptr);
    GstElement* converter = gst_element_factory_make("audioconvert", nullptr);
    GstElement* resampler = gst_element_factory_make("audioresample", nullptr);
    GstElement* sink = gst_element_factory_make("appsink", nullptr);
    if (!source || !decoder || !converter || !resampler || !sink) return;

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
    auto* link_pad = +[](GstElement* from, GstPad* pad, gpointer to) { link(from, pad, to); };
    g_signal_connect(decoder, "pad-added", reinterpret_cast<GCallback>(link_pad), converter);

    g_object_set(sink, "sync", FALSE, "max-buffers", 8U, nullptr);
    set_caps(sink, "caps", output_caps);

    pipeline_ = gst_pipeline_new(nullptr);
    sink_ = sink;
    gst_bin_add_many(GST_BIN(pipeline_), source, decoder, converter, resampler, sink, nullptr);
    gst_element_link(source, decoder);
    gst_element_link_many(converter, resampler, sink, nullptr);
}

Pipeline::~Pipeline() {
    if (!pipeline_) return;
    gst_element_set_state(pipeline_, GST_STATE_NULL);
    gst_object_unref(pipeline_);
}

ChildExit Pipeline::run(const Take& take, std::string& problem) {
    gst_element_set_state(pipeline_, GST_STATE_PLAYING);
    std::uint64_t read_before = 0;
    // decodebin now and then swallows the error of an element it was just trying, and then nothing happens any more.
    for (int idle = 0; idle < idle_rounds_max;) {
        GstSample* sample = gst_app_sink_try_pull_sample(GST_APP_SINK(sink_), round_ms * GST_MSECOND);
        if (!sample) {
            problem = take_error(pipeline_);
            if (!problem.empty()) return ChildExit::unreadable;
            if (gst_app_sink_is_eos(GST_APP_SINK(sink_))) return ChildExit::done;
            idle = source_.at == read_before ? idle + 1 : 0;
            read_before = source_.at;
            continue;
        }
        idle = 0;
        const double share = static_cast<double>(source_.at) / static_cast<double>(source_.bytes.size());
        const auto result = hand_over(sample, take, std::min(share, 1.0));
        gst_sample_unref(sample);
        if (result != ChildExit::done) return result;
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

void Pipeline::link(GstElement*, void* pad, void* converter) {
    GstPad* target = gst_element_get_static_pad(static_cast<GstElement*>(converter), "sink");
    if (!gst_pad_is_linked(target)) gst_pad_link(static_cast<GstPad*>(pad), target);
    gst_object_unref(target);
}

}  // namespace village::media
