// A node's player loop with real trust, memory, cache, decision and receipts; time is the test's, and the loudspeaker is either a fake
// that only notes what it was told or the real mixer on a modelled device.
#pragma once

#include <gtest/gtest.h>

#include "node-firmware/player_loop/player_loop.hpp"
#include "protocol/session_codec.hpp"
#include "tests/node-firmware/opus_fixture.hpp"
#include "tests/node-firmware/temporary_folder.hpp"

namespace village::node::player_loop {
using namespace std::chrono_literals;

/// 07:00 in Vietnam: inside nobody's quiet hours.
inline constexpr domain::UtcTime morning = domain::utc_from_us(1'790'035'200'000'000);

struct Commune {
    protocol::Ed25519KeyPair root = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{1});
    protocol::Ed25519KeyPair live = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{2});
    protocol::Ed25519KeyPair thief = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{3});
    domain::SignedEnvelope anchors = protocol::sign_anchors(root, 1, {1, {{1, root.public_key()}}});

    domain::SignedEnvelope delegation() const {
        protocol::Delegation lent;
        lent.serial = 5;
        lent.public_key = live.public_key();
        lent.acts = protocol::DelegatedActs::everything();
        lent.priorities = protocol::every_priority;
        lent.not_before = morning - 24h;
        lent.not_after = morning + 24h * 90;
        return protocol::sign_delegation(root, 1, lent);
    }
};

class NoUplink final : public Uplink {
public:
    void acknowledge(Path, const domain::UuidBytes& id, const domain::Status& status) override { answers[id] = status; }
    void receipt_stored() override { ++receipts; }
    void content_lost() override { ++losses; }
    void status_changed() override {}
    void ask_time() override { ++times_asked; }
    std::map<domain::UuidBytes, domain::Status> answers;
    int receipts = 0, losses = 0, times_asked = 0;
};
class HeldAlarm final : public Alarm {
public:
    void wake_at(domain::UtcTime when) override { due = when; }
    std::optional<domain::UtcTime> due;
};

class NodeTest : public testing::Test {
protected:
    static constexpr domain::NodeNumber number{9};
    static constexpr BootId this_boot{8}, next_boot{9};

