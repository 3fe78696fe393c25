// The real village-signer in a folder of its own, started and killed by a test, and a plain socket to it.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "protocol/signer.pb.h"

namespace village::test {

struct ProgramEnd {
    int status = 0;  ///< Exit status; -1 when a signal ended it.
    std::string output;
};

class SignerProcess {
public:
    SignerProcess();
    ~SignerProcess();

    /// Runs to its end with these words after the program's name.
    static ProgramEnd run(const std::vector<std::string>& words);
    ProgramEnd set_up();
    /// Returns when it listens.
    void start();
    void kill_hard();
    /// SIGTERM, and its exit status.
    int stop();

    const std::string& folder() const { return folder_; }
    std::string data() const { return folder_ + "/data"; }
    std::string socket() const { return folder_ + "/s"; }

private:
    std::string folder_;
    pid_t child_ = -1;
    int errors_ = -1;
};

/// One connection; every wait is bounded by the socket's own timeout.
class PlainSocket {
public:
    explicit PlainSocket(const std::string& path);
    ~PlainSocket();
    bool send(const std::string& bytes) const;
    /// A whole frame's body; nothing when the signer closed.
    std::optional<std::string> receive_frame() const;
    wire::SignerResponse ask(const wire::SignerRequest& request) const;
    /// True when the other side ends the connection.
    bool is_closed_by_peer() const;

private:
    bool receive(std::string& into, std::size_t size) const;
    int descriptor_;
};

std::string frame_of(const std::string& body);

}  // namespace village::test
