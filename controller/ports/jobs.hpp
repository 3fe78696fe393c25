// Long work away from the control thread: honest progress, cancel, a bounded queue (32 waiting; more is `too_many_requests`).
// After a restart unfinished jobs are started again by their owner or failed with a reason.
#pragma once

#include <functional>
#include <string>

#include "controller/ports/media.hpp"
#include "controller/ports/stores.hpp"

namespace village::ports {

/// The work itself, on the worker thread; it owns what it captured.
using JobWork = std::function<domain::Status(const Progress&)>;
/// Called on the control thread after the work, with its result.
using JobDone = std::function<void(domain::Status)>;

class Jobs {
public:
    virtual ~Jobs() = default;
    virtual domain::Result<domain::JobId> start(std::string kind, std::string subject, JobWork work, JobDone done) = 0;
    virtual void cancel(domain::JobId id) = 0;
    virtual std::vector<JobRow> current() const = 0;  ///< Waiting, running, and the last 50 that ended.
};

}  // namespace village::ports
