// The promises of the job queue. The control thread is the test's own; it waits for posted calls, never for time.
#include "controller/jobs/job_queue.hpp"

#include <gmock/gmock.h>

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>

namespace village::jobs {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Status;
using ::testing::ElementsAre;

class CountingIds : public domain::IdSource {
public:
    domain::UuidBytes next(domain::UtcTime) override {
        domain::UuidBytes id{};
        id[14] = static_cast<std::uint8_t>(++count_ >> 8);
        id[15] = static_cast<std::uint8_t>(count_);
        return id;
    }

private:
    unsigned count_ = 0;
};

/// What would be the io_context: calls posted from any thread, run by the test.
class ControlThread {
public:
    void post(std::function<void()> call) {
        const std::lock_guard lock(mutex_);
        calls_.push_back(std::move(call));
        arrived_.notify_one();
    }
    void run_until(const std::function<bool()>& reached) {
        while (!reached()) take()();
    }
    std::size_t posted() {
        const std::lock_guard lock(mutex_);
        return calls_.size();
    }
    std::function<void()> take() {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [this] { return !calls_.empty(); });
        auto call = std::move(calls_.front());
        calls_.pop_front();
        return call;
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::function<void()>> calls_;
};

/// Work that stands still until the test lets it go.
struct Gate {
    std::promise<void> open_promise;
    std::shared_future<void> open = open_promise.get_future().share();
    std::promise<void> entered_promise;
    std::future<void> entered = entered_promise.get_future();
};

class JobQueueTest : public ::testing::Test {
protected:
    JobQueueHooks hooks() {
        return {.post = [this](std::function<void()> call) { control_.post(std::move(call)); },
                .changed = [this](const ports::JobRow& row) { history_.push_back(row); },
                .now = [] { return domain::utc_from_us(1'000'000); }};
    }
    std::vector<std::string> states_of(domain::JobId id) const {
        std::vector<std::string> states;
        for (const auto& row : history_)
            if (row.id == id && (states.empty() || states.back() != row.state)) states.push_back(row.state);
        return states;
    }
    static ports::JobWork waiting_work(std::shared_ptr<Gate> gate) {
        return [gate](const ports::Progress&) {
            gate->entered_promise.set_value();
            gate->open.wait();
            return Status{};
        };
    }

