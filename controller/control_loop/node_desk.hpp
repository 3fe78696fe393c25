// What the loudspeakers say: who is there, what they hold and what they started.
#pragma once

#include <map>
#include <set>

#include "controller/control_loop/switchboard.hpp"
#include "controller/ports/live_view.hpp"
#include "controller/ports/node_directory.hpp"

namespace village::control_loop {

class NodeDesk {
public:
    /// It looks through all broadcasts, and nobody waits for it.
    static constexpr std::chrono::minutes settling_period{10};

    NodeDesk(Office& office, Switchboard& switchboard) : office_(office), switchboard_(switchboard), begun_(office.now()) {}

    void connected(domain::NodeNumber node);
    void lost(domain::NodeNumber node);
    void status(const ports::NodeStatus& status);
    void acknowledged(domain::NodeNumber node, domain::GrantId grant);
    void refused(domain::NodeNumber node, domain::GrantId grant, const domain::Error& why);
    void fetched(domain::NodeNumber node, const domain::ContentHash& content);
    void started(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime first_sample);
    void enrolment_requested(ports::EnrolmentRequest request);
    void enrolment_finished(domain::NodeId node, const domain::Status& outcome);

    /// The emergency set of the node's hamlet, again after it changed.
    void offer_emergency_set(domain::NodeNumber node);
    /// Hours, volume or names may have changed: every connected node that was told otherwise is told anew.
    void tell_profiles();
    std::vector<ports::NodeCondition> conditions() const;
    std::optional<ports::NodeProfile> profile(domain::NodeNumber node) const;

private:
    ports::NodeCondition& condition(domain::NodeNumber node);
    /// In this life of the controller: silent since it began.
    ports::NodeCondition never_seen(domain::NodeNumber node) const { return {.node = node, .since = begun_}; }
    /// It has said all that it has to say: what never reached it is missed.
    void settle(domain::NodeNumber node);
    void count_emergency_set(ports::NodeCondition& changed);
    std::optional<domain::BroadcastId> broadcast_of(domain::GrantId grant) const;
    ports::NodeProfile profile_of(const domain::Node& node, domain::HoursPolicy hours) const;
    domain::HoursPolicy hours_of(domain::AreaId hamlet) const;
    std::set<domain::ContentHash> emergency_contents(domain::NodeNumber node) const;
    ports::Awaitable<domain::Status> save_stage(domain::Node node);

    Office& office_;
    Switchboard& switchboard_;
    domain::UtcTime begun_;
    std::map<domain::NodeNumber, ports::NodeCondition> conditions_;
    std::map<domain::NodeNumber, std::set<domain::ContentHash>> fetched_;
    std::map<domain::NodeNumber, domain::UtcTime> settled_at_;
};

}  // namespace village::control_loop
