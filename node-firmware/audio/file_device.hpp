// A sound device that records what sounded, with its clock: WAV files of an hour, in which sample k belongs to a known UTC. Paced
// by CLOCK_MONOTONIC in blocks of 20 ms, like a device with one block of delay.
#pragma once

#include <atomic>
#include <filesystem>

#include "node-firmware/audio/device_thread.hpp"
#include "node-firmware/audio/sound_device.hpp"
#include "node-firmware/audio/wav_file.hpp"

namespace village::node::audio {

struct FileDeviceOptions {
    std::filesystem::path folder;
    std::uint16_t node = 0;
    std::size_t files_max = 48;  ///< The oldest recordings go.
};

class FileDevice final : public SoundDevice {
public:
    static constexpr domain::Duration block = std::chrono::milliseconds{20};
    static constexpr domain::Duration delay = std::chrono::milliseconds{20};
    /// Woken later than this, a real device would have run dry: the time is lost and counted.
    static constexpr domain::Duration patience = std::chrono::milliseconds{100};

    explicit FileDevice(FileDeviceOptions options) : options_(std::move(options)) {}
    ~FileDevice() override { stop(); }

    domain::Status start(Renderer& renderer) override;
    void stop() override { thread_.stop(); }
    DeviceState state() const override { return {ok_.load(), underruns_.load()}; }
    std::string describe() const override;

private:
    void run(Renderer& renderer, domain::MonotonicTime wake);
    domain::Status open_file(domain::MonotonicTime first_sample_at);
    domain::Status write_sidecar() const;
    void remove_oldest() const;
    void write(std::span<const std::int16_t> samples);
    void judge(const domain::Status& done);
    void keep_playable(domain::MonotonicTime now);

    FileDeviceOptions options_;
    DeviceThread thread_;
    WavFile file_;
    std::filesystem::path path_;
    domain::UtcTime first_sample_utc_{};
    domain::MonotonicTime patched_at_{};
    std::atomic<bool> ok_{true};
    std::atomic<std::uint32_t> underruns_{0};
};

}  // namespace village::node::audio
