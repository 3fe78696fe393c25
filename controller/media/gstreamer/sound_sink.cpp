#include "controller/media/gstreamer/sound_sink.hpp"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>

namespace village::media {
namespace {

constexpr int round_ms = 100;
constexpr const char* output_caps = "audio/x-raw,format=S16LE,layout=interleaved,channels=1,rate=48000";

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

ChildExit hand_over(GstSample* sample, const std::function<ChildExit(std::span<const std::int16_t>)>& take) {
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    GstMapInfo map;
    if (!buffer || !gst_buffer_map(buffer, &map, GST_MAP_READ)) return ChildExit::unreadable;
    const auto* samples = reinterpret_cast<const std::int16_t*>(map.data);
    const auto result = take({samples, map.size / sizeof(std::int16_t)});
    gst_buffer_unmap(buffer, &map);
    return result;
}

}  // namespace

void set_caps(GstElement* element, const char* property, const char* text) {
    GstCaps* caps = gst_caps_from_string(text);
    g_object_set(element, property, caps, nullptr);
    gst_caps_unref(caps);
}

SoundSink add_sound_sink(GstElement* pipeline, Pace pace) {
    GstElement* converter = gst_element_factory_make("audioconvert", nullptr);
    GstElement* resampler = gst_element_factory_make("audioresample", nullptr);
    GstElement* sink = gst_element_factory_make("appsink", nullptr);
    if (!converter || !resampler || !sink) return {};
    const gboolean is_timed = pace == Pace::as_it_sounds;
    g_object_set(sink, "sync", is_timed, "max-buffers", 8U, nullptr);
    set_caps(sink, "caps", output_caps);
    gst_bin_add_many(GST_BIN(pipeline), converter, resampler, sink, nullptr);
    gst_element_link_many(converter, resampler, sink, nullptr);
    return {converter, sink};
}

void link_sound(GstElement*, void* pad, void* converter) {
    GstPad* target = gst_element_get_static_pad(static_cast<GstElement*>(converter), "sink");
    if (!gst_pad_is_linked(target)) gst_pad_link(static_cast<GstPad*>(pad), target);
    gst_object_unref(target);
}

Pulled pull_sound(GstElement* pipeline, GstElement* sink, const std::function<ChildExit(std::span<const std::int16_t>)>& take,
                  ChildExit& status, std::string& problem) {
    GstSample* sample = gst_app_sink_try_pull_sample(GST_APP_SINK(sink), round_ms * GST_MSECOND);
    if (!sample) {
        problem = take_error(pipeline);
        if (!problem.empty()) return Pulled::failed;
        return gst_app_sink_is_eos(GST_APP_SINK(sink)) ? Pulled::end : Pulled::nothing_yet;
    }
    status = hand_over(sample, take);
    gst_sample_unref(sample);
    return Pulled::sound;
}

}  // namespace village::media
