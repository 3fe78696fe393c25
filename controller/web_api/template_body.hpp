// An emergency template from a request.
#pragma once

#include "controller/web_api/requests.hpp"
#include "scheduler/domain/emergency.hpp"

namespace village::web_api {

inline std::vector<domain::SirenStep> steps_from(const List<SirenStepBody, 64>& body) {
    std::vector<domain::SirenStep> steps;
    for (const auto& step : body.items) steps.push_back({step.sound.value, step.seconds.value});
    return steps;
}

/// What a new one may leave out and an edit may leave as it is.
template <class Body>
void take_rest(const Body& body, domain::EmergencyTemplate& item) {
    if (body.icon) item.icon = body.icon->value;
    if (body.attention) item.attention = steps_from(*body.attention);
    if (body.siren) item.siren = steps_from(*body.siren);
    if (body.repeat_every_s) item.repeat_every = std::chrono::seconds{body.repeat_every_s->value};
    if (body.max_minutes) item.max_duration = std::chrono::minutes{body.max_minutes->value};
    if (body.tile_order) item.tile_order = static_cast<std::uint16_t>(body.tile_order->value);
}

/// Behind the tiles that have a place of their own.
inline constexpr std::uint16_t last_tile = 999;

inline domain::EmergencyTemplate template_from(const NewTemplateBody& body) {
    domain::EmergencyTemplate item;
    item.code = body.code.value;
    item.tile = body.tile.value;
    item.text = body.text.value;
    item.tile_order = last_tile;
    item.all_clear = body.all_clear.value_or(false);
    if (item.all_clear) item.max_duration = domain::all_clear_max;
    take_rest(body, item);
    return item;
}

inline domain::EmergencyTemplate template_from(const TemplateEditBody& body, domain::EmergencyTemplate item) {
    if (body.tile) item.tile = body.tile->value;
    if (body.text) item.text = body.text->value;
    take_rest(body, item);
    return item;
}

}  // namespace village::web_api
