#include "controller/web_api/json_writers.hpp"
#include "scheduler/domain/names.hpp"

namespace village::web_api {

boost::json::object write(const ports::NodeCondition& condition) {
    boost::json::object body{{"number", condition.node.value},
                             {"connected", condition.connected},
                             {"since", domain::utc_text(condition.since)},
                             {"clock_trusted", condition.clock_trusted},
                             {"round_trip_ms", condition.round_trip_ms},
                             {"software", condition.software},
                             {"content_ready", condition.content_ready},
                             {"content_wanted", condition.content_wanted}};
    if (condition.last_seen_at) body["last_seen_at"] = domain::utc_text(*condition.last_seen_at);
    if (condition.playing) body["playing"] = condition.playing->text();
    if (condition.enrolment)
        body["enrolment"] = {{"six_words", condition.enrolment->six_words}, {"device_facts", condition.enrolment->device_facts}};
    return body;
}

boost::json::object write_node(const domain::Node& node, const ports::NodeCondition& condition) {
    return {{"id", node.id.text()},
            {"number", node.number.value},
            {"hamlet", node.hamlet.text()},
            {"name", node.name},
            {"device_code", node.device_code},
            {"link", node.link},
            {"position", write(node.position)},
            {"volume", {{"day", node.volume.day}, {"evening", node.volume.evening}, {"emergency", node.volume.emergency}}},
            {"start_delay_ms", node.start_delay_ms},
            {"echo_group", node.echo_group},
            {"stage", domain::node_stage_name(node.stage)},
            {"version", node.version},
            {"condition", write(condition)}};
}

boost::json::object write(const ports::EnrolmentCode& code) {
    return {{"node", code.node.text()},
            {"code", code.code},
            {"qr_payload", code.qr_payload},
            {"expires_at", domain::utc_text(code.expires_at)}};
}

}  // namespace village::web_api
