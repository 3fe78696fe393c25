#include "controller/control_loop/programme_previews.hpp"

#include <algorithm>

#include "controller/control_loop/programme_days.hpp"

namespace village::control_loop {
namespace {

ports::HeardPiece heard(const ComposedProgramme& composed, const calendar::Piece& piece) {
    return {.key = piece.key,
            .kind = piece.kind,
            .title = piece.title,
            .offset = piece.offset,
            .length = piece.length,
            .fade_out = piece.fade_out,
            .announcement = piece.announcement,
            .earlier_version = piece.announcement && composed.earlier_versions.contains(*piece.announcement)};
}

ports::ProgrammePreview shown(date::local_days day, const ComposedProgramme& composed) {
    ports::ProgrammePreview shown;
    shown.day = day;
    shown.total = composed.day.total;
    for (const auto& piece : composed.day.pieces) {
        const auto main = std::ranges::find(shown.heard, piece.stands_in_for.value_or(""), &ports::HeardPiece::key);
        if (main != shown.heard.end()) main->fallback = piece.announcement;
        else shown.heard.push_back(heard(composed, piece));
    }
    for (const auto& item : composed.day.left_out)
        shown.left_out.push_back({item.key, item.announcement, std::string{calendar::left_out_name(item.reason)}, item.length,
                                  item.replaced_by, item.special_day});
    for (const auto& room : composed.day.rooms) shown.rooms.push_back({room.key, room.used, room.left});
    for (const auto& silence : composed.day.silences) shown.silences.push_back({silence.from, silence.to});
    return shown;
}

/// Among what is shown already where all is alike, else as one more.
void add(ports::ProgrammePreview one, domain::UtcTime begins, std::vector<ports::ProgrammePreview>& all) {
    for (auto& known : all) {
        one.starts = known.starts;
        if (one == known) return known.starts.push_back(begins);
    }
    one.starts = {begins};
    all.push_back(std::move(one));
}

}  // namespace

ports::Awaitable<domain::Result<ports::ProgrammePreview>> preview_of(const Office& office, domain::Programme programme,
                                                                     date::local_days day, std::vector<ProgrammeTime> times) {
    std::vector<ports::ProgrammePreview> all;
    for (const auto& time : times) {
        const auto composed = co_await composed_day(office, programme, time);
        if (!composed) co_return composed.error();
        add(shown(day, *composed), time.begins(), all);
    }
    if (all.empty()) {
        const auto composed = co_await composed_day(office, std::move(programme), day);
        if (!composed) co_return composed.error();
        co_return shown(day, *composed);
    }
    auto first = std::move(all.front());
    first.at_other_times.assign(std::make_move_iterator(all.begin() + 1), std::make_move_iterator(all.end()));
    co_return first;
}

}  // namespace village::control_loop
