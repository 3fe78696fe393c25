// Planted bugs: mistakes that somebody could make in the shells around the deciders. A simulation that does not find
// them proves nothing; `village-sim --plant all` says how many seeds each one needed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace village::simulation {

enum class Plant : std::uint8_t {
    none,
    forget_done,                    ///< The node's disk loses what was done.
    receipt_not_kept,               ///< The node lets go of a receipt when it has sent it.
    receipt_counted_twice,          ///< The store forgets that (node, number) was there.
    sync_forgotten,                 ///< The controller's disk believes the log of its database to be written when it is not.
    starts_early,                   ///< The device begins when it is told, not when it is to.
    skip_start_by,                  ///< The node takes start_by for not_after: plays late.
    plays_beyond_end,               ///< The device lets an item come to its end when its time is over.
    restart_adds_up,                ///< The device plays the content of a restarted item twice in one pass.
    ignore_scope,                   ///< The node believes that every grant is for it.
    skip_signature,                 ///< The node believes every grant.
    wrong_content,                  ///< The device plays what was fetched last.
    no_preemption,                  ///< The device lets what it plays come to its end before an emergency.
    lower_in_the_pause,             ///< Between two repetitions of an emergency the device goes on with what it interrupted.
    emergency_lost_at_boot,         ///< After a power cut only the plan is read from the node's disk.
    emergency_ends_after_once,      ///< The device takes the end of the first repetition for the end of the emergency.
    failure_taken_for_end,          ///< The device says that it came to its end when it failed.
    resume_ignores_stop,            ///< The node drops a STOP for what is not sounding at this moment.
    stop_lost_at_boot,              ///< The node's disk loses the STOPs.
    stop_lost_while_signing,        ///< The controller forgets a STOP whose grant is with the signer.
    ignore_quiet_hours,             ///< The node does not know the quiet hours.
    gives_up_connecting,            ///< The node tries to connect a few times, and never again.
    old_session_ends_new_one,       ///< The controller takes the late end of an old session for the end of the one in its place.
    outbox_never_empty,             ///< After a power cut the node does not know the receipts that are confirmed to it.
    long_timer_lost,                ///< The node's timer does not go off after more than a minute.
    underruns_not_counted,          ///< The node takes what the device should have output for what it did.
    leap_day_forgotten,             ///< Every year has 365 days.
    start_swallowed,                ///< The device does not hear what it is told at the very end of something else.
    hard_end_forgotten,             ///< The controller has a piece of a programme signed without its hard end.
    stopped_piece_comes_back,       ///< What a person stopped counts as taken back, and is planned again.
    rest_of_programme_goes_on,      ///< A person's STOP ends one piece of a programme that has begun, and not the rest.
    stand_in_for_nobody,            ///< The node reads a grant without what it stands in for.
    stand_in_sounds_once,           ///< The device says of what stands in, at its end, that nothing was heard of it.
    known_stop_silences,            ///< A STOP that the node has had before silences whatever sounds.
    old_plan_obeyed,                ///< The node takes every plan for the newest.
    copied_answer_counts,           ///< The controller takes an acknowledgement that comes again for the news that it sounds.
    older_emergency_finishes,       ///< The node lets an emergency come to the end of its pass before a newer one.
    alarm_lost_at_boot,             ///< The controller forgets what it wants to be woken for while it starts.
    emergency_counts_from_arrival,  ///< The node takes for the beginning of an emergency the moment it came.
    editor_not_noted,             ///< Who changes an announcement is not written down with its authors, nor is it approved anew.
    lender_stands_for_borrower,   ///< Of who approves with a lent right only the lender is written down.
    members_asked_again,          ///< The controller asks again who is in a zone when it reads back what it had planned for it.
    sequence_goes_back,           ///< With the controller's database the signer's sequence is put back.
    log_stays_beside_backup,      ///< Whoever puts a backup in the place of the database leaves the log of that one beside it.
    calendar_without_limit,       ///< The controller lets the calendar have the room that is kept for people.
    no_room_for_people,           ///< The controller keeps no room for people.
    plan_without_limit,           ///< The node has room for twice as much as it says.
    full_plan_knows_no_priority,  ///< The node refuses whatever comes when its plan is full.
    drill_flag_dropped,           ///< The controller has a drill signed as an ordinary item.
    signer_forgets_sirens,        ///< The signer signs any sound for a drill.
    signer_opens_quiet_hours,     ///< The signer signs for the quiet hours what nobody permitted there.
    emergency_above_music,        ///< The device lets what is beneath go on beneath an emergency.
    raised_stays_quiet,           ///< The device does not hear that it is to be as loud as before.
    level_ignored,                ///< The node does not read at which level an emergency was called.
    edit_keeps_what_was_planned,  ///< The controller plans what an edited schedule wants, and does not take back what it wants no more.
    hamlet_hours_forgotten,       ///< The node keeps the commune's hours, whatever it is told of its hamlet's.
    day_keeps_what_was_planned,   ///< A special day that is laid down takes back nothing that is planned.
    correction_for_all,           ///< A correction goes to all that the wrong one was for.
    correction_forgotten,         ///< The controller does not know whom a correction has reached.
    wrong_one_goes_on,            ///< What is corrected is not stopped.
    validity_not_signed,          ///< The controller has announcements signed without the end of their validity.
    withdrawn_goes_on,            ///< The controller takes nothing back of what was withdrawn or holds no more.
    skip_fence,                   ///< The store takes what a controller writes whose place was taken.
    signer_forgets_owner,         ///< The signer signs for a controller whose place was taken.
    dead_relay_counts_as_heard,   ///< The node says that it hears a relay of which nothing comes.
    dead_relay_is_stopped,        ///< The controller stops a relay whose station gives nothing.
    heard_only_while_it_sounds,   ///< The node says that it hears a relay only while it sounds.
    pass_forgotten,               ///< The node begins what is staggered with its neighbours.
    contradicted_clock_believed,  ///< The node follows every time that it is told.
    doubt_ignored,                ///< The player is not told that the clock is in doubt.
    silencer_lost_at_boot,        ///< After a power cut the node does not know what had silenced an item.
    call_asks_no_time,            ///< A call that contradicts the clock is left to the clock.
    node_obeys_old_owner,         ///< The node joins a controller that comes with a lower epoch than it has seen.
};

