#include "controller/control_loop/ledger.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "controller/observability/log.hpp"

namespace village::control_loop {
namespace {

using boost::asio::redirect_error;
using boost::asio::use_awaitable;
using domain::ErrorCode;

/// Nobody is told of a disk that is only slow; an audit row that is older than this is an alert.
constexpr std::chrono::seconds longest_unnoticed{5};

/// The disk's trouble passes; a row that the database refuses for its own sake would be refused for ever.
bool passes(ErrorCode code) { return code != ErrorCode::internal && code != ErrorCode::already_exists; }

}  // namespace

Ledger::Ledger(boost::asio::any_io_executor executor, std::function<domain::UtcTime()> now, ports::BroadcastStore& store,
               std::chrono::milliseconds retry_after)
    : executor_(std::move(executor)),
      now_(std::move(now)),
      store_(store),
      retry_after_(retry_after),
      retry_timer_(executor_),
      progress_(executor_, boost::asio::steady_timer::time_point::max()) {}

void Ledger::write(domain::Broadcast broadcast) {
    const auto id = broadcast.id;
    waiting_.broadcasts.insert_or_assign(id, std::move(broadcast));
    note_new_rows();
}

void Ledger::write(domain::Delivery delivery) {
    const auto place = std::pair(delivery.broadcast, delivery.node);
    waiting_.deliveries.insert_or_assign(place, std::move(delivery));
    note_new_rows();
}

void Ledger::write(domain::SignedGrant grant) { append(waiting_.ordered.grants, std::move(grant), "a signed grant"); }

void Ledger::write(domain::SignedStop stop) { append(waiting_.ordered.stops, std::move(stop), "a signed STOP"); }

void Ledger::write(ports::CalledEmergency call) { append(waiting_.ordered.calls, std::move(call), "an officer's Intent"); }

void Ledger::write(ports::AuditEntry row) {
    const auto words = fmt::format("the audit row \"{} {} {} {}\"", row.who, row.action, row.subject, row.detail);
    append(waiting_.ordered.audit, std::move(row), words.c_str());
}

template <class Row>
void Ledger::append(std::vector<Row>& to, Row row, const char* what) {
    if (waiting_.ordered_count() >= rows_max)
        return log::error("{} is not kept: the disk has refused for too long [too_many_requests]", what);
    to.push_back(std::move(row));
    note_new_rows();
}

void Ledger::note_new_rows() {
    ++written_;
    if (!oldest_) oldest_ = now_();
    if (std::exchange(is_writing_, true)) return;
    boost::asio::co_spawn(executor_, keep_writing(), boost::asio::detached);
}

ports::Awaitable<void> Ledger::keep_writing() {
    // Whatever belongs together is written in one turn of the loop; this begins in the next.
    co_await boost::asio::post(executor_, use_awaitable);
    while (on_disk_ < written_) {
        auto rows = std::exchange(waiting_, {});
        const auto up_to = written_;
        const auto written_at = now_();
        auto decided = rows.all();
        auto outcome = co_await store_.save(std::move(decided));
        report(outcome);
        if (!outcome && !passes(outcome.error().code)) outcome = co_await save_one_by_one(rows.each_alone());
        if (!outcome) {
            waiting_.put_back(std::move(rows));
            if (is_stopped_) break;
            co_await wait_to_retry();
            continue;
        }
        on_disk_ = up_to;
        oldest_.reset();
        if (on_disk_ < written_) oldest_ = written_at;
        progress_.cancel();
    }
    is_writing_ = false;
    progress_.cancel();
}

ports::Awaitable<domain::Status> Ledger::save_one_by_one(std::vector<ports::Decided> rows) {
    for (auto& row : rows) {
        auto saved = co_await save_alone(std::move(row));
        if (!saved) co_return saved;
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> Ledger::save_alone(ports::Decided row) {
    while (true) {
        auto once_more = row;
        const auto outcome = co_await store_.save(std::move(once_more));
        if (outcome) co_return outcome;
        if (!passes(outcome.error().code)) {
            ++dropped_;
            log::error("a row that the database refuses is in this log only: {} [{}]", outcome.error().detail,
                       domain::error_name(outcome.error().code));
            co_return domain::Status{};
        }
        if (is_stopped_) co_return outcome;
        co_await wait_to_retry();
    }
}

void Ledger::report(const domain::Status& outcome) {
    const bool was_refused = refusal_.has_value();
    refusal_.reset();
    if (!outcome) refusal_ = outcome.error();
    if (!outcome && !was_refused)
        log::error("the database does not take what was decided: {}; it is asked again [{}]", outcome.error().detail,
                   domain::error_name(outcome.error().code));
    if (outcome && was_refused) log::info("the disk has taken what was decided meanwhile [disk_back]");
}

ports::Awaitable<void> Ledger::wait_to_retry() {
    boost::system::error_code stopped;
    retry_timer_.expires_after(retry_after_);
    co_await retry_timer_.async_wait(redirect_error(use_awaitable, stopped));
}

ports::Awaitable<domain::Status> Ledger::on_disk() {
    const auto mine = written_;
    while (on_disk_ < mine && is_writing_) {
        boost::system::error_code something_moved;
        co_await progress_.async_wait(redirect_error(use_awaitable, something_moved));
    }
    if (on_disk_ < mine) co_return domain::Error{ErrorCode::cancelled, "the program stops"};
    co_return domain::Status{};
}

std::optional<std::string> Ledger::trouble() const {
    if (dropped_ > 0) return fmt::format("{} rows were refused by the database and stand in the log only", dropped_);
    if (!oldest_ || now_() - *oldest_ < longest_unnoticed) return std::nullopt;
    return fmt::format("since {} what is done does not reach the disk, and is kept in memory: {}", domain::utc_text(*oldest_),
                       refusal_ ? refusal_->detail : "the disk does not answer");
}

void Ledger::stop() {
    is_stopped_ = true;
    retry_timer_.cancel();
}

}  // namespace village::control_loop
