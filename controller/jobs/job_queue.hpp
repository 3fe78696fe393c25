// Long work, one at a time, on a thread of its own; everything else about a job (its row, its place in the queue, its
// end) lives on the control thread, which calls every method here. The worker only runs the work and posts what it has
// to say.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "controller/jobs/worker.hpp"
#include "controller/ports/jobs.hpp"
#include "scheduler/domain/ids.hpp"

namespace village::jobs {

inline constexpr std::size_t waiting_jobs_max = 32;
inline constexpr std::size_t ended_jobs_kept = 50;

struct JobQueueHooks {
    /// Runs something on the control thread, later; called from any thread.
    std::function<void(std::function<void()>)> post;
    /// Every change of a row, in order, on the control thread: save it, show it.
    std::function<void(const ports::JobRow&)> changed;
    std::function<domain::UtcTime()> now;
};

class JobQueue : public ports::Jobs {
public:
    /// `ids` must outlive the queue.
    JobQueue(domain::IdSource& ids, JobQueueHooks hooks);
    /// Asks the running work to end and waits for it (its own waits are bounded); waiting jobs keep their rows and are
    /// found as unfinished at the next start. No `done` is called any more.
    ~JobQueue() override;

    /// `too_many_requests` with 32 jobs waiting.
    domain::Result<domain::JobId> start(std::string kind, std::string subject, ports::JobWork work, ports::JobDone done) override;
    /// A waiting job ends at once as `cancelled`, a running one when its work sees it; an ended or unknown one:
    /// nothing.
    void cancel(domain::JobId id) override;
    /// Waiting, running, and the last 50 that ended, oldest first.
    std::vector<ports::JobRow> current() const override;

private:
    struct Job;

    void run_next();
    void progressed(domain::JobId id, std::uint8_t percent, std::string step);
    void ended(domain::JobId id, const domain::Status& status);
    void close(Job& job, const domain::Status& status);
    void change(Job& job, std::string state);

    domain::IdSource& ids_;
    JobQueueHooks hooks_;
    std::shared_ptr<JobQueue*> self_;  ///< Posted calls hold it weakly: after the queue's end they do nothing.
    std::deque<std::unique_ptr<Job>> waiting_;
    std::unique_ptr<Job> running_;
    std::deque<ports::JobRow> ended_;
    Worker worker_;  ///< Last: its thread ends before what it uses.
};

/// What a restart makes of rows that were unfinished: those their owner did not start again have failed, with the
/// reason.
std::vector<ports::JobRow> fail_interrupted(std::vector<ports::JobRow> unfinished, domain::UtcTime now);

}  // namespace village::jobs
