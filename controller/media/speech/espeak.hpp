// libespeak-ng (GPL-3) as far as it is needed: text in, samples at its own rate out. It keeps global state, so a
// process has one.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace village::media {

class Espeak {
public:
    /// Loads the northern Vietnamese voice. `words_per_minute` counts syllables. Call before the doors close.
    explicit Espeak(int words_per_minute);

    /// 0 if espeak-ng or the voice is missing.
    int rate_hz() const { return rate_hz_; }
    /// Blocks until all is said, or `take` returns false.
    bool say(const std::string& text, const std::function<bool(std::span<const std::int16_t>)>& take);

private:
    int rate_hz_ = 0;
};

}  // namespace village::media
