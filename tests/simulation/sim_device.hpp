// The sound device of one loudspeaker: begins a moment after it was told, comes to its end by itself, and tells the judges what is
// heard: one loud thing, and one that goes on quietly beneath it. Some of the planted bugs are its own.
#pragma once

#include <functional>

#include "tests/simulation/surroundings.hpp"

namespace village::simulation {

class SimDevice {
public:
    struct Order {
        Sound sound;
        domain::UtcTime at{};                           ///< When the first sample is to leave, in true time ...
        domain::UtcTime ends = domain::UtcTime::max();  ///< ... and the last one; a stream ends when it is told.
        bool is_emergency = false;
    };

    SimDevice(Surroundings& world, domain::NodeNumber number, Random random) : world_(world), number_(number), random_(random) {}

    std::function<void(domain::GrantId)> on_begun;
    /// With what left the device since it began.
    std::function<void(domain::GrantId, domain::Duration)> on_ended;

    void start(const Order& order);
    void duck(domain::GrantId grant);
    void raise(domain::GrantId grant);
    void stop(domain::GrantId grant);
    /// By its source, before it would end by itself.
    void end_now(domain::GrantId grant);
    void lose_power();
    /// The last `time` of what it played was not output. How much that was of this one.
    domain::Duration falter(domain::GrantId grant, domain::Duration time);

    /// The loud one.
    std::optional<domain::GrantId> current() const { return grant_of(playing_); }
    std::optional<domain::GrantId> beneath() const { return grant_of(beneath_); }
    /// What is beneath first.
    std::vector<domain::GrantId> all() const;
    bool is_sounding() const { return playing_ && playing_->begun; }
    bool plays_emergency() const { return playing_ && playing_->order.is_emergency; }
    bool plays_stream(domain::GrantId grant) const;
    domain::Duration played(domain::GrantId grant) const;

    /// Plant `lower_in_the_pause`: what the last emergency interrupted.
    std::optional<domain::GrantId> interrupted() const { return grant_of(interrupted_); }
    void go_on_with_interrupted();

private:
    struct Playing {
        Order order;
        domain::UtcTime began{};
        std::uint64_t serial = 0;
        bool begun = false;
        domain::Duration faltered{};
    };
    using Slot = std::optional<Playing>;

    static std::optional<domain::GrantId> grant_of(const Slot& slot);
    const Playing* find(domain::GrantId grant) const;
    Slot* slot_of(domain::GrantId grant);
    Slot* slot_of(std::uint64_t serial);
    bool swallows(const Order& order) const;
    void begin(std::uint64_t serial);
    void end(std::uint64_t serial);
    void silence(Slot& slot);

    Surroundings& world_;
    domain::NodeNumber number_;
    Random random_;
    Slot playing_;
    Slot beneath_;
    Slot interrupted_;
    std::uint64_t serial_ = 0;
    domain::UtcTime last_ended_{};
};

}  // namespace village::simulation
