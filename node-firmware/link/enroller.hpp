// Performs an enrolment: dials with the ticket's fingerprint, lets the machine talk, waits for the person who compares the words.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>

#include "node-firmware/link/tls_client.hpp"

namespace village::node::link {

/// `on_words` is called when six words have to be compared. Waits at most 15 min, the life of a code.
boost::asio::awaitable<domain::Result<Enrolled>> enrol(ControllerAddress address, protocol::PairingTicket ticket,
                                                       const NodeIdentity& identity, domain::Sha256 software,
                                                       std::function<void(std::string)> on_words);

}  // namespace village::node::link
