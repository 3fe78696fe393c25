#include "controller/sessions/helping_hand.hpp"

#include <utility>

namespace village::sessions {

HelpingHand::HelpingHand() : thread_([this](const std::stop_token& stop) { help(stop); }) {}

void HelpingHand::share(const std::function<void()>& work) noexcept {
    {
        const std::lock_guard lock(mutex_);
        offer_ = &work;
    }
    offered_.notify_one();
    work();
    std::unique_lock lock(mutex_);
    offer_ = nullptr;
    done_.wait(lock, [this] { return !is_helping_; });
}

void HelpingHand::help(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (offered_.wait(lock, stop, [this] { return offer_ != nullptr; })) {
        const auto& work = *std::exchange(offer_, nullptr);
        is_helping_ = true;
        lock.unlock();
        work();
        lock.lock();
        is_helping_ = false;
        done_.notify_one();
    }
}

}  // namespace village::sessions
