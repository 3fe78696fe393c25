// A new box becomes a node of the commune by a one-time code (PROTOCOL.md, 10): proves the code over this very connection and
// believes nothing before the controller has proved it, too. Pure; one object per try.
#pragma once

#include <optional>
#include <string>

#include "protocol/enrolment.hpp"
#include "protocol/key_ring.hpp"
#include "protocol/session.pb.h"
#include "protocol/six_words.hpp"

namespace village::node::link {

struct EnrolmentFacts {
    protocol::PairingTicket ticket;
    protocol::Ed25519PublicKey node_key;
    std::string certificate_request;  ///< PKCS #10, DER.
    domain::Sha256 software;
    protocol::EnrolmentExporter exporter{};
};

/// What the node knows when it has become one.
struct Enrolled {
    std::string certificate;     ///< DER.
    std::string ca_certificate;  ///< DER.
    domain::NodeNumber number;
    domain::NodeId id;
    protocol::Ed25519PublicKey root;
    wire::TrustUpdate trust;
    std::string name;
};

class EnrolmentMachine {
public:
    explicit EnrolmentMachine(EnrolmentFacts facts) : facts_(std::move(facts)) {}

    struct Step {
        std::optional<wire::SessionMessage> send;
        std::optional<std::string> show_words;  ///< A person compares these with the page.
        std::optional<Enrolled> enrolled;
        std::optional<domain::Error> failed;
    };
    Step connected() const;
    Step received(const wire::SessionMessage& message);

private:
    enum class State : std::uint8_t { challenge, result, done };
    Step challenged(const wire::EnrolChallenge& challenge);
    Step answered(const wire::EnrolResult& result);
    domain::Result<Enrolled> believe(const wire::EnrolResult& result) const;

    EnrolmentFacts facts_;
    State state_ = State::challenge;
};

}  // namespace village::node::link
