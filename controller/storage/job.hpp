// One piece of work for a disk thread and the place for its result. It has two ends, the coroutine that waits and the thread
// that works, so it is shared; the queue's hand-over orders their accesses.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "controller/storage/database.hpp"

namespace village::storage {

/// alone: in a transaction of its own. together: may share one with its neighbours; such work is a single statement, or changes
/// nothing when it fails. outside: in none (copies).
enum class Grouping : std::uint8_t { alone, together, outside };

class Job {
public:
    explicit Job(Grouping grouping) : grouping_(grouping) {}
    virtual ~Job() = default;

    Grouping grouping() const { return grouping_; }
    /// Does the work; an error here decides whether the transaction goes on.
    virtual Status run(Database& database) = 0;
    /// The transaction was not committed: the result becomes this error.
    virtual void fail(Error error) = 0;

    void when_finished(std::function<void()> tell) { tell_ = std::move(tell); }
    /// The result is final. The waiting coroutine may be running again before this returns.
    void finish() {
        if (auto tell = std::exchange(tell_, nullptr)) tell();
    }

private:
    Grouping grouping_;
    std::function<void()> tell_;
};

template <class Value>
class TypedJob final : public Job {
public:
    using Work = std::function<Result<Value>(Database&)>;
    TypedJob(Grouping grouping, Work work) : Job(grouping), work_(std::move(work)) {}

    Status run(Database& database) override {
        result_ = work_(database);
        if (result_) return {};
        return result_.error();
    }
    void fail(Error error) override { result_ = std::move(error); }
    Result<Value> take_result() { return std::move(result_); }

private:
    Work work_;
    Result<Value> result_ = Error{ErrorCode::internal, "the work was never done"};
};

}  // namespace village::storage
