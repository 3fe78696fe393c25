#include "node-firmware/link/machines/enrolment_machine.hpp"

#include "protocol/session_codec.hpp"

namespace village::node::link {
using domain::Error;
using domain::ErrorCode;
using protocol::bytes_of;
using protocol::string_of;

EnrolmentMachine::Step EnrolmentMachine::connected() const {
    Step step;
    auto& begin = *step.send.emplace().mutable_enrol_begin();
    begin.add_versions(protocol::protocol_version);
    begin.set_node_public_key(string_of(facts_.node_key.bytes));
    begin.set_certificate_request(facts_.certificate_request);
    begin.set_software(string_of(facts_.software.bytes));
    return step;
}

EnrolmentMachine::Step EnrolmentMachine::received(const wire::SessionMessage& message) {
    if (message.has_error())
        return {.send = {}, .show_words = {}, .enrolled = {}, .failed = protocol::domain_error(message.error())};
    if (state_ == State::challenge && message.has_enrol_challenge()) return challenged(message.enrol_challenge());
    if (state_ == State::result && message.has_enrol_result()) return answered(message.enrol_result());
    Step step;
    step.failed = Error{ErrorCode::malformed, "the controller answered out of order"};
    return step;
}

EnrolmentMachine::Step EnrolmentMachine::challenged(const wire::EnrolChallenge& challenge) {
    Step step;
    if (!protocol::equal_in_constant_time(bytes_of(challenge.controller_fingerprint()),
                                          facts_.ticket.controller_fingerprint.bytes)) {
        step.failed = Error{ErrorCode::certificate_foreign, "this is not the controller of the pairing ticket; do not go on"};
        return step;
    }
    state_ = State::result;
    auto& proof = *step.send.emplace().mutable_enrol_proof();
    proof.set_proof(string_of(protocol::node_enrolment_proof(facts_.ticket.code, facts_.exporter, facts_.node_key)));
    proof.set_code_id(string_of(protocol::pairing_code_id(facts_.ticket.code)));
    return step;
}

EnrolmentMachine::Step EnrolmentMachine::answered(const wire::EnrolResult& result) {
    Step step;
    const auto expected =
        protocol::controller_enrolment_proof(facts_.ticket.code, facts_.exporter, facts_.node_key,
                                             facts_.ticket.controller_fingerprint, facts_.ticket.root_fingerprint);
    if (auto proved = protocol::check_enrolment_proof(expected, bytes_of(result.controller_proof())); !proved) {
        step.failed = Error{proved.error().code, "the other end does not know the code; somebody may stand between"};
        return step;
    }
    if (result.waiting_for_person() && result.certificate().empty()) {
        step.show_words =
            protocol::six_words_text(protocol::six_words(facts_.node_key, facts_.ticket.controller_fingerprint, facts_.exporter));
        return step;
    }
    auto enrolled = believe(result);
    if (!enrolled) {
        step.failed = enrolled.error();
        return step;
    }
    state_ = State::done;
    step.enrolled = std::move(*enrolled);
    return step;
}

domain::Result<Enrolled> EnrolmentMachine::believe(const wire::EnrolResult& result) const {
    if (result.node_number() < 1 || result.node_number() > 65'535)
        return Error{ErrorCode::malformed, "the node number is out of range"};
    if (result.certificate().empty() || result.ca_certificate().empty())
        return Error{ErrorCode::malformed, "no certificate came"};
    if (result.trust().anchors_size() == 0) return Error{ErrorCode::malformed, "no trust anchors came"};
    auto id = protocol::id_of<domain::NodeId>(result.node_id(), "node id");
    if (!id) return id.error();
    auto root = protocol::Ed25519PublicKey::from(bytes_of(result.root_public_key()));
    if (!root) return root.error();
    auto ring = protocol::KeyRing::bootstrap(facts_.ticket.root_fingerprint, root->bytes, bytes_of(result.trust().anchors(0)));
    if (!ring) return ring.error();
    Enrolled enrolled;
    enrolled.certificate = result.certificate();
    enrolled.ca_certificate = result.ca_certificate();
    enrolled.number = {static_cast<std::uint16_t>(result.node_number())};
    enrolled.id = *id;
    enrolled.root = *root;
    enrolled.trust = result.trust();
    enrolled.name = result.node_name();
    return enrolled;
}

}  // namespace village::node::link
