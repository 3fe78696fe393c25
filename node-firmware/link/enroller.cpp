#include "node-firmware/link/enroller.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "protocol/session_codec.hpp"

namespace village::node::link {
namespace asio = boost::asio;
using domain::Error;
using domain::ErrorCode;

namespace {
constexpr std::chrono::seconds answer_within{20};
constexpr std::chrono::minutes person_within{15};

asio::awaitable<domain::Status> say(std::shared_ptr<TlsConnection> connection, wire::SessionMessage message) {
    auto frame = protocol::encode_message(message);
    if (!frame) co_return frame.error();
    auto [error, size] = co_await asio::async_write(connection->stream(), asio::buffer(*frame), awaiting);
    if (error) co_return Error{ErrorCode::unavailable, error.message()};
    co_return domain::Status{};
}
}  // namespace

asio::awaitable<domain::Result<Enrolled>> enrol(ControllerAddress address, protocol::PairingTicket ticket,
                                                const NodeIdentity& identity, domain::Sha256 software,
                                                std::function<void(std::string)> on_words) {
    TlsOptions options;
    options.alpn = std::string(protocol::alpn_session);
    options.ca_fingerprint = ticket.controller_fingerprint;
    auto dialled = co_await dial(address, std::move(options));
    if (!dialled) co_return dialled.error();
    auto connection = *dialled;
    EnrolmentFacts facts;
    facts.ticket = ticket;
    facts.node_key = identity.receipt_key().public_key();
    facts.software = software;
    facts.exporter = connection->export_secret(protocol::enrolment_exporter_label, std::nullopt);
    auto request = identity.certificate_request();
    if (!request) co_return request.error();
    facts.certificate_request = std::move(*request);
    EnrolmentMachine machine(std::move(facts));
    auto begin = machine.connected();
    connection->set_deadline(answer_within);
    auto said = co_await say(connection, std::move(*begin.send));
    if (!said) co_return said.error();
    protocol::FrameDecoder decoder;
    std::vector<std::uint8_t> buffer(16 * 1024);
    for (;;) {
        auto [error, size] = co_await connection->stream().async_read_some(asio::buffer(buffer), awaiting);
        if (error) co_return Error{ErrorCode::unavailable, "the controller ended the enrolment: " + error.message()};
        auto frames = decoder.feed(domain::Bytes(buffer).first(size));
        if (!frames) co_return frames.error();
        for (const auto& frame : *frames) {
            auto message = protocol::decode_session_message(frame);
            if (!message) co_return message.error();
            auto step = machine.received(*message);
            if (step.failed) co_return *step.failed;
            if (step.enrolled) co_return std::move(*step.enrolled);
            connection->set_deadline(step.show_words ? std::chrono::milliseconds{person_within}
                                                     : std::chrono::milliseconds{answer_within});
            if (step.show_words) on_words(*step.show_words);
            if (!step.send) continue;
            said = co_await say(connection, std::move(*step.send));
            if (!said) co_return said.error();
        }
    }
}

}  // namespace village::node::link
