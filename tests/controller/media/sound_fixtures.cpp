#include "tests/controller/media/sound_fixtures.hpp"

#include <gtest/gtest.h>
#include <opus/opus.h>
#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <numbers>

namespace village::media {
namespace {

constexpr double rate = 48'000;
constexpr std::size_t step = 6;  // 48 kHz to 8 kHz.

std::int16_t to_sample(double value) { return static_cast<std::int16_t>(std::lround(std::clamp(value, -1.0, 1.0) * 32767)); }

std::vector<float> every_sixth_mean(std::span<const float> samples) {
    std::vector<float> thin(samples.size() / step);
    for (std::size_t i = 0; i < thin.size(); ++i)
        for (std::size_t k = 0; k < step; ++k) thin[i] += samples[i * step + k] / step;
    return thin;
}

double correlation_at(const std::vector<float>& one, const std::vector<float>& other, std::ptrdiff_t shift) {
    double product = 0;
    double power_one = 1e-12;
    double power_other = 1e-12;
    const auto begin = std::max<std::ptrdiff_t>(0, -shift);
    const auto end = std::min(std::ssize(one), std::ssize(other) - shift);
    for (auto i = begin; i < end; ++i) {
        const double a = static_cast<double>(one[static_cast<std::size_t>(i)]);
        const double b = static_cast<double>(other[static_cast<std::size_t>(i + shift)]);
        product += a * b;
        power_one += a * a;
        power_other += b * b;
    }
    return product / std::sqrt(power_one * power_other);
}

void put(std::vector<std::uint8_t>& bytes, std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "village-media-XXXXXX").string();
    if (mkdtemp(name.data())) path_ = name;
}
TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::write(const std::string& name, std::span<const std::uint8_t> bytes) const {
    std::ofstream file(path_ / name, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return path_ / name;
}
std::filesystem::path TemporaryFolder::write(const std::string& name, const std::string& text) const {
    return write(name, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}
std::filesystem::path TemporaryFolder::script(const std::string& name, const std::string& commands) const {
    const auto path = write(name, "#!/bin/sh\n" + commands + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
}

std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::uint8_t> wav_of(std::span<const std::int16_t> samples, std::uint32_t rate_hz, std::uint32_t claimed_bytes) {
    const auto data_bytes = claimed_bytes ? claimed_bytes : static_cast<std::uint32_t>(samples.size_bytes());
    std::vector<std::uint8_t> bytes{'R', 'I', 'F', 'F'};
    put(bytes, 36 + std::uint64_t{data_bytes}, 4);
    for (const char c : std::string("WAVEfmt ")) bytes.push_back(static_cast<std::uint8_t>(c));
    put(bytes, 16, 4);
    put(bytes, 1, 2);
    put(bytes, 1, 2);
    put(bytes, rate_hz, 4);
    put(bytes, rate_hz * 2, 4);
    put(bytes, 2, 2);
    put(bytes, 16, 2);
    for (const char c : std::string("data")) bytes.push_back(static_cast<std::uint8_t>(c));
    put(bytes, data_bytes, 4);
    for (const auto sample : samples) put(bytes, static_cast<std::uint16_t>(sample), 2);
    return bytes;
}

Samples sweep(double seconds, double amplitude) {
    Samples samples(static_cast<std::size_t>(seconds * rate));
    double phase = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i) / rate;
        phase += 2 * std::numbers::pi * (300 + 1200 * t / seconds) / rate;
        samples[i] = to_sample(std::sin(phase) * amplitude * (0.7 + 0.3 * std::sin(2 * std::numbers::pi * 3 * t)));
    }
    return samples;
}

Samples tone(double seconds, double hertz, double amplitude) {
    Samples samples(static_cast<std::size_t>(seconds * rate));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = to_sample(amplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
    return samples;
}

double likeness(std::span<const float> one, std::span<const float> other) {
    const auto thin_one = every_sixth_mean(one);
    const auto thin_other = every_sixth_mean(other);
    double best = -1;
    for (std::ptrdiff_t shift = -800; shift <= 800; ++shift) best = std::max(best, correlation_at(thin_one, thin_other, shift));
    return best;
}

std::vector<float> as_floats(std::span<const std::int16_t> samples) {
    std::vector<float> floats(samples.size());
    std::transform(samples.begin(), samples.end(), floats.begin(),
                   [](auto sample) { return static_cast<float>(sample) / 32768.0F; });
    return floats;
}

std::vector<float> decoded(const std::vector<std::vector<std::uint8_t>>& packets) {
    const std::unique_ptr<OpusDecoder, void (*)(OpusDecoder*)> decoder(opus_decoder_create(48'000, 1, nullptr),
                                                                       opus_decoder_destroy);
    std::vector<float> all;
    std::vector<float> block(5760);
    for (const auto& packet : packets) {
        const int count = opus_decode_float(decoder.get(), packet.data(), static_cast<int>(packet.size()), block.data(), 5760, 0);
        EXPECT_EQ(count, 1920);
        all.insert(all.end(), block.begin(), block.begin() + std::max(count, 0));
    }
    return all;
}

double rms_dbfs(std::span<const float> samples) {
    double sum = 1e-15;
    for (const float sample : samples) sum += static_cast<double>(sample) * static_cast<double>(sample);
    return 10 * std::log10(sum / static_cast<double>(std::max<std::size_t>(samples.size(), 1)));
}

}  // namespace village::media
