// Takes faults for a demonstration over a Unix socket: `drop 20`, `cut`, `uncut`, `clock +3600`, one line a connection. Exists only
// when --demo-faults was given, and says so in the log.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <filesystem>
#include <functional>

#include "scheduler/domain/error.hpp"
#include "scheduler/domain/time.hpp"

namespace village::node {

struct Fault {
    enum class Kind : std::uint8_t { drop, cut, uncut, clock } kind = Kind::drop;
    std::int64_t value = 0;  ///< Percent, or seconds.
};
domain::Result<Fault> parse_fault(std::string_view line);

class FaultSocket {
public:
    FaultSocket(boost::asio::io_context& context, std::function<void(Fault)> on_fault);
    ~FaultSocket();
    domain::Status listen(const std::filesystem::path& path);
    void close();

private:
    void accept();
    boost::asio::local::stream_protocol::acceptor acceptor_;
    std::function<void(Fault)> on_fault_;
    std::filesystem::path path_;
};

}  // namespace village::node
