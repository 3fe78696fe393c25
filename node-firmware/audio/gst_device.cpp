#include "node-firmware/audio/gst_device.hpp"

#include <fmt/format.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#include <array>
#include <cmath>
#include <cstring>

namespace village::node::audio {
using domain::Duration;
using domain::Error;
using domain::ErrorCode;
using domain::MonotonicTime;

namespace {
constexpr std::size_t block_samples = 480;
constexpr Duration retry_after = std::chrono::seconds{5};

struct Unref {
    void operator()(void* object) const {
        if (object) gst_object_unref(object);
    }
};
using ElementPtr = std::unique_ptr<GstElement, Unref>;

const char* factory_of(GstSink sink) { return sink == GstSink::alsa ? "alsasink" : "pulsesink"; }
}  // namespace

/// One opened device; gone with all its elements when it fails.
class GstDevice::Pipeline {
public:
    Pipeline(ElementPtr pipeline, ElementPtr source) : pipeline_(std::move(pipeline)), source_(std::move(source)) {}
    ~Pipeline() { gst_element_set_state(pipeline_.get(), GST_STATE_NULL); }

    /// Waits while the device is full; false when it does not take samples any more.
    bool push(std::span<const std::int16_t> samples) {
        auto* buffer = gst_buffer_new_allocate(nullptr, samples.size_bytes(), nullptr);
        if (!buffer) return false;
        gst_buffer_fill(buffer, 0, samples.data(), samples.size_bytes());
        return gst_app_src_push_buffer(GST_APP_SRC(source_.get()), buffer) == GST_FLOW_OK && !failed();
    }

    std::string why() const { return why_; }

    bool failed() {
        std::unique_ptr<GstBus, Unref> bus(gst_element_get_bus(pipeline_.get()));
        auto* message = gst_bus_pop_filtered(bus.get(), static_cast<GstMessageType>(GST_MESSAGE_ERROR | GST_MESSAGE_EOS));
        if (!message) return false;
        if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
            GError* error = nullptr;
            gst_message_parse_error(message, &error, nullptr);
            why_ = error ? error->message : "unknown";
            g_clear_error(&error);
        }
        gst_message_unref(message);
        return true;
    }

private:
    ElementPtr pipeline_;
    ElementPtr source_;
    std::string why_;
};

GstDevice::GstDevice(GstDeviceOptions options) : options_(std::move(options)) {}
GstDevice::~GstDevice() { stop(); }

std::string GstDevice::describe() const {
    return fmt::format("{} {}", options_.sink == GstSink::alsa ? "alsa" : "pulse",
                       options_.device.empty() ? "(default device)" : options_.device);
}

domain::Result<std::unique_ptr<GstDevice::Pipeline>> GstDevice::open() const {
    ElementPtr pipeline(gst_pipeline_new("horn"));
    GstElement* source = gst_element_factory_make("appsrc", nullptr);
    GstElement* convert = gst_element_factory_make("audioconvert", nullptr);
    GstElement* sink = gst_element_factory_make(factory_of(options_.sink), nullptr);
    if (!source || !convert || !sink) {
        for (auto* element : {source, convert, sink}) {
            if (element) gst_object_unref(gst_object_ref_sink(element));
        }
        return Error{ErrorCode::configuration_invalid,
                     fmt::format("sink.kind: GStreamer has no {}; install gstreamer1.0-plugins-base, -good and gstreamer1.0-pulseaudio",
                                 factory_of(options_.sink))};
    }
    auto* caps = gst_caps_new_simple("audio/x-raw", "format", G_TYPE_STRING, "S16LE", "rate", G_TYPE_INT, 48'000, "channels",
                                     G_TYPE_INT, 1, "layout", G_TYPE_STRING, "interleaved", nullptr);
    g_object_set(source, "caps", caps, "format", GST_FORMAT_TIME, "block", TRUE, "max-bytes",
                 static_cast<guint64>(block_samples * 2), "is-live", FALSE, nullptr);
    gst_caps_unref(caps);
    // The device's own clock paces us: buffers are played one after the other, whatever time it is.
    g_object_set(sink, "sync", FALSE, "buffer-time", static_cast<gint64>(30'000), "latency-time", static_cast<gint64>(10'000), nullptr);
    if (!options_.device.empty()) g_object_set(sink, "device", options_.device.c_str(), nullptr);
    gst_bin_add_many(GST_BIN(pipeline.get()), source, convert, sink, nullptr);
    ElementPtr kept_source(GST_ELEMENT(gst_object_ref(source)));
    if (!gst_element_link_many(source, convert, sink, nullptr)) return Error{ErrorCode::internal, "the sound pipeline does not link"};
    if (gst_element_set_state(pipeline.get(), GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
        gst_element_set_state(pipeline.get(), GST_STATE_NULL);
        return Error{ErrorCode::unavailable, fmt::format("sink.device: {} cannot be opened", describe())};
    }
    return std::make_unique<Pipeline>(std::move(pipeline), std::move(kept_source));
}

domain::Status GstDevice::start(Renderer& renderer) {
    GError* error = nullptr;
    if (!gst_init_check(nullptr, nullptr, &error)) {
        const std::string why = error ? error->message : "unknown";
        g_clear_error(&error);
        return Error{ErrorCode::unavailable, "GStreamer cannot start: " + why};
    }
    auto opened = open();
    if (!opened && opened.error().code == ErrorCode::configuration_invalid) return opened.error();
    // A device that is away now (unplugged, server not up yet) is tried again; the node can still say so.
    if (opened) pipeline_ = std::move(*opened);
    thread_.start("sound", [this, &renderer] { run(renderer); });
    return {};
}

void GstDevice::stop() {
    thread_.stop();
    pipeline_.reset();
}

MonotonicTime GstDevice::next_sample_at(MonotonicTime now, bool& gap) {
    // The push returns when the device made room, with a jitter of milliseconds; what we tell the mixer runs smoothly.
    const auto measured = now + delay;
    const auto error = measured - expected_;
    gap = std::chrono::abs(error) > std::chrono::milliseconds{60};
    if (gap) expected_ = measured;
    if (!gap) expected_ += error / 50;
    const auto at = expected_;
    expected_ += block;
    return at;
}

void GstDevice::run(Renderer& renderer) {
    std::array<std::int16_t, block_samples> samples{};
    auto retry_at = monotonic_now() + retry_after;
    auto silent_until = monotonic_now();
    bool first = true;
    while (!thread_.stopping()) {
        const auto now = monotonic_now();
        ok_ = pipeline_ != nullptr;
        BlockTime time;
        time.audible = ok_;
        time.first_sample_at = next_sample_at(now, time.gap_before);
        if (time.gap_before && !first) ++underruns_;
        first = false;
        renderer.render(samples, time);
        if (pipeline_ && pipeline_->push(samples)) continue;
        if (pipeline_) {
            pipeline_.reset();
            retry_at = now + retry_after;
        }
        // Without a device time goes on, so that programmes end when they should.
        silent_until = std::max(silent_until + block, now);
        sleep_until(silent_until);
        if (now < retry_at) continue;
        retry_at = now + retry_after;
        if (auto opened = open()) pipeline_ = std::move(*opened);
    }
}

}  // namespace village::node::audio
