#include "tests/simulation/media/memory_judge.hpp"

#include <gtest/gtest.h>

#include "controller/fanout/fanout.hpp"
#include "controller/fanout/sent_packets.hpp"

namespace village::simulation::media {
namespace {

using namespace std::chrono_literals;
using domain::Priority;
using node::player_loop::LiveDesk;
using node::player_loop::LiveLine;
using node::player_loop::StreamMemory;

const domain::UtcTime looked_at{std::chrono::seconds{1'790'035'200}};
constexpr domain::NodeNumber here{7};

struct FullMemory : testing::Test {
    std::string broken() const { return facts.violation ? facts.violation->invariant : ""; }

    domain::GrantId tell(std::uint8_t number, Priority priority) {
        domain::Grant grant;
        grant.id.bytes = {number};
        grant.priority = priority;
        grant.starts_at = looked_at;
        grant.max_duration = 1min;
        grant.stream = domain::StreamDescription{};
        facts.on_air[grant.id] = {grant, Voice::rising, std::nullopt, std::nullopt};
        facts.nodes[here].listening[grant.id].start_came = looked_at - 10s;
        return grant.id;
    }
    /// As many as there is room for.
    std::vector<StreamMemory> streams_of(Priority priority) {
        std::vector<StreamMemory> streams(LiveDesk::streams_max);
        std::uint8_t number = 0;
        for (auto& stream : streams) stream.grant = tell(++number, priority);
        return streams;
    }
    void look(const std::vector<StreamMemory>& streams, std::size_t associations = 1) {
        judge.holds(here, streams, associations, looked_at);
    }

    Situations situations;
    Facts facts{situations, {}, {}, {}, {}};
    MemoryJudge judge{facts};
};

TEST_F(FullMemory, MayBeFull) {
    auto streams = streams_of(Priority::normal);
    streams.front() = {.grant = streams.front().grant,
                       .keys = LiveDesk::keys_per_stream_max,
                       .receivers = LiveDesk::keys_per_stream_max,
                       .packets = LiveDesk::packets_kept_max,
                       .bytes = LiveDesk::packets_kept_max * 1000,
                       .asked = LiveDesk::asked_max,
                       .packets_in_line = LiveLine::packets_max,
                       .wishes_in_line = LiveLine::wishes_max,
                       .buffered = 128,
                       .holes = 144};
    streams.resize(LiveDesk::streams_max + LiveDesk::waiting_max);

    look(streams, MemoryJudge::associations_max);

    EXPECT_EQ(broken(), "");
}

struct OneTooMany : FullMemory, testing::WithParamInterface<StreamMemory> {};

TEST_P(OneTooMany, OfAnythingThatAStreamHolds) {
    look({GetParam()});

    EXPECT_EQ(broken(), "S17");
}

INSTANTIATE_TEST_SUITE_P(Each, OneTooMany,
                         testing::Values(StreamMemory{.keys = LiveDesk::keys_per_stream_max + 1},
                                         StreamMemory{.receivers = LiveDesk::keys_per_stream_max + 1},
                                         StreamMemory{.packets = LiveDesk::packets_kept_max + 1},
                                         StreamMemory{.bytes = LiveDesk::packets_kept_max * 1200},
                                         StreamMemory{.asked = LiveDesk::asked_max + 1},
                                         StreamMemory{.packets_in_line = LiveLine::packets_max + 1},
                                         StreamMemory{.wishes_in_line = LiveLine::wishes_max + 1}, StreamMemory{.buffered = 129},
                                         StreamMemory{.holes = 145}));

TEST_F(FullMemory, HasNoRoomForOneMoreStream) {
    auto streams = streams_of(Priority::normal);
    streams.push_back({.grant = tell(99, Priority::normal)});

    look(streams);

    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullMemory, HasNoRoomForMoreKeysThatWait) {
    look(std::vector<StreamMemory>(LiveDesk::waiting_max + 1));

    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullMemory, HasNoRoomForAThirdAssociation) {
    look({}, MemoryJudge::associations_max + 1);

    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullMemory, IsForWhatIsMostUrgent) {
    const auto streams = streams_of(Priority::live);
    tell(99, Priority::normal);
    look(streams);
    EXPECT_EQ(broken(), "");

    tell(100, Priority::emergency);
    look(streams);
    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullMemory, NeedNotHoldWhatIsOverOrHasJustCome) {
    const auto streams = streams_of(Priority::normal);
    facts.nodes[here].listening[tell(99, Priority::live)].stop_came = looked_at - 1s;
    facts.nodes[here].listening[tell(100, Priority::live)].over_at = looked_at - 1s;
    facts.nodes[here].listening[tell(101, Priority::live)].start_came = looked_at - 100ms;

    look(streams);

    EXPECT_EQ(broken(), "");
}

TEST_F(FullMemory, OfTheStationIsWhatItSays) {
    judge.station_holds(fanout::SentPackets::kept, looked_at);
    EXPECT_EQ(broken(), "");

    judge.station_holds(fanout::SentPackets::kept + 1, looked_at);
    EXPECT_EQ(broken(), "S17");
}

TEST_F(FullMemory, IsSentNoMoreAgainThanItIsGiven) {
    const auto given = 2 * fanout::FanoutOptions{}.repairs_per_second_max;
    for (int sent = 0; sent < given; ++sent) judge.sent_again(here, looked_at);
    for (int sent = 0; sent < given; ++sent) judge.sent_again(here, looked_at + 1s);
    EXPECT_EQ(broken(), "");

    judge.sent_again(here, looked_at + 1s);
    EXPECT_EQ(broken(), "S17");
}

}  // namespace
}  // namespace village::simulation::media
