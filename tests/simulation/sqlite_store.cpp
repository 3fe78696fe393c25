#include "tests/simulation/sqlite_store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace village::simulation {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t writes_until_cut_max = 60;

std::string new_folder() {
    auto name = (std::filesystem::temp_directory_path() / "village-simulation-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    return name;
}

domain::UuidBytes bytes_of(std::uint64_t life) {
    domain::UuidBytes bytes{};
    std::memcpy(bytes.data(), &life, sizeof life);
    return bytes;
}

domain::ReceiptKey key_of(domain::NodeNumber node) {
    return {static_cast<std::uint8_t>(node.value), static_cast<std::uint8_t>(node.value >> 8), 1};
}

}  // namespace

SqliteStore::SqliteStore(Clockwork& clockwork, Random random, const LocalRules& rules, Plant plant)
    : clockwork_(clockwork), random_(random), rules_(rules), plant_(plant), folder_(new_folder()), disk_("simulation") {
    if (plant_ == Plant::sync_forgotten) disk_.forget_syncs_of("-wal");
}

SqliteStore::~SqliteStore() {
    storage_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

template <class Value>
Value SqliteStore::wait_for(ports::Awaitable<Value> work) {
    auto result = boost::asio::co_spawn(control_, std::move(work), boost::asio::use_future);
    control_.restart();
    control_.run();
    return result.get();
}

void SqliteStore::save(dispatch::BroadcastOrder order, Done done) {
    named_[order.broadcast.id] = {order.schedule, order.repeat_every, order.intent, order.holds_until};
    auto& broadcast = waiting_.rows.broadcasts.emplace_back(order.broadcast);
    if (order.outside_hours && broadcast.outside_hours_reason.empty()) broadcast.outside_hours_reason = "wanted";
    if (done) waiting_.done.push_back(std::move(done));
    commit_soon();
}

void SqliteStore::save(dispatch::SharedGrant grant) {
    waiting_.rows.grants.push_back(*grant);
    commit_soon();
}

void SqliteStore::save(dispatch::SharedStop stop) {
    waiting_.rows.stops.push_back(*stop);
    commit_soon();
}

void SqliteStore::save(std::vector<domain::Delivery> deliveries, Done done) {
    for (auto& delivery : deliveries) waiting_.rows.deliveries.push_back(std::move(delivery));
    if (done) waiting_.done.push_back(std::move(done));
    commit_soon();
}

void SqliteStore::append(domain::PlaybackReceipt receipt, std::function<void(bool)> done) {
    receipt.receipt_key = key_of(receipt.node);
    receipt.signed_bytes = fmt::format("{}/{}", receipt.node.value, receipt.number);
    waiting_.receipts.emplace_back(std::move(receipt), std::move(done));
    commit_soon();
}

void SqliteStore::commit_soon() {
    if (std::exchange(commits_, true)) return;
    clockwork_.after(random_.between(milliseconds{1}, milliseconds{5}), [this, life = life_] {
        if (life == life_) commit();
    });
}

void SqliteStore::commit() {
    commits_ = false;
    auto now_written = std::exchange(waiting_, {});
    auto rows = storage_->stores().broadcasts.save(std::move(now_written.rows));
    if (!survives(wait_for(std::move(rows)))) return;
    on_written(owner_);
    for (const auto& done : now_written.done) done();
    for (const auto& [receipt, done] : now_written.receipts) {
        auto appended = storage_->stores().receipts.append(receipt);
        if (!survives(wait_for(std::move(appended)))) return;
        to_ask_.insert(receipt.node);
        done(counted_.insert({receipt.node, receipt.number}).second);
    }
}

bool SqliteStore::survives(const domain::Status& written) {
    if (written) return true;
    if (disk_.is_cut()) on_power_cut();
    else on_loss(fmt::format("the database refuses a row: {}", written.error().detail));
    return false;
}

std::optional<std::uint64_t> SqliteStore::rise_above(std::uint64_t epoch) {
    auto rising = storage_->stores().ownership.rise_above(epoch);
    if (!survives(wait_for(std::move(rising)))) return std::nullopt;
    owner_.epoch = storage_->stores().ownership.owner().epoch;
    on_written(owner_);
    return owner_.epoch;
}

ControllerStore::Opened SqliteStore::open(domain::UtcTime now) {
    owner_.life = clockwork_.steps();
    const storage::StorageOptions options{
        .folder = folder_, .run_on = storage::RunOn::caller, .vfs = disk_.name(), .owner = bytes_of(owner_.life)};
    auto storage = storage::Storage::open(options, control_.get_executor());
    if (!storage) return on_loss(fmt::format("the database does not open: {}", storage.error().detail)), Opened{};
    storage_ = std::move(*storage);
    owner_.epoch = storage_->stores().ownership.owner().epoch;
    on_written(owner_);
    look_for_receipts();
    auto reading = storage_->stores().broadcasts.open(now);
    auto found = wait_for(std::move(reading));
    if (!found) return on_loss(fmt::format("what goes on cannot be read: {}", found.error().detail)), Opened{};
    std::map<domain::BroadcastId, std::vector<domain::Delivery>> deliveries;
    for (auto& delivery : found->deliveries) deliveries[delivery.broadcast].push_back(std::move(delivery));
    std::map<domain::BroadcastId, dispatch::SharedGrant> grants;
    for (auto& grant : found->grants) {
        const auto broadcast = grant.grant.broadcast;
        grants[broadcast] = std::make_shared<const domain::SignedGrant>(std::move(grant));
    }
    Opened opened;
    for (const auto& broadcast : found->broadcasts) {
        if (!broadcast.withdrawn || deliveries.contains(broadcast.id))
            opened.broadcasts.emplace_back(broadcast, std::move(deliveries[broadcast.id]));
        const auto grant = grants.contains(broadcast.id) ? grants.at(broadcast.id) : nullptr;
        if (broadcast.ended_at && !grant && !broadcast.withdrawn) continue;
        opened.restored.items.push_back({order_of(broadcast, grant.get()), grant});
    }
    for (auto& stop : found->stops) opened.restored.stops.push_back(std::make_shared<const domain::SignedStop>(std::move(stop)));
    return opened;
}

/// As the control loop restores it.
dispatch::BroadcastOrder SqliteStore::order_of(const domain::Broadcast& broadcast, const domain::SignedGrant* grant) const {
    dispatch::BroadcastOrder order{.broadcast = broadcast};
    const auto named = named_.find(broadcast.id);
    if (named != named_.end()) order.schedule = named->second.schedule;
    if (named != named_.end()) order.repeat_every = named->second.repeat_every;
    if (named != named_.end()) order.intent = named->second.intent;
    if (named != named_.end()) order.holds_until = named->second.holds_until;
    rules_.excuse_again(order);
    if (!grant) return order;
    order.outside_hours = grant->grant.outside_hours;
    order.quiet_hours = grant->grant.quiet_hours;
    order.repeat_every = grant->grant.repeat_every;
    order.stream = grant->grant.stream;
    return order;
}

/// An acknowledged receipt is never lost.
void SqliteStore::look_for_receipts() {
    complete_ = counted_before_;
    std::map<domain::NodeNumber, std::uint64_t> promised;
    for (const auto& [node, number] : counted_)
        if (number == promised[node] + 1) promised[node] = number;
    for (const auto& [node, number] : promised) {
        to_ask_.insert(node);
        if (complete_up_to(node) < number)
            on_loss(fmt::format("receipt {} of node {} was acknowledged and is lost", number, node.value));
    }
}

bool SqliteStore::knows(domain::BroadcastId broadcast) {
    auto finding = storage_->stores().broadcasts.find(broadcast);
    return wait_for(std::move(finding)).has_value();
}

std::vector<domain::Broadcast> SqliteStore::broadcasts() {
    std::vector<domain::Broadcast> all;
    if (!storage_) return all;
    for (const auto& [id, named] : named_) {
        auto finding = storage_->stores().broadcasts.find(id);
        if (auto found = wait_for(std::move(finding))) all.push_back(std::move(*found));
    }
    return all;
}

std::vector<domain::Broadcast> SqliteStore::pieces_of(domain::OccurrenceId occurrence) {
    auto reading = storage_->stores().broadcasts.pieces_of(occurrence);
    auto found = wait_for(std::move(reading));
    return found ? std::move(*found) : std::vector<domain::Broadcast>{};
}

std::vector<domain::Broadcast> SqliteStore::corrections_of(domain::BroadcastId wrong) {
    auto reading = storage_->stores().broadcasts.corrections_of(wrong);
    auto found = wait_for(std::move(reading));
    return found ? std::move(*found) : std::vector<domain::Broadcast>{};
}

std::vector<domain::Delivery> SqliteStore::deliveries(domain::BroadcastId broadcast) {
    auto reading = storage_->read_model().deliveries(broadcast);
    auto found = wait_for(std::move(reading));
    return found ? std::move(*found) : std::vector<domain::Delivery>{};
}

std::uint64_t SqliteStore::complete_up_to(domain::NodeNumber node) {
    auto& complete = complete_[node];
    if (to_ask_.erase(node) == 0) return complete;
    auto asking = storage_->stores().receipts.complete_up_to(node, key_of(node), complete + 1);
    if (const auto found = wait_for(std::move(asking))) complete = *found;
    return complete;
}

ControllerStore::PutBack SqliteStore::back_up() {
    const auto name = std::to_string(++backups_);
    auto copying = storage_->backup(name);
    if (const auto copied = wait_for(std::move(copying)); !copied)
        on_loss(fmt::format("no backup is made: {}", copied.error().detail));
    return [this, copy = fmt::format("{}/backups/{}.db", folder_, name), counted = counted_] {
        put_back(copy);
        counted_ = counted;
    };
}

void SqliteStore::put_back(const std::string& backup) {
    std::ifstream copy(backup, std::ios::binary);
    disk_.put(database(), {std::istreambuf_iterator<char>(copy), {}});
    if (plant_ != Plant::log_stays_beside_backup) disk_.remove(database() + "-wal", true);
}

void SqliteStore::count_receipts_from(domain::NodeNumber node, std::uint64_t oldest) {
    for (std::uint64_t number = 1; number < oldest; ++number) counted_.insert({node, number});
    counted_before_[node] = oldest - 1;
    complete_[node] = std::max(complete_[node], oldest - 1);
    to_ask_.insert(node);
}

void SqliteStore::crash() {
    ++life_;
    waiting_ = {};
    commits_ = false;
    to_ask_.clear();
    complete_.clear();
    if (!storage_) return;
    disk_.cut_after(0);
    storage_.reset();
    disk_.lose_power(random_.next());
}

void SqliteStore::cut_power_soon(Random& random) {
    if (storage_) disk_.cut_after(1 + random.below(writes_until_cut_max));
}

void SqliteStore::heal() { disk_.cut_after(std::numeric_limits<std::uint64_t>::max()); }

}  // namespace village::simulation