    ControlThread control_;
    CountingIds ids_;
    std::vector<ports::JobRow> history_;
};

TEST_F(JobQueueTest, RunsTheWorkAndTellsItsEndOnTheControlThread) {
    JobQueue queue(ids_, hooks());
    std::optional<Status> end;
    std::thread::id worked_on;
    std::thread::id told_on;

    const auto id = queue.start(
        "prepare_text", "a1",
        [&](const ports::Progress&) {
            worked_on = std::this_thread::get_id();
            return Status{};
        },
        [&](Status status) {
            told_on = std::this_thread::get_id();
            end = status;
        });
    ASSERT_TRUE(id);
    control_.run_until([&] { return end.has_value(); });

    EXPECT_TRUE(*end);
    EXPECT_NE(worked_on, std::this_thread::get_id());
    EXPECT_EQ(told_on, std::this_thread::get_id());
    EXPECT_THAT(states_of(*id), ElementsAre("waiting", "running", "done"));
    EXPECT_EQ(history_.back().percent, 100);
    EXPECT_EQ(history_.back().kind, "prepare_text");
    EXPECT_EQ(history_.back().subject, "a1");
}

TEST_F(JobQueueTest, KeepsTheOrderAndRunsOneAtATime) {
    JobQueue queue(ids_, hooks());
    std::vector<int> order;
    std::atomic<int> at_once = 0;
    int ended = 0;

    for (int i = 0; i < 5; ++i) {
        auto work = [&, i](const ports::Progress&) {
            EXPECT_EQ(++at_once, 1);
            order.push_back(i);
            --at_once;
            return Status{};
        };
        ASSERT_TRUE(queue.start("k", "s", work, [&](Status) { ++ended; }));
    }
    control_.run_until([&] { return ended == 5; });

    EXPECT_THAT(order, ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(JobQueueTest, RefusesTheThirtyThirdWaitingJob) {
    JobQueue queue(ids_, hooks());
    auto gate = std::make_shared<Gate>();
    ASSERT_TRUE(queue.start("k", "s", waiting_work(gate), nullptr));
    for (std::size_t i = 0; i < waiting_jobs_max; ++i)
        ASSERT_TRUE(queue.start(
            "k", "s", [](const ports::Progress&) { return Status{}; }, nullptr));

    const auto one_more = queue.start(
        "k", "s", [](const ports::Progress&) { return Status{}; }, nullptr);

    ASSERT_FALSE(one_more);
    EXPECT_EQ(one_more.error().code, ErrorCode::too_many_requests);
    EXPECT_EQ(queue.current().size(), waiting_jobs_max + 1);
    gate->open_promise.set_value();
}

TEST_F(JobQueueTest, CancelsAWaitingJobAtOnceAndNeverRunsIt) {
    JobQueue queue(ids_, hooks());
    auto gate = std::make_shared<Gate>();
    bool first_ended = false;
    bool second_ran = false;
    std::optional<Status> second_end;
    ASSERT_TRUE(queue.start("k", "first", waiting_work(gate), [&](Status) { first_ended = true; }));
    const auto second = queue.start(
        "k", "second",
        [&](const ports::Progress&) {
            second_ran = true;
            return Status{};
        },
        [&](Status status) { second_end = status; });

    queue.cancel(*second);

    ASSERT_TRUE(second_end);
    EXPECT_EQ(second_end->error().code, ErrorCode::cancelled);
    EXPECT_THAT(states_of(*second), ElementsAre("waiting", "cancelled"));
    gate->open_promise.set_value();
    control_.run_until([&] { return first_ended; });
    EXPECT_FALSE(second_ran);
}

TEST_F(JobQueueTest, TellsARunningJobToEndThroughItsProgress) {
    JobQueue queue(ids_, hooks());
    auto gate = std::make_shared<Gate>();
    std::optional<Status> end;
    auto work = [gate](const ports::Progress& progress) -> Status {
        gate->entered_promise.set_value();
        gate->open.wait();
        if (!progress(50, "decoding")) return Error{ErrorCode::cancelled, "cancelled"};
        return {};
    };
    const auto id = queue.start("k", "s", work, [&](Status status) { end = status; });
    gate->entered.wait();

    queue.cancel(*id);
    gate->open_promise.set_value();
    control_.run_until([&] { return end.has_value(); });

    EXPECT_EQ(end->error().code, ErrorCode::cancelled);
    EXPECT_EQ(states_of(*id).back(), "cancelled");
}

TEST_F(JobQueueTest, ShowsProgressThatNeverFallsAndPostsEachValueOnce) {
    JobQueue queue(ids_, hooks());
    bool ended = false;
    auto work = [](const ports::Progress& progress) {
        for (int repeat = 0; repeat < 1000; ++repeat) (void)progress(10, "decoding");
        (void)progress(40, "encoding");
        (void)progress(30, "encoding");
        return Status{};
    };
    ASSERT_TRUE(queue.start("k", "s", work, [&](Status) { ended = true; }));
    control_.run_until([&] { return ended; });

    std::vector<int> percents;
    for (const auto& row : history_) percents.push_back(row.percent);
    EXPECT_THAT(percents, ElementsAre(0, 0, 10, 40, 40, 100));
    EXPECT_EQ(queue.current().back().step, "encoding");
}

TEST_F(JobQueueTest, FailsAJobWhoseWorkThrowsAndGoesOnWithTheNext) {
    JobQueue queue(ids_, hooks());
    std::optional<Status> first;
    std::optional<Status> second;
    ASSERT_TRUE(queue.start(
        "k", "s", [](const ports::Progress&) -> Status { throw std::runtime_error("a bug"); },
        [&](Status status) { first = status; }));
    ASSERT_TRUE(queue.start(
        "k", "s", [](const ports::Progress&) { return Status{}; }, [&](Status status) { second = status; }));

    control_.run_until([&] { return second.has_value(); });

    EXPECT_EQ(first->error(), (Error{ErrorCode::internal, "a bug"}));
    EXPECT_TRUE(*second);
}

TEST_F(JobQueueTest, RemembersTheLastFiftyThatEnded) {
    JobQueue queue(ids_, hooks());
    std::size_t ended = 0;
    for (std::size_t i = 0; i < ended_jobs_kept + 5; ++i) {
        ASSERT_TRUE(queue.start(
            "k", std::to_string(i), [](const ports::Progress&) { return Status{}; }, [&](Status) { ++ended; }));
        control_.run_until([&] { return ended == i + 1; });
    }

    EXPECT_EQ(queue.current().size(), ended_jobs_kept);
    EXPECT_EQ(queue.current().front().subject, "5");
}

TEST_F(JobQueueTest, EndsWithoutCallingAnybodyBackWhenDestroyedInTheMiddle) {
    auto gate = std::make_shared<Gate>();
    bool called_back = false;
    {
        JobQueue queue(ids_, hooks());
        auto work = [gate](const ports::Progress& progress) -> Status {
            gate->entered_promise.set_value();
            while (progress(1, "decoding")) std::this_thread::yield();
            return Error{ErrorCode::cancelled, "cancelled"};
        };
        ASSERT_TRUE(queue.start("k", "s", work, [&](Status) { called_back = true; }));
        ASSERT_TRUE(queue.start("k", "s", work, [&](Status) { called_back = true; }));
        gate->entered.wait();
    }
    while (control_.posted() > 0) control_.take()();

    EXPECT_FALSE(called_back);
}

TEST(FailInterrupted, NamesTheRestartAsTheReason) {
    ports::JobRow row{.kind = "prepare_file", .state = "running", .percent = 40};

    const auto failed = fail_interrupted({row}, domain::utc_from_us(7));

    ASSERT_EQ(failed.size(), 1U);
    EXPECT_EQ(failed[0].state, "failed");
    EXPECT_THAT(failed[0].error->detail, ::testing::HasSubstr("restarted"));
    EXPECT_EQ(failed[0].changed_at, domain::utc_from_us(7));
}

}  // namespace
}  // namespace village::jobs
