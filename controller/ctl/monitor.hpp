// `villagectl monitor BROADCAST`: asks the controller of this machine for a copy of a live broadcast and prints how a standard
// receiver plays it (SDP, and a command for stock GStreamer).
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>

#include "scheduler/domain/error.hpp"

namespace village::ctl {

struct MonitorWish {
    std::string broadcast;
    std::uint16_t port = 5004;  ///< UDP, on 127.0.0.1.
    std::string sink = "autoaudiosink";
};

/// The text for what `POST /broadcasts/{id}/monitor` answered; the last line is the command.
domain::Result<std::string> monitor_text(const boost::json::value& answer, const MonitorWish& wish);

/// One line from standard input, not shown while it is typed.
std::string read_password();

}  // namespace village::ctl
