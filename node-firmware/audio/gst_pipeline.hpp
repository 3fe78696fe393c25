// One opened sound device: appsrc ! audioconvert ! audioresample ! alsasink or pulsesink. Asks for one block at a time
// and knows how long a sample takes to the horn. Belongs to the device's thread; when it fails it is thrown away with
// all its elements.
#pragma once

#include <memory>
#include <optional>
#include <semaphore>
#include <span>
#include <string>

#include "node-firmware/audio/device_pace.hpp"
#include "scheduler/domain/error.hpp"
#include "scheduler/domain/time.hpp"

typedef struct _GstElement GstElement;
typedef struct _GstClock GstClock;

namespace village::node::audio {

enum class GstSink : std::uint8_t { alsa, pulse };

struct GstDeviceOptions {
    GstSink sink = GstSink::alsa;
    std::string device;  ///< Empty: the system's default.
    std::chrono::milliseconds retry_after{5000};
};

class GstPipeline {
public:
    static constexpr std::size_t block_samples = 480;
    static constexpr domain::Duration block = std::chrono::milliseconds{10};
    /// A device that asks for nothing for so long is opened again. A sound server that starts is silent for two
    /// seconds.
    static constexpr std::chrono::seconds patience{5};

    /// `configuration_invalid` when a plugin is missing, `unavailable` when the device cannot be opened now.
    static domain::Result<std::unique_ptr<GstPipeline>> open(const GstDeviceOptions& options);
    ~GstPipeline();

    /// Waits 100 ms at most for the device to want a block: whether it does. An error tells why it never will.
    domain::Result<bool> wait_for_room();
    /// Until the next block's first sample leaves the horn; empty while the device has not begun.
    std::optional<domain::Duration> delay() const;
    domain::Status push(std::span<const std::int16_t> samples);

private:
    struct Unref {
        void operator()(void* object) const;
    };
    template <class Object>
    using Ptr = std::unique_ptr<Object, Unref>;

    GstPipeline() = default;
    domain::Status build(const GstDeviceOptions& options);
    domain::Status play();
    domain::Error failure(std::string otherwise) const;
    std::optional<std::string> error_on_bus() const;

    std::counting_semaphore<> wanted_{0};  ///< One for each block asked for; released by GStreamer's thread.
    Ptr<GstElement> pipeline_;
    Ptr<GstElement> source_;
    Ptr<GstElement> sink_;
    Ptr<GstClock> clock_;  ///< The device's own: how much has left it.
    domain::MonotonicTime looked_at_{};
    domain::Duration waited_{};  ///< Since the device asked for a block last.
    DevicePace pace_;
};

}  // namespace village::node::audio
