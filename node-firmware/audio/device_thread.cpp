#include "node-firmware/audio/device_thread.hpp"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

#include <cerrno>

namespace village::node::audio {
namespace {

domain::Duration read_clock(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return std::chrono::seconds{now.tv_sec} + domain::Duration{now.tv_nsec / 1000};
}

void ask_for_priority() {
    sched_param priority{};
    priority.sched_priority = 5;
    // Without the right to it, the ordinary scheduler has to do.
    pthread_setschedparam(pthread_self(), SCHED_RR, &priority);
}

}  // namespace

domain::MonotonicTime monotonic_now() { return domain::MonotonicTime{read_clock(CLOCK_MONOTONIC)}; }
domain::UtcTime machine_utc_now() { return domain::UtcTime{read_clock(CLOCK_REALTIME)}; }

domain::UtcTime machine_utc_at(domain::MonotonicTime when) {
    auto best = domain::Duration::max();
    domain::UtcTime utc;
    for (int reading = 0; reading < 8 && best > std::chrono::microseconds{5}; ++reading) {
        const auto before = monotonic_now();
        const auto machine = machine_utc_now();
        const auto after = monotonic_now();
        if (after - before >= best) continue;
        best = after - before;
        utc = machine + (when - (before + best / 2));
    }
    return utc;
}

void sleep_until(domain::MonotonicTime when) {
    const auto us = when.time_since_epoch().count();
    const timespec until{us / 1'000'000, us % 1'000'000 * 1000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
    }
}

void DeviceThread::start(const char* name, std::function<void()> run) {
    stopping_ = false;
    // The new thread inherits the mask: signals stay with the main thread.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([name, run = std::move(run)] {
        pthread_setname_np(pthread_self(), name);
        ask_for_priority();
        run();
    });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void DeviceThread::stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

}  // namespace village::node::audio
