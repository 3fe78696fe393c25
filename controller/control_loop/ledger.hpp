// What was decided and done and still has to reach the disk: the states of broadcasts and deliveries, signed grants and STOPs, and
// the audit rows of what must not wait for it (emergency, STOP). What is written in one turn of the loop is one transaction, and
// transactions follow each other in order. A disk that refuses is asked again until it takes them; a row that the database refuses
// for its own sake is dropped alone, and said. Control thread; ControlLoop's.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>

#include "controller/ports/stores.hpp"

namespace village::control_loop {

class Ledger {
public:
    /// At most so many signed orders and audit rows wait for a disk that refuses; the next is in the log only. States cannot
    /// grow: of a broadcast, and of a delivery, only the last one waits.
    static constexpr std::size_t rows_max = 20'000;

    Ledger(boost::asio::any_io_executor executor, std::function<domain::UtcTime()> now, ports::BroadcastStore& store,
           std::chrono::milliseconds retry_after);

    void write(domain::Broadcast broadcast);
    void write(domain::Delivery delivery);
    void write(domain::SignedGrant grant);
    void write(domain::SignedStop stop);
    void write(ports::CalledEmergency call);
    void write(ports::AuditEntry row);
    /// Returns when everything written before the call is on disk; `cancelled` when it was stopped and the disk refused once more.
    ports::Awaitable<domain::Status> on_disk();
    /// What people should know: since when, and why, the disk does not take it; and that rows are in the log only.
    std::optional<std::string> trouble() const;
    /// From now on a refusal is not asked again; what is waiting is tried once more.
    void stop();

private:
    struct Rows {
        std::map<domain::BroadcastId, domain::Broadcast> broadcasts;
        std::map<std::pair<domain::BroadcastId, domain::NodeNumber>, domain::Delivery> deliveries;
        ports::Decided ordered;  ///< Grants, stops, called emergencies and audit rows.
        std::size_t ordered_count() const;
        ports::Decided all() const;
        /// One row each, in an order in which each finds what it refers to.
        std::vector<ports::Decided> each_alone() const;
        /// Puts `earlier` back in front; what is newer of the same broadcast or delivery stays.
        void put_back(Rows earlier);
    };
    template <class Row>
    void append(std::vector<Row>& to, Row row, const char* what);
    void note_new_rows();
    ports::Awaitable<void> keep_writing();
    /// `cancelled` when the disk refused and the program stops.
    ports::Awaitable<domain::Status> save_one_by_one(std::vector<ports::Decided> rows);
    ports::Awaitable<domain::Status> save_alone(ports::Decided row);
    ports::Awaitable<void> wait_to_retry();
    void report(const domain::Status& outcome);

    boost::asio::any_io_executor executor_;
    std::function<domain::UtcTime()> now_;
    ports::BroadcastStore& store_;
    std::chrono::milliseconds retry_after_;
    Rows waiting_;
    bool is_writing_ = false;
    bool is_stopped_ = false;
    std::uint64_t written_ = 0, on_disk_ = 0;  ///< Counts of rows given to us, and of those that are safe.
    std::optional<domain::UtcTime> oldest_;    ///< When the first row that is not on disk was written.
    std::optional<domain::Error> refusal_;
    std::uint64_t dropped_ = 0;  ///< Rows that the database refuses for their own sake.
    boost::asio::steady_timer retry_timer_, progress_;
};

}  // namespace village::control_loop
