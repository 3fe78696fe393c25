// Another station in live packets: with stand-ins for village-relay that say what they have and end, and with the real one that cannot
// reach anybody.
#include "controller/media/live_relay.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "controller/media/live_sources.hpp"
#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

using namespace std::chrono_literals;

/// A receiver in sh, and what was told of its station.
class RelayBench {
public:
    std::filesystem::path receiver(const std::string& words) { return folder.script("receiver", words); }
    std::filesystem::path raw(const Samples& sound) {
        const auto* bytes = reinterpret_cast<const char*>(sound.data());
        return folder.write("sound.raw", std::string(bytes, sound.size() * sizeof(Sample)));
    }
    void open(const std::filesystem::path& program, const std::string& address = "http://127.0.0.1:1/") {
        auto opened = open_live_relay({.receiver = program, .address = address, .tell = [this](const domain::Status& news) {
                                           const std::scoped_lock lock(mutex);
                                           told.push_back(news ? "heard" : news.error().detail);
                                       }});
        ASSERT_TRUE(opened);
        relay = std::move(*opened);
    }
    /// Asks every 5 ms, which is faster than it sounds; gives the packets that held something, in order, until `count` or the end.
    std::vector<std::vector<std::uint8_t>> packets(std::size_t count, std::chrono::milliseconds limit = 10s) {
        std::vector<std::vector<std::uint8_t>> found;
        for (const auto until = std::chrono::steady_clock::now() + limit;
             found.size() < count && std::chrono::steady_clock::now() < until;) {
            auto packet = relay->next();
            EXPECT_TRUE(packet && *packet) << "it never ends by itself";
            if (!packet || !*packet) return found;
            if ((*packet)->empty()) std::this_thread::sleep_for(5ms);
            else found.push_back(std::move(**packet));
        }
        return found;
    }
    std::vector<std::string> news() {
        const std::scoped_lock lock(mutex);
        return told;
    }

    TemporaryFolder folder;
    std::mutex mutex;
    std::vector<std::string> told;
    std::unique_ptr<ports::LivePackets> relay;
};

TEST(LiveRelay, SoundsWhatItsReceiverHears) {
    RelayBench bench;
    const auto sound = sweep(2, 0.4);
    bench.open(bench.receiver("cat '" + bench.raw(sound).string() + "'; sleep 60"));

    const auto packets = bench.packets(45);

    ASSERT_EQ(packets.size(), 45u);
    EXPECT_GE(likeness(as_floats(Samples(sound.begin(), sound.begin() + 45 * 1920)), decoded(packets)), 0.8)
        << "its loudness is followed slowly";
    EXPECT_EQ(bench.news(), std::vector<std::string>{"heard"});
}

TEST(LiveRelay, HearsNothingUntilThereIsACushionAndAfterItsReceiverStopped) {
    RelayBench bench;
    const auto path = bench.raw(sweep(0.4, 0.4)).string();
    bench.open(bench.receiver("cat '" + path + "'; sleep 60"));

    EXPECT_TRUE(bench.packets(1, 1s).empty()) << "0.4 s are less than the cushion";
}

TEST(LiveRelay, CallsAgainUntilTheStationIsHeardAndSaysWhyItIsNot) {
    RelayBench bench;
    const auto path = bench.raw(sweep(2, 0.4)).string(), flag = (bench.folder.path() / "called").string();
    bench.open(bench.receiver("if [ -e '" + flag + "' ]; then cat '" + path + "'; sleep 60; fi; touch '" + flag +
                              "'; echo 'nobody is there' >&2; exit 10"));

    EXPECT_EQ(bench.packets(20).size(), 20u);

    EXPECT_EQ(bench.news(), (std::vector<std::string>{"nobody is there", "heard"}));
}

TEST(LiveRelay, TakesAStationThatSendsNothingButSilenceForDead) {
    RelayBench bench;
    Samples sound(12 * 48'000, Sample{0});
    const auto voice = sweep(1, 0.4);
    std::ranges::copy(voice, sound.begin());
    bench.open(bench.receiver("cat '" + bench.raw(sound).string() + "'; sleep 60"));

    const auto packets = bench.packets(300, 6s);

    EXPECT_NEAR(static_cast<double>(packets.size()), 25 + 112, 4) << "a second of sound, 4.5 s of its silence";
}

TEST(LiveRelay, EndsItsReceiverAtOnce) {
    RelayBench bench;
    const auto flag = (bench.folder.path() / "pid").string();
    bench.open(bench.receiver("echo $$ > '" + flag + "'; exec sleep 600"));
    for (int i = 0; i < 1000 && !std::filesystem::exists(flag); ++i) std::this_thread::sleep_for(5ms);
    ASSERT_TRUE(std::filesystem::exists(flag));

    const auto begun = std::chrono::steady_clock::now();
    bench.relay.reset();

    EXPECT_LT(std::chrono::steady_clock::now() - begun, 1s);
}

TEST(LiveRelay, ReportsWhatTheRealReceiverSaysOfAStationThatIsNotThere) {
    RelayBench bench;
    bench.open(VILLAGE_RELAY);

    for (int i = 0; i < 2000 && bench.news().empty(); ++i) std::this_thread::sleep_for(5ms);

    ASSERT_FALSE(bench.news().empty());
    EXPECT_NE(bench.news()[0].find("village-relay"), std::string::npos) << bench.news()[0];
}

TEST(LiveSources, KnowTheirStations) {
    const auto open = live_sources({.stations = {{"vov1", "http://127.0.0.1:1/"}}, .receiver = VILLAGE_RELAY});

    EXPECT_TRUE(open({ports::LiveSource::Kind::relay, "vov1"}, 24'000));
    EXPECT_EQ(open({ports::LiveSource::Kind::relay, "vov2"}, 24'000).error().code, domain::ErrorCode::not_found);
    EXPECT_EQ(open({ports::LiveSource::Kind::file, "vov1"}, 24'000).error().code, domain::ErrorCode::not_found);
}

}  // namespace
}  // namespace village::media
