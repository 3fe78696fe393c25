// Every case of protocol/vectors must get the verdict that stands in it, and every expected field its value. The Python reader
// (reader/) judges the same files without our code.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "protocol/enrolment.hpp"
#include "protocol/frame.hpp"
#include "protocol/intent_codec.hpp"
#include "protocol/key_ring.hpp"
#include "protocol/receipt_codec.hpp"
#include "protocol/red.hpp"
#include "protocol/rtcp.hpp"
#include "protocol/session.pb.h"
#include "protocol/session_codec.hpp"
#include "protocol/six_words.hpp"
#include "protocol/srtp_receiver.hpp"
#include "protocol/syllables.hpp"
#include "protocol/udp_packets.hpp"
#include "scheduler/domain/content.hpp"
#include "tests/protocol/vector_file.hpp"

namespace village::protocol {
namespace {

using domain::hex_text;

/// What our code made of a case: the verdict and what it found, by the names of the expected fields.
struct Finding {
    std::string verdict = "accepted";
    std::map<std::string, std::string> found;
};

Finding refused(const domain::Error& error) { return {std::string(domain::error_name(error.code)), {}}; }

template <class Integer>
std::string text_of(Integer value) {
    return std::to_string(value);
}
std::string text_of(domain::UtcTime value) { return std::to_string(domain::to_us(value)); }

template <class Range, class ToText>
std::string joined(const Range& range, ToText to_text) {
    std::vector<std::string> items;
    for (const auto& item : range) items.push_back(to_text(item));
    return fmt::format("{}", fmt::join(items, ","));
}

std::string nodes_text(const domain::NodeSet& nodes) {
    return joined(nodes.numbers(), [](auto node) { return text_of(node.value); });
}

std::string passes_text(const std::vector<domain::Pass>& passes) {
    std::vector<std::string> items;
    for (const auto& pass : passes) items.push_back(fmt::format("{}:{}", pass.after.count(), nodes_text(pass.nodes)));
    return fmt::format("{}", fmt::join(items, ";"));
}

KeyRing ring_of(const VectorCase& vector) {
    KeyRing ring(*decode_anchors(vector.bytes("anchors")));
    if (vector.has("delegations")) {
        for (const auto& delegation : vector.bytes_list("delegations")) EXPECT_TRUE(ring.accept_delegation(delegation));
    }
    if (vector.has("revocations")) {
        EXPECT_TRUE(ring.accept_revocations(vector.bytes("revocations")));
    }
    return ring;
}

std::optional<domain::UtcTime> now_of(const VectorCase& vector) {
    if (!vector.has("now")) return std::nullopt;
    return domain::utc_from_us(std::stoll(vector.text("now")));
}

Finding judge_frames(const VectorCase& vector) {
    FrameDecoder decoder;
    auto bodies = decoder.feed(vector.bytes("input"));
    if (!bodies) return refused(bodies.error());
    return {
        "accepted",
        {{"bodies", joined(*bodies, [](const auto& body) { return hex_text(body); })}, {"held", text_of(decoder.bytes_held())}}};
}

Finding judge_grant(const VectorCase& vector) {
    auto verified = ring_of(vector).verify_grant(vector.bytes("envelope"), now_of(vector));
    if (!verified) return refused(verified.error());
    const auto& grant = verified->signed_grant.grant;
    return {"accepted",
            {{"id", hex_text(grant.id.bytes)},
             {"broadcast", hex_text(grant.broadcast.bytes)},
             {"kind", std::string(domain::kind_name(grant.kind))},
             {"priority", std::string(domain::priority_name(grant.priority))},
             {"when_interrupted", std::string(domain::when_interrupted_name(grant.when_interrupted))},
             {"nodes", nodes_text(grant.nodes)},
             {"node_count", text_of(grant.nodes.size())},
             {"not_before", text_of(grant.not_before)},
             {"not_after", text_of(grant.not_after)},
             {"starts_at", text_of(grant.starts_at)},
             {"start_by", text_of(grant.start_by)},
             {"max_duration", text_of(grant.max_duration.count())},
             {"issuer_sequence", text_of(grant.issuer_sequence)},
             {"policy_epoch", text_of(grant.policy_epoch)},
             {"content", grant.content ? grant.content->text() : ""},
             {"stream_key", grant.stream ? hex_text(grant.stream->public_key) : ""},
             {"stands_in_for", grant.stands_in_for ? hex_text(grant.stands_in_for->bytes) : ""},
             {"fade_out", text_of(grant.fade_out.count())},
             {"issuer_level", text_of(static_cast<int>(grant.issuer_level))},
             {"passes", passes_text(grant.passes)},
             {"hash", verified->grant_hash.text()}}};
}

Finding judge_stop(const VectorCase& vector) {
    auto verified = ring_of(vector).verify_stop(vector.bytes("envelope"), now_of(vector));
    if (!verified) return refused(verified.error());
    const auto& stop = verified->signed_stop.stop;
    return {"accepted",
            {{"id", hex_text(stop.id.bytes)},
             {"grants", joined(stop.grants, [](const auto& grant) { return hex_text(grant.bytes); })},
             {"nodes", stop.nodes ? nodes_text(*stop.nodes) : ""},
             {"up_to_sequence", text_of(stop.up_to_sequence)},
             {"issuer_sequence", text_of(stop.issuer_sequence)},
             {"starting_until", stop.starting_until ? text_of(domain::to_us(*stop.starting_until)) : "0"}}};
}

Finding judge_delegation(const VectorCase& vector) {
    auto accepted = ring_of(vector).accept_delegation(vector.bytes("envelope"));
    if (!accepted) return refused(accepted.error());
    return {"accepted", {{"serial", text_of(accepted->serial)}, {"public_key", hex_text(accepted->public_key.bytes)}}};
}

Finding judge_time(const VectorCase& vector) {
    TimeNonce nonce;
    auto bytes = vector.bytes("nonce");
    std::copy_n(bytes.begin(), nonce.size(), nonce.begin());
    auto verified = ring_of(vector).verify_time(vector.bytes("envelope"), nonce);
    if (!verified) return refused(verified.error());
    return {"accepted",
            {{"utc", text_of(verified->utc)},
             {"policy_epoch", text_of(verified->policy_epoch)},
             {"highest_issuer_sequence", text_of(verified->highest_issuer_sequence)}}};
}

Finding judge_receipts(const VectorCase& vector) {
    static constexpr std::array names{"played", "partial", "preempted", "missed", "cancelled"};
    auto key = *Ed25519PublicKey::from(vector.bytes("public_key"));
    std::vector<std::string> envelopes;
    for (const auto& envelope : vector.bytes_list("envelopes")) envelopes.push_back(string_of(envelope));
    auto end = verify_receipt_chain(envelopes, key, {static_cast<std::uint16_t>(vector.number("node"))});
    if (!end) return refused(end.error());
    auto outcome = [&](const std::string& envelope) {
        return std::string(names[static_cast<std::size_t>(open_receipt(bytes_of(envelope), key)->receipt.outcome)]);
    };
    return {"accepted",
            {{"next_number", text_of(end->next_number)},
             {"previous", end->previous.text()},
             {"outcomes", joined(envelopes, outcome)}}};
}

Finding judge_intent(const VectorCase& vector) {
    auto intent = decode_intent(vector.bytes("canonical"));
    if (!intent) return refused(intent.error());
    intent->signature = vector.bytes("signature");
    auto verified = verify_intent(*intent, vector.bytes("public_key"));
    if (!verified) return refused(verified.error());
    return {"accepted",
            {{"officer", hex_text(intent->officer.bytes)},
             {"device", hex_text(intent->device.bytes)},
             {"area", hex_text(intent->area.bytes)},
             {"template", hex_text(intent->emergency_template.bytes)},
             {"idempotency_key", hex_text(intent->idempotency_key)},
             {"made_at", text_of(intent->made_at)}}};
}

StreamKey stream_key_of(const VectorCase& vector) {
    StreamKey key;
    key.stream_class = vector.text("class") == "r0" ? StreamClass::r0 : StreamClass::r1;
    key.ssrc = static_cast<std::uint32_t>(vector.number("ssrc"));
    key.key = Secret<16>(Bytes(vector.bytes("key")).first<16>());
    key.salt = Secret<12>(Bytes(vector.bytes("salt")).first<12>());
    key.first_index = {vector.number("first_index")};
    return key;
}

Finding judge_rtp(const VectorCase& vector) {
    auto grant = domain::GrantId::from(Bytes(vector.bytes("grant")).first<16>());
    SrtpReceiver receiver({stream_key_of(vector), grant, *Ed25519PublicKey::from(vector.bytes("stream_key"))});
    std::vector<std::string> verdicts, payloads, indices;
    domain::MonotonicTime now{};
    for (const auto& packet : vector.bytes_list("packets")) {
        auto received = receiver.receive(packet, now += std::chrono::milliseconds{40});
        verdicts.emplace_back(rtp_verdict_name(received.verdict));
        if (received.verdict != RtpVerdict::accepted) continue;
        payloads.push_back(hex_text(received.payload));
        indices.push_back(text_of(received.index.value));
    }
    auto all = [](const std::vector<std::string>& items) { return fmt::format("{}", fmt::join(items, ",")); };
    return {verdicts.back(), {{"verdicts", all(verdicts)}, {"payloads", all(payloads)}, {"indices", all(indices)}}};
}

Finding judge_red(const VectorCase& vector) {
    auto payload = vector.bytes("payload");
    auto blocks = parse_red(payload);
    if (!blocks) return refused(blocks.error());
    return {"accepted", {{"blocks", joined(*blocks, [](const RedBlock& block) {
                              return fmt::format("{}/{}/{}", block.payload_type, block.timestamp_offset, hex_text(block.data));
                          })}}};
}

Finding judge_udp(const VectorCase& vector) {
    UdpAssociationState state;
    state.connection_id = vector.number("connection_id");
    state.exporter = Secret<32>(Bytes(vector.bytes("exporter")).first<32>());
    UdpAssociation association(vector.text("direction") == "uplink" ? UdpRole::controller : UdpRole::node, state);
    Finding finding;
    for (const auto& packet : vector.bytes_list("packets")) {
        EXPECT_EQ(finding.verdict, "accepted") << "only the last packet may be refused";
        auto opened = association.open(packet);
        if (!opened) {
            finding = refused(opened.error());
            continue;
        }
        finding.found = {{"kind", text_of(static_cast<int>(opened->kind))},
                         {"counter", text_of(opened->counter)},
                         {"body", hex_text(opened->body)}};
    }
    return finding;
}

Finding judge_clock_request(Bytes body) {
    auto request = decode_clock_request(body);
    if (!request) return refused(request.error());
    return {"accepted",
            {{"sequence", text_of(request->sequence)},
             {"t1", text_of(request->sent_us)},
             {"flags", text_of(request->flags)},
             {"plan_sequence", text_of(request->plan_sequence)}}};
}

Finding judge_clock_answer(Bytes body) {
    auto answer = decode_clock_answer(body);
    if (!answer) return refused(answer.error());
    return {"accepted",
            {{"sequence", text_of(answer->sequence)},
             {"t1", text_of(answer->sent_us)},
             {"t2", text_of(answer->received)},
             {"t3", text_of(answer->answered)}}};
}

Finding judge_nack(Bytes body) {
    auto nack = decode_nack(body);
    if (!nack) return refused(nack.error());
    return {"accepted",
            {{"sender_ssrc", text_of(nack->sender_ssrc)},
             {"media_ssrc", text_of(nack->media_ssrc)},
             {"sequences", joined(nack->sequences, [](auto value) { return text_of(value); })}}};
}

Finding judge_receiver_report(Bytes body) {
    auto report = decode_receiver_report(body);
    if (!report) return refused(report.error());
    return {"accepted",
            {{"sender_ssrc", text_of(report->sender_ssrc)},
             {"media_ssrc", text_of(report->media_ssrc)},
             {"fraction_lost", text_of(report->fraction_lost)},
             {"cumulative_lost", text_of(report->cumulative_lost)},
             {"highest_sequence", text_of(report->highest_sequence)},
             {"jitter", text_of(report->jitter)}}};
}

Finding judge_udp_body(const VectorCase& vector) {
    static const std::map<std::string, std::function<Finding(Bytes)>> formats{{"clock_request", judge_clock_request},
                                                                              {"clock_answer", judge_clock_answer},
                                                                              {"nack", judge_nack},
                                                                              {"receiver_report", judge_receiver_report}};
    return formats.at(vector.text("format"))(vector.bytes("body"));
}

Finding judge_enrolment(const VectorCase& vector) {
    PairingCode code;
    EnrolmentExporter exporter;
    domain::Sha256 controller = *domain::Sha256::parse(vector.text("controller_fingerprint"));
    domain::Sha256 root = *domain::Sha256::parse(vector.text("root_fingerprint"));
    auto code_bytes = vector.bytes("code"), exporter_bytes = vector.bytes("exporter");
    std::copy_n(code_bytes.begin(), code.bytes.size(), code.bytes.begin());
    std::copy_n(exporter_bytes.begin(), exporter.size(), exporter.begin());
    auto key = *Ed25519PublicKey::from(vector.bytes("node_key"));
    auto node = check_enrolment_proof(node_enrolment_proof(code, exporter, key), vector.bytes("node_proof"));
    if (!node) return refused(node.error());
    auto answer = check_enrolment_proof(controller_enrolment_proof(code, exporter, key, controller, root),
                                        vector.bytes("controller_proof"));
    if (!answer) return refused(answer.error());
    return {"accepted",
            {{"words", six_words_text(six_words(key, controller, exporter))}, {"code_id", hex_text(pairing_code_id(code))}}};
}

Finding judge_pairing(const VectorCase& vector) {
    if (!vector.text("text").starts_with("village")) {
        auto code = PairingCode::parse(vector.text("text"));
        if (!code) return refused(code.error());
        return {"accepted", {{"code", hex_text(code->bytes)}}};
    }
    auto ticket = PairingTicket::parse(vector.text("text"));
    if (!ticket) return refused(ticket.error());
    return {"accepted",
            {{"code", hex_text(ticket->code.bytes)},
             {"controller_fingerprint", ticket->controller_fingerprint.text()},
             {"root_fingerprint", ticket->root_fingerprint.text()}}};
}

Finding judge_content(const VectorCase& vector) {
    ByteVector file(vector.number("size"));
    for (std::size_t i = 0; i < file.size(); ++i) file[i] = static_cast<std::uint8_t>(7 * i + 3);
    return {"accepted", {{"hash", domain::content_hash(file).text()}}};
}

Finding judge_session(const VectorCase& vector) {
    auto message = decode_session_message(vector.bytes("body"));
    if (!message) return refused(message.error());
    return {"accepted", {{"field", text_of(static_cast<int>(message->body_case()))}}};
}

const std::map<std::string, std::function<Finding(const VectorCase&)>>& judges() {
    static const std::map<std::string, std::function<Finding(const VectorCase&)>> all{
        {"frames", judge_frames},     {"grant", judge_grant},
        {"stop", judge_stop},         {"delegation", judge_delegation},
        {"time", judge_time},         {"receipt_chain", judge_receipts},
        {"intent", judge_intent},     {"rtp", judge_rtp},
        {"red", judge_red},           {"udp", judge_udp},
        {"udp_body", judge_udp_body}, {"enrolment", judge_enrolment},
        {"pairing", judge_pairing},   {"content", judge_content},
        {"session", judge_session}};
    return all;
}

class Vectors : public ::testing::TestWithParam<std::string> {};

TEST_P(Vectors, AreJudgedAsTheySay) {
    auto cases = read_vector_file("protocol/vectors/" + GetParam() + ".txt");
    ASSERT_FALSE(cases.empty());

    for (const auto& vector : cases) {
        SCOPED_TRACE(vector.text("case"));
        auto finding = judges().at(vector.text("kind"))(vector);
        EXPECT_EQ(finding.verdict, vector.text("verdict"));
        for (const auto& [name, value] : vector.expected()) {
            ASSERT_TRUE(finding.found.contains(name)) << "nothing is known about " << name;
            EXPECT_EQ(finding.found[name], value) << name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Every, Vectors,
                         ::testing::Values("frames", "grants", "stops", "delegations", "times", "receipts", "intents", "rtp",
                                           "red", "udp", "udp_bodies", "enrolment", "pairing", "contents", "sessions"),
                         [](const auto& file) { return file.param; });

TEST(Syllables, AreTheSameInVectorsAndProgram) {
    std::ifstream stream("protocol/vectors/syllables.txt");
    std::size_t count = 0;
    for (std::string line; std::getline(stream, line); ++count) {
        ASSERT_LT(count, syllables.size());
        EXPECT_EQ(line, syllables[count]);
    }
    EXPECT_EQ(count, syllables.size());
}

}  // namespace
}  // namespace village::protocol
