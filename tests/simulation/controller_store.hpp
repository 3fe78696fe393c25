// What the simulated controller keeps on its disk: a model in memory whose writes become durable a moment later, in order, and are
// lost by a crash before that; or, in some runs, the real storage (sqlite_store.hpp).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "scheduler/delivery/tracker.hpp"
#include "scheduler/dispatch/dispatch_events.hpp"
#include "tests/simulation/clockwork.hpp"
#include "tests/simulation/owner.hpp"
#include "tests/simulation/plants.hpp"
#include "tests/simulation/random.hpp"

namespace village::simulation {

class ControllerStore {
public:
    virtual ~ControllerStore() = default;
    using Done = std::function<void()>;

    /// The commune's owner since it was opened.
    virtual Owner owner() const = 0;
    /// Empty: another controller has taken the commune.
    virtual std::optional<std::uint64_t> rise_above(std::uint64_t epoch) = 0;

    virtual void save(dispatch::BroadcastOrder order, Done done) = 0;
    virtual void save(dispatch::SharedGrant grant) = 0;
    virtual void save(dispatch::SharedStop stop) = 0;
    virtual void save(std::vector<domain::Delivery> deliveries, Done done) = 0;
    /// `done` gets true for a new receipt, false for one that was there.
    virtual void append(domain::PlaybackReceipt receipt, std::function<void(bool)> done) = 0;

    /// What a restarted controller goes on with.
    struct Opened {
        std::vector<std::pair<domain::Broadcast, std::vector<domain::Delivery>>> broadcasts;
        dispatch::Restored restored;
    };
    /// Takes the commune from whoever had it.
    virtual Opened open(domain::UtcTime now) = 0;
    virtual bool knows(domain::BroadcastId broadcast) = 0;
    virtual std::vector<domain::Broadcast> broadcasts() = 0;
    /// Of a programme.
    virtual std::vector<domain::Broadcast> pieces_of(domain::OccurrenceId occurrence) = 0;
    virtual std::vector<domain::Broadcast> corrections_of(domain::BroadcastId wrong) = 0;
    virtual std::vector<domain::Delivery> deliveries(domain::BroadcastId broadcast) = 0;
    /// The receipts of this node that are there without a gap.
    virtual std::uint64_t complete_up_to(domain::NodeNumber node) = 0;

    /// A backup, while a controller is up: calling it puts that back, while none is.
    using PutBack = std::function<void()>;
    virtual PutBack back_up() = 0;
    /// As a session does: it counts from the oldest one that the node still has.
    virtual void count_receipts_from(domain::NodeNumber node, std::uint64_t oldest) = 0;

    virtual void crash() = 0;
    /// One of the next writes is the last one before the power is gone.
    virtual void cut_power_soon(Random& random) = 0;
    /// No such cut comes any more.
    virtual void heal() = 0;

    /// The power went during a write: the controller is dead.
    std::function<void()> on_power_cut;
    /// What was promised is not there, or nothing is.
    std::function<void(const std::string&)> on_loss;
    /// A write was refused, since another controller has taken the commune.
    std::function<void()> on_refused;
    /// Something is on the disk now.
    std::function<void(const Owner&)> on_written;
};

/// What lies there, whoever has opened it.
struct MemoryDisk {
    Owner owner;
    std::map<domain::BroadcastId, dispatch::BroadcastOrder> orders;
    std::map<domain::BroadcastId, dispatch::SharedGrant> grants;
    std::vector<dispatch::SharedStop> stops;
    std::map<std::pair<domain::BroadcastId, domain::NodeNumber>, domain::Delivery> deliveries;
    std::map<domain::NodeNumber, std::set<std::uint64_t>> receipts;
};

class MemoryStore final : public ControllerStore {
public:
    MemoryStore(Clockwork& clockwork, Random random, std::shared_ptr<MemoryDisk> disk, Plant plant)
        : clockwork_(clockwork), random_(random), disk_(std::move(disk)), plant_(plant) {}

    Owner owner() const override { return owner_; }
    std::optional<std::uint64_t> rise_above(std::uint64_t epoch) override;

    void save(dispatch::BroadcastOrder order, Done done) override;
    void save(dispatch::SharedGrant grant) override;
    void save(dispatch::SharedStop stop) override;
    void save(std::vector<domain::Delivery> deliveries, Done done) override;
    void append(domain::PlaybackReceipt receipt, std::function<void(bool)> done) override;
    Opened open(domain::UtcTime now) override;
    bool knows(domain::BroadcastId broadcast) override { return disk_->orders.contains(broadcast); }
    std::vector<domain::Broadcast> broadcasts() override;
    std::vector<domain::Broadcast> pieces_of(domain::OccurrenceId occurrence) override;
    std::vector<domain::Broadcast> corrections_of(domain::BroadcastId wrong) override;
    std::vector<domain::Delivery> deliveries(domain::BroadcastId broadcast) override;
    std::uint64_t complete_up_to(domain::NodeNumber node) override;
    PutBack back_up() override;
    void count_receipts_from(domain::NodeNumber node, std::uint64_t oldest) override;
    void crash() override { ++life_, decided_.reset(); }
    void cut_power_soon(Random&) override {}
    void heal() override {}

private:
    using Writes = std::vector<std::function<void()>>;
    /// What is decided at one moment is one transaction.
    void commit(std::function<void()> write);
    void perform(const Writes& writes);
    bool is_superseded() const { return disk_->owner != owner_ && plant_ != Plant::skip_fence; }

    Clockwork& clockwork_;
    Random random_;
    std::shared_ptr<MemoryDisk> disk_;
    Plant plant_;
    Owner owner_;
    std::uint32_t life_ = 0;
    domain::UtcTime last_commit_{};
    std::shared_ptr<Writes> decided_;  ///< At `decided_at_`, and not on the disk yet.
    domain::UtcTime decided_at_{};
    std::map<domain::NodeNumber, std::uint64_t> complete_;
};

}  // namespace village::simulation
