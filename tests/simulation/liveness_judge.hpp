// L1, L2 and L3 after healing: faults have stopped, nobody presses anything but what is to be judged, and now everything must work.
// Keeps what was heard where, when the controller was there and when it said "on the air", and answers at the end.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/grant.hpp"
#include "tests/simulation/situations.hpp"

namespace village::simulation {

class LivenessJudge {
public:
    using Complaint = std::optional<std::string>;
    static constexpr std::chrono::seconds connected_within{90};
    static constexpr std::chrono::minutes outbox_empty_within{5};
    static constexpr std::chrono::seconds back_before{3};

    explicit LivenessJudge(Situations& situations) : situations_(situations) {}

    void controller_up(domain::UtcTime now) { lives_.push_back({now, domain::UtcTime::max()}); }
    void controller_down(domain::UtcTime now);
    void on_air(domain::BroadcastId broadcast, domain::UtcTime now) { on_air_.try_emplace(broadcast, now); }

    void sound_started(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void sound_stopped(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void finished(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);

    /// L2, of one due item at one of its nodes: was it heard in its window, and in full if nothing came between?
    Complaint judge(domain::NodeNumber node, const domain::Broadcast& due, const domain::Grant& grant,
                    domain::DeliveryState said);
    /// L3, of one due item: was it started on time by a controller that was back early enough?
    Complaint judge(const domain::Broadcast& due);

private:
    struct Life {
        domain::UtcTime from{};
        domain::UtcTime until{};
    };
    /// An emergency holds its loudspeaker between its repetitions, too.
    struct Hold {
        domain::GrantId grant;
        domain::Priority priority{};
        domain::UtcTime from{};
        domain::UtcTime until{};
    };
    /// Who was told only after the beginning joins where the others are, and says "partial".
    bool was_controller_away(domain::UtcTime from, domain::UtcTime to) const;
    /// When every node has its grant and its audio.
    domain::UtcTime arrived_by(const domain::Broadcast& due) const;
    bool was_free(const std::vector<Hold>& holds, const domain::Broadcast& due, const domain::Grant& grant) const;

    Situations& situations_;
    std::vector<Life> lives_;
    std::map<domain::BroadcastId, domain::UtcTime> on_air_;
    std::map<domain::NodeNumber, std::vector<Hold>> holds_;
};

}  // namespace village::simulation
