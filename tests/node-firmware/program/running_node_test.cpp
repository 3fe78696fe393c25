// The real `village-node` at the real door of a controller: what it does when it is killed, cut off, or told to end in the middle of
// something. Real time, since sound takes its time; every wait is for a thing that happens, and bounded.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "node-firmware/player_loop/node_memory.hpp"
#include "protocol/pairing_code.hpp"
#include "tests/controller/sessions/test_commune.hpp"
#include "tests/node-firmware/opus_fixture.hpp"
#include "tests/node-firmware/program/node_process.hpp"
#include "tests/node-firmware/temporary_folder.hpp"

namespace village::node {
namespace {
using namespace std::chrono_literals;
using domain::ReceiptOutcome;

const domain::NodeId node_id{{4, 4}};
constexpr domain::NodeNumber number{17};
constexpr std::uint64_t live_serial = 7;

sessions::SessionOptions nobody_compares_words() {
    sessions::SessionOptions options;
    options.confirm_enrolment_automatically = true;
    return options;
}

class RunningNode : public testing::Test {
protected:
    RunningNode() : commune(nobody_compares_words()) {}

    std::string ticket() { return commune.service->begin(node_id, number)->qr_payload; }

    std::unique_ptr<NodeProcess> run(std::vector<std::string> more = {}) {
        std::vector<std::string> words{"--controller", fmt::format("127.0.0.1:{}", commune.service->port()),
                                       "--sink",       "file",
                                       "--data",       folder.path() / "data"};
        words.insert(words.end(), more.begin(), more.end());
        return std::make_unique<NodeProcess>(folder.path(), std::move(words));
    }

    std::unique_ptr<NodeProcess> enrolled(std::vector<std::string> more = {}) {
        more.insert(more.end(), {"--enrol", ticket()});
        auto node = run(std::move(more));
        if (!commune.run_until([&] { return commune.events.connected.size() == 1; })) throw std::runtime_error(node->said());
        return node;
    }

    std::optional<int> end_of(NodeProcess& node) {
        commune.run_until([&] { return node.ended().has_value(); });
        return node.ended();
    }

    /// Five seconds of sound two seconds from now, fetched and planned.
    domain::Grant plan_item() {
        const auto sound = test::ogg_opus(test::rising_tone(5));
        const auto content = commune.blobs.add(sound);
        auto grant = commune.signer.grant_for(domain::NodeSet{number}, 9).grant;
        grant.starts_at = commune.now() + 3s;
        grant.start_by = grant.starts_at + 1min;
        grant.outside_hours = grant.quiet_hours = true;
        grant.content = content;
        grant.content_bytes = sound.size();
        grant.content_duration = 5s;
        const auto envelope = protocol::sign_grant(commune.signer.live, live_serial, grant);
        commune.service->send_plan(number, {grant.issuer_sequence, commune.now(), commune.now() + 168h, {envelope}});
        if (!commune.run_until([&] { return commune.events.fetched.size() == 1; }))
            throw std::runtime_error("nothing was fetched");
        return grant;
    }

    /// A relay whose stream never comes, two seconds from now for nine seconds, and five seconds of sound that stand in for it.
    std::pair<domain::Grant, domain::Grant> plan_relay() {
        const auto sound = test::ogg_opus(test::rising_tone(5));
        const auto content = commune.blobs.add(sound);
        auto relay = commune.signer.grant_for(domain::NodeSet{number}, 9).grant;
        relay.starts_at = commune.now() + 3s;
        relay.start_by = relay.not_after = relay.starts_at + 9s;
        relay.max_duration = 9s;
        relay.outside_hours = relay.quiet_hours = true;
        auto fallback = relay;
        relay.content.reset();
        relay.content_bytes = 0;
        relay.content_duration = {};
        relay.stream = domain::StreamDescription{commune.signer.live.public_key().bytes, 100, 101};
        fallback.id.bytes[0] ^= 1;
        fallback.broadcast.bytes[0] ^= 1;
        fallback.issuer_sequence = relay.issuer_sequence + 1;
        fallback.content = content;
        fallback.content_bytes = sound.size();
        fallback.content_duration = 5s;
        fallback.stands_in_for = relay.broadcast;
        fallback.fade_out = 1s;
        const auto signed_by_live = [&](const domain::Grant& grant) {
            return protocol::sign_grant(commune.signer.live, live_serial, grant);
        };
        commune.service->send_plan(
            number,
            {fallback.issuer_sequence, commune.now(), commune.now() + 168h, {signed_by_live(relay), signed_by_live(fallback)}});
        if (!commune.run_until([&] { return commune.events.fetched.size() == 1; }))
            throw std::runtime_error("nothing was fetched");
        return {relay, fallback};
    }

