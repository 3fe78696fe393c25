// Another station in live packets: with stand-ins for village-relay that say what they have and end, and with the real one that cannot
// reach anybody.
#include "controller/media/live_relay.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <mutex>
#include <thread>

#include "controller/media/live_sources.hpp"
#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

using namespace std::chrono_literals;

/// A receiver in sh, and what was told of its station.
class RelayBench : StationWatch {
public:
    std::filesystem::path receiver(const std::string& words) { return folder.script("receiver", words); }
    /// In the receiver's words: waits for what allow() writes.
    std::string until(const std::string& flag) { return "while ! [ -e '" + path(flag) + "' ]; do sleep 0.05; done; "; }
    void allow(const std::string& flag) { folder.write(flag, std::string("now")); }
    std::string path(const std::string& name) const { return (folder.path() / name).string(); }
    std::string raw(const std::string& name, const Samples& sound) {
        const auto* bytes = reinterpret_cast<const char*>(sound.data());
        return folder.write(name, std::string(bytes, sound.size() * sizeof(Sample))).string();
    }
    void open(const std::filesystem::path& program) {
        auto opened = open_live_relay({.receiver = program, .station = "vov1", .address = "http://127.0.0.1:1/", .watch = this});
        ASSERT_TRUE(opened);
        relay = std::move(*opened);
    }
    std::optional<std::vector<std::uint8_t>> next() {
        auto packet = relay->next();
        EXPECT_TRUE(packet && *packet) << "it never ends by itself";
        if (!packet || !*packet || (*packet)->empty()) return std::nullopt;
        return **packet;
    }
    /// Asks every 40 ms until something is heard.
    bool until_heard() {
        for (int n = 0; n < 250; ++n, std::this_thread::sleep_for(40ms))
            if (auto packet = next()) return packets.push_back(std::move(*packet)), true;
        return false;
    }
    /// Asks so often, as fast as it sounds; the packets that held something.
    std::size_t ask(int times) {
        std::size_t heard = 0;
        for (int n = 0; n < times; ++n, std::this_thread::sleep_for(40ms)) {
            auto packet = next();
            if (!packet) continue;
            ++heard;
            packets.push_back(std::move(*packet));
        }
        return heard;
    }
    /// Within a minute: the real receiver looks for its plugins first, and the machine has other work.
    bool until_told(const std::string& words) {
        for (int n = 0; n < 12'000; ++n, std::this_thread::sleep_for(5ms))
            if (std::ranges::any_of(news(), [&](const auto& one) { return one.find(words) != std::string::npos; })) return true;
        return false;
    }
    std::vector<std::string> news() {
        const std::scoped_lock lock(mutex);
        return told;
    }

private:
    void heard(const std::string&) override { note("heard"); }
    void not_heard(const std::string&, const std::string& why) override { note(why); }
    void over(const std::string& station) override { note(station + " is over"); }
    void note(std::string what) {
        const std::scoped_lock lock(mutex);
        told.push_back(std::move(what));
    }
    std::mutex mutex;
    std::vector<std::string> told;

public:
    TemporaryFolder folder;
    std::vector<std::vector<std::uint8_t>> packets;
    std::unique_ptr<ports::LivePackets> relay;  ///< Ends first, and tells that.
};

constexpr auto second = 48'000;

TEST(LiveRelay, SoundsWhatItsReceiverHears) {
    RelayBench bench;
    const auto sound = sweep(2, 0.4);
    bench.open(bench.receiver("cat '" + bench.raw("a", sound) + "'; : > '" + bench.path("said") + "'; sleep 60"));
    for (int n = 0; n < 4000 && !std::filesystem::exists(bench.path("said")); ++n) std::this_thread::sleep_for(5ms);
    std::this_thread::sleep_for(500ms);  // What it said last is in the pipe.

    ASSERT_TRUE(bench.until_heard());
    EXPECT_EQ(bench.ask(11), 11u);

    const Samples newest(sound.end() - second / 2, sound.end());
    EXPECT_GE(likeness(as_floats(newest), decoded(bench.packets)), 0.8) << "it begins with what is newest";
    EXPECT_EQ(bench.news(), std::vector<std::string>{"heard"});
}

TEST(LiveRelay, HearsNothingUntilThereIsACushion) {
    RelayBench bench;
    const auto a = bench.raw("a", sweep(0.4, 0.4)), b = bench.raw("b", sweep(0.4, 0.4));
    bench.open(bench.receiver("cat '" + a + "'; " + bench.until("more") + "cat '" + b + "'; sleep 60"));
    EXPECT_EQ(bench.ask(40), 0u) << "0.4 s are less than the cushion";

    bench.allow("more");

    EXPECT_TRUE(bench.until_heard());
}

TEST(LiveRelay, CallsAgainUntilTheStationIsHeardAndSaysWhyItIsNot) {
    RelayBench bench;
    const auto path = bench.raw("a", sweep(2, 0.4)), flag = bench.path("called");
    bench.open(bench.receiver("if [ -e '" + flag + "' ]; then cat '" + path + "'; sleep 60; fi; touch '" + flag +
                              "'; echo 'nobody is there' >&2; exit 10"));

    EXPECT_TRUE(bench.until_heard());

    EXPECT_EQ(bench.news(), (std::vector<std::string>{"nobody is there", "heard"}));
}

TEST(LiveRelay, AGapAndTheSilenceBehindItAreOneSilence) {
    RelayBench bench;
    bench.open(bench.receiver("cat '" + bench.raw("a", sweep(0.6, 0.4)) + "'; " + bench.until("silent") +
                              "head -c 96000 /dev/zero; while :; do head -c 19200 /dev/zero; sleep 0.1; done"));
    ASSERT_TRUE(bench.until_heard());
    bench.ask(25);
    EXPECT_EQ(bench.ask(50), 0u) << "a gap of two seconds";

    bench.allow("silent");
    const auto heard = bench.ask(100);

    EXPECT_GT(heard, 0u) << "silence is heard as well";
    EXPECT_LE(heard, 113u - 50) << "of 4.5 s without a word two were a gap";
    EXPECT_TRUE(bench.until_told("silence"));
}

TEST(LiveRelay, EndsItsReceiverAtOnce) {
    RelayBench bench;
    const auto flag = bench.folder.path() / "pid";
    bench.open(bench.receiver("echo $$ > '" + flag.string() + ".part'; mv '" + flag.string() + ".part' '" + flag.string() +
                              "'; exec sleep 600"));
    for (int i = 0; i < 2000 && !std::filesystem::exists(flag); ++i) std::this_thread::sleep_for(5ms);
    const auto digits = read_bytes(flag);
    const auto receiver = std::stoi(std::string(digits.begin(), digits.end()));
    ASSERT_EQ(::kill(receiver, 0), 0);

    const auto begun = std::chrono::steady_clock::now();
    bench.relay.reset();

    EXPECT_LT(std::chrono::steady_clock::now() - begun, 1s);
    EXPECT_NE(::kill(receiver, 0), 0);
    EXPECT_EQ(bench.news().back(), "vov1 is over");
}

TEST(LiveRelay, ReportsWhatTheRealReceiverSaysOfAStationThatIsNotThere) {
    RelayBench bench;
    bench.open(VILLAGE_RELAY);

    EXPECT_TRUE(bench.until_told("are the address, its certificate and the line right?"));
}

TEST(LiveSources, KnowTheirStations) {
    const auto open = live_sources({.stations = {{"vov1", "http://127.0.0.1:1/"}}, .receiver = VILLAGE_RELAY});

    EXPECT_TRUE(open({ports::LiveSource::Kind::relay, "vov1"}, 24'000));
    EXPECT_EQ(open({ports::LiveSource::Kind::relay, "vov2"}, 24'000).error().code, domain::ErrorCode::not_found);
    EXPECT_EQ(open({ports::LiveSource::Kind::file, "vov1"}, 24'000).error().code, domain::ErrorCode::not_found);
}

}  // namespace
}  // namespace village::media
