#include <algorithm>

#include "controller/web_api/both_languages.hpp"
#include "controller/web_api/json_writers.hpp"
#include "scheduler/domain/names.hpp"
#include "scheduler/domain/spoken_template.hpp"

namespace village::web_api {
namespace {

/// Where this officer may call.
std::vector<const domain::Area*> places_of(const domain::Commune& commune, const domain::Operator& officer) {
    auto places = domain::warned_places(commune);
    std::erase_if(places, [&](const domain::Area* place) {
        const auto holds = [&](auto own) { return commune.area_contains(own, place->id); };
        return !domain::may_call_for(officer, *place) || std::ranges::none_of(officer.areas, holds);
    });
    return places;
}

boost::json::array write_clusters(const domain::Commune& commune, const domain::NodeSet& nodes,
                                  const std::vector<ports::NodeCondition>& conditions) {
    boost::json::array clusters;
    for (const auto& node : commune.nodes) {
        if (!nodes.contains(node.number) || node.stage == domain::NodeStage::revoked) continue;
        boost::json::object cluster{{"number", node.number.value}, {"name", node.name}, {"connected", false}};
        for (const auto& condition : conditions) {
            if (condition.node != node.number) continue;
            cluster["connected"] = condition.connected;
            if (condition.playing) cluster["playing"] = condition.playing->text();
        }
        clusters.emplace_back(std::move(cluster));
    }
    return clusters;
}

boost::json::array write_areas(const domain::Commune& commune, const domain::Operator& officer,
                               const std::vector<const domain::Area*>& areas,
                               const std::vector<ports::NodeCondition>& conditions) {
    boost::json::array items;
    for (const auto* area : areas)
        items.push_back({{"id", area->id.text()},
                         {"kind", domain::area_kind_name(area->kind)},
                         {"full_name", area->full_name},
                         {"assembly_point", area->assembly_point},
                         {"reason_needed", domain::must_give_reason(officer, *area)},
                         {"clusters", write_clusters(commune, commune.nodes_of_area(area->id), conditions)}});
    return items;
}

boost::json::object write_flaw(domain::TemplateFlaw flaw) {
    const auto words = [&]() -> BothLanguages {
        switch (flaw) {
            case domain::TemplateFlaw::incomplete:
                return {"Câu này còn thiếu chỗ điền cho nơi này. Hãy báo xã điền cho đủ.",
                        "A slot of this sentence has no value for this place. Ask the commune to fill it in."};
            case domain::TemplateFlaw::not_made:
                return {"Tiếng của câu này chưa làm xong; hãy báo xã nếu lâu chưa xong.",
                        "Its sound is not made yet; tell the commune if that lasts."};
            case domain::TemplateFlaw::failed:
                return {"Chưa làm được tiếng của câu này. Hãy báo xã.",
                        "The sound of this sentence could not be made. Tell the commune."};
            case domain::TemplateFlaw::older: break;
        }
        return {"Tiếng đang có cũ hơn lời hiện nay; vẫn phát được, tiếng mới đang được làm.",
                "Its sound is older than its words; it can be sounded, and is being made anew."};
    };
    return {{"name", domain::template_flaw_name(flaw)}, {"words", write(words())}};
}

/// What this template says at this place: what will be heard there, and what is wrong with it.
boost::json::object write_sentence(const ports::LiveView& view, const domain::EmergencyTemplate& wanted,
                                   const domain::Area& place, const domain::RenderedTemplate* made) {
    const auto words = domain::sentence_of(wanted, place, view.commune());
    const bool has_failed = words && view.has_failed(*words);
    const bool is_ready = made != nullptr && made->content;
    boost::json::object sentence{{"area", place.id.text()},
                                 {"sentence", is_ready ? made->sentence
                                              : words  ? *words
                                                       : std::string{}},
                                 {"ready", is_ready}};
    if (is_ready) sentence["duration_ms"] = whole_ms(made->content->duration);
    if (const auto flaw = domain::flaw_of(made, words, has_failed)) sentence["flaw"] = write_flaw(*flaw);
    return sentence;
}

boost::json::array write_tiles(const ports::LiveView& view, const std::vector<const domain::Area*>& areas) {
    auto templates = view.emergency_templates();
    std::stable_sort(templates.begin(), templates.end(),
                     [](const auto& left, const auto& right) { return left.tile_order < right.tile_order; });
    const auto rendered = view.rendered_templates();
    boost::json::array tiles;
    for (const auto& one : templates) {
        boost::json::array sentences;
        for (const auto* area : areas) {
            const auto made = std::ranges::find_if(rendered, [&](const domain::RenderedTemplate& spoken) {
                return spoken.emergency_template == one.id && spoken.place == area->id && !spoken.drill;
            });
            sentences.emplace_back(write_sentence(view, one, *area, made == rendered.end() ? nullptr : &*made));
        }
        tiles.push_back({{"template", one.id.text()},
                         {"code", one.code},
                         {"tile", one.tile},
                         {"icon", one.icon},
                         {"all_clear", one.all_clear},
                         {"sentences", std::move(sentences)}});
    }
    return tiles;
}

boost::json::array write_on_air(const ports::LiveView& view, const domain::NodeSet& nodes) {
    boost::json::array items;
    for (const auto& broadcast : view.current_broadcasts()) {
        const bool is_on =
            broadcast.state == domain::BroadcastState::counting_down || broadcast.state == domain::BroadcastState::on_air;
        if (domain::is_called(broadcast.kind) && is_on && broadcast.targets.intersects(nodes))
            items.emplace_back(write(broadcast));
    }
    return items;
}

boost::json::array write_steps(const std::vector<domain::SirenStep>& steps) {
    boost::json::array items;
    for (const auto& step : steps) items.push_back({{"sound", step.sound}, {"seconds", step.seconds}});
    return items;
}

}  // namespace

boost::json::object write(const domain::EmergencyTemplate& item) {
    return {{"id", item.id.text()},
            {"code", item.code},
            {"tile", item.tile},
            {"icon", item.icon},
            {"text", item.text},
            {"attention", write_steps(item.attention)},
            {"siren", write_steps(item.siren)},
            {"repeat_every_s", item.repeat_every / std::chrono::seconds{1}},
            {"max_minutes", item.max_duration / std::chrono::minutes{1}},
            {"tile_order", item.tile_order},
            {"all_clear", item.all_clear},
            {"version", item.version}};
}

boost::json::object write_emergency_page(const ports::LiveView& view, const domain::Operator& officer,
                                         std::chrono::milliseconds countdown, domain::UtcTime now) {
    const auto& commune = view.commune();
    const auto areas = places_of(commune, officer);
    domain::NodeSet nodes;
    for (const auto* area : areas) nodes = nodes.united_with(commune.nodes_of_area(area->id));
    return {{"server_time", domain::utc_text(now)},
            {"commune_name", commune.name},
            {"station_name", commune.station_name},
            {"duty_phone", commune.duty_phone},
            {"officer", {{"id", officer.id.text()}, {"title", officer.title}}},
            {"countdown_ms", countdown.count()},
            {"areas", write_areas(commune, officer, areas, view.nodes())},
            {"tiles", write_tiles(view, areas)},
            {"on_air", write_on_air(view, nodes)}};
}

}  // namespace village::web_api
