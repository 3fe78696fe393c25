// The loudspeaker as the program sees it: keeps running, with silence when there is nothing to say, so that nothing has to be set
// up when an emergency comes. Each device has one thread of its own, which pulls blocks from the renderer.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/time.hpp"

namespace village::node::audio {

struct BlockTime {
    domain::MonotonicTime first_sample_at{};  ///< When the block's first sample leaves the device.
    bool gap_before = false;                  ///< The device ran dry: time was lost since the last block.
    bool audible = true;                      ///< False while the device is broken and samples go nowhere.
};

class Renderer {
public:
    virtual ~Renderer() = default;
    /// Fills the block; called by the device's thread only; neither waits for a file nor, while what sounds stays the same, allocates.
    virtual void render(std::span<std::int16_t> out, const BlockTime& time) = 0;
};

struct DeviceState {
    bool ok = true;
    std::uint32_t underruns = 0;  ///< Since the start.
};

class SoundDevice {
public:
    virtual ~SoundDevice() = default;
    /// Starts its thread; `renderer` outlives it. An error names what to change.
    virtual domain::Status start(Renderer& renderer) = 0;
    /// Returns when the thread has ended.
    virtual void stop() = 0;
    virtual DeviceState state() const = 0;
    /// For the log: "file /var/lib/...".
    virtual std::string describe() const = 0;
};

}  // namespace village::node::audio
