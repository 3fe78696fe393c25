// The node's hub: takes what came over the line or from the device, has it verified and decided, and performs the commands. A
// switchboard: trust is KeyRing's, the decision NodePlayer's, sound, memory and receipts are desks'. Main thread only.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <vector>

#include "node-firmware/cache/content_store.hpp"
#include "node-firmware/link/machines/start_dedupe.hpp"
#include "node-firmware/player_loop/live_desk.hpp"
#include "node-firmware/player_loop/node_memory.hpp"
#include "node-firmware/player_loop/ports.hpp"
#include "node-firmware/player_loop/receipt_desk.hpp"
#include "node-firmware/player_loop/time_desk.hpp"
#include "protocol/session.pb.h"

namespace village::node::player_loop {

/// The rooms the hub joins; all outlive it.
struct PlayerWorld {
    NodeMemory& memory;
    cache::ContentStore& contents;
    TimeDesk& time;
    LiveDesk& live;
    ReceiptDesk& receipts;
    Sound& sound;
    Uplink& uplink;
    Alarm& alarm;
    std::function<domain::MonotonicTime()> clock;
};

class PlayerLoop {
public:
    PlayerLoop(domain::NodeNumber node, protocol::KeyRing ring, PlayerWorld world);

    /// Goes on where the disk says the node was. Once, before anything else.
    void boot();

    // From the line.
    void take_message(const wire::SessionMessage& message);
    void take_start(const wire::Start& start, Path path);
    void take_stop(const wire::Stop& stop, Path path);
    void take_quench(const wire::Quench& quench, Path path);
    void take_stream_key(const protocol::StreamKey& key, Path path);
    wire::PlanAck take_plan(const wire::Plan& plan);
    /// The controller has revoked this node.
    void dismissed();
    /// False when a new attestation has to be asked for.
    bool take_exchange(const playout::ClockSample& sample);

    // From the device, the cache and the timer.
    void sounding_began(const SoundingBegan& began);
    void sounding_counted(const SoundingCounted& counted);
    void sounding_over(const SoundingOver& over);
    void content_ready(const domain::ContentHash& content);
    void woken();
    /// About once a second.
    void tick();

    /// Missing contents, the most urgent first.
    std::vector<cache::WantedContent> wanted() const;
    /// A new session: the controller is told of every content again.
    void session_joined();
    /// Names each ready or lost content once; true when there are more for another status.
    bool fill_status(wire::NodeStatus& status);
    bool is_on_air() const { return player_.is_sounding(); }
    const protocol::KeyRing& ring() const { return ring_; }
    std::uint64_t plan_epoch() const { return plan_.version().policy_epoch(); }
    /// Of the last controller that owned the commune, as far as this node knows.
    std::uint64_t owner_epoch() const { return owner_epoch_; }
    std::uint64_t plan_sequence() const { return plan_.version().issuer_sequence(); }
    domain::UtcTime now() const { return world_.time.utc(world_.clock()); }

private:
    struct Known {
        domain::Grant grant;
        domain::Sha256 hash;
    };
    void tell(const dispatch::PlayerEvent& event);
    void perform(const dispatch::PlayerCommands& commands);
    void perform(const dispatch::Remember& command);
    void perform(const dispatch::StartSounding& command);
    void perform(const dispatch::DuckSounding& command);
    void perform(const dispatch::StopSounding& command);
    void perform(const dispatch::OutcomeRecord& command);
    void perform(const dispatch::Refused& command);
    void perform(const dispatch::Accepted& command);
    void perform(const dispatch::WakeMeAt& command);
    void perform(const dispatch::AskTime& command);

    domain::Status obey_start(const wire::Start& start, Path path, domain::GrantId& id);
    /// The disk gives back what was judged when it came.
    enum class Origin { disk, session, bare_udp };
    domain::Status take_grant(domain::Bytes envelope, Origin origin, domain::GrantId* id);
    void take_trust(const wire::TrustUpdate& trust);
    void silence_revoked();
    void take_welcome(const wire::Welcome& welcome);
    void take_owner(std::uint64_t epoch);
    void take_policy(const wire::NodePolicy& policy);
    void take_attestation(const std::string& envelope);
    void take_prefetch(const wire::PrefetchHint& hint);
    void remember_contents(const google::protobuf::RepeatedPtrField<wire::ContentHint>& hints);
    void protect_contents();
    void note_losses();
    void clock_doubted();
    void clock_stepped(domain::Duration by);
    void settle_disk();
    void save_counted(domain::GrantId grant, const evidence::GrantEvidence& counted);
    std::optional<domain::UtcTime> now_if_trusted() const;
    bool is_emergency(domain::GrantId grant) const;

    PlayerWorld world_;
    protocol::KeyRing ring_;
    dispatch::NodePlayer player_;
    link::StartDedupe dedupe_;
    std::map<domain::GrantId, Known> known_;             ///< Verified, no outcome yet.
    std::map<domain::GrantId, domain::Status> answers_;  ///< Of the event being handled.
    std::deque<dispatch::PlayerEvent> events_;           ///< To be handled: the one told, and what performing led to.
    std::uint64_t owner_epoch_ = 0;
    wire::Plan plan_;
    wire::TrustUpdate trust_;
    std::map<domain::ContentHash, cache::WantedContent> hinted_;
    std::set<domain::ContentHash> kept_;                   ///< Of the prefetch hint: never evicted.
    std::vector<domain::ContentHash> ready_unsaid_;        ///< Not told in this session.
    std::vector<domain::ContentHash> lost_unsaid_;         ///< Gone, and not told; disjoint from those ready.
    std::map<domain::GrantId, domain::UtcTime> sounding_;  ///< What leaves the device now, and since when.
    bool records_unsynced_ = false;
    bool sequences_unsaved_ = false;
    std::uint32_t ticks_ = 0;
};

}  // namespace village::node::player_loop
