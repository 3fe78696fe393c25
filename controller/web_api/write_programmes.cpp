#include <fmt/format.h>

#include "controller/web_api/both_languages.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/reason_words.hpp"
#include "scheduler/domain/names.hpp"

namespace village::web_api {
namespace {

std::int64_t whole_seconds(domain::Duration duration) {
    return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

/// What a person may write of it.
boost::json::object write_content(const domain::Programme& programme) {
    boost::json::object body{
        {"name", programme.name}, {"length_s", whole_seconds(programme.length)}, {"items", write_all(programme.items)}};
    if (programme.filler) body["filler"] = programme.filler->text();
    return body;
}

}  // namespace

boost::json::object write(const domain::WeekdayColumn& column) {
    boost::json::object body;
    if (!column.title.empty()) body["title"] = column.title;
    if (column.announcement) body["announcement"] = column.announcement->text();
    return body;
}

boost::json::object write(const domain::ProgrammeItem& item) {
    boost::json::object body{{"key", item.key},
                             {"kind", domain::item_kind_name(item.kind)},
                             {"title", item.title},
                             {"is_on", item.is_on},
                             {"overrun", domain::overrun_name(item.overrun)}};
    if (item.at) body["at_s"] = whole_seconds(*item.at);
    if (item.length) body["length_s"] = whole_seconds(*item.length);
    if (item.announcement) body["announcement"] = item.announcement->text();
    if (item.fallback) body["fallback"] = item.fallback->text();
    if (!item.relay.empty()) body["relay"] = item.relay;
    if (item.kind == domain::ItemKind::column) {
        const std::vector<domain::WeekdayColumn> columns(item.on_weekday.begin(), item.on_weekday.end());
        body["on_weekday"] = write_all(columns);
    }
    return body;
}

boost::json::object write(const domain::Programme& programme) {
    auto body = write_content(programme);
    body["id"] = programme.id.text();
    body["version"] = programme.version;
    return body;
}

boost::json::object write(const domain::ProgrammePreset& preset) {
    const auto minutes = preset.time_of_day.count();
    return {{"name", preset.name},
            {"time_of_day", fmt::format("{:02}:{:02}", minutes / 60, minutes % 60)},
            {"programme", write_content(preset.programme)}};
}

boost::json::object write(const domain::DayBulletin& bulletin) {
    return {{"announcement", bulletin.announcement.text()}, {"priority", domain::priority_name(bulletin.priority)}};
}

boost::json::object write(const domain::ProgrammeDay& day) {
    return {{"bulletins", write_all(day.bulletins)}, {"version", day.version}};
}

boost::json::object write(const ports::HeardPiece& piece) {
    boost::json::object body{{"key", piece.key},
                             {"kind", domain::item_kind_name(piece.kind)},
                             {"title", piece.title},
                             {"offset_ms", whole_ms(piece.offset)},
                             {"length_ms", whole_ms(piece.length)},
                             {"fade_out_ms", whole_ms(piece.fade_out)}};
    if (piece.announcement) body["announcement"] = piece.announcement->text();
    if (piece.fallback) body["fallback"] = piece.fallback->text();
    if (piece.earlier_version) body["note"] = earlier_version_note();
    return body;
}

boost::json::object write(const ports::LeftOutItem& item) {
    boost::json::object body{{"key", item.key}, {"length_ms", whole_ms(item.length)}};
    write_reason(item.reason, item.announcement, body);
    if (item.announcement) body["announcement"] = item.announcement->text();
    if (item.replaced_by) body["replaced_by"] = item.replaced_by->text();
    if (!item.special_day.empty()) {
        body["special_day"] = item.special_day;
        body["special_day_words"] = write(special_days_in_words(item.special_day));
    }
    return body;
}

boost::json::object write(const ports::BulletinRoom& room) {
    return {{"key", room.key}, {"used_ms", whole_ms(room.used)}, {"left_ms", whole_ms(room.left)}};
}

boost::json::object write(const ports::Silence& silence) {
    return {{"from_ms", whole_ms(silence.from)}, {"to_ms", whole_ms(silence.to)}};
}

boost::json::object write(const ports::ProgrammePreview& shown) {
    boost::json::array starts;
    for (const auto start : shown.starts) starts.emplace_back(domain::utc_text(start));
    boost::json::object body{{"day", domain::local_day_text(shown.day)}, {"starts", std::move(starts)},
                             {"heard", write_all(shown.heard)},          {"left_out", write_all(shown.left_out)},
                             {"rooms", write_all(shown.rooms)},          {"silences", write_all(shown.silences)},
                             {"total_ms", whole_ms(shown.total)}};
    if (!shown.at_other_times.empty()) body["at_other_times"] = write_all(shown.at_other_times);
    return body;
}

}  // namespace village::web_api
