#include "controller/sessions/enrolment_door.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "controller/observability/log.hpp"
#include "controller/sessions/node_session.hpp"
#include "controller/sessions/tls_context.hpp"

namespace village::sessions {
namespace {

using namespace std::chrono_literals;
using domain::Error;
using domain::ErrorCode;
using domain::Status;

constexpr auto proof_limit = 30s;
constexpr auto person_limit = machines::code_lifetime;
constexpr std::size_t frame_bytes_max = 16 * 1024;
constexpr std::size_t queue_bytes_max = 256 * 1024;

machines::EnrolmentFacts facts_of(TlsStream& stream, const DeviceCa& ca, const RootTrust& trust, const std::string& from) {
    machines::EnrolmentFacts facts;
    facts.controller_fingerprint = ca.fingerprint();
    facts.root_fingerprint = trust.root_fingerprint();
    facts.exporter = export_secret(stream, protocol::enrolment_exporter_label, std::nullopt);
    facts.from = from;
    return facts;
}

}  // namespace

struct EnrolmentDoor::Visit {
    std::shared_ptr<FrameChannel> channel;
    machines::EnrolmentMachine machine;
    std::string from;
};

EnrolmentDoor::EnrolmentDoor(Options options, EnrolmentDoorWorld world)
    : options_(options), world_(std::move(world)), codes_(options_.open_max) {}

EnrolmentDoor::~EnrolmentDoor() = default;

domain::Result<ports::EnrolmentCode> EnrolmentDoor::begin(domain::NodeId node, domain::NodeNumber number) {
    const auto* trust = world_.trust();
    if (!trust) return Error{ErrorCode::unavailable, "the signer does not answer or is not set up yet; a box needs its root key"};
    protocol::PairingCode code;
    randombytes_buf(code.bytes.data(), code.bytes.size());
    auto expires_at = codes_.open({node, number}, code, world_.clock());
    if (!expires_at) return expires_at.error();
    const protocol::PairingTicket ticket{code, world_.ca.fingerprint(), trust->root_fingerprint()};
    log::info("enrolment of node {} is open for 15 minutes", number.value);
    return ports::EnrolmentCode{node, code.text(), ticket.text(), *expires_at};
}

domain::Result<std::shared_ptr<EnrolmentDoor::Visit>> EnrolmentDoor::waiting(domain::NodeId node) const {
    const auto found = waiting_.find(node);
    if (found == waiting_.end())
        return Error{ErrorCode::not_found, "no box is waiting for its words to be compared; it may have gone"};
    return found->second;
}

Status EnrolmentDoor::confirm(domain::NodeId node) {
    auto visit = waiting(node);
    if (!visit) return visit.error();
    perform(*visit, (*visit)->machine.confirmed());
    return Status{};
}

Status EnrolmentDoor::reject(domain::NodeId node) {
    const bool was_open = codes_.close(node);
    auto visit = waiting(node);
    if (!visit && was_open) return Status{};
    if (!visit) return visit.error();
    perform(*visit, (*visit)->machine.rejected());
    return Status{};
}

ports::Awaitable<void> EnrolmentDoor::serve(std::unique_ptr<TlsStream> stream, std::string from) {
    const auto* trust = world_.trust();
    if (!trust || visits_ >= options_.open_max) {
        log::warn("a box at {} asks to be enrolled, but {} [enrolment_refused]", from,
                  trust ? "too many are" : "the signer is not set up");
        co_return;
    }
    auto facts = facts_of(*stream, world_.ca, *trust, from);
    auto limits = FrameChannel::Limits{frame_bytes_max, queue_bytes_max};
    auto channel = std::make_shared<FrameChannel>(std::move(stream), limits);
    auto visit = std::make_shared<Visit>(Visit{channel, machines::EnrolmentMachine{std::move(facts), codes_}, std::move(from)});
    TaskGroup::Closer closer{world_.tasks, [channel] { channel->abort(); }};
    ++visits_;
    channel->end_in(proof_limit);
    while (true) {
        auto frames = co_await channel->read();
        if (!frames) {
            perform(visit, visit->machine.failed(frames.error()));
            if (!channel->is_open()) break;
            continue;
        }
        for (const auto& frame : *frames) perform(visit, visit->machine.received(frame, world_.clock()));
    }
    --visits_;
}

void EnrolmentDoor::perform(const std::shared_ptr<Visit>& visit, const machines::EnrolmentActions& actions) {
    for (const auto& action : actions) {
        if (const auto* to_send = std::get_if<machines::SendToBox>(&action)) {
            if (auto frame = shared_frame(to_send->message)) visit->channel->send(std::move(*frame));
        } else if (const auto* question = std::get_if<machines::AskPerson>(&action)) {
            ask_person(visit, *question);
        } else if (const auto* order = std::get_if<machines::IssueCertificate>(&action)) {
            world_.tasks.spawn(issue(visit, *order), "issuing a certificate");
        } else if (const auto* end = std::get_if<machines::EndEnrolment>(&action)) {
            finished(visit, end->why);
        }
    }
}

void EnrolmentDoor::ask_person(const std::shared_ptr<Visit>& visit, const machines::AskPerson& question) {
    visit->channel->end_in(person_limit);
    waiting_[question.invitation.node] = visit;
    log::info("node {} at {} proved its enrolment code; its six words: {}", question.invitation.number.value, visit->from,
              question.six_words);
    world_.events.enrolment_requested({question.invitation.node, question.six_words, question.device_facts});
    // The demo has nobody who could compare.
    if (options_.confirm_automatically && visit->machine.is_waiting_for_person()) perform(visit, visit->machine.confirmed());
}

ports::Awaitable<void> EnrolmentDoor::issue(std::shared_ptr<Visit> visit, machines::IssueCertificate order) {
    const auto& invitation = order.invitation;
    const auto now = world_.clock();
    const CertificateSubject subject{invitation.number, invitation.node, order.receipt_key.bytes};
    auto certificate = world_.ca.issue_node(protocol::bytes_of(order.request), subject, now);
    if (!certificate) {
        perform(visit, visit->machine.failed(certificate.error()));
        co_return;
    }
    ports::NodeCredential credential;
    credential.node = invitation.number;
    credential.certificate_pem = certificate->pem;
    credential.receipt_key = order.receipt_key.bytes;
    credential.enrolled_at = now;
    ports::AuditEntry row{now, "system", "credential.issue", fmt::format("node {}", credential.node.value),
                          domain::hex_text(credential.receipt_key)};
    auto stored = co_await world_.credentials.save(credential, std::move(row));
    if (!stored) {
        perform(visit, visit->machine.failed(stored.error()));
        co_return;
    }
    world_.enrolled(credential);
    perform(visit, visit->machine.issued(credentials_for(invitation, *certificate)));
}

wire::EnrolResult EnrolmentDoor::credentials_for(const machines::Invitation& invitation,
                                                 const IssuedCertificate& certificate) const {
    wire::EnrolResult result;
    result.set_certificate(protocol::string_of(certificate.der));
    result.set_ca_certificate(protocol::string_of(world_.ca.certificate_der()));
    result.set_node_number(invitation.number.value);
    result.set_node_id(protocol::string_of(invitation.node.bytes));
    result.set_node_name(world_.name_of(invitation.number));
    if (const auto* trust = world_.trust()) {
        result.set_root_public_key(protocol::string_of(trust->root_key));
        *result.mutable_trust() = trust->update;
    }
    return result;
}

void EnrolmentDoor::finished(const std::shared_ptr<Visit>& visit, const std::optional<Error>& why) {
    visit->channel->finish();
    const auto& invitation = visit->machine.invitation();
    if (!invitation) {
        log::warn("a box at {} was not enrolled: {} [{}]", visit->from, why->detail, domain::error_name(why->code));
        return;
    }
    const auto found = waiting_.find(invitation->node);
    if (found != waiting_.end() && found->second == visit) waiting_.erase(found);
    if (why)
        log::warn("node {} at {} was not enrolled: {} [{}]", invitation->number.value, visit->from, why->detail,
                  domain::error_name(why->code));
    else log::info("node {} is enrolled; its certificate lasts 90 days", invitation->number.value);
    world_.events.enrolment_finished(invitation->node, why ? Status{*why} : Status{});
}

}  // namespace village::sessions
