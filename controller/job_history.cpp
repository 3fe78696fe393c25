#include "controller/job_history.hpp"

#include <boost/asio/co_spawn.hpp>

#include "controller/observability/log.hpp"

namespace village {

void keep_in_history(const boost::asio::any_io_executor& control, ports::JobStore& store, ports::JobRow row) {
    boost::asio::co_spawn(control, store.save(std::move(row)), [](std::exception_ptr, const domain::Status& saved) {
        if (!saved)
            log::error("a job is not in the history: {} [{}]", saved.error().detail, domain::error_name(saved.error().code));
    });
}

}  // namespace village
