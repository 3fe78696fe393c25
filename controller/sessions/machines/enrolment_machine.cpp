#include "controller/sessions/machines/enrolment_machine.hpp"

#include <fmt/format.h>

#include "protocol/six_words.hpp"

namespace village::sessions::machines {
namespace {

using domain::Error;
using domain::ErrorCode;

constexpr std::size_t certificate_request_max = 4096;

std::string describe(const wire::EnrolBegin& begin) {
    const auto software = domain::hex_text(protocol::bytes_of(begin.software())).substr(0, 16);
    return fmt::format("cabinet {}, software {}", begin.device_code().empty() ? "unmarked" : begin.device_code(), software);
}

std::vector<std::uint32_t> offered(const wire::EnrolBegin& begin) { return {begin.versions().begin(), begin.versions().end()}; }

}  // namespace

EnrolmentActions EnrolmentMachine::received(domain::Bytes frame, domain::UtcTime now) {
    auto message = protocol::decode_session_message(frame);
    if (!message) return end(message.error());
    if (state_ == State::waiting_for_begin && message->has_enrol_begin()) return begun(message->enrol_begin());
    if (state_ == State::waiting_for_proof && message->has_enrol_proof()) return proved(message->enrol_proof(), now);
    if (message->has_heartbeat() && state_ != State::ended) return {};
    return end(Error{ErrorCode::malformed, "this message is not expected in an enrolment"});
}

EnrolmentActions EnrolmentMachine::begun(const wire::EnrolBegin& begin) {
    const auto version = protocol::choose_version(offered(begin));
    if (!version) return end(Error{ErrorCode::unsupported_version, "the box speaks no version that this controller knows"});
    auto key = protocol::Ed25519PublicKey::from(protocol::bytes_of(begin.node_public_key()));
    if (!key) return end(key.error());
    if (begin.certificate_request().empty() || begin.certificate_request().size() > certificate_request_max)
        return end(Error{ErrorCode::malformed, "the certificate request is missing or over 4096 bytes"});
    node_key_ = *key;
    request_ = begin.certificate_request();
    device_facts_ = describe(begin);
    state_ = State::waiting_for_proof;
    return {SendToBox{challenge(*version)}};
}

EnrolmentActions EnrolmentMachine::proved(const wire::EnrolProof& proof, domain::UtcTime now) {
    EnrolmentCodes::Claim claim{proof.code_id(), proof.proof(), facts_.from, facts_.exporter, node_key_};
    auto accepted = codes_.redeem(claim, now);
    if (!accepted) return end(accepted.error());
    code_ = accepted->code;
    invitation_ = accepted->invitation;
    state_ = State::waiting_for_person;
    const auto words = protocol::six_words(node_key_, facts_.controller_fingerprint, facts_.exporter);
    return {SendToBox{wait_for_person()}, AskPerson{*invitation_, protocol::six_words_text(words), device_facts_}};
}

EnrolmentActions EnrolmentMachine::confirmed() {
    if (state_ != State::waiting_for_person) return {};
    state_ = State::issuing;
    return {IssueCertificate{*invitation_, request_, node_key_}};
}

EnrolmentActions EnrolmentMachine::rejected() {
    return end(Error{ErrorCode::not_permitted, "the administrator refused: the six words did not agree"});
}

EnrolmentActions EnrolmentMachine::issued(wire::EnrolResult credentials) {
    if (state_ != State::issuing) return {};
    state_ = State::ended;
    add_proof(credentials);
    wire::SessionMessage message;
    *message.mutable_enrol_result() = std::move(credentials);
    return {SendToBox{std::move(message)}, EndEnrolment{}};
}

EnrolmentActions EnrolmentMachine::failed(Error why) { return end(std::move(why)); }

EnrolmentActions EnrolmentMachine::end(Error why) {
    if (state_ == State::ended) return {};
    state_ = State::ended;
    wire::SessionMessage message;
    *message.mutable_error() = protocol::wire_error(why);
    return {SendToBox{std::move(message)}, EndEnrolment{std::move(why)}};
}

void EnrolmentMachine::add_proof(wire::EnrolResult& result) const {
    const auto proof = protocol::controller_enrolment_proof(code_, facts_.exporter, node_key_, facts_.controller_fingerprint,
                                                            facts_.root_fingerprint);
    result.set_controller_proof(protocol::string_of(proof));
}

wire::SessionMessage EnrolmentMachine::challenge(std::uint32_t version) const {
    wire::SessionMessage message;
    auto& challenge = *message.mutable_enrol_challenge();
    challenge.set_version(version);
    challenge.set_controller_fingerprint(protocol::string_of(facts_.controller_fingerprint.bytes));
    return message;
}

wire::SessionMessage EnrolmentMachine::wait_for_person() const {
    wire::SessionMessage message;
    add_proof(*message.mutable_enrol_result());
    message.mutable_enrol_result()->set_waiting_for_person(true);
    return message;
}

}  // namespace village::sessions::machines