    NodeTest() {
        auto opened = NodeMemory::open(folder_.path());
        memory_.emplace(std::move(*opened));
        (void)memory_->save_root(commune_.root.public_key());
        wire::TrustUpdate trust;
        trust.add_anchors(protocol::string_of(commune_.anchors.bytes));
        trust.add_delegations(protocol::string_of(commune_.delegation().bytes));
        (void)memory_->save_trust(trust);
        (void)memory_->save_time({morning - 1min, morning - 1min, now_ - 1min, this_boot});
        wire::NodePolicy policy;
        auto& hours = *policy.mutable_hours();
        auto& window = *hours.add_allowed();
        window.set_from_minute(5 * 60);
        window.set_to_minute(20 * 60);
        hours.mutable_quiet()->set_from_minute(21 * 60);
        hours.mutable_quiet()->set_to_minute(5 * 60);
        hours.set_longest_session(3'600'000'000);
        hours.set_sessions_per_day(20);
        hours.set_utc_offset_minutes(7 * 60);
        policy.mutable_volume()->set_day(100);
        policy.mutable_volume()->set_evening(100);
        policy.mutable_volume()->set_emergency(100);
        (void)memory_->save_policy(policy);
        memory_.emplace(std::move(*NodeMemory::open(folder_.path())));
        contents_.emplace(std::move(*cache::ContentStore::open({folder_.path() / "contents"}, true)));
        store_.emplace(std::move(*cache::ReceiptStore::open(folder_.path() / "receipts.log", key_.public_key())));
        time_.emplace(now_, MachineClocks{morning, std::nullopt, this_boot}, memory_->load_time());
    }

    /// What the commune laid down last, to change and give again.
    wire::SessionMessage policy() const {
        wire::SessionMessage message;
        *message.mutable_policy() = *memory_->load_policy();
        return message;
    }
    /// As the prefetcher says when it has fetched something.
    virtual void content_is_here(const domain::ContentHash&) {}
    /// Content of `seconds`, in the cache.
    domain::ContentHash content(double seconds) {
        const auto file = test::ogg_opus(test::rising_tone(seconds));
        content_bytes_ = file.size();
        const auto root = *contents_->import(file);
        content_is_here(root);
        return root;
    }
    domain::Grant grant(std::uint64_t sequence, domain::Duration from_now, double seconds) {
        domain::Grant grant;
        grant.id.bytes[0] = static_cast<std::uint8_t>(sequence);
        grant.broadcast.bytes[1] = static_cast<std::uint8_t>(sequence);
        grant.nodes.insert(number);
        grant.content = content(seconds);
        grant.content_bytes = content_bytes_;
        grant.content_duration = domain::Duration{static_cast<std::int64_t>(seconds * 1e6)};
        grant.starts_at = utc() + from_now;
        grant.not_before = grant.starts_at - 1min;
        grant.start_by = grant.starts_at + 1min;
        grant.not_after = grant.starts_at + 1h;
        grant.max_duration = 10min;
        grant.issuer_sequence = sequence;
        return grant;
    }
    domain::Grant emergency(std::uint64_t sequence, double seconds) {
        auto made = grant(sequence, 0s, seconds);
        made.kind = domain::BroadcastKind::emergency;
        made.priority = domain::Priority::emergency;
        return made;
    }
    wire::Start start_of(const domain::Grant& grant) const {
        return start_of(protocol::sign_grant(commune_.live, 5, grant).envelope);
    }
    static wire::Start start_of(const domain::SignedEnvelope& envelope) {
        wire::Start start;
        start.set_grant(protocol::string_of(envelope.bytes));
        return start;
    }
    wire::Stop stop_of(std::vector<domain::GrantId> grants, std::uint64_t sequence) const {
        domain::StopOrder order;
        order.id.bytes[5] = static_cast<std::uint8_t>(sequence);
        order.grants = std::move(grants);
        order.issuer_sequence = sequence;
        order.issued_at = utc();
        wire::Stop stop;
        stop.set_stop(protocol::string_of(protocol::sign_stop(commune_.live, 5, order).envelope.bytes));
        return stop;
    }
    /// What the signer says when it is asked now and its answer is `on_the_way` for so long.
    wire::SessionMessage attestation_of(domain::UtcTime said, domain::Duration on_the_way = {}) {
        const protocol::TimeNonce nonce{1, 2, 3};
        time_->asked(nonce, now_);
        now_ += on_the_way;
        wire::SessionMessage message;
        message.set_time_attestation(protocol::string_of(protocol::sign_time(commune_.live, 5, {nonce, said, 0, 0}).bytes));
        return message;
    }
    domain::UtcTime utc() const { return time_->utc(now_); }
    std::vector<domain::PlaybackReceipt> receipts() const {
        std::vector<domain::PlaybackReceipt> all;
        for (const auto& stored : store_->after(0, 100)) {
            all.push_back(protocol::open_receipt(domain::as_bytes(stored.envelope), key_.public_key())->receipt);
        }
        return all;
    }
    PlayerWorld world(Sound& sound, LiveDesk& live, ReceiptDesk& receipts) {
        return {*memory_, *contents_, *time_, live, receipts, sound, uplink_, alarm_, [this] { return now_; }};
    }

    Commune commune_;
    test::TemporaryFolder folder_;
    domain::MonotonicTime now_{std::chrono::seconds{1000}};
    protocol::Ed25519KeyPair key_ = protocol::Ed25519KeyPair::from_seed(std::array<std::uint8_t, 32>{4});
    std::optional<NodeMemory> memory_;
    std::optional<cache::ContentStore> contents_;
    std::optional<cache::ReceiptStore> store_;
    std::optional<TimeDesk> time_;
    NoUplink uplink_;
    HeldAlarm alarm_;
    std::size_t content_bytes_ = 0;
};

}  // namespace village::node::player_loop
