#include "controller/control_loop/programme_days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "controller/control_loop/special_days.hpp"
#include "controller/control_loop/surges.hpp"
#include "scheduler/domain/validity.hpp"
#include "scheduler/policy/approval.hpp"

namespace village::control_loop {
namespace {

using domain::ErrorCode;

using Sound = std::pair<domain::AnnouncementId, domain::ContentHash>;

/// What the programme has on the calendar of this day. A consent is asked for once: a sharper rule, or another word in the text of the
/// same sound, takes none of it out.
std::set<Sound> sounds_on_calendar(const Office& office, domain::ProgrammeId programme, date::local_days day) {
    std::set<Sound> sounds;
    for (const auto id : office.dispatcher.open_broadcasts()) {
        const auto& piece = *office.dispatcher.find(id);
        const bool is_of_it = piece.place && piece.place->programme == programme && piece.announcement && piece.content;
        // One that began in the evening may go on after midnight.
        const auto day_of = [&](domain::UtcTime time) { return date::floor<date::days>(office.zone.to_local(time)); };
        if (is_of_it && (day_of(piece.starts_at) == day || day_of(piece.starts_at - domain::Programme::length_max) == day))
            sounds.emplace(*piece.announcement, *piece.content);
    }
    return sounds;
}

/// By whom, where and when it is heard.
struct Hearing {
    date::local_days day{};
    ProgrammeTime time;
    domain::Duration length{};
    bool all_of_it = true;  ///< An announcement has to hold for the whole length, or at some moment of it.

