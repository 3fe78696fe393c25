// What the rooms count, in the Prometheus text format, for GET /metrics. web_api adds its own figures in front.
#pragma once

#include <string>

#include "controller/fanout/fanout.hpp"
#include "controller/ports/live_view.hpp"
#include "controller/sessions/session_service.hpp"

namespace village {

std::string metrics_text(const ports::LiveView& view, const sessions::SessionCounters& sessions,
                         const fanout::FanoutCounters& fanout);

}  // namespace village
