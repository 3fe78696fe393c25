#include "controller/fanout/live_stream.hpp"

#include <gtest/gtest.h>

namespace village::fanout {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::uint32_t ssrc = 7;
constexpr int packet_count = 50;

class FiftyPackets final : public ports::LivePackets {
public:
    domain::Result<std::optional<std::vector<std::uint8_t>>> next() override {
        if (left_-- <= 0) return std::optional<std::vector<std::uint8_t>>{};
        return std::optional{std::vector<std::uint8_t>(60)};
    }

private:
    int left_ = packet_count;
};

LiveStream::Start start_now() {
    EXPECT_TRUE(protocol::prepare_cryptography());
    const std::array<std::uint8_t, 32> seed{};
    const auto key = protocol::stream_key(domain::BroadcastId{{1}}, 1, 1, ssrc, std::array<std::uint8_t, 16>{},
                                          std::array<std::uint8_t, 12>{});
    auto sender = protocol::SrtpSender::create({key, domain::GrantId{{2}}}, protocol::Ed25519KeyPair::from_seed(seed));
    if (!sender) throw std::runtime_error(sender.error().detail);
    auto open = [] { return domain::Result<std::unique_ptr<ports::LivePackets>>{std::make_unique<FiftyPackets>()}; };
    const auto now = std::chrono::duration_cast<domain::Duration>(std::chrono::system_clock::now().time_since_epoch());
    return {open, std::move(*sender), ssrc, domain::UtcTime{now} + 1h, 2h, 1h};
}

TEST(LiveStream, MakesSomePacketsAheadAtOneAwakeningButNeverMoreThanFour) {
    Inbox inbox;
    SharedCounters counters;
    LiveStream stream{start_now(), inbox, counters, [](domain::Status) {}};
    auto earliest = steady_clock::duration::min();

    for (int taken = 0; taken < packet_count;) {
        const auto delivery = inbox.take(steady_clock::now() + 1ms);
        for (const auto& packet : delivery.packets) earliest = std::max(earliest, packet.due - steady_clock::now());
        taken += static_cast<int>(delivery.packets.size());
    }

    EXPECT_GT(earliest, 60ms);
    EXPECT_LE(earliest, 170ms);
}

}  // namespace
}  // namespace village::fanout
