// HTTP and WebSocket as openapi.yaml says, and the built pages. Two doors: a plain listener for the local browser and TLS
// streams handed in by sessions after their handshake. Runs on the control thread; owns every connection and waits for all of
// them in `stop()`.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <functional>
#include <memory>
#include <string>

#include "controller/ports/awaitable.hpp"
#include "controller/ports/blob_store.hpp"
#include "controller/ports/calendar_import.hpp"
#include "controller/ports/commands.hpp"
#include "controller/ports/echo_groups.hpp"
#include "controller/ports/jobs.hpp"
#include "controller/ports/live_view.hpp"
#include "controller/ports/people.hpp"
#include "controller/ports/read_model.hpp"
#include "controller/ports/signer.hpp"
#include "controller/ports/stores.hpp"

namespace village::web_api {

class LiveFeed;

/// The same type as sessions' TlsStream.
using TlsStream = boost::asio::ssl::stream<boost::beast::tcp_stream>;

/// The rooms around, as main joins them. All outlive the server.
struct WebWorld {
    ports::Commands& commands;
    ports::ReadModel& lists;
    ports::LiveView& view;
    ports::Stores stores;
    ports::People& people;
    ports::BlobStore& blobs;
    ports::Jobs& jobs;
    ports::Signer& signer;
    domain::IdSource& ids;
    LiveFeed& feed;
    boost::asio::any_io_executor worker;  ///< Where upload pieces are written to the disk and calendar files are read.
    std::function<domain::UtcTime()> now;
    ports::CalendarReader read_calendar;
    ports::TimingRemarks timing_remarks;
    ports::EchoPlanner plan_echo_groups;
};

struct WebOptions {
    std::string pages_folder;   ///< The built web-admin; empty: API only.
    std::string device_ca_pem;  ///< For GET /trust.
    std::string version = "0.1.0";
    std::chrono::milliseconds emergency_countdown{3000};  ///< Told to the emergency page; kept by the loop.
    std::size_t connections_max = 256;
    std::size_t connections_of_client_max = 64;  ///< Of one address, so that no stranger takes them all.
    std::size_t live_clients_max = 128;
    std::function<std::string()> metrics_text;  ///< More lines for GET /metrics, Prometheus text format.
};

class WebServer {
public:
    WebServer(boost::asio::any_io_executor control, WebWorld world, WebOptions options);
    ~WebServer();

    /// Reads the built pages into memory. `configuration_invalid` when the folder is named but holds no index.html.
    domain::Status load_pages();
    /// Opens a plain listener; 0 takes a free port. A busy port is `configuration_invalid` naming it. Plain HTTP is answered
    /// only where the Host header names this machine (localhost, 127.0.0.1, [::1]).
    domain::Status listen(const std::string& address, std::uint16_t port);
    std::uint16_t port() const;
    /// A connection whose TLS handshake is done. Over the limit it is closed.
    void accept(std::unique_ptr<TlsStream> stream);

    /// Closes every connection and returns when the last coroutine has ended.
    ports::Awaitable<void> stop();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace village::web_api
