#include "node-firmware/audio/file_device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include "controller/observability/log.hpp"

namespace village::node::audio {
using domain::Duration;
using domain::Error;
using domain::ErrorCode;
using domain::MonotonicTime;
using domain::Status;
namespace fs = std::filesystem;

namespace {
constexpr std::size_t block_samples = 960;
constexpr Duration file_length = std::chrono::hours{1};

std::string file_stem(domain::UtcTime time) {
    const auto text = domain::utc_text(time);  // 2026-11-22T22:30:00.000Z
    std::string stem;
    for (const char letter : text) {
        if (letter == '.') break;
        if (letter != '-' && letter != ':') stem += letter;
    }
    return stem + "Z";
}
}  // namespace

std::string FileDevice::describe() const { return fmt::format("file {}", options_.folder.string()); }

Status FileDevice::start(Renderer& renderer) {
    std::error_code error;
    fs::create_directories(options_.folder, error);
    if (error) {
        return Error{ErrorCode::configuration_invalid,
                     fmt::format("sink.record: cannot make {} ({}); name a folder that can be written", options_.folder.string(),
                                 error.message())};
    }
    const auto now = monotonic_now();
    if (auto opened = open_file(now + delay); !opened) return opened.error();
    thread_.start("sound", [this, &renderer, now] { run(renderer, now); });
    return {};
}

Status FileDevice::open_file(MonotonicTime first_sample_at) {
    first_sample_utc_ = machine_utc_at(first_sample_at);
    auto path = options_.folder / (file_stem(first_sample_utc_) + ".wav");
    for (int copy = 2; fs::exists(path) && copy < 1000; ++copy) {
        path = options_.folder / fmt::format("{}-{}.wav", file_stem(first_sample_utc_), copy);
    }
    auto created = WavFile::create(path);
    if (!created) return created.error();
    file_ = std::move(*created);
    path_ = path;
    patched_at_ = monotonic_now();
    if (auto written = write_sidecar(); !written) return written.error();
    std::error_code ignored;
    const auto link = options_.folder / "latest.new";
    fs::remove(link, ignored);
    fs::create_symlink(path_.filename(), link, ignored);
    fs::rename(link, options_.folder / "latest.wav", ignored);
    remove_oldest();
    return {};
}

Status FileDevice::write_sidecar() const {
    auto name = path_;
    name.replace_extension(".json");
    const auto fresh = name.string() + ".new";
    {
        std::ofstream out(fresh);
        out << fmt::format(R"({{"first_sample_utc_us": {}, "rate": 48000, "samples": {}, "node": {}, "file": "{}"}})",
                           domain::to_us(first_sample_utc_), file_.samples(), options_.node, path_.filename().string())
            << "\n";
        if (!out) return Error{ErrorCode::storage_failed, fmt::format("cannot write {}", fresh)};
    }
    std::error_code error;
    fs::rename(fresh, name, error);
    if (error) return Error{ErrorCode::storage_failed, fmt::format("cannot write {}: {}", name.string(), error.message())};
    return {};
}

void FileDevice::remove_oldest() const {
    std::error_code ignored;
    std::vector<fs::path> recordings;
    for (const auto& entry : fs::directory_iterator(options_.folder, ignored)) {
        if (entry.path().extension() == ".wav" && !entry.is_symlink(ignored)) recordings.push_back(entry.path());
    }
    std::sort(recordings.begin(), recordings.end());
    for (std::size_t at = 0; at + options_.files_max < recordings.size(); ++at) {
        fs::remove(recordings[at], ignored);
        fs::remove(recordings[at].replace_extension(".json"), ignored);
    }
}

void FileDevice::judge(const Status& done) {
    const bool was_ok = ok_.exchange(static_cast<bool>(done));
    if (was_ok && !done)
        log::warn("{}: {}; nothing is recorded until it can be written [device]", describe(), done.error().detail);
    if (!was_ok && done) log::info("{} is written again [device]", describe());
}

void FileDevice::write(std::span<const std::int16_t> samples) { judge(file_.write(samples)); }

void FileDevice::keep_playable(MonotonicTime now) {
    if (now - patched_at_ < std::chrono::seconds{1}) return;
    patched_at_ = now;
    (void)file_.patch_header();
    const auto seconds = file_.samples() / static_cast<std::uint64_t>(48'000);
    if (seconds % 10 == 0) (void)write_sidecar();
}

void FileDevice::run(Renderer& renderer, MonotonicTime wake) {
    std::array<std::int16_t, block_samples> samples{};
    auto file_began = wake;
    while (!thread_.stopping()) {
        sleep_until(wake);
        BlockTime time;
        time.audible = ok_;
        const auto late = monotonic_now() - wake;
        if (late > patience) {
            const auto blocks = late / block;
            samples.fill(0);
            for (std::int64_t lost = 0; lost < blocks; ++lost) write(samples);
            wake += blocks * block;
            time.gap_before = true;
            ++underruns_;
        }
        time.first_sample_at = wake + delay;
        renderer.render(samples, time);
        write(samples);
        wake += block;
        keep_playable(wake);
        if (wake - file_began >= file_length) {
            (void)file_.patch_header();
            (void)write_sidecar();
            file_began = wake;
            judge(open_file(wake + delay));
        }
    }
    (void)file_.patch_header();
    (void)write_sidecar();
}

}  // namespace village::node::audio
