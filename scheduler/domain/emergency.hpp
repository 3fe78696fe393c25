// Emergency templates: what a tile says, rendered beforehand per hamlet, and for the whole commune, to finished audio that lies in the nodes there;
// and the Intent, which the officer's own device signs: without one nobody, the controller included, can start an emergency.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/domain/content.hpp"
#include "scheduler/domain/error.hpp"
#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/time.hpp"

namespace village::domain {

struct SirenStep {
    std::string sound;  ///< "tone", "siren" or "gap".
    double seconds = 0;
    bool operator==(const SirenStep&) const = default;
};

/// The longest that an all-clear may last, with everything that makes it wait.
inline constexpr std::chrono::minutes all_clear_max{10};

struct EmergencyTemplate {
    TemplateId id;
    std::string code;  ///< "e1", as in the commune's data.
    std::string tile;  ///< The words on the button: "LŨ, NƯỚC DÂNG".
    std::string icon;
    std::string text;  ///< With slots {issuer} {hamlet} {assembly_point} {duty_phone} {commune}.
    std::vector<SirenStep> attention;
    std::vector<SirenStep> siren;
    Duration repeat_every = std::chrono::seconds{150};
    Duration max_duration = std::chrono::minutes{30};
    std::uint16_t tile_order = 0;
    bool all_clear = false;  ///< Hết nguy hiểm: heard once, and ends the emergencies of its place.
    std::uint32_t version = 1;
    bool operator==(const EmergencyTemplate&) const = default;
};

double seconds_of(const std::vector<SirenStep>& steps);
/// `invalid_argument` for an unknown sound, for a length that is not above 0 and at most 60 s, and for more than 600 s in all.
Status check_signal(const std::vector<SirenStep>& steps);
/// The same of both its signals; and the attention tone ends so early that the first word comes within 7 s of its beginning.
Status check_signals(const EmergencyTemplate& item);
/// And of its words and times: slots that a hamlet fills in, 10 s to 1 h between two passes, 1 min to 4 h in all, an all-clear at most
/// `all_clear_max`.
Status check_template(const EmergencyTemplate& item);

/// What every drill begins and ends with, so that nobody takes it for the real thing.
inline constexpr std::string_view drill_begins = "Đây là diễn tập. Đây là diễn tập. Bà con bình tĩnh, không có nguy hiểm xảy ra.";
inline constexpr std::string_view drill_ends = "Vừa rồi là diễn tập. Không có nguy hiểm xảy ra. Cảm ơn bà con đã phối hợp.";

/// One template with the slots of one hamlet, or of the commune, filled in: the sentence and its finished audio.
struct RenderedTemplate {
    TemplateId emergency_template;
    AreaId place;
    bool drill = false;  ///< Framed by `drill_begins` and `drill_ends`, and without attention tone and siren.
    std::string sentence;
    std::optional<AudioContent> content;
    UtcTime rendered_at{};
    bool operator==(const RenderedTemplate&) const = default;
};

/// An Intent lives this long, and may be this much ahead of the clock that judges it.
inline constexpr std::chrono::seconds intent_life{60};

/// The signed wish of an officer's device. Bytes and signature: PROTOCOL.md, Intents.
struct EmergencyIntent {
    OperatorId officer;
    DeviceKeyId device;
    AreaId area;
    TemplateId emergency_template;
    UuidBytes idempotency_key{};
    UtcTime made_at{};                    ///< Server time as the device knows it; lives 60 s.
    std::vector<std::uint8_t> signature;  ///< 64 bytes r ‖ s (WebCrypto's form of ECDSA P-256 with SHA-256).
    bool operator==(const EmergencyIntent&) const = default;
};
/// `expired` for one that is older, or from further ahead, than `intent_life`.
Status check_age(const EmergencyIntent& intent, UtcTime now);

}  // namespace village::domain
