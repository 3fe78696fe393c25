#include "controller/control_loop/signer_desk.hpp"

#include <algorithm>

#include "controller/observability/log.hpp"

namespace village::control_loop {
namespace {

constexpr std::chrono::milliseconds longest_pause{30'000};

bool passes(domain::ErrorCode code) { return code == domain::ErrorCode::unavailable || code == domain::ErrorCode::timed_out; }

}  // namespace

SignerDesk::SignerDesk(Office& office, std::function<ports::Awaitable<domain::Status>()> tell,
                       std::chrono::milliseconds first_pause)
    : office_(office), tell_(std::move(tell)), first_pause_(first_pause), pause_(first_pause), timer_(office.executor) {}

ports::Awaitable<domain::Status> SignerDesk::introduce() {
    timer_.cancel();
    auto told = co_await tell_();
    if (told) {
        heard();
        co_return told;
    }
    not_heard(told.error());
    if (!passes(told.error().code)) co_return told;
    co_return domain::Status{};
}

void SignerDesk::heard() {
    pause_ = first_pause_;
    if (!trouble_) return;
    trouble_.reset();
    log::info("village-signer knows the commune again [signer_back]");
    if (on_heard) on_heard();
}

void SignerDesk::not_heard(const domain::Error& why) {
    trouble_ = "village-signer does not know the commune as it is: " + why.detail;
    log::error("{} [{}]", *trouble_, domain::error_name(why.code));
    if (!passes(why.code)) return;
    timer_.expires_after(pause_);
    pause_ = std::min(pause_ * 2, longest_pause);
    timer_.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled) office_.spawn("introduce the commune to the signer", introduce());
    });
}

}  // namespace village::control_loop
