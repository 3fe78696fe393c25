// The controllers of a run on their disk: the owner of the commune and, after a take-over, the one before it, which goes on with what it
// believes: the store refuses its changes, the signer what is not an emergency or a STOP. How they die and come back.
#pragma once

#include <memory>
#include <vector>

#include "tests/simulation/run_options.hpp"
#include "tests/simulation/sim_controller.hpp"

namespace village::simulation {

class Controllers {
public:
    Controllers(Surroundings& world, const RunOptions& options, std::vector<std::unique_ptr<SimNode>>& nodes);

    SimController& owner() { return *seats_.back().controller; }
    ControllerStore& store() { return *seats_.back().store; }
    /// Its place was taken, and it goes on; null: there is none.
    SimController* old_one();

    void begin(Happenings& happenings);
    void kill_owner(Random& random) { kill(owner(), random); }
    void start_owner();
    void heal();

    std::function<void(SimController&, Random&)> on_died;
    std::function<void(SimController&, Random&)> on_taken_over;  ///< With the one whose place was taken.
    std::function<void()> on_back;
    std::function<void(Random&)> on_attested_clock_set;

private:
    struct Seat {
        std::unique_ptr<ControllerStore> store;
        std::unique_ptr<SimController> controller;
    };
    void add_seat();
    std::unique_ptr<ControllerStore> make_store(Random random);
    void kill(SimController& controller, Random& random);
    void refused(const SimController& controller, Situation what);
    void restart_owner(Random& random);
    void cut_power(Random& random);
    void step_clock(Random& random);
    void set_signers_clock(domain::Duration offset, Random& random);
    void take_over(Random& random);
    struct Backup {
        ControllerStore::PutBack put_back;
        std::vector<domain::Broadcast> known;
        std::uint64_t signers_sequence = 0;
    };
    void back_up(Random& random);
    void restore(const Backup& backup, Random& random);
    void forget_lost_receipts();

    Surroundings& world_;
    RunOptions options_;
    std::vector<std::unique_ptr<SimNode>>& nodes_;
    std::shared_ptr<MemoryDisk> disk_ = std::make_shared<MemoryDisk>();
    std::vector<Seat> seats_;  ///< All that there ever were; the last one is the owner.
};

}  // namespace village::simulation
