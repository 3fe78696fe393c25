#include "controller/web_api/base64.hpp"
#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/reason_words.hpp"
#include "scheduler/domain/names.hpp"

namespace village::web_api {
namespace {

/// What took the loudspeaker from it, where its node said so, and whether it went on afterwards.
void write_preemption(const std::optional<domain::BroadcastId>& by, bool resumed, boost::json::object& body) {
    if (!by) return;
    body["preempted_by"] = by->text();
    body["resumed"] = resumed;
}

}  // namespace

boost::json::array write(const domain::NodeSet& nodes) {
    boost::json::array numbers;
    for (const auto number : nodes.numbers()) numbers.emplace_back(number.value);
    return numbers;
}

boost::json::object write(const domain::Broadcast& broadcast) {
    boost::json::object body{{"id", broadcast.id.text()},
                             {"kind", domain::kind_name(broadcast.kind)},
                             {"priority", domain::priority_name(broadcast.priority)},
                             {"when_interrupted", domain::when_interrupted_name(broadcast.when_interrupted)},
                             {"title", broadcast.title},
                             {"nodes", write(broadcast.targets)},
                             {"starts_at", domain::utc_text(broadcast.starts_at)},
                             {"start_by", domain::utc_text(broadcast.start_by)},
                             {"duration_ms", whole_ms(broadcast.duration)},
                             {"max_duration_ms", whole_ms(broadcast.max_duration)},
                             {"streamed", broadcast.streamed},
                             {"state", domain::broadcast_state_name(broadcast.state)},
                             {"created_by", broadcast.created_by.text()},
                             {"created_at", domain::utc_text(broadcast.created_at)}};
    if (broadcast.announcement) body["announcement"] = broadcast.announcement->text();
    if (const auto& place = broadcast.place) {
        body["programme"] = place->programme.text();
        // What fills a gap stands in for nothing that anybody could look up.
        if (place->stands_in_for && place->key.ends_with("/instead")) body["stands_in_for"] = place->stands_in_for->text();
    }
    boost::json::array passes;
    for (const auto& pass : broadcast.passes)
        passes.push_back({{"nodes", write(pass.nodes)}, {"starts_at", domain::utc_text(broadcast.starts_at + pass.after)}});
    if (!passes.empty()) body["passes"] = std::move(passes);
    if (broadcast.occurrence) body["occurrence"] = broadcast.occurrence->text();
    if (broadcast.emergency_template) body["emergency_template"] = broadcast.emergency_template->text();
    if (broadcast.area) body["area"] = broadcast.area->text();
    if (!broadcast.relay.empty()) body["relay"] = broadcast.relay;
    if (broadcast.content) body["content"] = broadcast.content->text();
    if (broadcast.ended_at) body["ended_at"] = domain::utc_text(*broadcast.ended_at);
    if (!broadcast.stopped_by.empty()) body["stopped_by"] = broadcast.stopped_by;
    if (broadcast.corrects) body["corrects"] = broadcast.corrects->text();
    return body;
}

boost::json::object write(const domain::Coverage& coverage) {
    return {{"played", coverage.played},   {"partial", coverage.partial},     {"preempted", coverage.preempted},
            {"missed", coverage.missed},   {"cancelled", coverage.cancelled}, {"unconfirmed", coverage.unconfirmed},
            {"playing", coverage.playing}, {"open", coverage.open},           {"of", coverage.of}};
}

boost::json::object write(const ports::ListedBroadcast& listed) {
    auto body = write(listed.broadcast);
    body["coverage"] = write(listed.coverage);
    return body;
}

boost::json::object write(const ports::BroadcastReport& report) {
    auto body = write(report.broadcast);
    body["coverage"] = write(report.coverage);
    boost::json::array by_hamlet;
    for (const auto& one : report.by_hamlet) by_hamlet.push_back({{"area", one.area.text()}, {"coverage", write(one.coverage)}});
    body["coverage_by_hamlet"] = std::move(by_hamlet);
    body["replay_to"] = write(report.replay_to);
    if (!report.corrected_by.empty()) body["corrected_by"] = write_ids(report.corrected_by);
    return body;
}

boost::json::object write(const ports::Correction& correction) {
    return {{"broadcast", write(correction.broadcast)}, {"not_known", write(correction.not_known)}};
}

boost::json::object write(const domain::Delivery& delivery) {
    boost::json::object body{{"broadcast", delivery.broadcast.text()},
                             {"node", delivery.node.value},
                             {"state", domain::delivery_state_name(delivery.state)},
                             {"evidence", domain::evidence_name(delivery.evidence)},
                             {"played_ms", whole_ms(delivery.played)},
                             {"expected_ms", whole_ms(delivery.expected)},
                             {"changed_at", domain::utc_text(delivery.changed_at)}};
    write_reason(delivery.reason, body);
    write_preemption(delivery.preempted_by, delivery.resumed, body);
    if (delivery.first_sample_at) body["first_sample_at"] = domain::utc_text(*delivery.first_sample_at);
    if (delivery.last_sample_at) body["last_sample_at"] = domain::utc_text(*delivery.last_sample_at);
    if (delivery.receipt_number) body["receipt_number"] = *delivery.receipt_number;
    return body;
}

boost::json::object write(const domain::PlaybackReceipt& receipt) {
    const auto& frames = receipt.frames;
    boost::json::object body{{"node", receipt.node.value},
                             {"number", receipt.number},
                             {"broadcast", receipt.broadcast.text()},
                             {"grant", receipt.grant.text()},
                             {"content", receipt.content.text()},
                             {"outcome", domain::outcome_name(receipt.outcome)},
                             {"reason", receipt.reason},
                             {"frames",
                              {{"received", frames.received},
                               {"repaired", frames.repaired},
                               {"concealed", frames.concealed},
                               {"silent", frames.silent}}},
                             {"samples_played", receipt.samples_played},
                             {"samples_expected", receipt.samples_expected},
                             {"uncertainty_ms", static_cast<double>(receipt.uncertainty.count()) / 1000.0},
                             {"gain_db", receipt.gain_db},
                             {"device_underruns", receipt.device_underruns},
                             {"evidence", domain::evidence_name(receipt.evidence)},
                             {"signed_bytes", base64_text(domain::as_bytes(receipt.signed_bytes))}};
    write_preemption(receipt.preempted_by, receipt.resumed, body);
    if (receipt.receipt_key != domain::ReceiptKey{}) body["receipt_key"] = base64_text(receipt.receipt_key);
    if (receipt.first_sample_at) body["first_sample_at"] = domain::utc_text(*receipt.first_sample_at);
    if (receipt.last_sample_at) body["last_sample_at"] = domain::utc_text(*receipt.last_sample_at);
    return body;
}

boost::json::object write(const ports::StreamMonitor& monitor) {
    const auto& key = monitor.key;
    return {{"broadcast", key.broadcast.text()},
            {"ssrc", key.ssrc},
            {"redundancy_class", key.redundancy_class},
            {"generation", key.generation},
            {"rollover", monitor.rollover},
            {"key", base64_text(domain::Bytes{key.key})},
            {"salt", base64_text(domain::Bytes{key.salt})}};
}

boost::json::object write(const ports::StopAnswer& stopped) {
    return {{"broadcasts", write_ids(stopped.broadcasts)},
            {"nodes", write(stopped.nodes)},
            {"in_contact", write(stopped.in_contact)},
            {"signed", stopped.signed_stop}};
}

}  // namespace village::web_api
