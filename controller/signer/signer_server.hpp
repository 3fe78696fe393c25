// The signer's thin shell: one thread, one poll loop over the listening Unix socket and at most 16 connections of the
// permitted users. Frames in, frames out; every decision is SignerCore's. After each answer the log is written.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "controller/signer/signer_core.hpp"
#include "controller/signer/signer_folder.hpp"
#include "protocol/frame.hpp"

namespace village::signer {

struct ServerOptions {
    std::string socket_path;
    std::vector<unsigned> allowed_users;  ///< User ids beside the signer's own.
    std::size_t connections_max = 16;
    std::chrono::milliseconds idle_limit{2000};  ///< For an unfinished frame, or an answer nobody reads.
};

class SignerServer {
public:
    /// Binds with mode 0660; an old socket nobody listens on is replaced. `already_running`, `storage_failed`.
    static Result<std::unique_ptr<SignerServer>> listen(ServerOptions options, SignerCore& core, SignerFolder& folder,
                                                        std::function<domain::UtcTime()> now);
    ~SignerServer();

    /// Until `stop` turns true (a signal handler's flag).
    void run(const std::atomic<bool>& stop);

private:
    struct Connection {
        int descriptor = -1;
        protocol::FrameDecoder decoder{protocol::frame_bytes_max};
        ByteVector out;
        std::chrono::steady_clock::time_point last_progress;
    };

    SignerServer(ServerOptions options, SignerCore& core, SignerFolder& folder, std::function<domain::UtcTime()> now)
        : options_(std::move(options)), core_(core), folder_(folder), now_(std::move(now)) {}
    Status bind();
    void accept_one();
    bool is_allowed(int descriptor) const;
    bool read_from(Connection& connection);
    bool answer(Connection& connection, Bytes body);
    bool write_to(Connection& connection);
    bool is_stuck(const Connection& connection) const;
    void serve(const std::vector<short>& events);
    void write_log();

    ServerOptions options_;
    SignerCore& core_;
    SignerFolder& folder_;
    std::function<domain::UtcTime()> now_;
    int listener_ = -1;
    std::list<Connection> connections_;
};

}  // namespace village::signer
