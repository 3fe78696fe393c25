// Places from a request.
#pragma once

#include "controller/web_api/requests.hpp"

namespace village::web_api {

inline domain::Targets targets_from(TargetsBody body) {
    domain::Targets targets;
    if (body.areas) targets.areas = std::move(body.areas->items);
    if (body.zones) targets.zones = std::move(body.zones->items);
    if (body.nodes) targets.nodes = std::move(body.nodes->items);
    return targets;
}

}  // namespace village::web_api
