// What is true now, from memory: the loop answers snapshots (`LiveView`) and tells changes (`StateFeed`), both on the control
// thread. A change carries the whole new value, so a missed one is healed by the next.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "controller/ports/node_gateway.hpp"
#include "controller/ports/stores.hpp"

namespace village::ports {

struct NodeCondition {
    domain::NodeNumber node;
    bool connected = false;
    domain::UtcTime since{};  ///< Connected, or silent, since.
    std::optional<domain::UtcTime> last_seen_at;
    std::optional<domain::BroadcastId> playing;
    bool clock_trusted = false;
    double round_trip_ms = 0;
    std::string software;
    std::uint16_t content_ready = 0;  ///< Of `content_wanted` pieces of audio, how many lie in its cache.
    std::uint16_t content_wanted = 0;
    std::optional<EnrolmentRequest> enrolment;  ///< A device waits for its words to be compared.
};

using StateChange =
    std::variant<NodeCondition, domain::Broadcast, domain::Delivery, domain::Announcement, domain::Schedule, JobRow>;

class StateFeed {
public:
    virtual ~StateFeed() = default;
    virtual void publish(StateChange change) = 0;
};

class LiveView {
public:
    virtual ~LiveView() = default;
    virtual const domain::Commune& commune() const = 0;
    virtual const domain::HoursPolicy& hours() const = 0;
    virtual std::vector<NodeCondition> nodes() const = 0;
    virtual std::vector<domain::Broadcast> current_broadcasts() const = 0;  ///< Planned today, counting down, on air, just ended.
    /// What warns and ends by this all-clear when its countdown is over; nothing of any other broadcast.
    virtual std::vector<domain::Broadcast> warnings_ended_by(const domain::Broadcast& all_clear) const = 0;
    virtual std::vector<domain::Delivery> deliveries(domain::BroadcastId broadcast) const = 0;
    virtual std::vector<domain::EmergencyTemplate> emergency_templates() const = 0;
    virtual std::vector<domain::RenderedTemplate> rendered_templates() const = 0;
    /// The sound of these words could not be made, and nobody tries again by itself.
    virtual bool has_failed(const std::string& sentence) const = 0;
    /// Who holds this paired device: `key_unknown`, or `key_revoked` when it or its owner's account is.
    virtual Result<domain::Operator> officer_of(domain::DeviceKeyId device) const = 0;
    /// Readiness for `/health`: every part with a sentence when it is not well.
    struct Part {
        std::string name;
        bool well = true;
        std::string detail;
    };
    virtual std::vector<Part> parts() const = 0;
    /// Another controller owns the commune: `superseded`, in words for people. STOP, emergencies and who only reads go on.
    virtual std::optional<domain::Error> superseded() const = 0;
};

}  // namespace village::ports