    /// An emergency with the sound of `item`, to begin at once.
    domain::SignedGrant emergency(const domain::Grant& item) {
        auto grant = commune.signer.grant_for(domain::NodeSet{number}, 10).grant;
        grant.kind = domain::BroadcastKind::emergency;
        grant.priority = domain::Priority::emergency;
        grant.starts_at = commune.now();
        grant.start_by = grant.starts_at + 1min;
        grant.content = item.content;
        grant.content_bytes = item.content_bytes;
        grant.content_duration = item.content_duration;
        return protocol::sign_grant(commune.signer.live, live_serial, grant);
    }

    bool wait_for_start() {
        return commune.run_until([&] { return !commune.events.started.empty(); });
    }
    /// A node whose controller was away dials again after 30 s at most.
    template <class Holds>
    bool wait_patiently(Holds holds) {
        for (int turn = 0; turn < 4 && !commune.run_until(holds); ++turn) {
        }
        return holds();
    }
    bool wait_for_receipt() {
        return wait_patiently([&] { return !commune.events.receipts.empty(); });
    }
    /// What the disk of a box says that was switched off meanwhile: the monotonic clock of its life before says nothing now.
    void switched_off() const {
        auto memory = player_loop::NodeMemory::open(folder.path() / "data");
        auto time = memory->load_time().value();
        time.boot = {};
        ASSERT_TRUE(memory->save_time(time));
    }
    /// The node goes by this much more than the machine's clock when it starts again.
    void knows_it_is(domain::Duration ahead) const {
        auto memory = player_loop::NodeMemory::open(folder.path() / "data");
        auto time = memory->load_time().value();
        time.running_at += ahead;
        ASSERT_TRUE(memory->save_time(time));
    }
    /// A settings file that names this one for the battery clock, which shows the machine's time now.
    std::vector<std::string> with_battery() const {
        const auto battery = folder.path() / "battery", settings = folder.path() / "settings.toml";
        std::ofstream(battery) << std::chrono::duration_cast<std::chrono::seconds>(commune.now().time_since_epoch()).count()
                               << "\n";
        std::ofstream(settings) << fmt::format("clock.battery = \"{}\"\n", battery.string());
        return {"--config", settings};
    }
    /// The controller is away from now on, until `restart`.
    void cut() { commune.await(commune.service->stop()); }
    bool wait_for_words(const NodeProcess& node, const std::string& words) {
        return commune.run_until([&] { return node.has_said(words); });
    }

    /// From its first to its last moment, on time. On a busy machine the device may run dry meanwhile; nothing else may be missing.
    void expect_all_of(const domain::PlaybackReceipt& receipt, const domain::Grant& grant) {
        EXPECT_EQ(receipt.grant, grant.id);
        EXPECT_TRUE(receipt.outcome == ReceiptOutcome::played || receipt.reason == "device") << receipt.reason;
        ASSERT_TRUE(receipt.first_sample_at && receipt.last_sample_at);
        EXPECT_LE(std::chrono::abs(*receipt.first_sample_at - grant.starts_at), 50ms);
        EXPECT_LE(std::chrono::abs(*receipt.last_sample_at - (grant.starts_at + 5s)), 50ms);
    }

