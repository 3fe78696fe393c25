// One loudspeaker of the simulation: the real NodePlayer, around it a disk that survives, a clock that may be wrong, a
// sound device that does what it is told, and an outbox of receipts.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>

#include "scheduler/dispatch/node_player.hpp"
#include "tests/simulation/checker.hpp"
#include "tests/simulation/happenings.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/plants.hpp"
#include "tests/simulation/signer_model.hpp"
#include "tests/simulation/situations.hpp"
#include "tests/simulation/trace.hpp"

namespace village::simulation {

/// What everybody in one run shares.
struct Surroundings {
    Clockwork& clockwork;
    Checker& checker;
    Situations& situations;
    Trace& trace;
    SignerModel& signer;
    Happenings& happenings;
    domain::HoursPolicy hours;
    Plant plant = Plant::none;
    bool faults = true;  ///< Ends with the heal phase.
    /// What somebody on the line has recorded: STARTs that were sent, and STARTs held back whose STOP has arrived
    /// since.
    std::vector<domain::Grant> recorded;
    std::vector<std::pair<domain::NodeNumber, domain::GrantId>> held_back;
};

/// The controller's ear: called when a message of the node arrives.
class ControllerEar {
public:
    virtual ~ControllerEar() = default;
    virtual void acknowledged(domain::NodeNumber node, domain::GrantId grant) = 0;
    virtual void refused(domain::NodeNumber node, domain::GrantId grant, const domain::Error& why) = 0;
    virtual void fetched(domain::NodeNumber node, const domain::ContentHash& content) = 0;
    virtual void started(domain::NodeNumber node, domain::GrantId grant) = 0;
    virtual void receipt(const domain::PlaybackReceipt& receipt) = 0;
    virtual void status(domain::NodeNumber node, std::uint64_t last_receipt) = 0;
};

class SimNode {
public:
    SimNode(Surroundings& world, ControllerEar& controller, domain::NodeNumber number, Random random, double loss);

    domain::NodeNumber number() const { return number_; }
    Line& line() { return line_; }
    bool is_up() const { return player_ != nullptr; }
    domain::UtcTime connected_since() const { return connected_since_; }

    void boot();
    void crash();
    bool is_sounding() const { return device_ && device_->begun; }
    void connected();
    void disconnected() { line_.close_session(); }
    void report();
    /// Numbers of the oldest receipt that waits for its confirmation (0: none) and of the last one ever written.
    std::uint64_t oldest_unconfirmed() const { return disk_.outbox.empty() ? 0 : disk_.outbox.front().number; }
    std::uint64_t last_receipt() const { return disk_.last_receipt; }
    void keep_content(const domain::ContentHash& content) { disk_.content.insert(content); }

    // Arrivals.
    void take_start(const domain::Grant& grant, bool in_session);
    void take_stop(const domain::StopOrder& stop);
    void take_plan(const std::vector<domain::Grant>& grants, const dispatch::PlanTaken& plan);
    void quench(std::optional<domain::BroadcastId> broadcast);
    void receipt_committed(std::uint64_t number);
    void stream_ended(domain::BroadcastId broadcast);
    void device_fails();

private:
    struct Disk {
        std::map<domain::GrantId, domain::Grant> grants;
        std::map<domain::GrantId, dispatch::PlayerRecord> records;
        std::vector<domain::StopOrder> stops;
        policy::SequenceWindow::Saved sequences;
        std::pair<std::uint64_t, std::uint64_t> plan{};
        std::set<domain::ContentHash> content;
        std::uint64_t last_receipt = 0;
        std::deque<domain::PlaybackReceipt> outbox;

        bool is_done(domain::GrantId grant) const {
            const auto found = records.find(grant);
            return found != records.end() && found->second.done;
        }
    };
    struct Device {
        Sound sound;
        domain::UtcTime began{};
        bool begun = false;
    };

    domain::UtcTime node_now() const { return world_.clockwork.now() + clock_offset_; }
    void handle(const dispatch::PlayerEvent& event);
    void perform(const dispatch::PlayerCommands& commands);
    void perform(const dispatch::Remember& command);
    void perform(const dispatch::StartSounding& command);
    void perform(const dispatch::StopSounding& command);
    void perform(const dispatch::OutcomeRecord& command);
    void perform(const dispatch::Refused& command);
    void perform(const dispatch::Accepted& command);
    void perform(const dispatch::WakeMeAt& command);
    bool runs_on_by_plant(const dispatch::StopSounding& command) const;
    void restore_grants();
    void note_drop(const dispatch::OutcomeRecord& command);
    void device_begins(std::uint64_t serial);
    void device_ends(std::uint64_t serial);
    void device_stops();
    void take(const domain::Grant& grant, bool in_session);
    void watch_emergency(const domain::Grant& grant);
    void watch_emergencies_on_disk();
    void look_at_emergency(domain::GrantId grant, domain::Duration after);
    void fetch(const domain::ContentHash& content);
    void attest();
    /// Runs only if the node has not been restarted since.
    void later(domain::Duration delay, std::function<void()> what);

    Surroundings& world_;
    ControllerEar& controller_;
    domain::NodeNumber number_;
    Random random_;
    Line line_;
    Disk disk_;
    std::unique_ptr<dispatch::NodePlayer> player_;
    std::uint32_t life_ = 0;
    domain::Duration clock_offset_{};
    bool clock_trusted_ = false;
    std::optional<Device> device_;
    std::optional<Device> interrupted_by_emergency_;   ///< For plants only.
    std::optional<domain::ContentHash> last_fetched_;  ///< For plants only.
    std::uint64_t device_serial_ = 0;
    std::uint64_t wake_serial_ = 0;
    std::set<domain::ContentHash> fetching_;
    domain::UtcTime connected_since_{};
};

}  // namespace village::simulation
