// What must have happened before "no violation" means anything: situations the invariants speak of, counted as they
// occur. One that never occurs in 200 seeds makes the run fail, because then nothing was judged there.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace village::simulation {

enum class Situation : std::uint8_t {
    emergency_breaks_in,
    emergency_over_live,
    emergency_over_emergency,
    emergency_waits_its_turn,
    emergency_without_clock,
    emergency_after_power_cut,
    emergency_broken_off,
    countdown_cancelled,
    resumed_after_interruption,
    restarted_after_interruption,
    dropped_after_interruption,
    rejoined_after_power_cut,
    late_start_missed,
    quiet_hours_cut_an_item,
    stop_while_sounding,
    stop_before_start,
    stop_arrives_again,
    stop_while_signing,
    start_after_stop_and_power_cut,
    stop_outlives_controller,
    forged_start,
    replayed_start,
    receipt_arrives_again,
    receipt_waits_for_line,
    controller_dies_on_air,
    signer_silent,
    due_at_a_free_node,
    controller_back_just_before,
    year_end,
    leap_day,
    day_31,
    lunar_new_year,
    node_without_rtc,
    node_clock_forward,
    node_clock_back,
    controller_clock_forward,
    controller_clock_back,
    node_believes_in_dead_session,
    controller_believes_in_dead_session,
    device_falters,
    replayed_receipt,
    power_cut_while_controller_writes,
    piece_withdrawn,
    piece_wanted_again,
    piece_stopped_before,
    begun_programme_stopped,
    stand_in_sounds,
    stand_in_begins_again,
    piece_takes_over,
    piece_ends_unfinished,
    copied_start,
    copied_stop,
    copied_plan,
    copied_answer,
    newest_emergency_at_once,
    emergencies_take_turns,
    controller_taken_over,
    node_stays_with_old_controller,
    old_controller_is_asked,
    old_controller_meets_fence,
    old_controller_refused_by_signer,
    old_controller_refused_by_node,
    later_pass_sounds,
};

inline constexpr std::array situation_names{
    "emergency breaks in over something lower",
    "emergency breaks in over a live broadcast",
    "newer emergency breaks in over an older one",
    "emergency waits its turn behind another",
    "emergency at a node without a clock",
    "emergency goes on after a power cut",
    "device fails under an emergency",
    "emergency cancelled in its countdown",
    "interrupted item resumes",
    "interrupted item begins again",
    "interrupted item is dropped",
    "item joined after a power cut",
    "start arrives after start_by",
    "quiet hours cut an item",
    "STOP while it sounds",
    "STOP before START",
    "STOP arrives again",
    "STOP while the grant is being signed",
    "START after STOP and a power cut",
    "STOP outlives the controller",
    "forged START",
    "replayed START",
    "receipt arrives again",
    "receipt waits for the line",
    "controller dies while something is on the air",
    "signer silent when asked",
    "item due at a free loudspeaker after healing",
    "controller back just before an item is due",
    "item sounds across the end of a year",
    "something sounds on 29 February",
    "something sounds on the 31st",
    "something sounds on the lunar New Year",
    "node boots in 1970",
    "node's clock is set forward while it sounds",
    "node's clock is set back while it sounds",
    "controller's clock is set forward while something is on the air",
    "controller's clock is set back while something is on the air",
    "node speaks into a session that is dead",
    "controller speaks into a session that is dead",
    "device falters",
    "replayed receipt",
    "power goes while the controller writes to its database",
    "programme is made anew without a piece",
    "piece of a programme is wanted again",
    "piece is stopped before its programme begins",
    "programme is stopped after it has begun",
    "stand-in sounds",
    "stand-in begins again",
    "piece takes over from what stands in for it",
    "interrupted piece is cut by its hard end",
    "copied START at a node that had it or is not meant",
    "copied STOP at a node that had it",
    "copied plan that is older than the node's",
    "copied answer of a node",
    "newer emergency waits for nobody",
    "emergency waits for its repetition while another is heard",
    "second controller takes the commune over from one that is thought dead",
    "loudspeaker stays in the session of a controller whose place was taken",
    "somebody asks for something at a controller whose place was taken",
    "controller whose place was taken meets the fence of the store",
    "controller whose place was taken is refused by the signer",
    "controller whose place was taken is refused by a loudspeaker",
    "later pass of a staggered item sounds",
};

class Situations {
public:
    static constexpr std::size_t count = situation_names.size();
    static_assert(count == static_cast<std::size_t>(Situation::later_pass_sounds) + 1);

    void saw(Situation what) { ++counts_[static_cast<std::size_t>(what)]; }
    std::uint64_t of(std::size_t index) const { return counts_[index]; }
    void add(const Situations& other) {
        for (std::size_t i = 0; i < count; ++i) counts_[i] += other.counts_[i];
    }

private:
    std::array<std::uint64_t, count> counts_{};
};

}  // namespace village::simulation
