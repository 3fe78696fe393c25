#include "scheduler/domain/gone.hpp"

#include <fmt/format.h>

namespace village::domain {
namespace {

Error no_such(const char* rule, const std::string& id, const char* what, ErrorCode code = ErrorCode::not_found) {
    return {code, fmt::format("there is no {} {}; load the list again", what, id), BrokenRule{rule, {}, id}};
}

}  // namespace

Error no_such_area(AreaId area) { return no_such("area", area.text(), "area"); }
Error no_such_zone(ZoneId zone) { return no_such("zone", zone.text(), "zone"); }
Error no_such_node(NodeId node) { return no_such("node", node.text(), "loudspeaker", ErrorCode::node_unknown); }
Error no_such_template(TemplateId emergency) { return no_such("emergency_template", emergency.text(), "emergency"); }

Error no_place() {
    return {ErrorCode::zone_empty, "name an area, a zone or a loudspeaker; without one no loudspeaker would hear it",
            BrokenRule{"no_place", {}, {}}};
}

Error no_loudspeaker(std::string places) {
    return {ErrorCode::zone_empty, "no loudspeaker would hear it; choose at least one",
            BrokenRule{"no_loudspeaker", {}, std::move(places)}};
}

Error no_sound_yet(const Announcement& item) {
    if (item.audio == AudioState::processing)
        return {ErrorCode::not_ready, "its audio is not ready yet; listen to it first", BrokenRule{"audio_pending", {}, {}}};
    return {ErrorCode::not_ready, "there is no audio of it", BrokenRule{"no_audio", {}, {}}};
}

Error not_rendered(std::string place) {
    return {ErrorCode::not_ready, "the sound of this emergency has not been made for this place yet",
            BrokenRule{"not_rendered", {}, std::move(place)}};
}

}  // namespace village::domain
