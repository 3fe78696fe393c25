#include "controller/fanout/fanout.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <mutex>

#include "protocol/red.hpp"
#include "protocol/srtp_receiver.hpp"

namespace village::fanout {
namespace {

using namespace std::chrono_literals;
using domain::BroadcastId;
using domain::ErrorCode;
using domain::NodeNumber;
using domain::Status;

const BroadcastId broadcast{{1, 2}};
constexpr auto patience_ms = 10'000;
constexpr auto long_lead = 10'000ms;

/// A loudspeaker's socket on loopback.
class Ear {
public:
    Ear() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(socket_, reinterpret_cast<const sockaddr*>(&any), sizeof any);
    }
    Ear(const Ear&) = delete;
    Ear& operator=(const Ear&) = delete;
    ~Ear() { ::close(socket_); }

    ports::NodeAddress address() const {
        sockaddr_in bound{};
        socklen_t size = sizeof bound;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&bound), &size);
        ports::NodeAddress address;
        address.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1};
        address.port = ntohs(bound.sin_port);
        return address;
    }
    /// Empty when nothing came in time.
    std::vector<std::uint8_t> hear(int wait_ms = patience_ms) {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, wait_ms) <= 0) return {};
        std::vector<std::uint8_t> packet(2048);
        const auto size = ::recv(socket_, packet.data(), packet.size(), 0);
        packet.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        return packet;
    }

private:
    int socket_;
};

using Kind = ports::LiveSource::Kind;

/// `count` packets; packet n is 60 bytes of n, and nothing is to be heard at those in `gap`.
class MadeUpSound final : public ports::LivePackets {
public:
    MadeUpSound(int count, std::set<std::uint8_t> gap) : left_(count), gap_(std::move(gap)) {}
    domain::Result<std::optional<std::vector<std::uint8_t>>> next() override {
        if (left_-- <= 0) return std::optional<std::vector<std::uint8_t>>{};
        const auto number = number_++;
        return std::optional{std::vector<std::uint8_t>(gap_.contains(number) ? 0 : 60, number)};
    }

private:
    int left_;
    std::set<std::uint8_t> gap_;
    std::uint8_t number_ = 0;
};

class OnAir : public testing::Test {
protected:
    /// A machine may be so busy that a thread waits for seconds: nothing is skipped as too late.
    static FanoutOptions unhurried() {
        FanoutOptions options;
        options.lead = long_lead;
        return options;
    }
    void open(FanoutOptions options = unhurried()) {
        auto opener = [this](const ports::LiveSource& source, int) -> domain::Result<std::unique_ptr<ports::LivePackets>> {
            if (source.name == "missing") return domain::Error{ErrorCode::not_found, "no such file"};
            return std::unique_ptr<ports::LivePackets>{std::make_unique<MadeUpSound>(packets, gap)};
        };
        auto post = [this](std::function<void()> task) {
            std::lock_guard lock(mutex_);
            tasks_.push_back(std::move(task));
            arrived_.notify_one();
        };
        auto created = Fanout::create(options, opener, post);
        ASSERT_TRUE(created);
        fanout = std::move(*created);
    }

    domain::UtcTime now() const {
        return domain::UtcTime{std::chrono::duration_cast<domain::Duration>(std::chrono::system_clock::now().time_since_epoch())};
    }
    /// A grant for what was prepared, with T0 `ahead` of now.
    domain::SignedGrant grant(const ports::StreamSetUp& set_up, domain::Duration ahead) const {
        domain::SignedGrant made;
        made.grant.id = domain::GrantId{{7}};
        made.grant.broadcast = broadcast;
        made.grant.starts_at = now() + ahead;
        made.grant.max_duration = 10min;
        made.grant.stream = set_up.description;
        return made;
    }
    ports::StreamSetUp begin(domain::Duration ahead = long_lead, const std::string& path = "song") {
        auto set_up = fanout->prepare(broadcast);
        EXPECT_TRUE(set_up);
        EXPECT_TRUE(fanout->start(grant(*set_up, ahead), {Kind::file, path}, {NodeNumber{1}, NodeNumber{2}},
                                  [this](Status outcome) { ended.push_back(outcome); }));
        return *set_up;
    }
    static protocol::SrtpReceiver receiver(const ports::StreamSetUp& set_up, std::size_t key_number = 1) {
        const auto& key = set_up.keys.at(key_number);
        protocol::SrtpReceiverOptions options;
        options.key.broadcast = broadcast;
        options.key.stream_class = key_number == 0 ? protocol::StreamClass::r0 : protocol::StreamClass::r1;
        options.key.generation = key.generation;
        options.key.ssrc = key.ssrc;
        options.key.key = protocol::Secret<16>{key.key};
        options.key.salt = protocol::Secret<12>{key.salt};
        options.grant = domain::GrantId{{7}};
        options.stream_public_key = {set_up.description.public_key};
        return protocol::SrtpReceiver{options};
    }
    /// Runs what was posted to the control thread until it has ended.
    bool run_until_ended() {
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        std::unique_lock lock(mutex_);
        while (ended.empty()) {
            if (!arrived_.wait_until(lock, deadline, [this] { return !tasks_.empty(); })) return false;
            auto task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
            lock.lock();
        }
        return true;
    }

private:
    // What the live threads post to: outlives `fanout`, as the control thread's context does.
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::function<void()>> tasks_;

protected:
    int packets = 10;
    std::set<std::uint8_t> gap;
    std::vector<Status> ended;
    std::unique_ptr<Fanout> fanout;
};

