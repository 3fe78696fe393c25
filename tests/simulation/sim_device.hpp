// The sound device of one loudspeaker: begins a moment after it was told, comes to its end by itself, and tells the judges what is
// heard. Some of the planted bugs are its own.
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
    void stop();
    void interrupt();
    /// By its source, before it would end by itself.
    void end_now() { end(serial_); }
    void lose_power();
    /// The last `time` of what it played was not output. How much that was of what plays.
    domain::Duration falter(domain::Duration time);

    std::optional<domain::GrantId> current() const;
    bool is_sounding() const { return playing_ && playing_->begun; }
    bool plays_emergency() const { return playing_ && playing_->order.is_emergency; }
    bool plays_stream() const { return playing_ && !playing_->order.sound.content; }
    domain::Duration played() const;

    /// Plant `lower_in_the_pause`: what the last emergency interrupted.
    std::optional<domain::GrantId> interrupted() const;
    void go_on_with_interrupted();

private:
    struct Playing {
        Order order;
        domain::UtcTime began{};
        bool begun = false;
        domain::Duration faltered{};
    };
    bool swallows(const Order& order) const;
    void begin(std::uint64_t serial);
    void end(std::uint64_t serial);

    Surroundings& world_;
    domain::NodeNumber number_;
    Random random_;
    std::optional<Playing> playing_;
    std::optional<Playing> interrupted_;
    std::uint64_t serial_ = 0;
    domain::UtcTime last_ended_{};
};

}  // namespace village::simulation
