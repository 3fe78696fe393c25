// What a request names and the commune does not have (any more, or yet), each by the rule that has its own words.
#pragma once

#include <string>

#include "scheduler/domain/announcement.hpp"
#include "scheduler/domain/ids.hpp"

namespace village::domain {

Error no_such_area(AreaId area);
Error no_such_zone(ZoneId zone);
/// `node_unknown`.
Error no_such_node(NodeId node);
Error no_such_template(TemplateId emergency);

/// `zone_empty`: no place was chosen at all.
Error no_place();
/// `zone_empty`: these places, by name, have no loudspeaker.
Error no_loudspeaker(std::string places);

/// `not_ready`: its sound is still being made, or nobody has begun to.
Error no_sound_yet(const Announcement& item);
/// `not_ready`: the words of an emergency, or of its drill, for the place of this name.
Error not_rendered(std::string place);

}  // namespace village::domain
