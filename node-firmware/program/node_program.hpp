// Joins the rooms of a node and runs them: one io_context on the main thread, the sound device on its own. Owns everything, in the
// order in which things depend on each other; decides nothing.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>

#include "node-firmware/audio/device_thread.hpp"
#include "node-firmware/audio/mixer.hpp"
#include "node-firmware/link/control_link.hpp"
#include "node-firmware/link/machines/receipt_outbox.hpp"
#include "node-firmware/player_loop/player_loop.hpp"
#include "node-firmware/player_loop/sound_desk.hpp"
#include "node-firmware/program/fault_socket.hpp"
#include "node-firmware/program/fetch_desk.hpp"
#include "node-firmware/program/settings.hpp"

namespace village::node {

/// Opened before the program runs, so that what is wrong with them is said at the start.
struct NodeParts {
    link::NodeIdentity identity;
    player_loop::NodeMemory memory;
    cache::ContentStore contents;
    cache::ReceiptStore receipts;
    protocol::KeyRing ring;
    std::unique_ptr<audio::SoundDevice> device;
    domain::Sha256 software;
};

class NodeProgram final : link::LinkEvents, player_loop::Uplink, player_loop::Alarm {
public:
    NodeProgram(boost::asio::io_context& context, Settings settings, NodeParts parts);
    ~NodeProgram() override;

    /// Until a signal ends it. An error if it could not start or could not go on.
    domain::Status run();

private:
    // Of the line.
    link::HelloFacts hello() override;
    void time_asked(const protocol::TimeNonce& nonce) override;
    void joined(const wire::Welcome& welcome) override;
    void lost() override;
    void dismissed() override;
    void message(const wire::SessionMessage& message) override;
    void udp_packet(const protocol::UdpPacket& packet) override;
    void bare_start(domain::Bytes datagram) override;
    void rtp(domain::Bytes datagram) override;
    void exchange(const link::Exchange& exchange) override;
    protocol::ClockRequest clock_request() override;
    bool on_air() override { return loop_.is_on_air(); }

    // For the loop.
    void acknowledge(player_loop::Path path, const domain::UuidBytes& id, const domain::Status& status) override;
    void receipt_stored() override;
    void content_lost() override { prefetcher_.wake(); }
    void status_changed() override;
    void ask_time() override { link_.ask_time(); }
    void wake_at(domain::UtcTime when) override;

    void arm_wake();
    void take_committed(std::uint64_t up_to);
    void forget_receipts(std::uint64_t up_to);
    void send_receipts();
    void send_status();
    void take_reports();
    void deliver_due_reports();
    void tick();
    void tend_live();
    void scrub();
    void take_fault(const Fault& fault);
    void shut_down();
    link::KnownTime known_time() const;
    domain::UtcTime machine_utc() const;
    static domain::MonotonicTime now() { return audio::monotonic_now(); }

    boost::asio::io_context& context_;
    Settings settings_;
    link::NodeIdentity identity_;
    player_loop::NodeMemory memory_;
    cache::ContentStore contents_;
    cache::ReceiptStore receipt_store_;
    std::unique_ptr<audio::SoundDevice> device_;
    domain::Sha256 software_;
    std::array<std::uint8_t, 16> boot_id_{};
    domain::MonotonicTime started_{};
    domain::Duration machine_fault_{};  ///< The demo's step of the machine's clock.

    player_loop::TimeDesk time_;
    player_loop::LiveDesk live_;
    audio::ReadAhead read_ahead_;
    audio::Mixer mixer_;
    player_loop::SoundDesk sound_;
    player_loop::ReceiptDesk receipts_;
    link::ReceiptOutbox outbox_;
    link::DemoFaults faults_;

    boost::asio::steady_timer wake_timer_;
    boost::asio::steady_timer tick_timer_;
    boost::asio::steady_timer live_timer_;
    boost::asio::steady_timer report_timer_;
    boost::asio::steady_timer end_timer_;
    boost::asio::signal_set signals_;

    player_loop::PlayerLoop loop_;
    FetchDesk fetch_;
    link::ControlLink link_;
    link::Prefetcher prefetcher_;
    FaultSocket fault_socket_;

    std::deque<audio::SoundReport> reports_;  ///< Of samples that have not left the device yet.
    std::vector<domain::ContentHash> unscrubbed_;
    std::optional<domain::UtcTime> wake_;
    bool status_due_ = false;
    bool live_tended_ = false;
    bool device_was_ok_ = true;
    domain::MonotonicTime status_sent_{};
    std::uint32_t ticks_ = 0;
    bool ending_ = false;
};

}  // namespace village::node
