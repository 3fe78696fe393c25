// Sees to it that the signer knows what it holds every wish against: the policy and the officers' devices. It may be started
// after this program, or again beside it; what it did not hear is told again after 1 s, 2 s, ... at most 30 s, until it answers.
#pragma once

#include <functional>

#include "controller/control_loop/owner_desk.hpp"

namespace village::control_loop {

class SignerDesk {
public:
    /// `tell` says everything at once.
    SignerDesk(Office& office, OwnerDesk& owner, std::function<ports::Awaitable<domain::Status>()> tell,
               std::chrono::milliseconds first_pause);

    /// What it refused. That it does not answer is no refusal: then it is asked again later.
    ports::Awaitable<domain::Status> introduce();
    /// What people should know: why it does not know the present state of the commune, or that its right to sign ends soon.
    std::optional<std::string> trouble() const;
    void stop() { timer_.cancel(); }
    /// It answers after it did not, or its keys were renewed.
    std::function<void()> on_heard;

private:
    ports::Awaitable<domain::Status> tell();
    ports::Awaitable<void> look_at_its_keys();
    void ask_again_in(std::chrono::milliseconds pause);
    void heard();
    void not_heard(const domain::Error& why);

    Office& office_;
    OwnerDesk& owner_;
    std::function<ports::Awaitable<domain::Status>()> tell_;
    std::chrono::milliseconds first_pause_, pause_;
    std::optional<std::string> trouble_;
    std::optional<domain::UtcTime> delegated_until_;
    boost::asio::steady_timer timer_;
};

}  // namespace village::control_loop
