// One box that connected to be enrolled: EnrolBegin → EnrolChallenge → EnrolProof → EnrolResult, and a person in between
// (PROTOCOL.md, section 10). Says what to send and what to ask for; touches no socket.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "controller/sessions/machines/enrolment_codes.hpp"
#include "protocol/session.pb.h"
#include "protocol/session_codec.hpp"

namespace village::sessions::machines {

struct EnrolmentFacts {
    domain::Sha256 controller_fingerprint;
    domain::Sha256 root_fingerprint;
    protocol::EnrolmentExporter exporter{};
    std::string from;
};

/// The box proved the code; somebody has to compare these words.
struct AskPerson {
    Invitation invitation;
    std::string six_words;
    std::string device_facts;
};
/// Confirmed: certify this request and call `issued`.
struct IssueCertificate {
    Invitation invitation;
    std::string request;
    protocol::Ed25519PublicKey receipt_key;
};
struct SendToBox {
    wire::SessionMessage message;
};
/// The end: an error to tell the box, or nothing when it is enrolled.
struct EndEnrolment {
    std::optional<domain::Error> why;
};
using EnrolmentAction = std::variant<SendToBox, AskPerson, IssueCertificate, EndEnrolment>;
using EnrolmentActions = std::vector<EnrolmentAction>;

class EnrolmentMachine {
public:
    EnrolmentMachine(EnrolmentFacts facts, EnrolmentCodes& codes) : facts_(std::move(facts)), codes_(codes) {}

    EnrolmentActions received(domain::Bytes frame, domain::UtcTime now);
    EnrolmentActions confirmed();
    EnrolmentActions rejected();
    /// `credentials` is the last EnrolResult without its proof.
    EnrolmentActions issued(wire::EnrolResult credentials);
    EnrolmentActions failed(domain::Error why);

    const std::optional<Invitation>& invitation() const { return invitation_; }
    bool is_waiting_for_person() const { return state_ == State::waiting_for_person; }

private:
    enum class State { waiting_for_begin, waiting_for_proof, waiting_for_person, issuing, ended };

    EnrolmentActions begun(const wire::EnrolBegin& begin);
    EnrolmentActions proved(const wire::EnrolProof& proof, domain::UtcTime now);
    EnrolmentActions end(domain::Error why);
    void add_proof(wire::EnrolResult& result) const;
    wire::SessionMessage challenge(std::uint32_t version) const;
    wire::SessionMessage wait_for_person() const;

    EnrolmentFacts facts_;
    EnrolmentCodes& codes_;
    State state_ = State::waiting_for_begin;
    std::string request_;
    std::string device_facts_;
    protocol::Ed25519PublicKey node_key_;
    protocol::PairingCode code_;
    std::optional<Invitation> invitation_;
};

}  // namespace village::sessions::machines
