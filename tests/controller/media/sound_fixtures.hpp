// What the tests of the media room share: sounds made by formula, WAV bytes, a folder that vanishes, and a way to say
// how alike two sounds are that knows nothing of the code under test.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace village::media {

using Samples = std::vector<std::int16_t>;

inline const std::filesystem::path samples_folder = "tests/controller/media/samples";

class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }
    /// A new file in it.
    std::filesystem::path write(const std::string& name, std::span<const std::uint8_t> bytes) const;
    std::filesystem::path write(const std::string& name, const std::string& text) const;
    /// An executable shell script: stands in for a child that misbehaves.
    std::filesystem::path script(const std::string& name, const std::string& commands) const;

private:
    std::filesystem::path path_;
};

std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path);
/// PCM, mono, 16 bit. `claimed_bytes` of the data chunk may lie.
std::vector<std::uint8_t> wav_of(std::span<const std::int16_t> samples, std::uint32_t rate_hz = 48'000,
                                 std::uint32_t claimed_bytes = 0);
/// 300 to 1500 Hz and back three times a second in loudness, as speech does; amplitude 0 to 1.
Samples sweep(double seconds, double amplitude);
Samples tone(double seconds, double hertz, double amplitude);

/// The highest normalised correlation over shifts of ±100 ms, compared at 8 kHz; 1 = the same sound.
double likeness(std::span<const float> one, std::span<const float> other);
std::vector<float> as_floats(std::span<const std::int16_t> samples);
/// What a loudspeaker makes of Opus packets of 40 ms.
std::vector<float> decoded(const std::vector<std::vector<std::uint8_t>>& packets);
double rms_dbfs(std::span<const float> samples);

}  // namespace village::media
