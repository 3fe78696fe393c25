// The loudspeakers' door: one TLS port (control sessions, enrolment, prefetch, browsers handed on) and one UDP port of the same
// number. Does what `NodeGateway` and `Enrolment` ask, tells `NodeEvents` what happens. Everything runs on the control thread;
// owns every connection and waits for all of them in `stop()`.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "controller/ports/blob_store.hpp"
#include "controller/ports/media_path.hpp"
#include "controller/ports/node_directory.hpp"
#include "controller/ports/node_gateway.hpp"
#include "controller/ports/signer.hpp"
#include "controller/ports/stores.hpp"
#include "controller/sessions/tls_stream.hpp"

namespace boost::asio {
class io_context;
}

namespace village::sessions {

struct SessionOptions {
    std::string folder;                 ///< Device CA and sealed UDP associations; made when it is not there.
    std::string listen_address = "::";  ///< Literal; "::" takes IPv4 too.
    std::uint16_t port = 8443;          ///< TCP and UDP; 0 takes a free one (tests).
    std::vector<std::string> names;     ///< DNS names and addresses in the server certificate, beside localhost.
    std::string commune_name;
    bool confirm_enrolment_automatically = false;  ///< Demo only: nobody compares the six words. Said in the log.
    std::size_t nodes_max = 12'000;
    std::size_t handshakes_max = 512;  ///< Under way at once; one more is closed.
    std::size_t enrolments_max = 64;   ///< Connections, and open codes.
    std::size_t prefetches_max = 256;
    int handshakes_per_second_max = 200;  ///< More wait in the system's backlog.
    std::chrono::milliseconds handshake_limit{10'000};
    std::chrono::milliseconds hello_limit{5'000};
    std::size_t send_queue_bytes_max = 4 * 1024 * 1024;  ///< Per node; a node that overflows it is closed and joins anew.
    std::chrono::seconds silence_max{30};                ///< Heard neither by TLS nor by UDP: lost.
};

/// The rooms around, as main joins them. All outlive the service.
struct SessionWorld {
    ports::NodeEvents& events;
    ports::NodeDirectory& directory;
    ports::Signer& signer;
    ports::BlobStore& blobs;
    ports::CredentialStore& credentials;
    ports::ReceiptStore& receipts;
    std::function<domain::UtcTime()> clock;
};

struct SessionCounters {
    std::uint64_t handshakes_refused = 0;    ///< Over the rate or a bound.
    std::uint64_t certificates_refused = 0;  ///< Foreign, expired, revoked, or for another node.
    std::uint64_t frames_refused = 0;        ///< Malformed or oversized.
    std::uint64_t datagrams_unknown = 0;     ///< No association, or no packet of ours.
    std::uint64_t datagrams_refused = 0;     ///< Replayed or not by the node.
    std::uint64_t overflows = 0;
    std::uint64_t receipts_refused = 0;
};

class SessionService final : public ports::NodeGateway, public ports::Enrolment {
public:
    /// Opens the CA and both sockets; nothing is accepted before `start`. A busy port is `configuration_invalid` naming it.
    static domain::Result<std::unique_ptr<SessionService>> open(boost::asio::io_context& context, SessionOptions options,
                                                                SessionWorld world);
    ~SessionService() override;

    /// Reads the credentials and the trust material, then accepts. Works without a set-up signer: enrolment then waits for
    /// `refresh_trust`.
    ports::Awaitable<domain::Status> start();
    /// Closes every connection and returns when the last coroutine has ended.
    ports::Awaitable<void> stop();

    /// Asks the signer again (after set-up, after keys changed) and tells connected nodes.
    ports::Awaitable<domain::Status> refresh_trust();

    /// Where browsers go; without it they are closed.
    void on_web_connection(WebConnection taker);
    /// Fan-out, when there is one: learns addresses and repair requests. Must outlive the service or be set to null.
    void connect_media(ports::MediaPath* media);
    /// Another descriptor of the UDP socket for fan-out, which owns it: media has to come from the address the node talks to.
    domain::Result<int> share_udp_socket() const;

    std::uint16_t port() const;
    domain::Sha256 ca_fingerprint() const;
    const std::string& ca_certificate_path() const;  ///< PEM; offered for installation by the web pages.
    SessionCounters counters() const;
    bool is_connected(domain::NodeNumber node) const;

    // NodeGateway.
    void send_plan(domain::NodeNumber node, ports::NodePlan plan) override;
    void send_profile(domain::NodeNumber node, ports::NodeProfile profile) override;
    void offer_content(domain::NodeNumber node, std::vector<ports::ContentOffer> offers) override;
    void send_start(domain::SignedGrant grant, domain::NodeSet nodes) override;
    void send_stop(domain::SignedStop stop, domain::NodeSet nodes) override;
    void quench(std::optional<domain::BroadcastId> broadcast, domain::NodeSet nodes) override;
    void wake(domain::NodeSet nodes) override;
    void send_stream_key(ports::StreamKey key, domain::NodeSet nodes) override;
    void receipt_committed(domain::NodeNumber node, domain::ReceiptKey key, std::uint64_t number) override;
    void disconnect(domain::NodeNumber node, std::string why) override;

    // Enrolment.
    domain::Result<ports::EnrolmentCode> begin(domain::NodeId node, domain::NodeNumber number) override;
    domain::Status confirm(domain::NodeId node) override;
    domain::Status reject(domain::NodeId node) override;
    domain::Status revoke(domain::NodeNumber node) override;

private:
    struct Parts;
    explicit SessionService(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace village::sessions
