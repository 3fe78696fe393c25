#include "controller/jobs/job_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <string>
#include <utility>

namespace village::jobs {
namespace {

using domain::Error;
using domain::ErrorCode;

domain::Status run_guarded(const ports::JobWork& work, const ports::Progress& progress) {
    // An exception is a bug of the work; it ends the job, not the controller.
    try {
        return work(progress);
    } catch (const std::exception& problem) {
        return Error{ErrorCode::internal, problem.what()};
    }
}

std::string end_of(const domain::Status& status) {
    if (status) return "done";
    return status.error().code == ErrorCode::cancelled ? "cancelled" : "failed";
}

}  // namespace

struct JobQueue::Job {
    ports::JobRow row;
    ports::JobWork work;
    ports::JobDone done;
    // Shared with the worker, which reads it between two steps of the work and may do so after the job's row is gone.
    std::shared_ptr<std::atomic<bool>> cancelled = std::make_shared<std::atomic<bool>>(false);
};

JobQueue::JobQueue(domain::IdSource& ids, JobQueueHooks hooks)
    : ids_(ids), hooks_(std::move(hooks)), self_(std::make_shared<JobQueue*>(this)) {}

JobQueue::~JobQueue() {
    self_.reset();
    if (running_) running_->cancelled->store(true);
    worker_.stop();
}

domain::Result<domain::JobId> JobQueue::start(std::string kind, std::string subject, ports::JobWork work, ports::JobDone done) {
    if (waiting_.size() >= waiting_jobs_max)
        return Error{ErrorCode::too_many_requests,
                     fmt::format("{} jobs are waiting already: try again in some minutes", waiting_jobs_max)};
    const auto now = hooks_.now();
    auto job = std::make_unique<Job>();
    job->row = {.id = ids_.make<domain::JobId>(now), .kind = std::move(kind), .subject = std::move(subject), .created_at = now};
    job->work = std::move(work);
    job->done = std::move(done);
    const auto id = job->row.id;
    waiting_.push_back(std::move(job));
    change(*waiting_.back(), "waiting");
    run_next();
    return id;
}

void JobQueue::cancel(domain::JobId id) {
    if (running_ && running_->row.id == id) running_->cancelled->store(true);
    const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& job) { return job->row.id == id; });
    if (found == waiting_.end()) return;
    const auto job = std::move(*found);
    waiting_.erase(found);
    close(*job, Error{ErrorCode::cancelled, "cancelled before it began"});
}

std::vector<ports::JobRow> JobQueue::current() const {
    std::vector<ports::JobRow> rows(ended_.begin(), ended_.end());
    if (running_) rows.push_back(running_->row);
    for (const auto& job : waiting_) rows.push_back(job->row);
    return rows;
}

void JobQueue::run_next() {
    if (running_ || waiting_.empty()) return;
    running_ = std::move(waiting_.front());
    waiting_.pop_front();
    change(*running_, "running");

    const auto id = running_->row.id;
    const std::weak_ptr<JobQueue*> self = self_;
    const auto post = hooks_.post;
    const auto cancelled = running_->cancelled;
    // At most a hundred per cents and a handful of steps are posted, however often the work tells.
    auto tell = [=, told = std::pair<int, std::string>(-1, "")](std::uint8_t percent, std::string_view step) mutable {
        if (percent != told.first || step != told.second) {
            told = {percent, std::string(step)};
            post([self, id, told] {
                if (const auto queue = self.lock()) (*queue)->progressed(id, static_cast<std::uint8_t>(told.first), told.second);
            });
        }
        return !cancelled->load();
    };
    worker_.run([=, work = std::move(running_->work), progress = ports::Progress(std::move(tell))]() mutable {
        auto status = run_guarded(work, progress);
        work = nullptr;  // What it captured goes on the thread that used it.
        post([self, id, status = std::move(status)] {
            if (const auto queue = self.lock()) (*queue)->ended(id, status);
        });
    });
}

void JobQueue::progressed(domain::JobId id, std::uint8_t percent, std::string step) {
    if (!running_ || running_->row.id != id) return;
    running_->row.percent = std::max(running_->row.percent, std::min<std::uint8_t>(percent, 100));
    running_->row.step = std::move(step);
    change(*running_, "running");
}

void JobQueue::ended(domain::JobId id, const domain::Status& status) {
    if (!running_ || running_->row.id != id) return;
    const auto job = std::move(running_);
    close(*job, status);
    run_next();
}

void JobQueue::close(Job& job, const domain::Status& status) {
    if (status) job.row.percent = 100;
    else job.row.error = status.error();
    change(job, end_of(status));
    ended_.push_back(job.row);
    if (ended_.size() > ended_jobs_kept) ended_.pop_front();
    if (job.done) job.done(status);
}

void JobQueue::change(Job& job, std::string state) {
    job.row.state = std::move(state);
    job.row.changed_at = hooks_.now();
    hooks_.changed(job.row);
}

std::vector<ports::JobRow> fail_interrupted(std::vector<ports::JobRow> unfinished, domain::UtcTime now) {
    for (auto& row : unfinished) {
        row.state = "failed";
        row.error = Error{ErrorCode::unavailable, "the controller was restarted in the middle of it: please start it again"};
        row.changed_at = now;
    }
    return unfinished;
}

}  // namespace village::jobs
