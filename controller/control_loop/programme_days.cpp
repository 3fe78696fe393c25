#include "controller/control_loop/programme_days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "controller/control_loop/hamlet_hours.hpp"
#include "controller/control_loop/planned_orders.hpp"
#include "controller/control_loop/special_days.hpp"
#include "scheduler/domain/validity.hpp"
#include "scheduler/policy/approval.hpp"

namespace village::control_loop {
namespace {

using domain::ErrorCode;

/// By whom, where and when it is heard.
struct Hearing {
    date::local_days day{};
    ProgrammeTime time;
    domain::Duration length{};
    bool is_wanted = true;  ///< Else nobody says when: it is enough to hold at some moment of it, and nothing is on a calendar.

    bool finds_valid(const domain::Announcement& item) const {
        if (is_wanted) return domain::is_valid(item, time.begins(), length);
        return (!item.valid_from || *item.valid_from < time.begins() + length) && !domain::is_out_of_date(item, time.begins());
    }
};

/// By no schedule.
Hearing hearing_on(const Office& office, date::local_days day) {
    const auto from = office.zone.to_utc(domain::LocalTime{day}), to = office.zone.to_utc(domain::LocalTime{day + date::days{1}});
    domain::Schedule nobodys;
    nobodys.priority = domain::Priority::background;
    domain::Occurrence all_day;
    all_day.planned = from;
    return {day, {std::move(nobodys), office.commune.nodes_of_area(office.commune.id), all_day}, to - from, false};
}

calendar::AnnouncementFacts facts_of(const domain::Announcement& item, const Hearing& hearing) {
    calendar::AnnouncementFacts facts;
    facts.is_ready = item.content.has_value();
    if (item.content) facts.length = item.content->duration;
    facts.is_over = policy::is_silenced(item.state) || !hearing.finds_valid(item);
    return facts;
}

/// What is known of its announcements, and which of them fall away in a part of the places.
struct Known {
    calendar::DayFacts facts;
    Announcements announcements;
    std::set<domain::AnnouncementId> silent_in_part;
    std::set<domain::AnnouncementId> earlier_versions;
};

void hear_as_approved(const Office& office, const domain::Occurrence& occurrence, Known& known) {
    auto approved = as_approved(office, occurrence, known.announcements);
    for (const auto& [id, item] : known.announcements)
        if (approved.at(id).content != item.content) known.earlier_versions.insert(id);
    known.announcements = std::move(approved);
}

ports::Awaitable<domain::Result<Announcements>> announcements_of(const Office& office, NamedAnnouncements named) {
    Announcements found;
    for (const auto& [id, priority] : named) {
        auto item = co_await office.ports.stores.announcements.find(id);
        if (!item && item.error().code != ErrorCode::not_found) co_return item.error();
        if (!item) continue;
        item->priority = std::max(item->priority, priority);
        found.emplace(id, std::move(*item));
    }
    co_return found;
}

void add_facts(const Office& office, const domain::Announcement& item, const Hearing& hearing, Known& known) {
    const auto& time = hearing.time;
    auto facts = facts_of(item, hearing);
    const auto day = on_special_days(office, time.schedule, item, time.nodes, time.begins());
    if (day.sounds.is_empty()) facts.falls_away = day.because;
    else if (!day.silent.is_empty()) known.silent_in_part.insert(item.id);
    known.facts.announcements[item.id] = std::move(facts);
}

ports::Awaitable<domain::Result<Known>> known_of(const Office& office, domain::Programme programme, Hearing hearing) {
    auto put_in = co_await office.ports.stores.programmes.day(programme.id, hearing.day);
    if (!put_in) co_return put_in.error();
    auto named = named_in(programme, put_in->bulletins);
    auto announcements = co_await announcements_of(office, std::move(named));
    if (!announcements) co_return announcements.error();
    Known known;
    known.facts.relays = office.relays;
    known.facts.bulletins = std::move(put_in->bulletins);
    known.announcements = std::move(*announcements);
    if (hearing.is_wanted) hear_as_approved(office, hearing.time.occurrence, known);
    for (const auto& [id, item] : known.announcements) add_facts(office, item, hearing, known);
    co_return known;
}

/// Where nobody says when, inside the hours.
bool may_air_everywhere(const Office& office, const domain::Announcement& item, const Hearing& hearing) {
    const policy::AirWish wish{item.category, item.priority, hamlets_of(office, hearing.time.nodes), false};
    return policy::may_air(office.approval, item, wish, office.commune).has_value();
}

bool may_sound(const Office& office, const domain::Announcement& item, const Hearing& hearing, const calendar::Piece& piece) {
    if (!hearing.is_wanted) return may_air_everywhere(office, item, hearing);
    const auto& time = hearing.time;
    const auto on_the_day = on_special_days(office, time.schedule, item, time.nodes, time.begins());
    const auto order = piece_order(office, time.schedule, item, on_the_day.sounds, time.occurrence, piece);
    return has_consent(office, item, order) || planned_in_its_place(office, order.broadcast);
}

ports::Awaitable<domain::Result<ComposedProgramme>> composed(const Office& office, domain::Programme programme, Hearing hearing) {
    auto known = co_await known_of(office, programme, hearing);
    if (!known) co_return known.error();
    ComposedProgramme made{{}, std::move(known->announcements), std::move(known->earlier_versions)};
    made.day = calendar::compose_programme(programme, hearing.day, known->facts, [&](const calendar::Piece& piece) {
        return may_sound(office, made.announcement_of(piece), hearing, piece);
    });
    if (!known->silent_in_part.empty())
        made.day.silences = calendar::silences_of(programme, made.day.pieces, known->silent_in_part);
    co_return made;
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

domain::Announcement ComposedProgramme::announcement_of(const calendar::Piece& piece) const {
    return piece.announcement ? announcements.at(*piece.announcement) : relayed(piece);
}

ports::Awaitable<domain::Result<ComposedProgramme>> composed_day(const Office& office, domain::Programme programme,
                                                                 ProgrammeTime time) {
    const auto day = date::floor<date::days>(office.zone.to_local(time.begins()));
    Hearing hearing{day, std::move(time), programme.length, true};
    return composed(office, std::move(programme), std::move(hearing));
}

ports::Awaitable<domain::Result<ComposedProgramme>> composed_day(const Office& office, domain::Programme programme,
                                                                 date::local_days day) {
    return composed(office, std::move(programme), hearing_on(office, day));
}

}  // namespace village::control_loop
