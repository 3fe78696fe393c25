// One life of a loudspeaker's program, from power to no power: the real player loop, live desk, clock, mixer and receipts, on a
// modelled device; time and network are the run's. What `node-firmware/program` and `link` do with sockets and timers is done here,
// line by line: who changes one changes the other.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>

#include "node-firmware/audio/model_device.hpp"
#include "node-firmware/link/machines/keepalive.hpp"
#include "node-firmware/player_loop/player_loop.hpp"
#include "node-firmware/player_loop/sound_desk.hpp"
#include "protocol/udp_packets.hpp"
#include "tests/simulation/clockwork.hpp"
#include "tests/simulation/media/plants.hpp"
#include "tests/simulation/media/speech.hpp"
#include "tests/simulation/random.hpp"

namespace village::simulation::media {

/// Its two crystals, which nobody set.
struct Crystals {
    double clock_ppm = 0;
    double device_ppm = 0;
};

/// What the world does for a program, and is told by it.
struct ProgramWays {
    std::function<void(protocol::ByteVector)> send_udp;
    std::function<void(wire::SessionMessage)> send_session;
    std::function<void()> session_is_dead;
    std::function<void(const Heard&, domain::UtcTime leaves_at)> heard;
    std::function<void(const node::player_loop::SoundingBegan&)> began;
    std::function<void(const node::player_loop::SoundingCounted&)> counted;
    std::function<void(const node::player_loop::SoundingOver&, std::int64_t first_sample, std::int64_t end_sample)> over;
    std::function<void(const domain::PlaybackReceipt&)> receipt;
    std::function<void(const protocol::Nack&)> asked;
    std::function<void(const domain::UuidBytes&)> ordered;  ///< A START came, whatever is made of it.
    std::function<void(const domain::UuidBytes&, bool is_obeyed)> answered;
    std::function<void(const protocol::StreamKey&)> key_taken;
};

struct ProgramPlace {
    Clockwork& clockwork;
    std::filesystem::path folder;
    domain::NodeNumber number;
    Crystals crystals;
    protocol::Ed25519KeyPair receipt_key;
    node::player_loop::BootId boot{};
    Plant plant = Plant::none;
};

class Program final : public node::player_loop::Uplink, public node::player_loop::Alarm {
public:
    Program(ProgramPlace place, Random random, ProgramWays ways);

    // From the line.
    void joined(protocol::UdpAssociation association);
    void session_lost() { is_joined_ = false; }
    bool is_joined() const { return is_joined_; }
    void session(const wire::SessionMessage& message);
    /// The verdict, and whether anything but silence answers to a datagram that is no live packet.
    std::optional<protocol::RtpVerdict> datagram(domain::Bytes datagram);

    bool is_clock_trusted() const { return time_.trusted(); }
    /// Since when the burst of clock exchanges is over.
    std::optional<domain::UtcTime> clock_settled_at() const { return settled_at_; }
    domain::Duration clock_error() const { return time_.utc(now()) - place_.clockwork.now(); }
    std::uint64_t datagrams_opened() const { return opened_; }
    std::vector<node::player_loop::StreamMemory> live_memory() const { return live_.memory(); }
    std::size_t associations() const { return associations_.size(); }
    /// Under its newest association, as only who holds its keys can.
    void send_udp(protocol::UdpKind kind, domain::Bytes body);

private:
    // Uplink and Alarm.
    void acknowledge(node::player_loop::Path path, const domain::UuidBytes& id, const domain::Status& status) override;
    void receipt_stored() override;
    void content_lost() override {}
    void status_changed() override {}
    void ask_time() override;
    void ask_time_anew();
    void wake_at(domain::UtcTime when) override;

    domain::MonotonicTime now() const;
    domain::Duration in_true_time(domain::Duration mine) const;
    void later(domain::Duration delay, std::function<void()> what);
    void tick();
    void keep_alive();
    void tend_live();
    void arm_wake();
    void next_block();
    void take_udp(const protocol::UdpPacket& packet);
    void take_start(const wire::Start& start, node::player_loop::Path path);
    /// With `priority_reversed`.
    void expect_reversed(domain::Grant grant);
    void take_clock_answer(const protocol::ClockAnswer& answer);
    void take_key(const protocol::StreamKey& key, node::player_loop::Path path);
    void take_reports();
    void deliver_due_reports();
    void deliver(const node::audio::SoundReport& report);
    void hear(std::span<const std::int16_t> samples, const node::audio::BlockTime& time);

    ProgramPlace place_;
    Random random_;
    ProgramWays ways_;
    domain::UtcTime begun_;
    node::player_loop::NodeMemory memory_;
    node::cache::ContentStore contents_;
    node::cache::ReceiptStore receipt_store_;
    node::player_loop::TimeDesk time_;
    node::player_loop::LiveDesk live_;
    node::audio::ReadAhead read_ahead_;
    node::audio::Mixer mixer_;
    node::audio::ModelDevice device_;
    node::player_loop::SoundDesk sound_;
    node::player_loop::ReceiptDesk receipts_;
    node::player_loop::PlayerLoop loop_;
    node::link::Keepalive keepalive_;
    std::deque<protocol::UdpAssociation> associations_;  ///< The newest first, at most two.
    std::deque<node::audio::SoundReport> reports_;
    std::map<node::audio::Ticket, std::int64_t> first_samples_;
    std::vector<wire::Start> held_back_;  ///< With `emergency_waits`.
    std::optional<domain::UtcTime> wake_;
    std::optional<domain::UtcTime> settled_at_;
    std::optional<domain::MonotonicTime> key_came_at_;
    std::vector<std::int16_t> last_block_;
    std::uint64_t blocks_ = 0;
    std::uint64_t receipts_told_ = 0;
    std::uint64_t opened_ = 0;
    std::uint32_t clock_requests_ = 0;
    std::uint32_t keys_taken_ = 0;
    std::uint32_t exchanges_ = 0;
    protocol::TimeNonce nonce_{};
    bool is_joined_ = false;
    bool live_tended_ = false;
    // Tasks of the clockwork outlive a program whose power goes.
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace village::simulation::media
