#include "scheduler/calendar/compose_programme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <utility>

namespace village::calendar {
namespace {

using domain::AnnouncementId;
using domain::Duration;
using domain::Error;
using domain::ErrorCode;
using domain::ItemKind;
using domain::Overrun;
using domain::Programme;
using domain::ProgrammeItem;

/// A piece shorter than this is no piece any more.
constexpr std::chrono::seconds shortest_cut{5};
/// Nobody puts music into a shorter gap.
constexpr std::chrono::seconds shortest_filling{3};
/// Several short pieces that are missing are one long silence: with the breath after them and a gap too short to fill, 10 s at most.
constexpr std::chrono::seconds uncovered_max{5};
constexpr std::size_t key_length_max = 32;
constexpr std::array<std::string_view, 10> left_out_names{"switched_off", "not_chosen", "not_today",   "not_found", "not_ready",
                                                          "not_approved", "over",       "special_day", "no_relay",  "no_room"};

Duration next_second(Duration offset) { return std::chrono::ceil<std::chrono::seconds>(offset); }

/// One sound that an item has for the day.
struct Candidate {
    std::string key;
    std::string title;
    std::optional<AnnouncementId> announcement;  ///< Empty: a relay.
    Duration length{};
    bool fills = false;  ///< Again and again until its length is over.
    std::string relay{};
};
/// An item with what there is of it; one without anything is not in the order of the day.
struct Slot {
    const ProgrammeItem* item = nullptr;
    std::vector<Candidate> candidates;
};

/// By when an item is to be over, and when nothing of it may sound any more.
struct Bounds {
    Duration own{};
    Duration hard{};
};

/// Item and announcement, or no announcement for its relay. The music for gaps is in here once more, without an item.
using Refused = std::set<std::pair<std::string, std::optional<AnnouncementId>>>;

class Composer {
public:
    Composer(const Programme& programme, date::local_days day, const DayFacts& facts, const Refused& refused)
        : programme_(programme), day_(day), facts_(facts), refused_(refused) {}

    ComposedDay compose() &&;

private:
    // What there is.
    std::optional<LeftOut> trouble_with(const ProgrammeItem& item, const std::optional<AnnouncementId>& announcement) const;
    std::optional<LeftOut> trouble_with_relay(const ProgrammeItem& item) const;
    bool is_there(const ProgrammeItem& item, const std::optional<AnnouncementId>& announcement) const {
        return !trouble_with(item, announcement);
    }
    Duration length_of(AnnouncementId announcement) const { return facts_.announcements.at(announcement).length; }
    std::optional<AnnouncementId> substitute_of(const ProgrammeItem& item, const std::optional<AnnouncementId>& main) const;
    Slot slot_of(const ProgrammeItem& item);
    void add_bulletins(const ProgrammeItem& item, Slot& slot);
    void add_relay(const ProgrammeItem& item, Slot& slot);
    void add_single(const ProgrammeItem& item, Slot& slot);
    void add_instead(const ProgrammeItem& item, std::optional<AnnouncementId> announcement, LeftOut why, Slot& slot);
    void leave_out(const ProgrammeItem& item, std::optional<AnnouncementId> announcement, LeftOut why, Duration length = {});
    void leave_out_if_missing(const ProgrammeItem& item, const std::optional<AnnouncementId>& substitute);

    // When it is.
    Duration next_start() const { return is_empty_ ? Duration::zero() : next_second(end_ + breath); }
    /// What stands before a fixed item leaves its moment free.
    Duration start_of(const ProgrammeItem& item) const { return std::max(next_start(), item.at.value_or(Duration::zero())); }
    Duration bound_after(std::size_t place) const;
    void fill_until(const ProgrammeItem& fixed);
    void place(const Slot& slot, Duration hard);
    bool place(const ProgrammeItem& item, const Candidate& candidate, const Bounds& bounds);
    bool fits(const ProgrammeItem& item, const Candidate& candidate, const Bounds& bounds) const;
    void place_fallback(const ProgrammeItem& item, const Bounds& bounds);
    void add(const ProgrammeItem& item, Piece piece);
    static Piece filling(Piece place, AnnouncementId announcement);