TEST_F(OnAir, EveryNodeHearsTheSameSignedAndSealedPacketsInOrder) {
    open();
    Ear first, second;
    fanout->node_reachable(NodeNumber{1}, first.address());
    fanout->node_reachable(NodeNumber{2}, second.address());
    const auto set_up = begin();
    auto node = receiver(set_up);

    for (std::uint64_t n = 0; n < 10; ++n) {
        const auto heard = first.hear();
        EXPECT_EQ(heard, second.hear());
        const auto received = node.receive(heard, domain::MonotonicTime{});
        ASSERT_EQ(received.verdict, protocol::RtpVerdict::accepted);
        EXPECT_EQ(received.index.value, n);
        auto blocks = protocol::parse_red(received.payload);
        ASSERT_TRUE(blocks);
        EXPECT_EQ(blocks->back().data[0], n);
        EXPECT_EQ(blocks->size(), n < 3 ? 1u : n < 8 ? 2u : 3u);
    }
    EXPECT_TRUE(run_until_ended());
    EXPECT_TRUE(ended[0]);
}

TEST_F(OnAir, NothingIsSentWhereThereIsNothingToHearAndWhatFollowsKeepsItsMoment) {
    gap = {3, 4, 5};
    open();
    Ear ear;
    fanout->node_reachable(NodeNumber{1}, ear.address());
    auto node = receiver(begin());

    for (const std::uint64_t n : {0, 1, 2, 6, 7, 8, 9}) {
        const auto received = node.receive(ear.hear(), domain::MonotonicTime{});
        ASSERT_EQ(received.verdict, protocol::RtpVerdict::accepted);
        EXPECT_EQ(received.index.value, n);
        for (const auto& block : *protocol::parse_red(received.payload))
            EXPECT_EQ(block.data[0] * 1920u, n * 1920u - block.timestamp_offset) << "a copy is of the moment that it names";
    }
    EXPECT_TRUE(run_until_ended());
}

TEST_F(OnAir, ANodeOutsideTheBroadcastHearsNothing) {
    open();
    Ear inside, outside;
    fanout->node_reachable(NodeNumber{1}, inside.address());
    fanout->node_reachable(NodeNumber{3}, outside.address());
    begin();

    for (int n = 0; n < 10; ++n) ASSERT_FALSE(inside.hear().empty());

    EXPECT_TRUE(outside.hear(0).empty());
}

TEST_F(OnAir, PacketsLeaveTheLeadBeforeTheirMomentAndFortyMillisecondsApart) {
    FanoutOptions options;
    options.lead = 200ms;
    open(options);
    Ear ear;
    fanout->node_reachable(NodeNumber{1}, ear.address());
    const auto t0 = std::chrono::steady_clock::now() + 400ms;
    begin(400ms);

    ASSERT_FALSE(ear.hear().empty());
    const auto first = std::chrono::steady_clock::now();
    for (int n = 1; n < 10; ++n) ASSERT_FALSE(ear.hear().empty());
    const auto last = std::chrono::steady_clock::now();

    EXPECT_GE(first, t0 - 200ms - 5ms);
    EXPECT_GE(last - first, 9 * 40ms - 30ms);
}

TEST_F(OnAir, ABroadcastThatBeginsLateSkipsWhatCannotBeHeardAnyMore) {
    open();
    Ear ear;
    fanout->node_reachable(NodeNumber{1}, ear.address());
    const auto set_up = begin(-100ms);
    auto node = receiver(set_up);

    const auto received = node.receive(ear.hear(), domain::MonotonicTime{});

    ASSERT_EQ(received.verdict, protocol::RtpVerdict::accepted);
    EXPECT_GE(received.index.value, 2u);
}

TEST_F(OnAir, ANodeThatMovesIsFollowed) {
    packets = 200;
    open();
    Ear before, after;
    fanout->node_reachable(NodeNumber{1}, before.address());
    begin();
    ASSERT_FALSE(before.hear().empty());

    fanout->node_reachable(NodeNumber{1}, after.address());

    EXPECT_FALSE(after.hear().empty());
}

