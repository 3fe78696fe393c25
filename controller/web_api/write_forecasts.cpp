#include "controller/web_api/both_languages.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/reason_words.hpp"
#include "scheduler/domain/forecast.hpp"
#include "scheduler/domain/names.hpp"

namespace village::web_api {
namespace {

boost::json::object write(const domain::InTheWay& thing) {
    boost::json::object written{
        {"kind", domain::in_the_way_name(thing.kind)}, {"id", domain::uuid_text(thing.id)}, {"name", thing.name}};
    if (thing.kind == domain::InTheWay::Kind::special_day) written["words"] = write(special_days_in_words(thing.name));
    return written;
}

boost::json::object write(const domain::ForeseenPart& part) {
    return {{"from", domain::utc_text(part.from)},
            {"to", domain::utc_text(part.to)},
            {"position_ms", whole_ms(part.position)},
            {"ducked", part.ducked}};
}

boost::json::object write(const domain::ConflictChoice& choice) {
    boost::json::object written{{"choice", domain::conflict_choice_name(choice.kind)}};
    if (choice.starts_at) written["starts_at"] = domain::utc_text(*choice.starts_at);
    return written;
}

}  // namespace

boost::json::object earlier_version_note() {
    const BothLanguages words{"Phát bản đã được duyệt trước đó; nội dung sửa sau đó chỉ phát khi được duyệt.",
                              "It is heard as it was approved before; what was changed since is heard once it is approved."};
    return {{"name", "earlier_version"}, {"words", write(words)}};
}

boost::json::object write(const domain::Foreseen& sound) {
    boost::json::array parts;
    for (const auto& part : sound.parts) parts.emplace_back(write(part));
    boost::json::object written{{"broadcast", sound.broadcast.text()},
                                {"title", sound.title},
                                {"priority", domain::priority_name(sound.priority)},
                                {"planned", domain::utc_text(sound.planned)},
                                {"nodes", write(sound.nodes)},
                                {"outcome", domain::outcome_name(sound.outcome)},
                                {"parts", std::move(parts)}};
    if (sound.schedule) written["schedule"] = sound.schedule->text();
    if (sound.occurrence) written["occurrence"] = domain::utc_text(*sound.occurrence);
    if (sound.announcement) written["announcement"] = sound.announcement->text();
    if (!sound.reason.empty()) write_reason(sound.reason, sound.announcement, written);
    if (sound.in_the_way) written["in_the_way"] = write(*sound.in_the_way);
    if (sound.earlier_version) written["note"] = earlier_version_note();
    return written;
}

boost::json::object write(const domain::Conflict& conflict) {
    boost::json::array choices;
    for (const auto& choice : conflict.choices) choices.emplace_back(write(choice));
    return {{"draft", write(conflict.draft)}, {"existing", write(conflict.existing)}, {"choices", std::move(choices)}};
}

boost::json::object write(const domain::Conflicts& conflicts) {
    return {{"items", write_all(conflicts.first)}, {"count", conflicts.count}};
}

boost::json::object write(const ports::DryRun& run) {
    return {{"from", domain::utc_text(run.from)},
            {"to", domain::utc_text(run.to)},
            {"nodes", write(run.nodes)},
            {"sounds", write_all(run.sounds)}};
}

}  // namespace village::web_api
