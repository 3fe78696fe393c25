#include "tests/simulation/controllers.hpp"

#include "tests/simulation/sqlite_store.hpp"

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

using domain::Duration;

/// The real storage is slower: one run in ten has it.
bool has_sqlite(const RunOptions& options) {
    if (options.storage != StorageKind::drawn) return options.storage == StorageKind::sqlite;
    const bool is_planted = options.plant == Plant::sync_forgotten || options.plant == Plant::log_stays_beside_backup;
    return is_planted || Random{options.seed, 5}.below(10) == 0;
}

/// Streams of chance: each further seat has its own.
constexpr std::uint64_t store_stream = 3;
constexpr std::uint64_t controller_stream = 4;
constexpr std::uint64_t end_stream = 6;
constexpr std::uint64_t streams_between_seats = 50'000;

}  // namespace

Controllers::Controllers(Surroundings& world, const RunOptions& options, std::vector<std::unique_ptr<SimNode>>& nodes)
    : world_(world), options_(options), nodes_(nodes) {
    add_seat();
}

std::unique_ptr<ControllerStore> Controllers::make_store(Random random) {
    if (has_sqlite(options_)) return std::make_unique<SqliteStore>(world_.clockwork, random, world_.rules, options_.plant);
    return std::make_unique<MemoryStore>(world_.clockwork, random, disk_, options_.plant);
}

void Controllers::add_seat() {
    const auto further = streams_between_seats * seats_.size();
    auto store = make_store(Random{options_.seed, store_stream + further});
    auto controller = std::make_unique<SimController>(world_, *store, Random{options_.seed, controller_stream + further});
    controller->knows(nodes_);
    controller->on_given_up = [this, &one = *controller] { refused(one, Situation::old_controller_refused_by_signer); };
    store->on_refused = [this, &one = *controller] { refused(one, Situation::old_controller_meets_fence); };
    store->on_written = [this](const Owner& owner) { world_.checker.written(owner, world_.clockwork.now()); };
    store->on_loss = [this](const std::string& words) { world_.checker.disk_lost(words, world_.clockwork.now()); };
    seats_.push_back({std::move(store), std::move(controller)});
}

SimController* Controllers::old_one() {
    if (seats_.size() < 2) return nullptr;
    auto& before = *seats_[seats_.size() - 2].controller;
    return before.is_up() ? &before : nullptr;
}

void Controllers::begin(Happenings& happenings) {
    const auto every = [&](Kind kind, Duration least, Duration most, void (Controllers::*what)(Random&)) {
        happenings.every(kind, 0, least, most, [this, what](Random& random) { (this->*what)(random); });
    };
    owner().boot();
    every(Kind::controller_restart, hours{2}, hours{12}, &Controllers::restart_owner);
    every(Kind::controller_power_cut, minutes{20}, hours{3}, &Controllers::cut_power);
    every(Kind::controller_clock_step, hours{2}, hours{10}, &Controllers::step_clock);
    every(Kind::database_restored, hours{3}, hours{12}, &Controllers::back_up);
    // The real database belongs to one machine at a time, and its lock says so.
    if (!has_sqlite(options_)) every(Kind::controller_take_over, hours{2}, hours{10}, &Controllers::take_over);
}

void Controllers::kill(SimController& controller, Random& random) {
    controller.crash();
    on_died(controller, random);
}

void Controllers::start_owner() {
    if (owner().is_up()) return;
    owner().boot();
    on_back();
}

void Controllers::restart_owner(Random& random) {
    if (!owner().is_up()) return;
    kill_owner(random);
    world_.clockwork.after(random.between(seconds{1}, random.chance(0.2) ? Duration{hours{1}} : Duration{seconds{30}}),
                           [this] { start_owner(); });
}

/// Of the disk: one of the next writes is cut short.
void Controllers::cut_power(Random& random) {
    store().on_power_cut = [this, random]() mutable {
        if (!owner().is_up()) return;
        world_.situations.saw(Situation::power_cut_while_controller_writes);
        restart_owner(random);
    };
    if (owner().is_up()) store().cut_power_soon(random);
}

/// Somebody, or a faulty time server, sets it; it is noticed a while later.
void Controllers::step_clock(Random& random) {
    const auto step = random.chance(0.5) ? random.between(-seconds{90}, seconds{90}) : random.between(-hours{1}, hours{1});
    auto& wrong = owner();
    // The signer shares the machine, or stands beside it.
    const bool is_shared = random.chance(0.5);
    auto set = [this, &wrong, is_shared, random](Duration offset) mutable {
        wrong.set_clock(offset);
        if (is_shared) set_signers_clock(offset, random);
    };
    set(step);
    world_.clockwork.after(random.between(seconds{20}, minutes{20}), [set]() mutable { set(Duration::zero()); });
}

void Controllers::set_signers_clock(Duration offset, Random& random) {
    world_.signer.set_clock(offset);
    world_.checker.attested_clock_set(offset, world_.clockwork.now());
    if (offset != Duration::zero()) world_.situations.saw(Situation::attested_clock_is_wrong);
    for (auto& node : nodes_) node->notice_step(random);
    on_attested_clock_set(random);
}

/// It is thought dead, and it is not: its machine stood still for a while, or only the line to it is bad.
void Controllers::take_over(Random& random) {
    if (!owner().is_up() || old_one()) return;
    world_.situations.saw(Situation::controller_taken_over);
    auto& old = owner();
    old.lose_the_commune(random.chance(0.5));
    add_seat();
    start_owner();
    on_taken_over(old, random);
    // It goes on until a person ends it.
    world_.clockwork.after(random.between(minutes{1}, minutes{40}), [this, &old, random]() mutable {
        if (old.is_up()) kill(old, random);
    });
}

/// A backup, which somebody puts back a while later, thinking that the database is damaged.
void Controllers::back_up(Random& random) {
    if (!owner().is_up()) return;
    const auto when = random.between(minutes{5}, random.chance(0.5) ? Duration{minutes{30}} : Duration{hours{8}});
    Backup made{store().back_up(), store().broadcasts(), world_.signer.sequence()};
    world_.clockwork.after(when, [this, backup = std::move(made), random]() mutable {
        if (world_.faults && owner().is_up() && !old_one()) restore(backup, random);
    });
}

void Controllers::restore(const Backup& backup, Random& random) {
    world_.situations.saw(has_sqlite(options_) ? Situation::real_database_restored : Situation::database_restored);
    kill_owner(random);
    backup.put_back();
    world_.checker.database_restored(backup.known, world_.clockwork.now());
    if (world_.plant == Plant::sequence_goes_back) world_.signer.go_back_to(backup.signers_sequence);
    world_.clockwork.after(random.between(seconds{5}, random.chance(0.5) ? seconds{30} : seconds{600}), [this] {
        forget_lost_receipts();
        start_owner();
    });
}

void Controllers::forget_lost_receipts() {
    for (const auto& node : nodes_) {
        const auto oldest = node->oldest_unconfirmed();
        store().count_receipts_from(node->number(), oldest == 0 ? node->last_receipt() + 1 : oldest);
    }
}

void Controllers::refused(const SimController& controller, Situation what) {
    if (&controller == &owner()) return world_.checker.owner_refused(world_.clockwork.now());
    world_.situations.saw(what);
}

void Controllers::heal() {
    Random random{options_.seed, end_stream};
    if (auto* old = old_one()) kill(*old, random);
    if (!owner().is_up()) owner().boot();
    store().heal();
    owner().set_clock(Duration::zero());
    set_signers_clock(Duration::zero(), random);
}

}  // namespace village::simulation