TEST_F(OnAir, ARepairIsTheIdenticalPacket) {
    open();
    Ear ear;
    fanout->node_reachable(NodeNumber{1}, ear.address());
    const auto set_up = begin();
    std::vector<std::vector<std::uint8_t>> heard;
    for (int n = 0; n < 10; ++n) heard.push_back(ear.hear());

    fanout->repair_wanted(NodeNumber{1}, set_up.description.ssrc_r1, {4});

    EXPECT_EQ(ear.hear(), heard[4]);
}

TEST_F(OnAir, NobodyGetsRepairsOfWhatTheyWereNeverSent) {
    open();
    Ear ear, stranger;
    fanout->node_reachable(NodeNumber{1}, ear.address());
    fanout->node_reachable(NodeNumber{9}, stranger.address());
    const auto set_up = begin();
    for (int n = 0; n < 5; ++n) ASSERT_FALSE(ear.hear().empty());

    fanout->repair_wanted(NodeNumber{9}, set_up.description.ssrc_r1, {1});
    fanout->repair_wanted(NodeNumber{1}, 12345, {1});
    fanout->repair_wanted(NodeNumber{1}, set_up.description.ssrc_r1, {60'000});
    while (fanout->counters().repairs_refused < 3) ASSERT_FALSE(ear.hear().empty());

    EXPECT_TRUE(stranger.hear(0).empty());
    EXPECT_EQ(fanout->counters().repairs_sent, 0u);
}

TEST_F(OnAir, ANodeThatCameLateGetsNoRepairsOfWhatWentOutBefore) {
    packets = 30;
    open();
    Ear early, late;
    fanout->node_reachable(NodeNumber{1}, early.address());
    const auto set_up = begin();
    for (int n = 0; n < 5; ++n) ASSERT_FALSE(early.hear().empty());
    fanout->node_reachable(NodeNumber{2}, late.address());
    const auto first = late.hear();
    ASSERT_FALSE(first.empty());

    fanout->repair_wanted(NodeNumber{2}, set_up.description.ssrc_r1, {0, 1});
    while (fanout->counters().repairs_refused < 2) ASSERT_FALSE(early.hear().empty());

    EXPECT_EQ(fanout->counters().repairs_sent, 0u);
}

TEST_F(OnAir, ANodeThatBecameUnreachableIsSentNothingMore) {
    packets = 50;
    open();
    Ear staying, leaving;
    fanout->node_reachable(NodeNumber{1}, staying.address());
    fanout->node_reachable(NodeNumber{2}, leaving.address());
    begin();
    ASSERT_FALSE(leaving.hear().empty());

    fanout->node_unreachable(NodeNumber{2});
    for (int n = 0; n < 4; ++n) ASSERT_FALSE(staying.hear().empty());
    while (!leaving.hear(0).empty()) {
    }
    for (int n = 0; n < 4; ++n) ASSERT_FALSE(staying.hear().empty());

    EXPECT_TRUE(leaving.hear(0).empty());
}

TEST_F(OnAir, RepairsAreRateLimitedPerNode) {
    auto options = unhurried();
    options.repairs_per_second_max = 3;
    open(options);
    Ear ear;
    fanout->node_reachable(NodeNumber{1}, ear.address());
    const auto set_up = begin();
    for (int n = 0; n < 9; ++n) ASSERT_FALSE(ear.hear().empty());

    fanout->repair_wanted(NodeNumber{1}, set_up.description.ssrc_r1, {0, 0, 0, 0, 0});
    for (int n = 0; n < 4; ++n) ASSERT_FALSE(ear.hear().empty());
    // Fan-out counts in its own thread; the next packet of the stream is later than what it refused.
    for (int n = 0; n < 50 && fanout->counters().repairs_refused < 2; ++n) ASSERT_FALSE(ear.hear().empty());

    EXPECT_EQ(fanout->counters().repairs_refused, 2u);
    EXPECT_EQ(fanout->counters().repairs_sent, 3u);
}

TEST_F(OnAir, AMonitorHearsTheSamePacketsFromThenOnAndGetsTheirKey) {
    packets = 1'000'000;
    open();
    Ear node, listener;
    fanout->node_reachable(NodeNumber{1}, node.address());
    const auto set_up = begin();
    ASSERT_FALSE(node.hear().empty());

    const auto monitor = fanout->monitor(broadcast, listener.address());

    ASSERT_TRUE(monitor);
    EXPECT_EQ(monitor->key.key, set_up.keys[1].key);
    EXPECT_EQ(monitor->key.ssrc, set_up.description.ssrc_r1);
    EXPECT_EQ(monitor->rollover, 0u);
    const auto copy = listener.hear();
    ASSERT_FALSE(copy.empty());
    std::vector<std::uint8_t> sent;
    for (int n = 0; n < 1000 && sent != copy; ++n) sent = node.hear();
    EXPECT_EQ(sent, copy);
}

TEST_F(OnAir, ALaterMonitorTakesThePlaceOfTheEarlier) {
    packets = 1'000'000;
    open();
    Ear first, second;
    begin();
    ASSERT_TRUE(fanout->monitor(broadcast, first.address()));
    ASSERT_FALSE(first.hear().empty());

    ASSERT_TRUE(fanout->monitor(broadcast, second.address()));
    ASSERT_FALSE(second.hear().empty());
    while (!first.hear(0).empty()) {
    }
    ASSERT_FALSE(second.hear().empty());
    ASSERT_FALSE(second.hear().empty());

    EXPECT_TRUE(first.hear(0).empty());
}

TEST_F(OnAir, WhatIsNotOnTheAirCannotBeMonitored) {
    open();
    Ear listener;
    ASSERT_TRUE(fanout->prepare(broadcast));
    EXPECT_EQ(fanout->monitor(broadcast, listener.address()).error().code, ErrorCode::not_found);

    begin();
    fanout->stop(broadcast);

    EXPECT_EQ(fanout->monitor(broadcast, listener.address()).error().code, ErrorCode::not_found);
}

TEST_F(OnAir, StopEndsItAtOnceAndSaysSo) {
    packets = 1'000'000;
    open();
    Ear ear;
    fanout->node_reachable(NodeNumber{1}, ear.address());
    begin();
    ASSERT_FALSE(ear.hear().empty());

    fanout->stop(broadcast);

    ASSERT_TRUE(run_until_ended());
    EXPECT_EQ(ended[0].error().code, ErrorCode::cancelled);
}

TEST_F(OnAir, AFileThatCannotBeOpenedEndsTheBroadcastWithTheReason) {
    open();
    begin(1300ms, "missing");

    ASSERT_TRUE(run_until_ended());
    EXPECT_EQ(ended[0].error().code, ErrorCode::not_found);
}

TEST_F(OnAir, NothingStartsWithoutTheStreamKeyThatTheGrantNames) {
    open();
    auto set_up = fanout->prepare(broadcast);
    ASSERT_TRUE(set_up);
    auto wrong = grant(*set_up, 1300ms);
    wrong.grant.stream->public_key[0] ^= 1;

    auto started = fanout->start(wrong, {Kind::file, "song"}, {NodeNumber{1}}, [](Status) {});

    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, ErrorCode::key_unknown);
}

TEST_F(OnAir, AKeyIsUsedForOneSendingOnly) {
    open();
    const auto set_up = begin();

    auto again = fanout->start(grant(set_up, 1300ms), {Kind::file, "song"}, {NodeNumber{1}}, [](Status) {});

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::not_found);
}

