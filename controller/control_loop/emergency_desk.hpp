// Emergencies: turns an officer's signed Intent into a broadcast with its countdown, and keeps the finished audio of every
// template for every hamlet, and for the whole commune, ready and up to date.
#pragma once

#include <functional>
#include <set>

#include "controller/control_loop/switchboard.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class EmergencyDesk {
public:
    EmergencyDesk(Office& office, Switchboard& switchboard, domain::Duration countdown)
        : office_(office), switchboard_(switchboard), countdown_(countdown) {}

    ports::Awaitable<domain::Result<domain::Broadcast>> start(domain::EmergencyIntent intent, std::string reason);
    ports::Awaitable<domain::Result<domain::Broadcast>> cancel(domain::BroadcastId id, domain::DeviceKeyId device);
    /// Renders what is missing or older than its sentence, what warns before the drills, one (template, place) after the other, so
    /// that the sound of a person who waits is never behind more than one of them. `on_rendered` follows each.
    void render_missing();
    std::function<void(const domain::RenderedTemplate&)> on_rendered;
    bool has_failed(const std::string& sentence) const { return failed_.contains(sentence); }

private:
    /// The officer whose device made this Intent, just now, and signed it.
    domain::Result<domain::Operator> who_signed(const domain::EmergencyIntent& intent) const;
    std::optional<domain::RenderedTemplate> next_missing(bool drill, domain::EmergencyTemplate& wanted);
    void rendered(const domain::RenderedTemplate& made, const domain::Status& outcome);

    Office& office_;
    Switchboard& switchboard_;
    domain::Duration countdown_;
    bool rendering_ = false;
    std::set<std::string> failed_;  ///< Sentences that cannot be rendered; not tried again before a restart or an edit.
};

}  // namespace village::control_loop
