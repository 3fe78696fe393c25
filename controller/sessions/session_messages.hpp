// Between the words of the wire and those of the ports: what a joined node is told, and what its status means. Pure.
#pragma once

#include "controller/ports/node_directory.hpp"
#include "controller/ports/node_gateway.hpp"
#include "controller/sessions/machines/session_machine.hpp"

namespace village::sessions {

wire::SessionMessage committed_message(std::uint64_t number);
wire::SessionMessage error_message(const domain::Error& why);
/// The controller is full: come again, but not at once.
wire::SessionMessage busy_message();
/// Asks for an answer: proves the line both ways.
wire::SessionMessage heartbeat_message();
wire::NodePolicy node_policy(const ports::NodeProfile& profile);
wire::SessionMessage policy_message(const ports::NodeProfile& profile);
/// `last_receipt` is the number of the last one taken.
ports::NodeStatus node_status(domain::NodeNumber node, const wire::Hello& hello, const wire::NodeStatus& status);
/// What it says it holds ready; hashes of another size are passed over.
std::vector<domain::ContentHash> contents_ready(const wire::NodeStatus& status);

}  // namespace village::sessions
