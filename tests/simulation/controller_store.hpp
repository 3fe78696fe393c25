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
#include "tests/simulation/random.hpp"

namespace village::simulation {

class ControllerStore {
public:
    virtual ~ControllerStore() = default;
    using Done = std::function<void()>;

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
    virtual Opened open(domain::UtcTime now) = 0;
    virtual bool knows(domain::BroadcastId broadcast) = 0;
    virtual std::vector<domain::Broadcast> broadcasts() = 0;
    /// Of a programme.
    virtual std::vector<domain::Broadcast> pieces_of(domain::OccurrenceId occurrence) = 0;
    virtual std::vector<domain::Delivery> deliveries(domain::BroadcastId broadcast) = 0;
    /// The receipts of this node that are there without a gap.
    virtual std::uint64_t complete_up_to(domain::NodeNumber node) = 0;

    virtual void crash() = 0;
    /// One of the next writes is the last one before the power is gone.
    virtual void cut_power_soon(Random& random) = 0;
    /// No such cut comes any more.
    virtual void heal() = 0;

    /// The power went during a write: the controller is dead.
    std::function<void()> on_power_cut;
    /// What was promised is not there, or nothing is.
    std::function<void(const std::string&)> on_loss;
};

class MemoryStore final : public ControllerStore {
public:
    MemoryStore(Clockwork& clockwork, Random random, bool count_twice)
        : clockwork_(clockwork), random_(random), count_twice_(count_twice) {}

    void save(dispatch::BroadcastOrder order, Done done) override;
    void save(dispatch::SharedGrant grant) override;
    void save(dispatch::SharedStop stop) override;
    void save(std::vector<domain::Delivery> deliveries, Done done) override;
    void append(domain::PlaybackReceipt receipt, std::function<void(bool)> done) override;
    Opened open(domain::UtcTime now) override;
    bool knows(domain::BroadcastId broadcast) override { return orders_.contains(broadcast); }
    std::vector<domain::Broadcast> broadcasts() override;
    std::vector<domain::Broadcast> pieces_of(domain::OccurrenceId occurrence) override;
    std::vector<domain::Delivery> deliveries(domain::BroadcastId broadcast) override;
    std::uint64_t complete_up_to(domain::NodeNumber node) override;
    void crash() override { ++life_, decided_.reset(); }
    void cut_power_soon(Random&) override {}
    void heal() override {}

private:
    using Writes = std::vector<std::function<void()>>;
    /// What is decided at one moment is one transaction.
    void commit(std::function<void()> write);

    Clockwork& clockwork_;
    Random random_;
    bool count_twice_;
    std::uint32_t life_ = 0;
    domain::UtcTime last_commit_{};
    std::shared_ptr<Writes> decided_;  ///< At `decided_at_`, and not on the disk yet.
    domain::UtcTime decided_at_{};
    std::map<domain::BroadcastId, dispatch::BroadcastOrder> orders_;
    std::map<domain::BroadcastId, dispatch::SharedGrant> grants_;
    std::vector<dispatch::SharedStop> stops_;
    std::map<std::pair<domain::BroadcastId, domain::NodeNumber>, domain::Delivery> deliveries_;
    std::map<domain::NodeNumber, std::set<std::uint64_t>> receipts_;
    std::map<domain::NodeNumber, std::uint64_t> complete_;
};

}  // namespace village::simulation
