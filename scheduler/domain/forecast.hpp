// What is foreseen for loudspeakers: which planned sounds will be heard, when, and why others will not, or not whole. Values only;
// scheduler/dispatch makes them (dry_run.hpp, conflicts.hpp), the API shows them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/schedule.hpp"

namespace village::domain {

/// The thing that is in the way: what holds the loudspeaker, what was cancelled, what is missing.
struct InTheWay {
    enum class Kind : std::uint8_t { broadcast, schedule, announcement, area, zone, node, special_day };
    Kind kind = Kind::broadcast;
    UuidBytes id{};    ///< Nil for a special day, which has a name only.
    std::string name;  ///< Its title, for a sentence: "Bản tin sáng".
    bool operator==(const InTheWay&) const = default;
};
std::string_view in_the_way_name(InTheWay::Kind kind);

/// From one first sample to the next silence, or to where it becomes quiet or loud.
struct ForeseenPart {
    UtcTime from{};
    UtcTime to{};
    Duration position{};  ///< Where in the content it goes on.
    bool ducked = false;  ///< Quietly, beneath what interrupted it.
    bool operator==(const ForeseenPart&) const = default;
};

/// One planned sound and what becomes of it, alike at all these nodes.
struct Foreseen {
    BroadcastId broadcast;  ///< An occurrence has the same sixteen bytes.
    std::optional<ScheduleId> schedule;
    std::optional<UtcTime> occurrence;  ///< Of a schedule: the moment its rule gave, by which an edit names it.
    std::optional<AnnouncementId> announcement;
    std::string title;
    Priority priority = Priority::normal;
    UtcTime planned{};
    NodeSet nodes;
    ReceiptOutcome outcome = ReceiptOutcome::missed;
    std::string reason;  ///< Empty: whole and on time. A word as in a receipt, or what only the controller knows (openapi.yaml).
    std::optional<InTheWay> in_the_way;
    std::vector<ForeseenPart> parts;  ///< Empty: not heard.
    bool earlier_version = false;     ///< Heard as it was approved; its announcement was changed since.

    bool is_whole_and_on_time() const { return outcome == ReceiptOutcome::played && reason.empty(); }
    bool operator==(const Foreseen&) const = default;
};

/// What a person may choose where two sounds meet.
struct ConflictChoice {
    enum class Kind : std::uint8_t {
        replace_once,  ///< Leave out (or stop) the other one's occurrence, this once.
        shift,         ///< This one sounds at `starts_at`, the next free moment inside the allowed hours.
        shift_other,   ///< This one goes first; the other one's occurrence sounds at `starts_at`, the next free moment behind it.
        cancel,        ///< Do not save.
        keep_both,     ///< What is foreseen happens.
    };
    Kind kind = Kind::cancel;
    std::optional<UtcTime> starts_at;
    bool operator==(const ConflictChoice&) const = default;
};
std::string_view conflict_choice_name(ConflictChoice::Kind kind);

/// An occurrence of a draft and something planned already, wanted at the same time at common nodes.
struct Conflict {
    Foreseen draft;     ///< What becomes of each if these two are alone ...
    Foreseen existing;  ///< ... at their common nodes.
    std::vector<ConflictChoice> choices;
    bool operator==(const Conflict&) const = default;
};

struct Conflicts {
    std::vector<Conflict> first;  ///< By time.
    std::size_t count = 0;        ///< All there are.
    bool operator==(const Conflicts&) const = default;
};

}  // namespace village::domain
