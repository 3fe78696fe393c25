// Switchboard's silence: the STOP of a person, its signature, and what they are told of it.
#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "controller/control_loop/switchboard.hpp"

namespace village::control_loop {
namespace {

/// The signer has 200 ms before QUENCH goes out; whoever pressed STOP knows a moment later which of the two it was.
constexpr std::chrono::milliseconds longest_stop{250};

}  // namespace

struct Switchboard::StopWait {
    explicit StopWait(const boost::asio::any_io_executor& executor) : over(executor, longest_stop) {}

    std::set<std::uint64_t> unsigned_tickets;
    boost::asio::steady_timer over;
};

ports::Awaitable<bool> Switchboard::silence(dispatch::StopRequested wish) {
    const auto wait = std::make_shared<StopWait>(office_.executor);
    stop_waits_.push_back(wait);
    asking_ = wait.get();
    const dispatch::Event event = std::move(wish);
    handle(event);
    asking_ = nullptr;
    if (!wait->unsigned_tickets.empty()) {
        boost::system::error_code all_signed;
        co_await wait->over.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, all_signed));
    }
    std::erase(stop_waits_, wait);
    co_return wait->unsigned_tickets.empty();
}

void Switchboard::perform(const dispatch::SignStop& command) {
    if (asking_ != nullptr) asking_->unsigned_tickets.insert(command.ticket);
    office_.spawn("have a STOP signed", sign_stop(command));
}

ports::Awaitable<domain::Status> Switchboard::sign_stop(dispatch::SignStop command) {
    const auto ticket = command.ticket;
    auto stop = co_await office_.ports.signer.sign_stop(std::move(command.draft));
    if (!stop) {
        handle(dispatch::StopSigningFailed{ticket, stop.error()});
        co_return stop.error();
    }
    handle(dispatch::StopSigned{ticket, *stop});
    for (const auto& wait : stop_waits_)
        if (wait->unsigned_tickets.erase(ticket) == 1 && wait->unsigned_tickets.empty()) wait->over.cancel();
    // Without its audience a restart would say it to everybody: the emergency stopped in one hamlet would end in all.
    stop->told = std::move(command.nodes);
    office_.ledger.write(std::move(*stop));
    co_return domain::Status{};
}

void Switchboard::perform(const dispatch::SendStop& command) { office_.ports.gateway->send_stop(*command.stop, command.nodes); }

void Switchboard::perform(const dispatch::Quench& command) { office_.ports.gateway->quench(command.broadcast, command.nodes); }

}  // namespace village::control_loop
