#include "node-firmware/audio/gst_device.hpp"

#include <fmt/format.h>
#include <gst/gst.h>

#include "controller/observability/log.hpp"

namespace village::node::audio {
using domain::Duration;
using domain::Error;
using domain::ErrorCode;
using domain::MonotonicTime;
using domain::Status;

namespace {
/// What lies between us and a horn that cannot tell.
constexpr Duration usual_delay = std::chrono::milliseconds{40};
/// A measured moment this far from the expected one means that the device ran dry.
constexpr Duration jump = std::chrono::milliseconds{60};
/// How long a device has to play before it is said to work again: one that comes and goes does not fill the log.
constexpr Duration proof = std::chrono::seconds{2};
}  // namespace

GstDevice::GstDevice(GstDeviceOptions options) : options_(std::move(options)) {}
GstDevice::~GstDevice() { stop(); }

std::string GstDevice::describe() const {
    return fmt::format("{} {}", options_.sink == GstSink::alsa ? "alsa" : "pulse",
                       options_.device.empty() ? "(default device)" : options_.device);
}

Status GstDevice::start(Renderer& renderer) {
    GError* error = nullptr;
    if (!gst_init_check(nullptr, nullptr, &error)) {
        const std::string why = error ? error->message : "unknown";
        g_clear_error(&error);
        return Error{ErrorCode::unavailable, "GStreamer cannot start: " + why};
    }
    auto opened = GstPipeline::open(options_);
    if (!opened && opened.error().code == ErrorCode::configuration_invalid) return opened.error();
    // A device that is away now (unplugged, server not up yet) is tried again; the node can still say so.
    if (opened) pipeline_ = std::move(*opened);
    if (!opened) give_up(opened.error());
    ok_ = pipeline_ != nullptr;
    thread_.start("sound", [this, &renderer] { run(renderer); });
    return {};
}

void GstDevice::stop() {
    thread_.stop();
    pipeline_.reset();
}

void GstDevice::run(Renderer& renderer) {
    expected_ = monotonic_now() + usual_delay;
    while (!thread_.stopping()) {
        if (!pipeline_ && monotonic_now() >= retry_at_) open();
        if (!pipeline_) {
            pretend(renderer);
        } else if (auto played = play(renderer); !played) {
            give_up(played.error());
        }
    }
}

Status GstDevice::play(Renderer& renderer) {
    const auto room = pipeline_->wait_for_room();
    if (!room) return room.error();
    if (!*room) return {};
    ok_ = true;
    praise();
    render(renderer, monotonic_now() + pipeline_->delay().value_or(usual_delay));
    return pipeline_->push(samples_);
}

void GstDevice::pretend(Renderer& renderer) {
    sleep_until(expected_ - usual_delay);
    render(renderer, monotonic_now() + usual_delay);
}

void GstDevice::render(Renderer& renderer, MonotonicTime measured) {
    // A device asks with a jitter of milliseconds; what we tell the mixer runs smoothly.
    const auto error = measured - expected_;
    const bool ran_dry = std::chrono::abs(error) > jump;
    BlockTime time;
    time.audible = pipeline_ != nullptr;
    time.gap_before = ran_dry || fresh_;
    if (ran_dry && !fresh_) ++underruns_;
    expected_ = time.gap_before ? measured : expected_ + error / 50;
    time.first_sample_at = expected_;
    expected_ += GstPipeline::block;
    fresh_ = false;
    renderer.render(samples_, time);
}

void GstDevice::open() {
    auto opened = GstPipeline::open(options_);
    if (!opened) return give_up(opened.error());
    pipeline_ = std::move(*opened);
    opened_at_ = monotonic_now();
    fresh_ = true;
}

void GstDevice::praise() {
    if (complaint_.empty() || monotonic_now() - opened_at_ < proof) return;
    complaint_.clear();
    log::info("{} works again [device]", describe());
}

void GstDevice::give_up(const Error& why) {
    pipeline_.reset();
    ok_ = false;
    retry_at_ = monotonic_now() + options_.retry_after;
    if (complaint_ == why.detail) return;
    complaint_ = why.detail;
    log::warn("{}: {}; silent until it works, tried every few seconds; is sink.device right? [device]", describe(), why.detail);
}

}  // namespace village::node::audio
