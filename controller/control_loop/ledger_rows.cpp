#include "controller/control_loop/ledger.hpp"

namespace village::control_loop {
namespace {

template <class Row>
void put_in_front(std::vector<Row>& rows, std::vector<Row>& earlier) {
    rows.insert(rows.begin(), std::make_move_iterator(earlier.begin()), std::make_move_iterator(earlier.end()));
}

template <class Row>
void take_each(std::vector<Row>& rows, std::vector<Row> ports::Decided::*kind, std::vector<ports::Decided>& singles) {
    for (auto& row : rows) (singles.emplace_back().*kind).push_back(std::move(row));
}

}  // namespace

std::size_t Ledger::Rows::ordered_count() const {
    return ordered.grants.size() + ordered.stops.size() + ordered.calls.size() + ordered.audit.size();
}

ports::Decided Ledger::Rows::all() const {
    auto rows = ordered;
    for (const auto& [id, broadcast] : broadcasts) rows.broadcasts.push_back(broadcast);
    for (const auto& [place, delivery] : deliveries) rows.deliveries.push_back(delivery);
    return rows;
}

std::vector<ports::Decided> Ledger::Rows::each_alone() const {
    std::vector<ports::Decided> singles;
    auto rows = all();
    take_each(rows.broadcasts, &ports::Decided::broadcasts, singles);
    take_each(rows.deliveries, &ports::Decided::deliveries, singles);
    take_each(rows.grants, &ports::Decided::grants, singles);
    take_each(rows.stops, &ports::Decided::stops, singles);
    take_each(rows.calls, &ports::Decided::calls, singles);
    take_each(rows.audit, &ports::Decided::audit, singles);
    return singles;
}

void Ledger::Rows::put_back(Rows earlier) {
    broadcasts.merge(earlier.broadcasts);
    deliveries.merge(earlier.deliveries);
    put_in_front(ordered.grants, earlier.ordered.grants);
    put_in_front(ordered.stops, earlier.ordered.stops);
    put_in_front(ordered.calls, earlier.ordered.calls);
    put_in_front(ordered.audit, earlier.ordered.audit);
}

}  // namespace village::control_loop
