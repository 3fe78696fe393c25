// What every desk works with: the ports it may ask, the commune as it is now, and the two deciders. Lives on the control thread;
// owned by ControlLoop, borrowed by the desks, which know no other desk.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <functional>

#include "controller/control_loop/ledger.hpp"
#include "controller/control_loop/ports.hpp"
#include "scheduler/calendar/day_rules.hpp"
#include "scheduler/calendar/zone_rules.hpp"
#include "scheduler/domain/hours_rules.hpp"
#include "scheduler/planning/known.hpp"
#include "scheduler/policy/rights.hpp"

namespace village::control_loop {

/// A paired device and the person who holds it.
struct PairedDevice {
    domain::DeviceKey key;
    domain::Operator owner;
};

struct Office {
    boost::asio::any_io_executor executor;
    std::function<domain::UtcTime()> now;
    domain::IdSource& ids;
    Ports ports;
    Ledger& ledger;
    std::set<std::string> relays{};  ///< Keys of the stations that can be relayed.
    calendar::ZoneRules zone = calendar::ZoneRules::fixed(std::chrono::hours{7});
    domain::Commune commune{};
    domain::HoursPolicy hours{};       ///< The commune's own; at loudspeakers fewer may hold (hamlet_hours.hpp).
    domain::HoursRules hours_rules{};  ///< By hamlet and by kind of day.
    domain::ApprovalPolicy approval{};
    bool signer_answers = false;                                    ///< The last time it was spoken to.
    std::optional<domain::Error> superseded{};                      ///< Set for good once the signer obeys another controller.
    std::uint8_t approvals_told = domain::ApprovalRule::steps_max;  ///< What the signer asks for, as far as it was told.
    std::vector<domain::Delegation> delegations{};
    std::set<domain::AnnouncementId> silenced{};       ///< Taken back since the program began.
    std::vector<domain::SurgePeriod> surge_periods{};  ///< Past ones too.
    domain::DayRules day_rules{};
    std::optional<calendar::SpecialDays> special_days{};  ///< The same laid out over a year; empty until there is a commune.
    std::vector<domain::EmergencyTemplate> templates{};
    std::vector<domain::RenderedTemplate> rendered{};
    std::vector<PairedDevice> devices{};  ///< Revoked ones too. In memory, so that no emergency waits for the disk.
    dispatch::Dispatcher dispatcher{};
    delivery::Tracker tracker{};

    /// For planning: of this moment.
    planning::Known known() const { return {dispatcher, tracker, now()}; }
    /// This device and who holds it: `key_unknown`, or `key_revoked` when it or its owner's account is.
    domain::Result<PairedDevice> paired(domain::DeviceKeyId device) const;
    /// Goes on by itself; what it returns is logged when it is an error. `what` names it: "save broadcast".
    void spawn(std::string what, ports::Awaitable<domain::Status> work) const;
    /// The audit row of what this person does now. It goes to the store with the change; with what must not wait for the disk
    /// (emergency, STOP) to the ledger, in the same turn.
    ports::AuditEntry row(const domain::Operator& who, std::string action, std::string subject, std::string detail = {}) const;
    /// May this person do it at every hamlet of these nodes?
    domain::Status may_at(const domain::Operator& who, policy::Action action, const domain::NodeSet& nodes,
                          domain::Priority priority, policy::HoursStanding standing) const;
    /// May this person do it at this priority in any of their own areas? For what sounds nowhere yet.
    domain::Status may_somewhere(const domain::Operator& who, policy::Action action, domain::Priority priority) const;
    /// May this person change this announcement, or send it for approval? Whoever writes only below the commune has only his own.
    domain::Status may_write(const domain::Operator& who, const domain::Announcement& item) const;
    /// May this person do it in the whole commune?
    domain::Status may(const domain::Operator& who, policy::Action action) const;
};

}  // namespace village::control_loop
