// What befalls a run, by name: faults of machines and lines, and acts of people. Each one is drawn from the seed, its kind, its place
// and its number alone, so that leaving one out changes nothing about the others: that is what lets a failing run be shrunk. Some kinds
// happen in one mode only.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/clockwork.hpp"
#include "tests/simulation/random.hpp"
#include "tests/simulation/trace.hpp"

namespace village::simulation {

enum class Kind : std::uint8_t {
    // Faults.
    node_restart,
    line_cut,
    device_failure,
    device_falter,
    clock_exchange,
    controller_clock_step,
    controller_restart,
    controller_power_cut,
    controller_take_over,
    database_restored,
    signer_silence,
    station_silence,
    replayed_start,
    forged_start,
    start_let_go,
    copied_command,
    replayed_receipt,
    // Acts.
    schedule,
    play_now,
    play_later,
    live,
    emergency,
    rival_emergencies,
    correction,
    drill,
    music,
    surge,
    special_day,
    hours_rule,
    night_wish,
    storm,
    stop,
    stop_area,
    cancel_schedule,
    edit_schedule,
    announcement,
    zone_change,
    flood,
    crowd,
    programme,
    edit_programme,
    edit_at_last,
    stop_piece,
    // After healing.
    due_item,
    controller_just_back,
    // Media mode alone.
    session_break,
    line_held_up,
    key_change,
    planned_relays,
    greedy_node,
    copied_packet,
    altered_packet,
    forged_packet,
    forged_flood,
    rubbish,
    copied_datagram,
    bare_start,
    // Not single events but how things are: left out as a whole.
    lossy_lines,
    power_cut_while_writing,
    wrong_clocks,
    slow_signer,
};

inline constexpr std::array kind_names{
    std::string_view{"node_restart"},
    std::string_view{"line_cut"},
    std::string_view{"device_failure"},
    std::string_view{"device_falter"},
    std::string_view{"clock_exchange"},
    std::string_view{"controller_clock_step"},
    std::string_view{"controller_restart"},
    std::string_view{"controller_power_cut"},
    std::string_view{"controller_take_over"},
    std::string_view{"database_restored"},
    std::string_view{"signer_silence"},
    std::string_view{"station_silence"},
    std::string_view{"replayed_start"},
    std::string_view{"forged_start"},
    std::string_view{"start_let_go"},
    std::string_view{"copied_command"},
    std::string_view{"replayed_receipt"},
    std::string_view{"schedule"},
    std::string_view{"play_now"},
    std::string_view{"play_later"},
    std::string_view{"live"},
    std::string_view{"emergency"},
    std::string_view{"rival_emergencies"},
    std::string_view{"correction"},
    std::string_view{"drill"},
    std::string_view{"music"},
    std::string_view{"surge"},
    std::string_view{"special_day"},
    std::string_view{"hours_rule"},
    std::string_view{"night_wish"},
    std::string_view{"storm"},
    std::string_view{"stop"},
    std::string_view{"stop_area"},
    std::string_view{"cancel_schedule"},
    std::string_view{"edit_schedule"},
    std::string_view{"announcement"},
    std::string_view{"zone_change"},
    std::string_view{"flood"},
    std::string_view{"crowd"},
    std::string_view{"programme"},
    std::string_view{"edit_programme"},
    std::string_view{"edit_at_last"},
    std::string_view{"stop_piece"},
    std::string_view{"due_item"},
    std::string_view{"controller_just_back"},
    std::string_view{"session_break"},
    std::string_view{"line_held_up"},
    std::string_view{"key_change"},
    std::string_view{"planned_relays"},
    std::string_view{"greedy_node"},
    std::string_view{"copied_packet"},
    std::string_view{"altered_packet"},
    std::string_view{"forged_packet"},
    std::string_view{"forged_flood"},
    std::string_view{"rubbish"},
    std::string_view{"copied_datagram"},
    std::string_view{"bare_start"},
    std::string_view{"lossy_lines"},
    std::string_view{"power_cut_while_writing"},
    std::string_view{"wrong_clocks"},
    std::string_view{"slow_signer"},
};
static_assert(kind_names.size() == static_cast<std::size_t>(Kind::slow_signer) + 1);

constexpr std::string_view kind_name(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }
std::optional<Kind> kind_named(std::string_view name);

struct Happening {
    Kind kind{};
    std::uint16_t place = 0;  ///< The node's number; 0: the commune.
    std::uint32_t number = 0;
    auto operator<=>(const Happening&) const = default;
};
/// "line_cut/7/3": the third cut of node 7's line.
std::string happening_text(const Happening& happening);
std::optional<Happening> happening_named(std::string_view text);

/// Which of them are wanted.
struct Selection {
    std::set<Kind> without;
    std::optional<std::set<Happening>> only;

    bool has(Kind kind) const { return !without.contains(kind); }
    bool wants(const Happening& one) const { return has(one.kind) && (!only || only->contains(one)); }
    bool operator==(const Selection&) const = default;
};

class Happenings {
public:
    using What = std::function<void(Random&)>;

    Happenings(Clockwork& clockwork, Trace& trace, std::uint64_t seed, Selection selection, domain::UtcTime until)
        : clockwork_(clockwork), trace_(trace), seed_(seed), selection_(std::move(selection)), until_(until) {}

    /// Again and again until the end of all faults.
    void every(Kind kind, std::uint16_t place, domain::Duration least, domain::Duration most, What what);
    /// This one, at some time between, or by chance not at all.
    void perhaps(const Happening& one, double chance, domain::Duration least, domain::Duration most, What what);
    /// This one, now, if it is wanted.
    void once(const Happening& one, const What& what);
    bool has(Kind kind) const { return selection_.has(kind); }
    Random random_of(const Happening& one) const;

    const std::vector<Happening>& happened() const { return happened_; }

private:
    void happen(const Happening& one, const What& what, Random& random);
    void next(Happening one, domain::Duration least, domain::Duration most, What what);

    Clockwork& clockwork_;
    Trace& trace_;
    std::uint64_t seed_;
    Selection selection_;
    domain::UtcTime until_;
    std::vector<Happening> happened_;
};

}  // namespace village::simulation
