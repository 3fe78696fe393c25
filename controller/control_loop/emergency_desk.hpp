// Emergencies: turns an officer's signed Intent into a broadcast with its countdown, and keeps the finished audio of every
// template for every hamlet ready and up to date.
#pragma once

#include "controller/control_loop/switchboard.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class EmergencyDesk {
public:
    EmergencyDesk(Office& office, Switchboard& switchboard, domain::Duration countdown)
        : office_(office), switchboard_(switchboard), countdown_(countdown) {}

    ports::Awaitable<domain::Result<domain::Broadcast>> start(domain::EmergencyIntent intent);
    ports::Awaitable<domain::Result<domain::Broadcast>> cancel(domain::BroadcastId id, domain::DeviceKeyId device);
    /// Renders what is missing or older than its sentence; one job per (template, hamlet). `on_change` follows each new one.
    void render_missing(std::function<void()> on_change);

private:
    ports::Awaitable<domain::Result<domain::Operator>> officer_of(domain::DeviceKeyId device);
    domain::Result<std::string> sentence(const domain::EmergencyTemplate& wanted, const domain::Area& hamlet) const;
    void render(const domain::EmergencyTemplate& wanted, domain::RenderedTemplate rendered, std::function<void()> on_change);
    ports::Awaitable<domain::Status> keep(domain::RenderedTemplate rendered, std::function<void()> on_change);

    Office& office_;
    Switchboard& switchboard_;
    domain::Duration countdown_;
};

}  // namespace village::control_loop