struct NamedPlant {
    std::string_view name;
    Plant plant;
};
inline constexpr std::array plants{
    NamedPlant{"forget_done", Plant::forget_done},
    NamedPlant{"receipt_not_kept", Plant::receipt_not_kept},
    NamedPlant{"receipt_counted_twice", Plant::receipt_counted_twice},
    NamedPlant{"sync_forgotten", Plant::sync_forgotten},
    NamedPlant{"starts_early", Plant::starts_early},
    NamedPlant{"skip_start_by", Plant::skip_start_by},
    NamedPlant{"plays_beyond_end", Plant::plays_beyond_end},
    NamedPlant{"restart_adds_up", Plant::restart_adds_up},
    NamedPlant{"ignore_scope", Plant::ignore_scope},
    NamedPlant{"skip_signature", Plant::skip_signature},
    NamedPlant{"wrong_content", Plant::wrong_content},
    NamedPlant{"no_preemption", Plant::no_preemption},
    NamedPlant{"lower_in_the_pause", Plant::lower_in_the_pause},
    NamedPlant{"emergency_lost_at_boot", Plant::emergency_lost_at_boot},
    NamedPlant{"emergency_ends_after_once", Plant::emergency_ends_after_once},
    NamedPlant{"failure_taken_for_end", Plant::failure_taken_for_end},
    NamedPlant{"resume_ignores_stop", Plant::resume_ignores_stop},
    NamedPlant{"stop_lost_at_boot", Plant::stop_lost_at_boot},
    NamedPlant{"stop_lost_while_signing", Plant::stop_lost_while_signing},
    NamedPlant{"ignore_quiet_hours", Plant::ignore_quiet_hours},
    NamedPlant{"gives_up_connecting", Plant::gives_up_connecting},
    NamedPlant{"old_session_ends_new_one", Plant::old_session_ends_new_one},
    NamedPlant{"outbox_never_empty", Plant::outbox_never_empty},
    NamedPlant{"long_timer_lost", Plant::long_timer_lost},
    NamedPlant{"underruns_not_counted", Plant::underruns_not_counted},
    NamedPlant{"leap_day_forgotten", Plant::leap_day_forgotten},
    NamedPlant{"start_swallowed", Plant::start_swallowed},
    NamedPlant{"hard_end_forgotten", Plant::hard_end_forgotten},
    NamedPlant{"stopped_piece_comes_back", Plant::stopped_piece_comes_back},
    NamedPlant{"rest_of_programme_goes_on", Plant::rest_of_programme_goes_on},
    NamedPlant{"stand_in_for_nobody", Plant::stand_in_for_nobody},
    NamedPlant{"stand_in_sounds_once", Plant::stand_in_sounds_once},
    NamedPlant{"known_stop_silences", Plant::known_stop_silences},
    NamedPlant{"old_plan_obeyed", Plant::old_plan_obeyed},
    NamedPlant{"copied_answer_counts", Plant::copied_answer_counts},
    NamedPlant{"older_emergency_finishes", Plant::older_emergency_finishes},
    NamedPlant{"alarm_lost_at_boot", Plant::alarm_lost_at_boot},
    NamedPlant{"emergency_counts_from_arrival", Plant::emergency_counts_from_arrival},
    NamedPlant{"editor_not_noted", Plant::editor_not_noted},
    NamedPlant{"lender_stands_for_borrower", Plant::lender_stands_for_borrower},
    NamedPlant{"members_asked_again", Plant::members_asked_again},
    NamedPlant{"sequence_goes_back", Plant::sequence_goes_back},
    NamedPlant{"log_stays_beside_backup", Plant::log_stays_beside_backup},
    NamedPlant{"calendar_without_limit", Plant::calendar_without_limit},
    NamedPlant{"no_room_for_people", Plant::no_room_for_people},
    NamedPlant{"plan_without_limit", Plant::plan_without_limit},
    NamedPlant{"full_plan_knows_no_priority", Plant::full_plan_knows_no_priority},
    NamedPlant{"drill_flag_dropped", Plant::drill_flag_dropped},
    NamedPlant{"signer_forgets_sirens", Plant::signer_forgets_sirens},
    NamedPlant{"signer_opens_quiet_hours", Plant::signer_opens_quiet_hours},
    NamedPlant{"emergency_above_music", Plant::emergency_above_music},
    NamedPlant{"raised_stays_quiet", Plant::raised_stays_quiet},
    NamedPlant{"level_ignored", Plant::level_ignored},
    NamedPlant{"edit_keeps_what_was_planned", Plant::edit_keeps_what_was_planned},
    NamedPlant{"hamlet_hours_forgotten", Plant::hamlet_hours_forgotten},
    NamedPlant{"day_keeps_what_was_planned", Plant::day_keeps_what_was_planned},
    NamedPlant{"correction_for_all", Plant::correction_for_all},
    NamedPlant{"correction_forgotten", Plant::correction_forgotten},
    NamedPlant{"wrong_one_goes_on", Plant::wrong_one_goes_on},
    NamedPlant{"validity_not_signed", Plant::validity_not_signed},
    NamedPlant{"withdrawn_goes_on", Plant::withdrawn_goes_on},
    NamedPlant{"skip_fence", Plant::skip_fence},
    NamedPlant{"signer_forgets_owner", Plant::signer_forgets_owner},
    NamedPlant{"dead_relay_counts_as_heard", Plant::dead_relay_counts_as_heard},
    NamedPlant{"dead_relay_is_stopped", Plant::dead_relay_is_stopped},
    NamedPlant{"heard_only_while_it_sounds", Plant::heard_only_while_it_sounds},
    NamedPlant{"pass_forgotten", Plant::pass_forgotten},
    NamedPlant{"contradicted_clock_believed", Plant::contradicted_clock_believed},
    NamedPlant{"doubt_ignored", Plant::doubt_ignored},
    NamedPlant{"silencer_lost_at_boot", Plant::silencer_lost_at_boot},
    NamedPlant{"call_asks_no_time", Plant::call_asks_no_time},
    NamedPlant{"node_obeys_old_owner", Plant::node_obeys_old_owner},
};

inline std::optional<Plant> plant_named(std::string_view name) {
    for (const auto& known : plants)
        if (known.name == name) return known.plant;
    return std::nullopt;
}

}  // namespace village::simulation