    test::TemporaryFolder folder;
    sessions::TestCommune commune;
};

TEST_F(RunningNode, AWrongCodeIsRefusedInWordsAndNothingIsKept) {
    auto wrong = *protocol::PairingTicket::parse(ticket());
    wrong.code = protocol::PairingCode{{6, 6, 6}};

    auto node = run({"--enrol", wrong.text()});

    EXPECT_EQ(end_of(*node), 1) << node->said();
    EXPECT_TRUE(node->has_said("[enrolment_code_wrong]")) << node->said();
    EXPECT_TRUE(commune.credentials.rows.empty());
}

TEST_F(RunningNode, AnExpiredCodeIsRefusedInWords) {
    const auto words = ticket();
    commune.clock_offset = 15min;

    auto node = run({"--enrol", words});

    EXPECT_EQ(end_of(*node), 1) << node->said();
    EXPECT_TRUE(node->has_said("[expired]")) << node->said();
}

TEST_F(RunningNode, ASecondOneInTheSameFolderIsRefused) {
    auto node = enrolled();

    NodeProcess second(folder.path() / "data",
                       {"--controller", "127.0.0.1:1", "--sink", "file", "--data", folder.path() / "data"});

    EXPECT_EQ(end_of(second), 2);
    EXPECT_TRUE(second.has_said("village-node: data: another village-node uses ")) << second.said();
    EXPECT_FALSE(node->ended());
}

TEST_F(RunningNode, WithADamagedKeyItDoesNotBecomeSomebodyElse) {
    auto node = enrolled();
    node->tell(SIGTERM);
    ASSERT_EQ(end_of(*node), 0) << node->said();
    const auto key = folder.path() / "data" / "identity" / "receipt.key";
    std::ofstream(key) << "garbage";

    auto again = run();

    EXPECT_EQ(end_of(*again), 2) << again->said();
    EXPECT_TRUE(again->has_said(key.parent_path().string() + " is damaged; remove the folder and enrol the node again"))
        << again->said();
    EXPECT_EQ(std::filesystem::file_size(key), 7U);
}

TEST_F(RunningNode, WithoutItsTlsKeyItSaysSoAndPlaysThePlanItHolds) {
    auto node = enrolled();
    plan_item();
    node->tell(SIGTERM);
    ASSERT_EQ(end_of(*node), 0) << node->said();
    const auto key = folder.path() / "data" / "identity" / "tls.key";
    std::ofstream(key, std::ios::trunc).close();

    auto again = run();

    EXPECT_TRUE(wait_for_words(*again, key.string() + " is missing or damaged")) << again->said();
    EXPECT_TRUE(wait_for_words(*again, "holding 1 grants and 1 contents")) << again->said();
    EXPECT_TRUE(wait_for_words(*again, "[outcome]")) << again->said();
    EXPECT_EQ(std::filesystem::file_size(key), 0U) << "another key would not be this node's";
}

TEST_F(RunningNode, WhoseMembershipCannotBeReadIsNotTakenForANewOne) {
    auto node = enrolled();
    node->tell(SIGTERM);
    ASSERT_EQ(end_of(*node), 0) << node->said();
    const auto identity = folder.path() / "data" / "identity", membership = identity / "membership";
    std::filesystem::remove(membership);
    std::filesystem::create_symlink(membership, membership);
    std::filesystem::remove(identity / "tls.key");

    auto again = run();

    EXPECT_EQ(end_of(*again), 2) << again->said();
    EXPECT_TRUE(again->has_said("cannot read " + membership.string())) << again->said();
    EXPECT_FALSE(std::filesystem::exists(identity / "tls.key"));
}

TEST_F(RunningNode, SigtermEndsItQuietlyAndTheNextStartGoesOnWhereItWas) {
    auto node = enrolled();
    const auto grant = plan_item();

    node->tell(SIGTERM);

    EXPECT_EQ(end_of(*node), 0) << node->said();
    EXPECT_TRUE(node->has_said("ended as asked [stopped]")) << node->said();
    auto again = run();
    EXPECT_TRUE(wait_for_words(*again, "holding 1 grants and 1 contents, clock trusted [booted]")) << again->said();
    ASSERT_TRUE(wait_for_receipt()) << again->said();
    expect_all_of(commune.events.receipts[0], grant);
}

TEST_F(RunningNode, KilledInTheMiddleItJoinsWhereTheOthersAreAndSaysWhatIsMissing) {
    auto node = enrolled();
    const auto grant = plan_item();
    ASSERT_TRUE(wait_for_start()) << node->said();

    node->end(SIGKILL);
    std::this_thread::sleep_for(1s);  // Of a five second item: what is missing counts.
    auto again = run();

    ASSERT_TRUE(wait_for_receipt()) << again->said();
    const auto& receipt = commune.events.receipts[0];
    EXPECT_EQ(receipt.outcome, ReceiptOutcome::partial) << receipt.reason;
    EXPECT_GT(receipt.samples_played, 48'000U);
    EXPECT_LT(receipt.samples_played, 5 * 48'000U - 4'800U);
    ASSERT_TRUE(receipt.last_sample_at);
    EXPECT_LE(std::chrono::abs(*receipt.last_sample_at - (grant.starts_at + 5s)), 50ms) << "it went on where the others are";
    EXPECT_EQ(commune.events.receipts.size(), 1U);
}

TEST_F(RunningNode, PlaysOnTimeWithTheControllerDeadAndReportsWhenItIsBack) {
    auto node = enrolled();
    const auto grant = plan_item();

    cut();
    ASSERT_TRUE(wait_for_words(*node, "[outcome]")) << node->said();
    commune.restart();

    ASSERT_TRUE(wait_for_receipt()) << node->said();
    expect_all_of(commune.events.receipts[0], grant);
}

TEST_F(RunningNode, SwitchedOffWithoutABatteryClockItPlaysNoPlanBeforeTheTimeIsAttestedButAnEmergency) {
    auto node = enrolled();
    const auto grant = plan_item();
    commune.signer.is_away = true;
    cut();
    node->end(SIGTERM);
    switched_off();

    auto again = run();

    ASSERT_TRUE(wait_for_words(*again, "clock not trusted yet [booted]")) << again->said();
    const auto too_early = [&] { return again->has_said("[sounding]"); };
    EXPECT_FALSE(commune.run_until([&] { return too_early() || commune.now() > grant.starts_at + 1s; }) && too_early());
    commune.restart();
    ASSERT_TRUE(wait_patiently([&] { return commune.events.connected.size() == 2; })) << again->said();
    const auto alarm = emergency(grant);
    commune.service->send_start(alarm, domain::NodeSet{number});
    EXPECT_TRUE(wait_for_words(*again, "sounding " + alarm.grant.id.text())) << again->said();
    EXPECT_FALSE(again->has_said("sounding " + grant.id.text())) << again->said();
}

TEST_F(RunningNode, SwitchedOffWithABatteryClockThatAgreedItPlaysItsPlanWithTheControllerDead) {
    auto node = enrolled(with_battery());
    const auto grant = plan_item();
    cut();
    node->end(SIGTERM);
    switched_off();

    auto again = run(with_battery());

    ASSERT_TRUE(wait_for_words(*again, "clock trusted [booted]")) << again->said();
    ASSERT_TRUE(wait_for_words(*again, "[outcome]")) << again->said();
    commune.restart();
    ASSERT_TRUE(wait_for_receipt()) << again->said();
    expect_all_of(commune.events.receipts[0], grant);
}

TEST_F(RunningNode, JudgesTheControllersCertificateByItsOwnClockWhateverTheMachinesSays) {
    constexpr auto longer_than_it_lasts = 24h * 400;
    auto node = enrolled();
    ASSERT_TRUE(wait_for_words(*node, "[clock_trusted]")) << node->said();
    node->end(SIGTERM);
    knows_it_is(longer_than_it_lasts);

    auto again = run();
    ASSERT_TRUE(wait_for_words(*again, "certificate has expired")) << again->said();
    commune.clock_offset = longer_than_it_lasts;
    commune.restart();

    ASSERT_TRUE(wait_patiently([&] { return commune.events.connected.size() == 2; })) << again->said();
}

TEST_F(RunningNode, ALineThatIsCutInTheMiddleIsNotHeard) {
    auto node = enrolled();
    const auto grant = plan_item();
    ASSERT_TRUE(wait_for_start()) << node->said();

    cut();
    ASSERT_TRUE(wait_for_words(*node, "[outcome]")) << node->said();
    commune.restart();

    ASSERT_TRUE(wait_for_receipt()) << node->said();
    expect_all_of(commune.events.receipts[0], grant);
}

TEST_F(RunningNode, SoundsWhatStandsInForARelayWhoseStreamNeverComesUntilItsHardEnd) {
    auto node = enrolled();
    const auto [relay, fallback] = plan_relay();

    ASSERT_TRUE(wait_patiently([&] { return commune.events.receipts.size() == 2; })) << node->said();

    for (const auto& receipt : commune.events.receipts) {
        if (receipt.grant == relay.id) {
            EXPECT_EQ(receipt.outcome, ReceiptOutcome::missed) << receipt.reason;
            continue;
        }
        EXPECT_EQ(receipt.grant, fallback.id);
        EXPECT_TRUE(receipt.outcome == ReceiptOutcome::played || receipt.reason == "device") << receipt.reason;
        ASSERT_TRUE(receipt.first_sample_at && receipt.last_sample_at);
        EXPECT_LE(*receipt.first_sample_at - relay.starts_at, 6s) << "ten seconds of silence are allowed";
        EXPECT_LE(std::chrono::abs(*receipt.last_sample_at - (relay.starts_at + 9s)), 100ms);
    }
}

}  // namespace
}  // namespace village::node
