#include "controller/control_loop/requests.hpp"

#include <fmt/format.h>

namespace village::control_loop {

domain::Sha256 request_fingerprint(domain::OperatorId who, const ports::BroadcastRequest& request) {
    std::string text = fmt::format("{} {} {} {} {} {}", who.text(), request.announcement.text(),
                                   request.starts_at ? domain::to_us(*request.starts_at) : 0, static_cast<int>(request.priority),
                                   static_cast<int>(request.when_interrupted), request.streamed);
    if (request.staggered) text += " staggered";
    // Whom a correction or a replay goes to is found out, and may be others at the second press.
    if (request.replays) return domain::sha256(domain::as_bytes(text + " r" + request.replays->text()));
    if (request.corrects) return domain::sha256(domain::as_bytes(text + " c" + request.corrects->text()));
    for (auto id : request.targets.areas) text += " a" + id.text();
    for (auto id : request.targets.zones) text += " z" + id.text();
    for (auto id : request.targets.nodes) text += " n" + id.text();
    return domain::sha256(domain::as_bytes(text));
}

domain::Status check_confirmed(const domain::HoursPolicy& hours, domain::UtcTime start, domain::Duration duration,
                               std::string_view reason, bool confirmed) {
    const auto held = policy::check_hours(hours, start, duration);
    if (held || held.error().code == domain::ErrorCode::too_long) return held;
    // No reason opens the quiet hours: the signer would sign it for nobody, and people would wait for what never sounds.
    if (held.error().code == domain::ErrorCode::quiet_hours)
        return domain::Error{
            domain::ErrorCode::quiet_hours,
            fmt::format("{}; choose another time, or open a surge period that names the quiet hours", held.error().detail),
            held.error().rule};
    if (confirmed && !reason.empty()) return {};
    return domain::Error{domain::ErrorCode::confirmation_needed,
                         fmt::format("{}; give a reason and confirm a second time", held.error().detail), held.error().rule};
}

}  // namespace village::control_loop