TEST_F(OnAir, WhoAsksTwiceBeforeItStartsIsGivenTheSameStream) {
    open();
    const auto first = fanout->prepare(broadcast), second = fanout->prepare(broadcast);

    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->description, second->description) << "the grant may be signed for either";
    EXPECT_TRUE(fanout->start(grant(*first, long_lead), {Kind::file, "song"}, {NodeNumber{1}}, [](Status) {}));
}

TEST_F(OnAir, RelaysTakeNoPlaceFromWhoSpeaks) {
    FanoutOptions options = unhurried();
    options.speakers_max = options.relays_max = 1;
    packets = 1'000'000;
    open(options);
    const auto start = [&](std::uint8_t n, Kind kind) {
        const domain::BroadcastId id{{n}};
        auto made = grant(*fanout->prepare(id), long_lead);
        made.grant.broadcast = id;
        return fanout->start(made, {kind, "song"}, {NodeNumber{1}}, [](Status) {});
    };

    EXPECT_TRUE(start(1, Kind::relay));
    EXPECT_EQ(start(2, Kind::relay).error().code, ErrorCode::too_many_requests);
    EXPECT_TRUE(start(3, Kind::file));
    EXPECT_EQ(start(4, Kind::file).error().code, ErrorCode::too_many_requests);
}

TEST_F(OnAir, EveryBroadcastHasFreshKeys) {
    open();
    const auto first = fanout->prepare(broadcast), second = fanout->prepare(domain::BroadcastId{{9}});

    ASSERT_TRUE(first && second);
    EXPECT_NE(first->description.public_key, second->description.public_key);
    EXPECT_NE(first->keys[0].key, second->keys[0].key);
    EXPECT_NE(first->keys[0].key, first->keys[1].key);
    EXPECT_NE(first->description.ssrc_r0, first->description.ssrc_r1);
}

}  // namespace
}  // namespace village::fanout
