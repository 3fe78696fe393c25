// Encoding for storage: at least 40 times real time, loudness within 1 LU of the target, true peak at most -1 dBTP. The
// whole way is timed (silence check, loudness, limiter, Opus, decoding and measuring again) on two minutes of
// speech-like sound.
#include <fmt/format.h>
#include <stdio.h>
#include <string.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>

#include "controller/media/finish.hpp"

namespace {

using namespace village;

constexpr double sound_seconds = 120;
constexpr double speed_target = 40;

// Syllables of a gliding pitch with overtones and breath, pauses between sentences: neither silence nor a plain tone is
// fair.
std::vector<media::Sample> speech_like() {
    std::vector<media::Sample> sound(static_cast<std::size_t>(sound_seconds * media::sample_rate_hz));
    std::mt19937 random(1);
    double phase = 0;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double t = static_cast<double>(i) / media::sample_rate_hz;
        const double syllable = std::pow(std::abs(std::sin(t * 8)), 2) * (std::fmod(t, 7) < 6 ? 1 : 0);
        phase += 2 * std::numbers::pi * (140 + 60 * std::sin(t * 3)) / media::sample_rate_hz;
        double value = (static_cast<double>(random() % 2001) / 1000 - 1) * 0.1;
        for (int overtone = 1; overtone <= 12; ++overtone) value += std::sin(phase * overtone) / overtone;
        sound[i] = static_cast<media::Sample>(std::lround(value * syllable * 6000));
    }
    return sound;
}

struct Row {
    std::string name;
    std::string ours;
    std::string target;
    bool held;
};

void print(const std::vector<Row>& rows, const char* json_path) {
    fmt::print("name | ours | peer | ratio | target | verdict\n");
    for (const auto& row : rows)
        fmt::print("{} | {} | - | - | {} | {}\n", row.name, row.ours, row.target, row.held ? "PASS" : "MISS");
    FILE* file = json_path ? fopen(json_path, "w") : nullptr;
    if (!file) return;
    fmt::print(file, "[");
    for (std::size_t i = 0; i < rows.size(); ++i)
        fmt::print(file, "{}{{\"name\":\"{}\",\"ours\":\"{}\",\"target\":\"{}\",\"verdict\":\"{}\"}}", i ? "," : "",
                   rows[i].name, rows[i].ours, rows[i].target, rows[i].held ? "PASS" : "MISS");
    fmt::print(file, "]\n");
    fclose(file);
}

}  // namespace

int main(int count, char** arguments) {
    const char* json_path = count == 3 && strcmp(arguments[1], "--json") == 0 ? arguments[2] : nullptr;
    auto pcm = media::PcmFile::create(std::filesystem::temp_directory_path());
    if (!pcm || !pcm->append(speech_like())) {
        fmt::print(stderr, "encode_bench: no temporary file can be made\n");
        return 2;
    }
    const auto began = std::chrono::steady_clock::now();
    const auto audio = media::finish_audio(*pcm, {}, media::WorkControl{});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    if (!audio) {
        fmt::print(stderr, "encode_bench: {}\n", audio.error().detail);
        return 2;
    }
    const double speed = sound_seconds / took.count();
    const auto& content = audio->content;
    const std::vector<Row> rows{
        {"encode for storage", fmt::format("{:.0f} x real time", speed), ">= 40 x", speed >= speed_target},
        {"loudness after decoding", fmt::format("{:.2f} LUFS", content.loudness_lufs), "-16 +- 1 LUFS",
         std::abs(content.loudness_lufs + 16) <= 1},
        {"true peak after decoding", fmt::format("{:.2f} dBTP", content.true_peak_dbtp), "<= -1 dBTP",
         content.true_peak_dbtp <= -1},
    };
    print(rows, json_path);
    for (const auto& row : rows)
        if (!row.held) return 1;
    return 0;
}
