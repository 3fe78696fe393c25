#include "node-firmware/program/fault_socket.hpp"

#include <fmt/format.h>

#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <charconv>
#include <memory>

#include "controller/observability/log.hpp"

namespace village::node {
namespace asio = boost::asio;
using asio::local::stream_protocol;
using domain::Error;
using domain::ErrorCode;

namespace {
constexpr std::size_t line_bytes_max = 64;

domain::Result<std::int64_t> number_of(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return Error{ErrorCode::invalid_argument, "a number was expected"};
    return value;
}
}  // namespace

domain::Result<Fault> parse_fault(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line == "cut") return Fault{Fault::Kind::cut, 0};
    if (line == "uncut") return Fault{Fault::Kind::uncut, 0};
    const auto space = line.find(' ');
    const auto verb = line.substr(0, space);
    if (space == std::string_view::npos || (verb != "drop" && verb != "clock")) {
        return Error{ErrorCode::invalid_argument, "a fault is one of: drop PERCENT, cut, uncut, clock SECONDS"};
    }
    auto value = number_of(line.substr(space + 1));
    if (!value) return value.error();
    const bool sane = verb == "drop" ? *value >= 0 && *value <= 100 : *value >= -1'000'000'000 && *value <= 1'000'000'000;
    if (!sane) return Error{ErrorCode::invalid_argument, "the number is out of range"};
    return Fault{verb == "drop" ? Fault::Kind::drop : Fault::Kind::clock, *value};
}

FaultSocket::FaultSocket(asio::io_context& context, std::function<void(Fault)> on_fault)
    : acceptor_(context), on_fault_(std::move(on_fault)) {}
FaultSocket::~FaultSocket() { close(); }

domain::Status FaultSocket::listen(const std::filesystem::path& path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    boost::system::error_code error;
    if (path.string().size() >= 100) return Error{ErrorCode::configuration_invalid, "--demo-faults: the path is too long"};
    acceptor_.open(stream_protocol(), error);
    if (!error) acceptor_.bind(stream_protocol::endpoint(path.string()), error);
    if (!error) acceptor_.listen(4, error);
    if (error)
        return Error{ErrorCode::configuration_invalid,
                     fmt::format("--demo-faults: {} cannot be opened: {}", path.string(), error.message())};
    path_ = path;
    log::warn("faults are taken at {}, for a demonstration only [demo_faults]", path.string());
    accept();
    return {};
}

void FaultSocket::close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    std::error_code also_ignored;
    if (!path_.empty()) std::filesystem::remove(path_, also_ignored);
    path_.clear();
}

void FaultSocket::accept() {
    acceptor_.async_accept([this](boost::system::error_code error, stream_protocol::socket socket) {
        if (error) return;
        auto peer = std::make_shared<stream_protocol::socket>(std::move(socket));
        auto buffer = std::make_shared<asio::streambuf>(line_bytes_max);
        asio::async_read_until(
            *peer, *buffer, '\n', [this, peer, buffer](boost::system::error_code read_error, std::size_t size) {
                if (read_error) return;
                const std::string line(asio::buffers_begin(buffer->data()),
                                       asio::buffers_begin(buffer->data()) + static_cast<std::ptrdiff_t>(size));
                auto fault = parse_fault(line);
                if (fault) return on_fault_(*fault);
                log::warn("a fault is not understood: {} [demo_faults]", fault.error().detail);
            });
        accept();
    });
}

}  // namespace village::node