    const Programme& programme_;
    date::local_days day_;
    const DayFacts& facts_;
    const Refused& refused_;
    std::vector<Slot> slots_;
    ComposedDay day_composed_;
    Duration end_{};      ///< Of the last piece.
    Duration covered_{};  ///< Until here something fills in for what is missing.
    bool is_empty_ = true;
};

// ---- What there is ----

std::optional<LeftOut> Composer::trouble_with(const ProgrammeItem& item,
                                              const std::optional<AnnouncementId>& announcement) const {
    if (!announcement) return LeftOut::not_chosen;
    const auto found = facts_.announcements.find(*announcement);
    if (found == facts_.announcements.end()) return LeftOut::not_found;
    if (found->second.is_over) return LeftOut::over;
    if (!found->second.is_ready || found->second.length <= Duration::zero()) return LeftOut::not_ready;
    if (!found->second.falls_away.empty()) return LeftOut::special_day;
    if (refused_.contains({item.key, announcement})) return LeftOut::not_approved;
    return std::nullopt;
}

std::optional<LeftOut> Composer::trouble_with_relay(const ProgrammeItem& item) const {
    if (item.relay.empty()) return LeftOut::not_chosen;
    if (!facts_.relays.contains(item.relay)) return LeftOut::no_relay;
    if (refused_.contains({item.key, std::nullopt})) return LeftOut::not_approved;
    return std::nullopt;
}

/// What fills in for an item: its own fallback, or else the music for gaps. Nothing fills in for itself.
std::optional<AnnouncementId> Composer::substitute_of(const ProgrammeItem& item,
                                                      const std::optional<AnnouncementId>& main) const {
    if (is_there(item, item.fallback) && item.fallback != main) return item.fallback;
    return is_there(item, programme_.filler) && programme_.filler != main ? programme_.filler : std::nullopt;
}

void Composer::leave_out(const ProgrammeItem& item, std::optional<AnnouncementId> announcement, LeftOut why, Duration length) {
    LeftOutItem left{item.key, item.title, announcement, why, length, std::nullopt};
    if (why == LeftOut::special_day) left.special_day = facts_.announcements.at(*announcement).falls_away;
    day_composed_.left_out.push_back(std::move(left));
}

/// What was chosen to fill in and cannot: nobody would miss it before it is needed.
void Composer::leave_out_if_missing(const ProgrammeItem& item, const std::optional<AnnouncementId>& substitute) {
    if (const auto trouble = trouble_with(item, substitute); substitute && trouble) leave_out(item, substitute, *trouble);
}

Slot Composer::slot_of(const ProgrammeItem& item) {
    Slot slot{&item, {}};
    if (!item.is_on) {
        leave_out(item, item.announcement, LeftOut::switched_off);
        return slot;
    }
    switch (item.kind) {
        case ItemKind::bulletins: add_bulletins(item, slot); break;
        case ItemKind::relay: add_relay(item, slot); break;
        default: add_single(item, slot);
    }
    leave_out_if_missing(item, item.fallback);
    return slot;
}

void Composer::add_bulletins(const ProgrammeItem& item, Slot& slot) {
    const auto bulletins = in_order(facts_.bulletins);
    if (bulletins.empty()) return add_instead(item, std::nullopt, LeftOut::not_today, slot);
    for (const auto& bulletin : bulletins) {
        const auto& announcement = bulletin.announcement;
        if (const auto trouble = trouble_with(item, announcement)) {
            leave_out(item, announcement, *trouble);
            continue;
        }
        slot.candidates.push_back(
            {fmt::format("{}/{}", item.key, announcement.text()), item.title, announcement, length_of(announcement)});
    }
    if (!slot.candidates.empty() || !is_there(item, item.fallback)) return;
    day_composed_.left_out.back().replaced_by = item.fallback;
    slot.candidates.push_back({item.key, item.title, item.fallback, length_of(*item.fallback)});
}

void Composer::add_relay(const ProgrammeItem& item, Slot& slot) {
    const auto length = item.length.value_or(programme_.length);
    const auto trouble = trouble_with_relay(item);
    if (!trouble) {
        slot.candidates.push_back({item.key, item.title, std::nullopt, length, false, item.relay});
        return;
    }
    leave_out(item, std::nullopt, *trouble, length);
    const auto instead = substitute_of(item, std::nullopt);
    if (!instead) return;
    day_composed_.left_out.back().replaced_by = instead;
    slot.candidates.push_back({item.key, item.title, instead, length, true});
}

void Composer::add_single(const ProgrammeItem& item, Slot& slot) {
    auto announcement = item.announcement;
    auto title = item.title;
    if (item.kind == ItemKind::column) {
        const auto weekday = date::weekday{day_}.iso_encoding() - 1;
        const auto& column = item.on_weekday.at(weekday);
        if (column.announcement) announcement = column.announcement;
        if (!column.title.empty()) title = column.title;
    }
    const auto nothing = item.kind == ItemKind::column ? LeftOut::not_today : LeftOut::not_chosen;
    if (const auto trouble = trouble_with(item, announcement))
        return add_instead(item, announcement, announcement ? *trouble : nothing, slot);
    slot.candidates.push_back({item.key, std::move(title), announcement, length_of(*announcement)});
}

void Composer::add_instead(const ProgrammeItem& item, std::optional<AnnouncementId> announcement, LeftOut why, Slot& slot) {
    leave_out(item, announcement, why);
    if (!is_there(item, item.fallback)) return;
    day_composed_.left_out.back().replaced_by = item.fallback;
    slot.candidates.push_back({item.key, item.title, item.fallback, length_of(*item.fallback)});
}

// ---- When it is ----

/// Until when the item at this place may sound: a breath before the next fixed one, or the hard end.
Duration Composer::bound_after(std::size_t place) const {
    for (auto next = place + 1; next < slots_.size(); ++next)
        if (slots_[next].item->at && !slots_[next].candidates.empty())
            return std::min(programme_.length, *slots_[next].item->at - breath);
    return programme_.length;
}

void Composer::fill_until(const ProgrammeItem& fixed) {
    const auto from = next_start();
    const auto room = *fixed.at - breath - from;
    if (room < shortest_filling || !is_there(fixed, programme_.filler)) return;
    Piece piece{
        .key = "before/" + fixed.key, .offset = from, .length = room, .announcement = programme_.filler, .item = fixed.key};
    const auto music = length_of(*programme_.filler);
    piece.fills_gap = true;
    if (music < room) piece.stands_in_for = piece.key;
    if (music != room) piece.fade_out = std::min<Duration>(fade_length, room);
    end_ = covered_ = piece.end();
    is_empty_ = false;
    day_composed_.pieces.push_back(std::move(piece));
}

void Composer::place(const Slot& slot, Duration hard) {
    const auto& item = *slot.item;
    if (item.at && !slot.candidates.empty()) fill_until(item);
    const auto start = start_of(item);
    const Bounds bounds{item.length ? std::min(hard, start + *item.length) : hard, hard};
    auto used = Duration::zero();
    for (const auto& candidate : slot.candidates)
        if (place(item, candidate, bounds)) used = end_ - start;
    if (used == Duration::zero() && !slot.candidates.empty()) place_fallback(item, bounds);
    if (item.kind == ItemKind::bulletins)
        day_composed_.rooms.push_back({item.key, used, std::max(Duration::zero(), bounds.own - start - used)});
}

/// What is to finish and begins in its own time takes more of it, as far as there is any.
bool Composer::fits(const ProgrammeItem& item, const Candidate& candidate, const Bounds& bounds) const {
    const auto start = start_of(item);
    const bool may_go_on = item.overrun == Overrun::finish && start < bounds.own;
    return start + candidate.length <= (may_go_on ? bounds.hard : bounds.own);
}

/// The last thing left out found no room; this may be shorter.
void Composer::place_fallback(const ProgrammeItem& item, const Bounds& bounds) {
    auto& left_out = day_composed_.left_out.back();
    if (!is_there(item, item.fallback) || left_out.announcement == item.fallback) return;
    const Candidate instead{item.key, item.title, item.fallback, length_of(*item.fallback)};
    if (!fits(item, instead, bounds)) return;
    left_out.replaced_by = item.fallback;
    place(item, instead, bounds);
}

bool Composer::place(const ProgrammeItem& item, const Candidate& candidate, const Bounds& bounds) {
    const auto start = start_of(item);
    const auto room = bounds.own - start;
    const bool is_whole = fits(item, candidate, bounds);
    const bool may_be_cut = item.overrun != Overrun::finish || !candidate.announcement || candidate.fills;
    if (!is_whole && (!may_be_cut || room < shortest_cut)) {
        leave_out(item, candidate.announcement, LeftOut::no_room, candidate.length);
        return false;
    }
    Piece piece{.key = candidate.key,
                .kind = item.kind,
                .title = candidate.title,
                .offset = start,
                .length = is_whole ? candidate.length : room,
                .announcement = candidate.announcement,
                .relay = candidate.relay,
                .item = item.key};
    if (candidate.fills) piece.stands_in_for = piece.key;
    const bool is_cut = !is_whole || candidate.fills;
    if (is_cut && item.overrun == Overrun::fade) piece.fade_out = std::min<Duration>(fade_length, piece.length);
    add(item, std::move(piece));
    return true;
}

/// The same place, filled by this one.
Piece Composer::filling(Piece place, AnnouncementId announcement) {
    place.stands_in_for = place.key;
    place.key += "/instead";
    place.announcement = announcement;
    place.relay.clear();
    return place;
}

void Composer::add(const ProgrammeItem& item, Piece piece) {
    end_ = piece.end();
    is_empty_ = false;
    day_composed_.pieces.push_back(piece);
    const bool can_be_missed = piece.end() - covered_ > uncovered_max;
    const auto instead = substitute_of(item, piece.announcement);
    if (piece.stands_in_for) covered_ = piece.end();
    if (piece.stands_in_for || !can_be_missed || !instead) return;
    covered_ = piece.end();
    day_composed_.pieces.push_back(filling(std::move(piece), *instead));
}

ComposedDay Composer::compose() && {
    for (const auto& item : programme_.items) {
        auto slot = slot_of(item);
        if (!slot.candidates.empty() || (item.kind == ItemKind::bulletins && item.is_on)) slots_.push_back(std::move(slot));
    }
    leave_out_if_missing(ProgrammeItem{}, programme_.filler);
    for (std::size_t at = 0; at < slots_.size(); ++at) place(slots_[at], bound_after(at));
    day_composed_.silences = silences_of(programme_, day_composed_.pieces);
    day_composed_.total = is_empty_ ? Duration::zero() : end_;
    return std::move(day_composed_);
}

std::string in_minutes(Duration length) {
    return fmt::format("{:g}", std::chrono::duration<double, std::ratio<60>>(length).count());
}

domain::Status check_item(const ProgrammeItem& item, const Programme& programme) {
    const auto wrong = [&](const char* what, const char* rule = nullptr) {
        Error error{ErrorCode::invalid_argument, fmt::format("item \"{}\": {}", item.key, what)};
        if (rule != nullptr) error.rule = domain::BrokenRule{rule, {}, item.key};
        return error;
    };
    const auto is_key_letter = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
    };
    if (item.key.empty() || item.key.size() > key_length_max || !std::ranges::all_of(item.key, is_key_letter))
        return wrong("its key is 1 to 32 of a-z, 0-9 and -", "item_key");
    if (item.length && *item.length < shortest_cut) return wrong("it is shorter than 5 s");
    if (!item.at) return {};
    if (*item.at < Duration::zero() || *item.at >= programme.length)
        return wrong("it would begin after the hard end", "item_after_end");
    if (next_second(*item.at) != *item.at) return wrong("it begins on a full second");
    return {};
}

}  // namespace

