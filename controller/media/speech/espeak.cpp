#include "controller/media/speech/espeak.hpp"

#include <espeak-ng/speak_lib.h>

namespace village::media {
namespace {

constexpr int buffer_ms = 100;
constexpr const char* northern_vietnamese = "vi";

using Take = std::function<bool(std::span<const std::int16_t>)>;

// espeak calls back on the calling thread, with the events' user data: our `take`. Returning 1 ends the speech.
int pass_on(short* samples, int count, espeak_EVENT* events) {
    if (!samples || count <= 0) return 0;
    const auto& take = *static_cast<const Take*>(events->user_data);
    return take({samples, static_cast<std::size_t>(count)}) ? 0 : 1;
}

}  // namespace

Espeak::Espeak(int words_per_minute) {
    const int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, buffer_ms, nullptr, espeakINITIALIZE_DONT_EXIT);
    if (rate <= 0 || espeak_SetVoiceByName(northern_vietnamese) != EE_OK) return;
    espeak_SetSynthCallback(pass_on);
    if (espeak_SetParameter(espeakRATE, words_per_minute, 0) != EE_OK) return;
    // The voice reads Latin words that are not Vietnamese with the English dictionary, and loads that on the first such
    // word.
    if (say("email hello", [](auto) { return true; })) rate_hz_ = rate;
}

bool Espeak::say(const std::string& text, const Take& take) {
    auto* user_data = const_cast<Take*>(&take);
    return espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, user_data) == EE_OK;
}

}  // namespace village::media
