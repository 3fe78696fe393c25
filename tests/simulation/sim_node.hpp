// One loudspeaker of the simulation: the real NodePlayer, around it a disk that survives, a clock that may be wrong, a
// sound device that does what it is told, and an outbox of receipts.
#pragma once

#include <memory>

#include "tests/simulation/controller_ear.hpp"
#include "tests/simulation/network.hpp"
#include "tests/simulation/node_disk.hpp"
#include "tests/simulation/sim_clock.hpp"
#include "tests/simulation/sim_device.hpp"
#include "tests/simulation/surroundings.hpp"

namespace village::simulation {

class SimNode {
public:
    /// Each keepalive carries the four times of an exchange.
    static constexpr std::chrono::seconds keepalive_most{25};

    SimNode(Surroundings& world, domain::NodeNumber number, Random random, double loss);

    domain::NodeNumber number() const { return number_; }
    Line& line() { return line_; }
    bool is_up() const { return player_ != nullptr; }
    domain::UtcTime connected_since() const { return connected_since_; }

    void boot();
    void crash();
    bool is_sounding() const { return device_.is_sounding(); }
    std::uint64_t owner_epoch() const { return disk_.owner_epoch; }
    /// What it makes of a Welcome with this epoch.
    bool obeys(std::uint64_t epoch) const { return epoch >= disk_.owner_epoch || world_.plant == Plant::node_obeys_old_owner; }
    /// A session with this controller has just begun.
    void connected(ControllerEar& controller, std::uint64_t epoch);
    /// Of its last session; null before the first.
    ControllerEar* controller() const { return controller_; }
    bool is_with(const ControllerEar& controller) const { return controller_ == &controller; }
    void disconnected() { line_.close_session(); }
    void report();
    /// It had drifted, and is set right while it runs.
    void exchange_clock(Random& random);
    /// The exchanges will say that the controller's clock is not where it was.
    void notice_step(Random& random);
    /// Numbers of the oldest receipt that waits for its confirmation (0: none) and of the last one ever written.
    std::uint64_t oldest_unconfirmed() const { return disk_.outbox.empty() ? 0 : disk_.outbox.front().number; }
    std::uint64_t last_receipt() const { return disk_.last_receipt; }
    void keep_content(const domain::ContentHash& content) {
        disk_.content.insert(content);
        world_.checker.content_kept(number_, content, world_.clockwork.now());
    }

    // Arrivals.
    void take_start(const domain::Grant& grant, bool in_session);
    void take_stop(const domain::StopOrder& stop);
    /// `version`: of the rules that these hours follow from.
    void take_profile(const domain::HoursPolicy& hours, std::uint64_t version);
    void take_plan(const std::vector<domain::Grant>& grants, const dispatch::PlanTaken& plan);
    void quench(std::optional<domain::BroadcastId> broadcast);
    void receipt_committed(std::uint64_t number);
    void stream_ended(domain::BroadcastId broadcast);
    void device_fails();
    // Somebody recorded it, and it comes again: nothing but an answer may come of it.
    void take_copy(const domain::Grant& grant);
    void take_copy(const domain::StopOrder& stop);
    void take_copy_of_plan(Random& random);
    /// Its output is empty for a while: an underrun.
    void device_falters(Random& random);

private:
    domain::UtcTime node_now() const { return clock_.utc(world_.clockwork.now()); }
    /// Into the session that the node believes in.
    void tell(std::function<void()> arrive);
    void handle(const dispatch::PlayerEvent& event);
    void perform(const dispatch::PlayerCommands& commands);
    void perform(const dispatch::Remember& command);
    void perform(const dispatch::StartSounding& command);
    void perform(const dispatch::DuckSounding& command);
    void perform(const dispatch::StopSounding& command);
    void perform(const dispatch::OutcomeRecord& command);
    void perform(const dispatch::Refused& command);
    void perform(const dispatch::Accepted& command);
    void perform(const dispatch::WakeMeAt& command);
    void fail(domain::GrantId grant, domain::Duration played);
    bool runs_on_by_plant(const dispatch::StopSounding& command) const;
    void restore_grants();
    domain::HoursPolicy hours_kept() const;
    void without_effect(Situation what, const std::function<void()>& take);
    void note_drop(const dispatch::OutcomeRecord& command);
    QueueJudge::Load load() const;
    void turned_away(domain::GrantId grant, Situation how);
    void device_ended(domain::GrantId grant, domain::Duration played);
    void take(const domain::Grant& grant, bool in_session);
    bool goes_by_another_clock(const domain::Grant& grant) const;
    bool lies_ahead(const domain::Grant& grant) const;
    void wait_for_answer(domain::GrantId called);
    void look_whether_it_asked(const domain::Grant& called);
    bool is_of_now_by_the_server(const domain::Grant& called);
    void watch_answered();
    bool is_in_force(const domain::Grant& grant) const;
    void watch_calls_in_doubt();
    void watch_emergency(const domain::Grant& grant);
    void watch_emergencies_on_disk();
    void look_at_emergency(domain::GrantId grant, domain::Duration after);
    void fetch(const domain::ContentHash& content);
    /// From its beginning on, each second: does the player hear of this relay?
    void listen_for(const domain::Grant& grant);
    void listen(domain::GrantId grant);
    bool is_sent(const domain::Grant& grant) const;
    void perform(const dispatch::AskTime& command);
    static constexpr std::chrono::milliseconds asks_after{50};
    /// What it would be told now; nothing while there is nobody to tell it.
    std::optional<domain::UtcTime> attested_time();
    void ask_time(domain::Duration after);
    void ask_time_now();
    void take_time(domain::UtcTime said);
    void doubt();
    void tell_of_clock();
    void note_clock_set(domain::Duration step);
    static domain::Duration some_error(Random& random);
    domain::Duration some_wrong_time();
    /// Runs only if the node has not been restarted since.
    void later(domain::Duration delay, std::function<void()> what);

    Surroundings& world_;
    ControllerEar* controller_ = nullptr;
    domain::NodeNumber number_;
    Random random_;
    Line line_;
    SimDevice device_;
    NodeDisk disk_;
    std::unique_ptr<dispatch::NodePlayer> player_;
    std::uint32_t life_ = 0;
    SimClock clock_;
    std::set<domain::GrantId> by_another_clock_;                  ///< Called, and heard if the answer about the time says so.
    std::map<domain::GrantId, domain::UtcTime> came_in_session_;  ///< In this life, and when.
    std::set<domain::GrantId> begun_here_;                        ///< In this life.
    bool knew_the_time_ = false;                                  ///< In this life.
    std::uint64_t time_serial_ = 0;                               ///< Of the question about the time that is open.
    std::optional<domain::ContentHash> last_fetched_;             ///< For plants only.
    std::uint64_t wake_serial_ = 0;
    bool takes_copy_ = false;
    bool emergency_begins_ = false;                   ///< By the commands that are performed; for plants only.
    std::deque<dispatch::PlanTaken> recorded_plans_;  ///< The newest ones.
    std::set<domain::ContentHash> fetching_;
    QueueJudge::Load
        load_when_it_came_;  ///< What lay here before it was told of the newest grant: afterwards others may be over.
    domain::UtcTime connected_since_{};
};

}  // namespace village::simulation
