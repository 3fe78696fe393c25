#include "scheduler/domain/emergency.hpp"

#include <fmt/format.h>

#include <array>

#include "scheduler/domain/template_slots.hpp"

namespace village::domain {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr double step_seconds_max = 60, signal_seconds_max = 600, attention_seconds_max = 6.5;
constexpr std::array slots{"issuer", "hamlet", "assembly_point", "duty_phone", "commune"};

Error wrong(std::string detail, std::optional<BrokenRule> rule = {}) {
    return {ErrorCode::invalid_argument, std::move(detail), std::move(rule)};
}

Status check_slots(const std::string& text) {
    SlotValues values;
    std::string known;
    for (const auto* slot : slots) {
        values.emplace(slot, slot);
        known += fmt::format("{}{{{}}}", known.empty() ? "" : ", ", slot);
    }
    const auto filled = fill_slots(text, values);
    return filled ? Status{} : wrong(filled.error().detail, BrokenRule{"slots", std::move(known), {}});
}

Status check_times(const EmergencyTemplate& item) {
    if (item.repeat_every < seconds{10} || item.repeat_every > hours{1})
        return wrong("between the beginnings of two passes lie 10 s to 1 h");
    if (item.max_duration < minutes{1} || item.max_duration > hours{4}) return wrong("an emergency lasts 1 min to 4 h");
    if (!item.all_clear || item.max_duration <= all_clear_max) return {};
    return wrong("an all-clear lasts 10 minutes at most", BrokenRule{"all_clear_longest", fmt::to_string(all_clear_max.count()),
                                                                     fmt::to_string(item.max_duration / minutes{1})});
}

}  // namespace

double seconds_of(const std::vector<SirenStep>& steps) {
    double sum = 0;
    for (const auto& step : steps) sum += step.seconds;
    return sum;
}

Status check_signal(const std::vector<SirenStep>& steps) {
    for (const auto& step : steps) {
        if (step.sound != "tone" && step.sound != "siren" && step.sound != "gap")
            return wrong(fmt::format("the sound \"{}\" is not tone, siren or gap", step.sound),
                         BrokenRule{"signal_sound", "tone, siren, gap", step.sound});
        if (!(step.seconds > 0 && step.seconds <= step_seconds_max))
            return wrong(fmt::format("a {} of {} s is not between 0 and 60 s", step.sound, step.seconds),
                         BrokenRule{"signal_step", fmt::format("{} s", step_seconds_max), fmt::format("{} s", step.seconds)});
    }
    if (seconds_of(steps) > signal_seconds_max)
        return wrong(
            "the signal is longer than 600 s in all",
            BrokenRule{"signal_longest", fmt::format("{} s", signal_seconds_max), fmt::format("{} s", seconds_of(steps))});
    return {};
}

Status check_signals(const EmergencyTemplate& item) {
    if (auto sound = check_signal(item.siren); !sound) return sound;
    const auto attention = seconds_of(item.attention);
    if (attention > attention_seconds_max)
        return wrong("the attention tone is longer than 6.5 s: the first word would come too late",
                     BrokenRule{"attention_longest", fmt::format("{} s", attention_seconds_max), fmt::format("{} s", attention)});
    return check_signal(item.attention);
}

Status check_template(const EmergencyTemplate& item) {
    if (auto signals = check_signals(item); !signals) return signals;
    if (auto words = check_slots(item.text); !words) return words;
    return check_times(item);
}

Status check_age(const EmergencyIntent& intent, UtcTime now) {
    const bool is_ahead = intent.made_at > now;
    const auto age = std::chrono::ceil<std::chrono::seconds>(is_ahead ? intent.made_at - now : now - intent.made_at);
    if (age <= intent_life) return {};
    return Error{
        ErrorCode::expired,
        fmt::format("it was made at {}, and it is {}: set the clock and sign again", utc_text(intent.made_at), utc_text(now)),
        BrokenRule{"intent_life", fmt::format("{} s", intent_life.count()),
                   fmt::format("{}{} s", is_ahead ? "-" : "", age.count())}};
}

}  // namespace village::domain
