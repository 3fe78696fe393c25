#include "tests/simulation/controller_store.hpp"

#include <algorithm>

namespace village::simulation {
namespace {

bool is_over(domain::BroadcastState state) {
    using domain::BroadcastState;
    return state != BroadcastState::planned && state != BroadcastState::counting_down && state != BroadcastState::on_air;
}

}  // namespace

void MemoryStore::commit(std::function<void()> write) {
    const auto now = clockwork_.now();
    if (decided_ && decided_at_ == now) return decided_->push_back(std::move(write));
    decided_at_ = now;
    decided_ = std::make_shared<Writes>(Writes{std::move(write)});
    last_commit_ = std::max(last_commit_, now + random_.between(std::chrono::milliseconds{1}, std::chrono::milliseconds{5}));
    clockwork_.at(last_commit_, [this, life = life_, writes = decided_] {
        if (life == life_) perform(*writes);
    });
}

/// The fence: one transaction of somebody who owns the commune no more changes nothing.
void MemoryStore::perform(const Writes& writes) {
    if (is_superseded()) return on_refused();
    on_written(owner_);
    const auto life = life_;
    for (std::size_t i = 0; i < writes.size() && life == life_; ++i) writes[i]();
}

std::optional<std::uint64_t> MemoryStore::rise_above(std::uint64_t epoch) {
    if (is_superseded()) return std::nullopt;
    owner_.epoch = std::max(owner_.epoch, epoch) + 1;
    disk_->owner = owner_;
    on_written(owner_);
    return owner_.epoch;
}

void MemoryStore::save(dispatch::BroadcastOrder order, Done done) {
    commit([this, order = std::move(order), done = std::move(done)] {
        disk_->orders[order.broadcast.id] = order;
        if (done) done();
    });
}

void MemoryStore::save(dispatch::SharedGrant grant) {
    commit([this, grant] { disk_->grants[grant->grant.broadcast] = grant; });
}

void MemoryStore::save(dispatch::SharedStop stop) {
    commit([this, stop] { disk_->stops.push_back(stop); });
}

void MemoryStore::save(std::vector<domain::Delivery> deliveries, Done done) {
    commit([this, deliveries = std::move(deliveries), done = std::move(done)] {
        for (const auto& delivery : deliveries) disk_->deliveries[{delivery.broadcast, delivery.node}] = delivery;
        if (done) done();
    });
}

void MemoryStore::append(domain::PlaybackReceipt receipt, std::function<void(bool)> done) {
    commit([this, receipt = std::move(receipt), done = std::move(done)] {
        const bool fresh = disk_->receipts[receipt.node].insert(receipt.number).second;
        done(fresh || plant_ == Plant::receipt_counted_twice);
    });
}

ControllerStore::Opened MemoryStore::open(domain::UtcTime now) {
    owner_ = disk_->owner = {disk_->owner.epoch + 1, clockwork_.steps()};
    on_written(owner_);
    Opened opened;
    auto& restored = opened.restored;
    for (const auto& [id, order] : disk_->orders) {
        opened.broadcasts.emplace_back(order.broadcast, deliveries(id));
        const auto grant = disk_->grants.find(id);
        const bool may_sound = grant != disk_->grants.end() && grant->second->grant.not_after >= now;
        if (is_over(order.broadcast.state) && !may_sound && !order.broadcast.withdrawn) continue;
        restored.items.push_back({order, grant == disk_->grants.end() ? nullptr : grant->second});
    }
    for (const auto& stop : disk_->stops)
        if (stop->stop.issued_at + std::chrono::hours{24 * 7} > now) restored.stops.push_back(stop);
    return opened;
}

std::vector<domain::Delivery> MemoryStore::deliveries(domain::BroadcastId broadcast) {
    std::vector<domain::Delivery> found;
    for (auto it = disk_->deliveries.lower_bound({broadcast, {}}); it != disk_->deliveries.end() && it->first.first == broadcast;
         ++it)
        found.push_back(it->second);
    return found;
}

std::vector<domain::Broadcast> MemoryStore::broadcasts() {
    std::vector<domain::Broadcast> all;
    for (const auto& [id, order] : disk_->orders) all.push_back(order.broadcast);
    return all;
}

std::vector<domain::Broadcast> MemoryStore::pieces_of(domain::OccurrenceId occurrence) {
    std::vector<domain::Broadcast> pieces;
    for (const auto& [id, order] : disk_->orders)
        if (order.broadcast.place && order.broadcast.occurrence == occurrence) pieces.push_back(order.broadcast);
    return pieces;
}

std::vector<domain::Broadcast> MemoryStore::corrections_of(domain::BroadcastId wrong) {
    std::vector<domain::Broadcast> corrections;
    for (const auto& [id, order] : disk_->orders)
        if (order.broadcast.corrects == wrong) corrections.push_back(order.broadcast);
    return corrections;
}

std::uint64_t MemoryStore::complete_up_to(domain::NodeNumber node) {
    const auto& numbers = disk_->receipts[node];
    auto& complete = complete_[node];
    while (numbers.contains(complete + 1)) ++complete;
    return complete;
}

ControllerStore::PutBack MemoryStore::back_up() {
    return [disk = disk_, copy = *disk_] { *disk = copy; };
}

void MemoryStore::count_receipts_from(domain::NodeNumber node, std::uint64_t oldest) {
    for (std::uint64_t number = 1; number < oldest; ++number) disk_->receipts[node].insert(number);
}

}  // namespace village::simulation
