// The announcements of a run that two persons have to agree to, as they lie in the office: the real policy says what an act does to one
// and whether it may sound, the desk around it follows controller/control_loop's approvals and its announcement desk. On the
// controller's disk as soon as they are said.
#pragma once

#include <map>

#include "scheduler/policy/approval.hpp"
#include "tests/simulation/checker.hpp"
#include "tests/simulation/plants.hpp"
#include "tests/simulation/signer_model.hpp"

namespace village::simulation {

/// Writers first, then approvers, and a clerk who approves with what two approvers lent him.
inline constexpr std::uint8_t staff = 6;
constexpr domain::OperatorId person(std::uint8_t number) { return domain::OperatorId{{static_cast<std::uint8_t>(number + 1)}}; }

class Approvals {
public:
    Approvals(Checker& checker, Situations& situations, Plant plant);

    const domain::Announcement& add(domain::OperatorId author, const domain::ContentHash& sound);
    void edit(domain::AnnouncementId id, domain::OperatorId by, const domain::ContentHash& sound);
    /// False: policy refuses it. `approver`: who agreed by telephone.
    bool act(domain::AnnouncementId id, domain::ApprovalAct what, domain::OperatorId by, domain::OperatorId approver,
             domain::UtcTime now);
    /// As it is to hold from now on. False: it is not his to do.
    bool set_validity(domain::AnnouncementId id, domain::OperatorId by, std::optional<domain::UtcTime> from,
                      std::optional<domain::UtcTime> until, domain::UtcTime now);
    /// Does it hold all the while it is heard?
    bool may_sound(const domain::Broadcast& broadcast) const;
    bool may_air(domain::AnnouncementId id) const;
    bool knows(domain::AnnouncementId id) const { return announcements_.contains(id); }
    const domain::Announcement& find(domain::AnnouncementId id) const { return announcements_.at(id); }

    /// What the controller tells the signer. What has no announcement was approved before the run.
    SignReasons reasons_for(const domain::Broadcast& broadcast) const;

private:
    /// Whose right it is: one's own, or the first lent one that would count.
    domain::OperatorId right_of(const domain::Announcement& item, domain::OperatorId who) const;
    void tell_judge(const domain::Announcement& item, domain::ApprovalAct what, domain::OperatorId by,
                    domain::OperatorId approver, domain::UtcTime now);

    Checker& checker_;
    Situations& situations_;
    Plant plant_;
    domain::Commune commune_;
    domain::ApprovalPolicy policy_;
    std::vector<domain::Delegation> delegations_;
    std::map<domain::AnnouncementId, domain::Announcement> announcements_;
};

}  // namespace village::simulation
