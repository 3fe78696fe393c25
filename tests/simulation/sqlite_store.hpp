// The real controller/storage under the simulated controller, on a disk that loses power: every death of the controller is a power
// cut, and some cuts come in the middle of a write. What was promised before must be there afterwards. As in the real control loop,
// what is decided within a moment is one transaction, and what an order is beyond its broadcast is read back from its grant. Backups
// are the product's own, and put back as its README says.
#pragma once

#include <boost/asio/io_context.hpp>

#include "controller/storage/storage.hpp"
#include "tests/controller/storage/power_cut_vfs.hpp"
#include "tests/simulation/controller_store.hpp"
#include "tests/simulation/local_rules.hpp"

namespace village::simulation {

class SqliteStore final : public ControllerStore {
public:
    SqliteStore(Clockwork& clockwork, Random random, const LocalRules& rules, Plant plant);
    ~SqliteStore() override;
    SqliteStore(const SqliteStore&) = delete;
    SqliteStore& operator=(const SqliteStore&) = delete;

    Owner owner() const override { return owner_; }
    std::optional<std::uint64_t> rise_above(std::uint64_t epoch) override;
    void save(dispatch::BroadcastOrder order, Done done) override;
    void save(dispatch::SharedGrant grant) override;
    void save(dispatch::SharedStop stop) override;
    void save(std::vector<domain::Delivery> deliveries, Done done) override;
    void append(domain::PlaybackReceipt receipt, std::function<void(bool)> done) override;
    Opened open(domain::UtcTime now) override;
    bool knows(domain::BroadcastId broadcast) override;
    std::vector<domain::Broadcast> broadcasts() override;
    std::vector<domain::Broadcast> pieces_of(domain::OccurrenceId occurrence) override;
    std::vector<domain::Broadcast> corrections_of(domain::BroadcastId wrong) override;
    std::vector<domain::Delivery> deliveries(domain::BroadcastId broadcast) override;
    std::uint64_t complete_up_to(domain::NodeNumber node) override;
    PutBack back_up() override;
    void count_receipts_from(domain::NodeNumber node, std::uint64_t oldest) override;
    void crash() override;
    void cut_power_soon(Random& random) override;
    void heal() override;

private:
    /// What the calendar, the emergency templates and the announcements say.
    struct Named {
        std::optional<domain::ScheduleId> schedule;
        std::optional<domain::Duration> repeat_every;
        std::optional<domain::EmergencyIntent> intent;
        std::optional<domain::UtcTime> holds_until;
    };
    struct Waiting {
        ports::Decided rows;
        std::vector<Done> done;
        std::vector<std::pair<domain::PlaybackReceipt, std::function<void(bool)>>> receipts;
    };
    template <class Value>
    Value wait_for(ports::Awaitable<Value> work);
    void commit_soon();
    void commit();
    /// False: the power is gone.
    bool survives(const domain::Status& written);
    dispatch::BroadcastOrder order_of(const domain::Broadcast& broadcast, const domain::SignedGrant* grant) const;
    void look_for_receipts();
    void put_back(const std::string& backup);
    std::string database() const { return folder_ + "/village.db"; }

    Clockwork& clockwork_;
    Random random_;
    const LocalRules& rules_;
    Plant plant_;
    std::string folder_;
    test::PowerCutVfs disk_;
    boost::asio::io_context control_;
    std::unique_ptr<storage::Storage> storage_;
    Owner owner_;
    std::uint32_t life_ = 0;
    std::uint32_t backups_ = 0;
    Waiting waiting_;
    bool commits_ = false;
    std::map<domain::BroadcastId, Named> named_;
    std::set<std::pair<domain::NodeNumber, std::uint64_t>> counted_;  ///< Receipts that were acknowledged.
    std::map<domain::NodeNumber, std::uint64_t> counted_before_;      ///< Their nodes have let go of them, up to this one.
    std::map<domain::NodeNumber, std::uint64_t> complete_;            ///< Asked in this life of the controller.
    std::set<domain::NodeNumber> to_ask_;                             ///< Something came since.
};

}  // namespace village::simulation
