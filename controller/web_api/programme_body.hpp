// Programmes and the bulletins of their days, from a request.
#pragma once

#include <fmt/format.h>

#include <boost/describe/class.hpp>

#include "controller/web_api/json_checks.hpp"
#include "controller/web_api/json_fields.hpp"
#include "scheduler/domain/programme.hpp"

namespace village::web_api {

struct WeekdayColumnBody {
    std::optional<Text<0, 100>> title;
    std::optional<domain::AnnouncementId> announcement;
};
BOOST_DESCRIBE_STRUCT(WeekdayColumnBody, (), (title, announcement))

struct ProgrammeItemBody {
    Text<1, 32> key;
    domain::ItemKind kind{};
    Text<0, 200> title;
    std::optional<bool> is_on;
    std::optional<Whole<0, 7200>> at_s;
    std::optional<Whole<5, 7200>> length_s;
    std::optional<domain::Overrun> overrun;
    std::optional<domain::AnnouncementId> announcement;
    std::optional<domain::AnnouncementId> fallback;
    std::optional<Text<1, 32>> relay;
    std::optional<List<WeekdayColumnBody, 7>> on_weekday;
};
BOOST_DESCRIBE_STRUCT(ProgrammeItemBody, (),
                      (key, kind, title, is_on, at_s, length_s, overrun, announcement, fallback, relay, on_weekday))

struct ProgrammeBody {
    Text<1, 100> name;
    Whole<0, 86'400> length_s;  ///< What is too short or too long is told in minutes, not as a number out of bounds.
    List<ProgrammeItemBody, domain::Programme::items_max> items;
    std::optional<domain::AnnouncementId> filler;
};
BOOST_DESCRIBE_STRUCT(ProgrammeBody, (), (name, length_s, items, filler))

struct EditedProgrammeBody : ProgrammeBody {
    std::optional<bool> confirmed;
};
BOOST_DESCRIBE_STRUCT(EditedProgrammeBody, (ProgrammeBody), (confirmed))

struct DayBulletinBody {
    domain::AnnouncementId announcement;
    std::optional<domain::Priority> priority;
};
BOOST_DESCRIBE_STRUCT(DayBulletinBody, (), (announcement, priority))

struct DayBulletinsBody {
    List<DayBulletinBody, domain::ProgrammeDay::bulletins_max> bulletins;
};
BOOST_DESCRIBE_STRUCT(DayBulletinsBody, (), (bulletins))

/// What would be passed over in silence, with its place in the item.
inline std::optional<ReadError> out_of_place(const ProgrammeItemBody& body) {
    const auto wrong = [&](const char* field, const char* what) {
        return ReadError{{domain::ErrorCode::invalid_argument, fmt::format("item \"{}\": {}", body.key.value, what),
                          domain::BrokenRule{"item_field", {}, body.key.value}},
                         field};
    };
    if (body.on_weekday && body.kind != domain::ItemKind::column)
        return wrong("/on_weekday", "only a column is another one on each weekday");
    if (body.announcement && body.kind == domain::ItemKind::bulletins)
        return wrong("/announcement", "its bulletins are put in for a day");
    if (body.announcement && body.kind == domain::ItemKind::relay)
        return wrong("/announcement", "a relay names a station; it may have a fallback");
    if (body.relay && body.kind != domain::ItemKind::relay) return wrong("/relay", "only a relay names a station");
    return std::nullopt;
}

inline domain::ProgrammeItem item_from(ProgrammeItemBody body) {
    domain::ProgrammeItem item;
    item.key = std::move(body.key.value);
    item.kind = body.kind;
    item.title = std::move(body.title.value);
    item.is_on = body.is_on.value_or(true);
    if (body.at_s) item.at = std::chrono::seconds{body.at_s->value};
    if (body.length_s) item.length = std::chrono::seconds{body.length_s->value};
    if (body.overrun) item.overrun = *body.overrun;
    item.announcement = body.announcement;
    item.fallback = body.fallback;
    if (body.relay) item.relay = std::move(body.relay->value);
    if (!body.on_weekday) return item;
    for (std::size_t day = 0; day < body.on_weekday->items.size(); ++day) {
        auto& column = body.on_weekday->items[day];
        if (column.title) item.on_weekday.at(day).title = std::move(column.title->value);
        item.on_weekday.at(day).announcement = column.announcement;
    }
    return item;
}

inline Read<domain::Programme> programme_from(ProgrammeBody body) {
    domain::Programme programme;
    programme.name = std::move(body.name.value);
    programme.length = std::chrono::seconds{body.length_s.value};
    programme.filler = body.filler;
    for (auto& item : body.items.items) {
        if (auto wrong = out_of_place(item))
            return ReadError{std::move(wrong->error), fmt::format("/items/{}{}", programme.items.size(), wrong->pointer)};
        programme.items.push_back(item_from(std::move(item)));
    }
    return programme;
}

}  // namespace village::web_api
