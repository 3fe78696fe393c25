// The real program: set-up, its socket, what garbage does, what kill -9 cannot undo.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <set>

#include "controller/signer/client.hpp"
#include "controller/signer/signer_folder.hpp"
#include "protocol/key_ring.hpp"
#include "tests/controller/signer/signer_process.hpp"

namespace village::test {
namespace {

using namespace std::chrono_literals;
using domain::ErrorCode;

template <class Value>
Value wait_for(boost::asio::io_context& control, ports::Awaitable<Value> work) {
    auto result = boost::asio::co_spawn(control, std::move(work), boost::asio::use_future);
    // The client's reader waits for the next answer for ever, so the loop is stopped by the result, not by want of work.
    control.restart();
    while (result.wait_for(0s) != std::future_status::ready && control.run_one_for(5s) > 0) {
    }
    return result.get();
}

wire::SignerRequest stop_request() {
    wire::SignerRequest request;
    auto& stop = *request.mutable_sign_stop()->mutable_stop();
    stop.set_id(std::string(16, 'i'));
    stop.add_grants(std::string(16, 'g'));
    return request;
}

domain::UtcTime now() {
    return domain::utc_from_us(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

class SignerProgram : public ::testing::Test {
protected:
    void SetUp() override {
        const auto end = signer_.set_up();
        ASSERT_EQ(end.status, 0) << end.output;
        ASSERT_NE(end.output.find("root fingerprint "), std::string::npos);
    }
    SignerProcess signer_;
};

TEST_F(SignerProgram, HelpExplainsItselfAndAWrongWordIsStatusTwo) {
    const auto help = SignerProcess::run({"--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_NE(help.output.find("--setup"), std::string::npos);
    EXPECT_EQ(SignerProcess::run({"--nonsense"}).status, 2);
    EXPECT_EQ(SignerProcess::run({"--data", signer_.data()}).status, 2);
}

TEST_F(SignerProgram, SetUpTwicePrintsTheSameRootAndPrintRootWorksBesideARunningSigner) {
    const auto again = signer_.set_up();
    EXPECT_EQ(again.status, 0);
    signer_.start();
    const auto printed = SignerProcess::run({"--data", signer_.data(), "--print-root"});
    EXPECT_EQ(printed.status, 0);
    EXPECT_EQ(printed.output, again.output);
    EXPECT_EQ(SignerProcess::run({"--data", signer_.folder(), "--print-root"}).status, 2);
}

TEST_F(SignerProgram, KeysAreReadableByTheOwnerOnlyAndTheRootIsSealed) {
    using std::filesystem::perms;
    for (const char* name : {"keys", "root.sealed", "authority", "sequence", "log"})
        EXPECT_EQ(std::filesystem::status(signer_.data() + "/" + name).permissions(), perms::owner_read | perms::owner_write)
            << name;
}

TEST_F(SignerProgram, SecondSignerOnTheSameFolderIsRefused) {
    signer_.start();
    const auto second = SignerProcess::run({"--data", signer_.data(), "--socket", signer_.folder() + "/other"});
    EXPECT_EQ(second.status, 2);
    EXPECT_NE(second.output.find("already_running"), std::string::npos);
}

TEST_F(SignerProgram, EndsCleanlyOnSigterm) {
    signer_.start();
    EXPECT_EQ(signer_.stop(), 0);
    EXPECT_FALSE(std::filesystem::exists(signer_.socket()));
}

TEST_F(SignerProgram, LendsItsKeysAgainWithThePassphraseOnly) {
    const auto passphrase = signer_.folder() + "/passphrase";
    std::ofstream(signer_.folder() + "/wrong") << "không phải thế\n";

    EXPECT_EQ(SignerProcess::run({"--data", signer_.data(), "--renew"}).status, 2) << "no passphrase";
    EXPECT_EQ(SignerProcess::run({"--data", signer_.data(), "--renew", "--passphrase-file", signer_.folder() + "/wrong"}).status,
              1);
    EXPECT_EQ(SignerProcess::run({"--data", signer_.data(), "--renew", "--passphrase-file", passphrase}).status, 0);
    signer_.start();
    EXPECT_EQ(signer_.stop(), 0);
}

TEST_F(SignerProgram, SequencesAreNeverUsedAgainAfterKill) {
    std::uint64_t last = 0;
    for (int round = 0; round < 10; ++round) {
        signer_.start();
        if (HasFatalFailure()) return;
        PlainSocket socket(signer_.socket());
        for (int i = 0; i < 5; ++i) {
            const auto sequence = socket.ask(stop_request()).signed_stop().stop().issuer_sequence();
            ASSERT_GT(sequence, last) << "round " << round;
            last = sequence;
        }
        // One more is under way when it dies: it must not come again either.
        socket.send(frame_of(stop_request().SerializeAsString()));
        signer_.kill_hard();
    }
}

TEST_F(SignerProgram, LogSurvivesKillWithAnUnbrokenChainAndAChangedOneIsFound) {
    for (int round = 0; round < 3; ++round) {
        signer_.start();
        PlainSocket socket(signer_.socket());
        for (int i = 0; i < 4; ++i) socket.ask(stop_request());
        signer_.kill_hard();
    }
    const auto path = signer_.data() + "/log";
    {
        signer::SigningLog log;
        ASSERT_TRUE(log.open(path));
        EXPECT_GE(log.entries(), 1U + 3 * 3);  // Set-up and stops; the last of each round may not have been written.
    }
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20);
    file.put('X');
    file.close();
    signer::SigningLog log;
    const auto opened = log.open(path);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::signature_invalid);
    EXPECT_EQ(SignerProcess::run({"--data", signer_.data(), "--socket", signer_.socket()}).status, 2);
}

TEST_F(SignerProgram, HalfWrittenLastEntryIsCutOff) {
    const auto path = signer_.data() + "/log";
    const auto size = std::filesystem::file_size(path);
    std::ofstream(path, std::ios::app | std::ios::binary) << std::string("\0\0\1\0half", 8);
    signer_.start();
    EXPECT_EQ(std::filesystem::file_size(path), size);
}

TEST_F(SignerProgram, GarbageEndsItsOwnConnectionOnly) {
    signer_.start();
    PlainSocket good(signer_.socket());
    std::mt19937 random(7);
    for (int i = 0; i < 50; ++i) {
        std::string garbage(1 + random() % 2000, '\0');
        for (auto& byte : garbage) byte = static_cast<char>(random());
        PlainSocket bad(signer_.socket());
        bad.send(i % 2 ? frame_of(garbage) : garbage);
    }
    EXPECT_GT(good.ask(stop_request()).signed_stop().stop().issuer_sequence(), 0U);
}

TEST_F(SignerProgram, OversizedAndEmptyFramesEndTheConnection) {
    signer_.start();
    for (const auto& head : {std::string("\xff\xff\xff\xff", 4), std::string("\x00\x10\x00\x01", 4), std::string(4, '\0')}) {
        PlainSocket bad(signer_.socket());
        bad.send(head);
        EXPECT_TRUE(bad.is_closed_by_peer());
    }
}

TEST_F(SignerProgram, UnfinishedFrameIsNotWaitedForLongerThanTwoSeconds) {
    signer_.start();
    PlainSocket slow(signer_.socket());
    slow.send(std::string("\0\0\1\0half", 8));
    EXPECT_TRUE(slow.is_closed_by_peer());
}

TEST_F(SignerProgram, ConnectionsAreBoundedAndOthersAreServed) {
    signer_.start();
    std::vector<std::unique_ptr<PlainSocket>> sockets;
    for (int i = 0; i < 16; ++i) {
        sockets.push_back(std::make_unique<PlainSocket>(signer_.socket()));
        EXPECT_GT(sockets.back()->ask(stop_request()).signed_stop().stop().issuer_sequence(), 0U);
    }
    PlainSocket one_more(signer_.socket());
    EXPECT_TRUE(one_more.is_closed_by_peer());
    EXPECT_GT(sockets[0]->ask(stop_request()).signed_stop().stop().issuer_sequence(), 0U);
}

TEST_F(SignerProgram, TwoControllersAreServedWithoutSharingASequence) {
    signer_.start();
    PlainSocket one(signer_.socket()), two(signer_.socket());
    std::set<std::uint64_t> sequences;
    for (int i = 0; i < 20; ++i) {
        sequences.insert(one.ask(stop_request()).signed_stop().stop().issuer_sequence());
        sequences.insert(two.ask(stop_request()).signed_stop().stop().issuer_sequence());
    }
    EXPECT_EQ(sequences.size(), 40U);
}

// The controller's client.

class SignerClientTest : public SignerProgram {
protected:
    ports::SignerPolicy policy() {
        ports::SignerPolicy policy;
        policy.hours.allowed = {{0, 1440}};
        policy.hours.quiet = {0, 0};
        policy.commune.id.bytes.fill(1);
        domain::Area hamlet;
        hamlet.id.bytes.fill(2);
        domain::Node node;
        node.number = {9};
        node.hamlet = hamlet.id;
        policy.commune.areas = {hamlet};
        policy.commune.nodes = {node};
        return policy;
    }
    domain::Grant draft() {
        domain::Grant grant;
        grant.nodes = {domain::NodeNumber{9}};
        grant.not_before = now();
        grant.starts_at = now() + 3s;
        grant.start_by = now() + 60s;
        grant.not_after = now() + 600s;
        grant.max_duration = 60s;
        grant.content.emplace().bytes.fill(3);
        grant.content_bytes = 10;
        grant.content_duration = 30s;
        return grant;
    }
    boost::asio::io_context control_;
    std::unique_ptr<ports::Signer> client_ = signer::connect_signer(control_.get_executor(), {.socket_path = signer_.socket()});
};

TEST_F(SignerClientTest, GetsTrustPolicyGrantStopAndTimeThatANodeBelieves) {
    signer_.start();
    const auto trust = wait_for(control_, client_->trust());
    ASSERT_TRUE(trust) << trust.error().detail;
    const protocol::Ed25519PublicKey root{trust->root_key};
    auto ring = protocol::KeyRing::bootstrap(root.fingerprint(), root.bytes, trust->anchors.at(0));
    ASSERT_TRUE(ring);
    for (const auto& delegation : trust->delegations) ASSERT_TRUE(ring->accept_delegation(delegation));
    ASSERT_TRUE(wait_for(control_, client_->set_policy(policy())));
    ASSERT_TRUE(wait_for(control_, client_->set_policy(policy())));

    const auto grant = wait_for(control_, client_->sign(draft(), {}));
    ASSERT_TRUE(grant) << grant.error().detail;
    EXPECT_TRUE(ring->verify_grant(grant->envelope.bytes, now()));
    EXPECT_EQ(grant->grant.policy_epoch, 1U);
    const auto stop = wait_for(control_, client_->sign_stop({.grants = {grant->grant.id}}));
    ASSERT_TRUE(stop) << stop.error().detail;
    EXPECT_TRUE(ring->verify_stop(stop->envelope.bytes, now()));
    protocol::TimeNonce nonce{1, 2, 3};
    const auto time = wait_for(control_, client_->attest_time(nonce));
    ASSERT_TRUE(time);
    EXPECT_TRUE(ring->verify_time(*time, nonce));
}

TEST_F(SignerClientTest, RefusalKeepsItsCode) {
    signer_.start();
    EXPECT_EQ(wait_for(control_, client_->sign(draft(), {})).error().code, ErrorCode::setup_needed);
    auto strict = policy();
    strict.hours.allowed.clear();
    ASSERT_TRUE(wait_for(control_, client_->set_policy(strict)));
    EXPECT_EQ(wait_for(control_, client_->sign(draft(), {})).error().code, ErrorCode::outside_allowed_hours);
}

TEST_F(SignerClientTest, ConnectsAgainAfterTheSignerWasKilled) {
    EXPECT_EQ(wait_for(control_, client_->trust()).error().code, ErrorCode::unavailable);
    signer_.start();
    ASSERT_TRUE(wait_for(control_, client_->trust()));
    signer_.kill_hard();
    EXPECT_FALSE(wait_for(control_, client_->trust()));
    signer_.start();
    EXPECT_TRUE(wait_for(control_, client_->trust()));
}

}  // namespace
}  // namespace village::test