std::string_view left_out_name(LeftOut reason) { return left_out_names.at(static_cast<std::size_t>(reason)); }

domain::Status check_programme(const Programme& programme) {
    const auto wrong = [](std::string what, std::optional<domain::BrokenRule> rule = {}) {
        return Error{ErrorCode::invalid_argument, std::move(what), std::move(rule)};
    };
    if (programme.name.empty()) return wrong("a programme has a name", domain::BrokenRule{"name", {}, {}});
    if (programme.length < std::chrono::minutes{1} || programme.length > Programme::length_max)
        return wrong("a programme lasts from one minute to two hours",
                     domain::BrokenRule{"programme_length", "1 - 120", in_minutes(programme.length)});
    if (programme.items.empty() || programme.items.size() > Programme::items_max)
        return wrong(fmt::format("a programme has 1 to {} items", Programme::items_max),
                     domain::BrokenRule{"programme_items", fmt::format("1 - {}", Programme::items_max),
                                        fmt::to_string(programme.items.size())});
    std::set<std::string_view> keys;
    std::optional<Duration> last_fixed;
    for (const auto& item : programme.items) {
        if (auto held = check_item(item, programme); !held) return held;
        if (!keys.insert(item.key).second)
            return wrong(fmt::format("two items have the key \"{}\"", item.key), domain::BrokenRule{"item_twice", {}, item.key});
        if (item.at && last_fixed && *item.at <= *last_fixed)
            return wrong(fmt::format("item \"{}\" begins before a fixed item in front of it", item.key),
                         domain::BrokenRule{"item_order", {}, item.key});
        if (item.at) last_fixed = item.at;
    }
    return {};
}

std::vector<domain::DayBulletin> in_order(std::vector<domain::DayBulletin> bulletins) {
    std::ranges::stable_sort(bulletins, std::ranges::greater{}, &domain::DayBulletin::priority);
    return bulletins;
}

ComposedDay compose_programme(const Programme& programme, date::local_days day, const DayFacts& facts,
                              const MaySound& may_sound) {
    Refused refused;
    // Without one of them those behind it are somewhere else, so the first is settled at a time; none comes twice, which bounds it.
    while (true) {
        auto composed = Composer(programme, day, facts, refused).compose();
        const auto held_back = std::ranges::find_if_not(composed.pieces, std::cref(may_sound));
        if (held_back == composed.pieces.end()) return composed;
        refused.emplace(held_back->item, held_back->announcement);
        if (programme.filler && held_back->announcement == programme.filler) refused.emplace("", programme.filler);
    }
}

}  // namespace village::calendar
