// The history of jobs: every change is kept in the order it came; what cannot be kept is told in the log, and the work goes on.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include "controller/ports/stores.hpp"

namespace village {

/// On the control thread; `store` outlives the executor's work.
void keep_in_history(const boost::asio::any_io_executor& control, ports::JobStore& store, ports::JobRow row);

}  // namespace village
