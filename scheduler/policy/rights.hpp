// Rights in one function: action × area × priority × hours. Whoever needs to know whether a person may
// do something asks here and nowhere else.
#pragma once

#include <string_view>

#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/operator.hpp"
#include "scheduler/domain/priority.hpp"
#include "scheduler/policy/check_hours.hpp"

namespace village::policy {

enum class Action : std::uint8_t {
    write,  ///< Make an announcement: upload, text, record.
    approve,
    approve_if_lent,  ///< In the place of somebody who lent his right.
    schedule,         ///< Put it in the calendar.
    broadcast_now,    ///< Phát ngay, phát trực tiếp.
    emergency,
    stop,
    set_hours,       ///< Hours, volume caps, approval rules, granting a right to speak.
    manage_devices,  ///< Enrol, revoke, firmware.
    tune_devices,    ///< Restart, volume.
    manage_users,
    read_reports,
    read,         ///< See the commune's pages.
    cancel_jobs,  ///< Of others; one's own end with the right to write.
};
std::string_view action_name(Action action);

/// What is asked about beside the action. `area` is where it would sound or apply; the commune's own id means everywhere in it.
struct Wish {
    domain::AreaId area;
    domain::Priority priority = domain::Priority::normal;
    HoursStanding hours = HoursStanding::allowed;
};

/// `not_permitted` with what is missing. An inactive operator may nothing.
domain::Status may(const domain::Operator& who, Action action, const Wish& wish, const domain::Commune& commune);

}  // namespace village::policy
