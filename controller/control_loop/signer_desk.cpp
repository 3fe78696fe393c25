#include "controller/control_loop/signer_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/observability/log.hpp"
#include "scheduler/domain/passing.hpp"

namespace village::control_loop {
namespace {

constexpr std::chrono::milliseconds longest_pause{30'000};
constexpr std::chrono::hours look_again{1};
constexpr std::chrono::hours warned_before{24 * 30};

}  // namespace

SignerDesk::SignerDesk(Office& office, OwnerDesk& owner, std::function<ports::Awaitable<domain::Status>()> tell,
                       std::chrono::milliseconds first_pause)
    : office_(office),
      owner_(owner),
      tell_(std::move(tell)),
      first_pause_(first_pause),
      pause_(first_pause),
      timer_(office.executor) {}

ports::Awaitable<domain::Status> SignerDesk::introduce() {
    timer_.cancel();
    if (office_.superseded) co_return *office_.superseded;
    auto told = co_await tell();
    const bool has_risen = told && co_await owner_.rises_above_itself();
    if (has_risen) told = co_await tell_();
    if (told) {
        co_await look_at_its_keys();
        heard();
        co_return told;
    }
    not_heard(told.error());
    if (!domain::is_passing(told.error().code)) co_return told;
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> SignerDesk::tell() {
    auto told = co_await tell_();
    if (told || told.error().code != domain::ErrorCode::superseded || owner_.is_obeyed()) co_return told;
    if (auto overtaken = co_await owner_.overtake(); !overtaken) co_return overtaken;
    co_return co_await tell_();
}

ports::Awaitable<void> SignerDesk::look_at_its_keys() {
    auto trust = co_await office_.ports.signer.trust();
    if (!trust || trust->delegated_until == delegated_until_) co_return;
    const bool is_renewed = delegated_until_.has_value();
    delegated_until_ = trust->delegated_until;
    if (is_renewed && on_heard) on_heard();
}

std::optional<std::string> SignerDesk::trouble() const {
    if (trouble_ || !delegated_until_ || *delegated_until_ - office_.now() > warned_before) return trouble_;
    return fmt::format(
        "after {} no loudspeaker believes village-signer any more: run village-signer --renew with the recovery passphrase",
        domain::utc_text(*delegated_until_));
}

void SignerDesk::ask_again_in(std::chrono::milliseconds pause) {
    timer_.expires_after(pause);
    timer_.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled) office_.spawn("introduce the commune to the signer", introduce());
    });
}

void SignerDesk::heard() {
    office_.signer_answers = true;
    pause_ = first_pause_;
    ask_again_in(look_again);
    if (!trouble_) return;
    trouble_.reset();
    log::info("village-signer knows the commune again [signer_back]");
    if (on_heard) on_heard();
}

void SignerDesk::not_heard(const domain::Error& why) {
    office_.signer_answers = false;
    trouble_ = "village-signer does not know the commune as it is: " + why.detail;
    log::error("{} [{}]", *trouble_, domain::error_name(why.code));
    if (!domain::is_passing(why.code)) return;
    ask_again_in(pause_);
    pause_ = std::min(pause_ * 2, longest_pause);
}

}  // namespace village::control_loop