    bool finds_valid(const domain::Announcement& item) const {
        if (all_of_it) return domain::is_valid(item, time.begins, length);
        return (!item.valid_from || *item.valid_from < time.begins + length) && !domain::is_out_of_date(item, time.begins);
    }
};

/// By no schedule.
Hearing hearing_on(const Office& office, date::local_days day) {
    const auto from = office.zone.to_utc(domain::LocalTime{day}), to = office.zone.to_utc(domain::LocalTime{day + date::days{1}});
    domain::Schedule nobodys;
    nobodys.priority = domain::Priority::background;
    return {day, {std::move(nobodys), office.commune.nodes_of_area(office.commune.id), from}, to - from, false};
}

calendar::AnnouncementFacts facts_of(const Office& office, const domain::Announcement& item, domain::Priority asked,
                                     const Hearing& hearing, const std::set<Sound>& on_calendar) {
    const auto everywhere = hamlets_of(office, office.commune.nodes_of_area(office.commune.id));
    const policy::AirWish wish{item.category, std::max(item.priority, asked), everywhere, false};
    calendar::AnnouncementFacts facts;
    facts.is_ready = item.content.has_value();
    if (item.content) facts.length = item.content->duration;
    facts.is_over = policy::is_silenced(item.state) || !hearing.finds_valid(item);
    const bool is_on_calendar = item.content && on_calendar.contains({item.id, item.content->hash});
    facts.is_approved = is_on_calendar || policy::may_air(office.approval, item, wish, office.commune).has_value();
    return facts;
}

/// What is known of its announcements, and which of them fall away in a part of the places.
struct Known {
    calendar::DayFacts facts;
    std::set<domain::AnnouncementId> silent_in_part;
};

void add_known(const Office& office, const domain::Announcement& item, calendar::AnnouncementFacts facts, const Hearing& hearing,
               Known& known) {
    const auto& time = hearing.time;
    const auto day = on_special_days(office, time.schedule, item, time.nodes, time.begins);
    if (day.sounds.is_empty()) facts.falls_away = day.because;
    else if (!day.silent.is_empty()) known.silent_in_part.insert(item.id);
    known.facts.announcements[item.id] = std::move(facts);
}

ports::Awaitable<domain::Result<Known>> known_of(const Office& office, domain::Programme programme, Hearing hearing) {
    auto put_in = co_await office.ports.stores.programmes.day(programme.id, hearing.day);
    if (!put_in) co_return put_in.error();
    Known known;
    known.facts.relays = office.relays;
    known.facts.bulletins = std::move(put_in->bulletins);
    const auto named = named_in(programme, known.facts.bulletins);
    const auto on_calendar = sounds_on_calendar(office, programme.id, hearing.day);
    for (const auto& [id, priority] : named) {
        auto item = co_await office.ports.stores.announcements.find(id);
        if (!item && item.error().code != ErrorCode::not_found) co_return item.error();
        if (!item) continue;
        auto facts = facts_of(office, *item, std::max(priority, hearing.time.schedule.priority), hearing, on_calendar);
        add_known(office, *item, std::move(facts), hearing, known);
    }
    co_return known;
}

ports::Awaitable<domain::Result<calendar::ComposedDay>> composed(const Office& office, domain::Programme programme,
                                                                 Hearing hearing) {
    const auto known = co_await known_of(office, programme, hearing);
    if (!known) co_return known.error();
    auto day = calendar::compose_programme(programme, hearing.day, known->facts);
    if (!known->silent_in_part.empty()) day.silences = calendar::silences_of(programme, day.pieces, known->silent_in_part);
    co_return day;
}

ports::HeardPiece heard(const calendar::Piece& piece) {
    return {.key = piece.key,
            .kind = piece.kind,
            .title = piece.title,
            .offset = piece.offset,
            .length = piece.length,
            .fade_out = piece.fade_out,
            .announcement = piece.announcement};
}

}  // namespace

NamedAnnouncements named_in(const domain::Programme& programme, const std::vector<domain::DayBulletin>& bulletins) {
    NamedAnnouncements named;
    const auto add = [&](const std::optional<domain::AnnouncementId>& one) {
        if (one) named.emplace(*one, domain::Priority::background);
    };
    add(programme.filler);
    for (const auto& item : programme.items) {
        add(item.announcement);
        add(item.fallback);
        for (const auto& column : item.on_weekday) add(column.announcement);
    }
    for (const auto& bulletin : bulletins) {
        auto& priority = named[bulletin.announcement];
        priority = std::max(priority, bulletin.priority);
    }
    return named;
}

ports::Awaitable<domain::Status> check_known(const Office& office, NamedAnnouncements named) {
    for (const auto& [id, priority] : named) {
        auto known = co_await office.ports.stores.announcements.find(id);
        if (!known && known.error().code == ErrorCode::not_found)
            co_return domain::Error{ErrorCode::not_found, fmt::format("the announcement {} does not exist", id.text()),
                                    domain::BrokenRule{"announcement", {}, id.text()}};
        if (!known) co_return known.error();
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<calendar::ComposedDay>> composed_day(const Office& office, domain::Programme programme,
                                                                     ProgrammeTime time) {
    const auto day = date::floor<date::days>(office.zone.to_local(time.begins));
    Hearing hearing{day, std::move(time), programme.length, true};
    return composed(office, std::move(programme), std::move(hearing));
}

ports::Awaitable<domain::Result<calendar::ComposedDay>> composed_day(const Office& office, domain::Programme programme,
                                                                     date::local_days day) {
    return composed(office, std::move(programme), hearing_on(office, day));
}

ports::ProgrammePreview preview_of(date::local_days day, const std::vector<ProgrammeTime>& times,
                                   const calendar::ComposedDay& composed) {
    ports::ProgrammePreview shown;
    shown.day = day;
    for (const auto& time : times) shown.starts.push_back(time.begins);
    shown.total = composed.total;
    for (const auto& piece : composed.pieces) {
        const auto main = std::ranges::find(shown.heard, piece.stands_in_for.value_or(""), &ports::HeardPiece::key);
        if (main != shown.heard.end()) main->fallback = piece.announcement;
        else shown.heard.push_back(heard(piece));
    }
    for (const auto& item : composed.left_out)
        shown.left_out.push_back({item.key, item.announcement, std::string{calendar::left_out_name(item.reason)}, item.length,
                                  item.replaced_by, item.special_day});
    for (const auto& room : composed.rooms) shown.rooms.push_back({room.key, room.used, room.left});
    for (const auto& silence : composed.silences) shown.silences.push_back({silence.from, silence.to});
    return shown;
}

}  // namespace village::control_loop
