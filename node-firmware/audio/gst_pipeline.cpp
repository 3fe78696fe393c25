#include "node-firmware/audio/gst_pipeline.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsrc.h>
#include <gst/audio/gstaudiobasesink.h>
#include <gst/gst.h>

#include <algorithm>
#include <utility>

#include "node-firmware/audio/device_thread.hpp"

namespace village::node::audio {
using domain::Duration;
using domain::Error;
using domain::ErrorCode;
using domain::Status;

namespace {
constexpr Duration delay_max = std::chrono::seconds{1};

const char* factory_of(GstSink sink) { return sink == GstSink::alsa ? "alsasink" : "pulsesink"; }

Duration duration_of_clock(GstClockTime time) { return std::chrono::duration_cast<Duration>(std::chrono::nanoseconds{time}); }

/// "Could not open audio device for playback. (Playback open error on device 'hw:3': No such file or directory)"
std::string sentence_of(GstMessage* message) {
    GError* error = nullptr;
    gchar* details = nullptr;
    gst_message_parse_error(message, &error, &details);
    std::string sentence = error ? error->message : "unknown";
    const std::string_view all = details ? details : "";
    if (const auto line = all.rfind('\n'); line != std::string_view::npos) sentence += fmt::format(" ({})", all.substr(line + 1));
    g_clear_error(&error);
    g_free(details);
    return sentence;
}
}  // namespace

void GstPipeline::Unref::operator()(void* object) const {
    if (object) gst_object_unref(object);
}

GstPipeline::~GstPipeline() {
    if (pipeline_) gst_element_set_state(pipeline_.get(), GST_STATE_NULL);
}

domain::Result<std::unique_ptr<GstPipeline>> GstPipeline::open(const GstDeviceOptions& options) {
    std::unique_ptr<GstPipeline> opened(new GstPipeline);
    if (auto built = opened->build(options); !built) return built.error();
    if (auto playing = opened->play(); !playing) return playing.error();
    return opened;
}

Status GstPipeline::build(const GstDeviceOptions& options) {
    pipeline_.reset(gst_pipeline_new("horn"));
    for (const char* factory : {"appsrc", "audioconvert", "audioresample", factory_of(options.sink)}) {
        auto* element = gst_element_factory_make(factory, factory);
        if (!element) {
            return Error{ErrorCode::configuration_invalid,
                         fmt::format("sink.kind: GStreamer has no {}; install gstreamer1.0-plugins-base, -plugins-good "
                                     "and gstreamer1.0-alsa",
                                     factory)};
        }
        gst_bin_add(GST_BIN(pipeline_.get()), element);
        auto* before = source_ ? sink_.get() : nullptr;
        if (before && !gst_element_link(before, element)) return Error{ErrorCode::internal, "the sound pipeline does not link"};
        if (!source_) source_.reset(GST_ELEMENT(gst_object_ref(element)));
        sink_.reset(GST_ELEMENT(gst_object_ref(element)));
    }
    auto* caps = gst_caps_new_simple("audio/x-raw", "format", G_TYPE_STRING, "S16LE", "rate", G_TYPE_INT, 48'000, "channels",
                                     G_TYPE_INT, 1, "layout", G_TYPE_STRING, "interleaved", nullptr);
    g_object_set(source_.get(), "caps", caps, "format", GST_FORMAT_TIME, "is-live", FALSE, nullptr);
    gst_caps_unref(caps);
    GstAppSrcCallbacks callbacks{};
    callbacks.need_data = [](GstAppSrc*, guint, gpointer wanted) { static_cast<std::counting_semaphore<>*>(wanted)->release(); };
    gst_app_src_set_callbacks(GST_APP_SRC(source_.get()), &callbacks, &wanted_, nullptr);
    // The device's own clock paces us: buffers are played one after the other, whatever time it is.
    g_object_set(sink_.get(), "sync", FALSE, "buffer-time", static_cast<gint64>(40'000), "latency-time",
                 static_cast<gint64>(10'000), nullptr);
    if (!options.device.empty()) g_object_set(sink_.get(), "device", options.device.c_str(), nullptr);
    return {};
}

Status GstPipeline::play() {
    if (gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
        return failure("it cannot be opened");
    clock_.reset(gst_element_provide_clock(sink_.get()));
    looked_at_ = monotonic_now();
    return {};
}

std::optional<std::string> GstPipeline::error_on_bus() const {
    Ptr<GstBus> bus(gst_element_get_bus(pipeline_.get()));
    auto* message = gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR);
    if (!message) return std::nullopt;
    auto sentence = sentence_of(message);
    gst_message_unref(message);
    return sentence;
}

Error GstPipeline::failure(std::string otherwise) const {
    return Error{ErrorCode::unavailable, error_on_bus().value_or(std::move(otherwise))};
}

domain::Result<bool> GstPipeline::wait_for_room() {
    const bool room = wanted_.try_acquire_for(std::chrono::milliseconds{100});
    const auto now = monotonic_now();
    const auto since = now - std::exchange(looked_at_, now);
    pace_.took(room ? block : Duration{0}, since);
    if (!room) {
        waited_ += since;
        if (auto why = error_on_bus()) return Error{ErrorCode::unavailable, std::move(*why)};
        if (waited_ >= patience) return failure(fmt::format("it has taken no sound for {} s", patience.count()));
        return false;
    }
    waited_ = {};
    // What ALSA cannot write any more it throws away, at once and without a word.
    if (pace_.is_too_fast()) return failure("it takes sound faster than it can play it: it is gone, or it is no sound device");
    return true;
}

std::optional<Duration> GstPipeline::delay() const {
    auto* base = GST_AUDIO_BASE_SINK(sink_.get());
    GST_OBJECT_LOCK(base);
    const guint64 written = base->next_sample;
    const int rate = base->ringbuffer && gst_audio_ring_buffer_is_acquired(base->ringbuffer)
                         ? GST_AUDIO_INFO_RATE(&base->ringbuffer->spec.info)
                         : 0;
    GST_OBJECT_UNLOCK(base);
    if (!clock_ || rate == 0 || written == static_cast<guint64>(-1)) return std::nullopt;
    // Everything pushed was written when the device asks for more: the rest is how far its clock is behind that.
    const auto end = duration_of_clock(gst_util_uint64_scale(written, GST_SECOND, static_cast<guint64>(rate)));
    return std::clamp(end - duration_of_clock(gst_clock_get_internal_time(clock_.get())), Duration{0}, delay_max);
}

Status GstPipeline::push(std::span<const std::int16_t> samples) {
    auto* buffer = gst_buffer_new_allocate(nullptr, samples.size_bytes(), nullptr);
    if (!buffer) return Error{ErrorCode::unavailable, "there is no memory for sound"};
    gst_buffer_fill(buffer, 0, samples.data(), samples.size_bytes());
    if (gst_app_src_push_buffer(GST_APP_SRC(source_.get()), buffer) != GST_FLOW_OK) return failure("it takes no sound any more");
    return {};
}

}  // namespace village::node::audio
