#include "controller/control_loop/programme_days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "controller/control_loop/surges.hpp"
#include "scheduler/domain/validity.hpp"
#include "scheduler/policy/approval.hpp"

namespace village::control_loop {
namespace {

using domain::AnnouncementState;
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

/// In which an announcement has to hold: all of it, or any of it.
struct Hearing {
    domain::UtcTime from{};
    domain::Duration length{};
    bool all_of_it = true;

    bool finds_valid(const domain::Announcement& item) const {
        if (all_of_it) return domain::is_valid(item, from, length);
        return (!item.valid_from || *item.valid_from < from + length) && !domain::is_out_of_date(item, from);
    }
};

Hearing hearing_of(const Office& office, const domain::Programme& programme, date::local_days day,
                   std::optional<domain::UtcTime> begins) {
    if (begins) return {*begins, programme.length, true};
    const auto from = office.zone.to_utc(domain::LocalTime{day}), to = office.zone.to_utc(domain::LocalTime{day + date::days{1}});
    return {from, to - from, false};
}

calendar::AnnouncementFacts facts_of(const Office& office, const domain::Announcement& item, domain::Priority asked,
                                     const Hearing& hearing, const std::set<Sound>& on_calendar) {
    const auto everywhere = hamlets_of(office, office.commune.nodes_of_area(office.commune.id));
    const policy::AirWish wish{item.category, std::max(item.priority, asked), everywhere, false};
    calendar::AnnouncementFacts facts;
    facts.is_ready = item.content.has_value();
    if (item.content) facts.length = item.content->duration;
    facts.is_over = policy::is_silenced(item.state) || item.state == AnnouncementState::archived || !hearing.finds_valid(item);
    const bool is_on_calendar = item.content && on_calendar.contains({item.id, item.content->hash});
    facts.is_approved = is_on_calendar || policy::may_air(office.approval, item, wish, office.commune).has_value();
    return facts;
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
            co_return domain::Error{ErrorCode::not_found, fmt::format("the announcement {} does not exist", id.text())};
        if (!known) co_return known.error();
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<calendar::ComposedDay>> composed_day(const Office& office, domain::Programme programme,
                                                                     date::local_days day, domain::Priority least,
                                                                     std::optional<domain::UtcTime> begins) {
    auto put_in = co_await office.ports.stores.programmes.day(programme.id, day);
    if (!put_in) co_return put_in.error();
    calendar::DayFacts facts;
    facts.relays = office.relays;
    facts.bulletins = std::move(put_in->bulletins);
    const auto hearing = hearing_of(office, programme, day, begins);
    const auto named = named_in(programme, facts.bulletins);
    const auto on_calendar = sounds_on_calendar(office, programme.id, day);
    for (const auto& [id, priority] : named) {
        auto known = co_await office.ports.stores.announcements.find(id);
        if (!known && known.error().code != ErrorCode::not_found) co_return known.error();
        if (known) facts.announcements[id] = facts_of(office, *known, std::max(priority, least), hearing, on_calendar);
    }
    co_return calendar::compose_programme(programme, day, facts);
}

ports::ProgrammePreview preview_of(date::local_days day, const calendar::ComposedDay& composed) {
    ports::ProgrammePreview shown;
    shown.day = day;
    shown.total = composed.total;
    for (const auto& piece : composed.pieces) {
        const auto main = std::ranges::find(shown.heard, piece.stands_in_for.value_or(""), &ports::HeardPiece::key);
        if (main != shown.heard.end()) main->fallback = piece.announcement;
        else shown.heard.push_back(heard(piece));
    }
    for (const auto& item : composed.left_out)
        shown.left_out.push_back(
            {item.key, item.announcement, std::string{calendar::left_out_name(item.reason)}, item.length, item.replaced_by});
    for (const auto& room : composed.rooms) shown.rooms.push_back({room.key, room.used, room.left});
    for (const auto& silence : composed.silences) shown.silences.push_back({silence.from, silence.to});
    return shown;
}

}  // namespace village::control_loop
