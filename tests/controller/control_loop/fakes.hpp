// What the hub asks beyond storage, as fakes that record what they were asked: the signer (with moods), the gateway, jobs,
// the media workshop, people, enrolment, the stream sender and the feed of the pages. Control thread only.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>
#include <map>
#include <memory>

#include "controller/control_loop/ports.hpp"

namespace village::test {

template <class Value>
using Answer = ports::Awaitable<domain::Result<Value>>;
using Done = ports::Awaitable<domain::Status>;

/// Closed, whoever passes waits; opened, everybody goes on.
class Gate {
public:
    explicit Gate(boost::asio::any_io_executor executor)
        : timer_(std::move(executor), boost::asio::steady_timer::time_point::max()) {}
    ports::Awaitable<void> pass() {
        boost::system::error_code opened;
        if (is_closed) co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, opened));
    }
    void open() {
        is_closed = false;
        timer_.cancel();
    }
    bool is_closed = false;

private:
    boost::asio::steady_timer timer_;
};

/// What the signer wrote down; outlives the controller, as the real one does.
struct SignerLedger {
    std::map<domain::BroadcastId, domain::SignedGrant> grants;
    std::vector<domain::StopOrder> stops;
    std::vector<domain::EmergencyIntent> intents;
    std::uint64_t sequence = 0;
    ports::Owner owner;  ///< Whom it obeys.
};

class ScriptedSigner final : public ports::Signer {
public:
    ScriptedSigner(boost::asio::any_io_executor executor, SignerLedger& ledger) : gate(std::move(executor)), ledger_(ledger) {}

    Answer<ports::TrustMaterial> trust() override {
        ports::TrustMaterial material;
        material.delegated_until = keys_end_at;
        material.owner_epoch = ledger_.owner.epoch;
        co_return material;
    }
    Answer<domain::SignedGrant> sign(domain::Grant draft, ports::SignReasons given) override {
        reasons = std::move(given);
        asked.push_back(draft.broadcast);
        co_await gate.pass();
        if (refusal) co_return *refusal;
        if (draft.kind == domain::BroadcastKind::emergency)
            co_return domain::Error{domain::ErrorCode::not_permitted, "an emergency needs an Intent"};
        co_return signed_once(std::move(draft));
    }
    Answer<domain::SignedGrant> sign_emergency(domain::EmergencyIntent intent, domain::Grant draft) override {
        co_await gate.pass();
        if (refusal) co_return *refusal;
        ledger_.intents.push_back(intent);
        co_return signed_once(std::move(draft));
    }
    domain::Status check_signature(const domain::EmergencyIntent&, const std::vector<std::uint8_t>&) const override {
        if (finds_forged) return domain::Error{domain::ErrorCode::signature_invalid, "this device did not sign it"};
        return {};
    }
    Answer<domain::SignedStop> sign_stop(domain::StopOrder draft) override {
        co_await gate.pass();
        if (refusal) co_return *refusal;
        draft.up_to_sequence = std::min(draft.up_to_sequence, ledger_.sequence);
        draft.issuer_sequence = ++ledger_.sequence;
        draft.id.bytes = {0x57, static_cast<std::uint8_t>(ledger_.sequence)};
        ledger_.stops.push_back(draft);
        domain::SignedStop stop;
        stop.stop = std::move(draft);
        stop.envelope.bytes = {0x57, static_cast<std::uint8_t>(ledger_.sequence)};
        co_return stop;
    }
    Answer<std::vector<std::uint8_t>> attest_time(std::array<std::uint8_t, 16>) override {
        co_return std::vector<std::uint8_t>{1};
    }
    Done set_policy(ports::SignerPolicy told) override {
        if (refusal) co_return *refusal;
        if (asking) {
            const auto owner = asking();
            if (owner.epoch < ledger_.owner.epoch || (owner.epoch == ledger_.owner.epoch && owner.id != ledger_.owner.id))
                co_return domain::Error{domain::ErrorCode::superseded, "another controller owns this commune"};
            ledger_.owner = owner;
            on_obeyed();
        }
        policy = std::move(told);
        co_return domain::Status{};
    }
    Done register_device(ports::OfficerDevice device) override {
        if (refusal) co_return *refusal;
        devices[device.key.id] = std::move(device);
        co_return domain::Status{};
    }
    Done revoke_device(domain::DeviceKeyId key) override {
        if (refusal) co_return *refusal;
        devices.erase(key);
        co_return domain::Status{};
    }

    std::function<ports::Owner()> asking;  ///< As the client stamps its questions ...
    std::function<void()> on_obeyed;       ///< ... and tells of the answers.
    Gate gate;                             ///< Closed: it does not answer. Opened: it answers late.
    std::optional<domain::Error> refusal;
    std::vector<domain::BroadcastId> asked;  ///< In this order, for grants that are no emergency's.
    std::optional<domain::UtcTime> keys_end_at;
    bool finds_forged = false;   ///< Every Intent.
    ports::SignReasons reasons;  ///< Of the last grant.
    ports::SignerPolicy policy;
    std::map<domain::DeviceKeyId, ports::OfficerDevice> devices;

private:
    /// The same broadcast again is the same grant.
    domain::SignedGrant signed_once(domain::Grant draft) {
        const auto known = ledger_.grants.find(draft.broadcast);
        if (known != ledger_.grants.end()) return known->second;
        draft.issuer_sequence = ++ledger_.sequence;
        draft.policy_epoch = 1;
        draft.id.bytes = {0x67, static_cast<std::uint8_t>(ledger_.sequence)};
        domain::SignedGrant grant;
        grant.grant = std::move(draft);
        grant.envelope.bytes = {0x67, static_cast<std::uint8_t>(ledger_.sequence)};
        ledger_.grants[grant.grant.broadcast] = grant;
        return grant;
    }
    SignerLedger& ledger_;
};

class RecordingGateway final : public ports::NodeGateway {
public:
    struct Start {
        domain::SignedGrant grant;
        domain::NodeSet nodes;
    };
    struct Stop {
        domain::SignedStop stop;
        domain::NodeSet nodes;
    };
    struct Quench {
        std::optional<domain::BroadcastId> broadcast;
        domain::NodeSet nodes;
    };
    void send_plan(domain::NodeNumber node, ports::NodePlan plan) override { plans[node].push_back(std::move(plan)); }
    void send_profile(domain::NodeNumber node, ports::NodeProfile profile) override { profiles[node] = std::move(profile); }
    void offer_content(domain::NodeNumber node, std::vector<ports::ContentOffer> given) override {
        for (auto& one : given) offers[node].push_back(std::move(one));
    }
    void send_start(domain::SignedGrant grant, domain::NodeSet nodes) override {
        starts.push_back({std::move(grant), std::move(nodes)});
    }
    void send_stop(domain::SignedStop stop, domain::NodeSet nodes) override {
        stops.push_back({std::move(stop), std::move(nodes)});
    }
    void quench(std::optional<domain::BroadcastId> broadcast, domain::NodeSet nodes) override {
        quenches.push_back({broadcast, std::move(nodes)});
    }
    void wake(domain::NodeSet) override {}
    void send_stream_key(ports::StreamKey, domain::NodeSet nodes) override { keyed = nodes; }
    void receipt_committed(domain::NodeNumber node, domain::ReceiptKey, std::uint64_t number) override {
        committed.push_back({node, number});
    }
    void disconnect(domain::NodeNumber node, std::string) override { disconnected.insert(node); }

    std::map<domain::NodeNumber, std::vector<ports::NodePlan>> plans;
    std::map<domain::NodeNumber, ports::NodeProfile> profiles;  ///< The last one told.
    std::map<domain::NodeNumber, std::vector<ports::ContentOffer>> offers;
    std::vector<Start> starts;
    std::vector<Stop> stops;
    std::vector<Quench> quenches;
    std::vector<std::pair<domain::NodeNumber, std::uint64_t>> committed;
    domain::NodeSet keyed, disconnected;
};

inline domain::Error full_disk() { return {domain::ErrorCode::disk_full, "the disk is full"}; }

/// Broadcasts as stored, or a disk that fails or never answers.
class MoodyBroadcastStore final : public ports::BroadcastStore {
public:
    MoodyBroadcastStore(boost::asio::any_io_executor executor, ports::BroadcastStore& inner)
        : gate(std::move(executor)), inner_(inner) {}
    Answer<domain::Broadcast> find(domain::BroadcastId id) override {
        co_await gate.pass();
        co_return co_await inner_.find(id);
    }
    Answer<std::vector<domain::Broadcast>> pieces_of(domain::OccurrenceId occurrence) override {
        if (is_broken) co_return domain::Error{domain::ErrorCode::storage_failed, "the disk does not answer"};
        co_return co_await inner_.pieces_of(occurrence);
    }
    Answer<std::vector<domain::Broadcast>> corrections_of(domain::BroadcastId id) override { return inner_.corrections_of(id); }
    Answer<std::vector<domain::Broadcast>> later_of(domain::AnnouncementId announcement, domain::UtcTime after) override {
        return inner_.later_of(announcement, after);
    }
    Answer<std::vector<domain::Broadcast>> beginning_in(domain::UtcTime from, domain::UtcTime to) override {
        return inner_.beginning_in(from, to);
    }
    Answer<std::vector<domain::Delivery>> deliveries_of(domain::BroadcastId id) override { return inner_.deliveries_of(id); }
    Done save(ports::Decided decided) override {
        co_await gate.pass();
        if (is_full) co_return full_disk();
        for (const auto& delivery : decided.deliveries)
            if (delivery.node == refused_node) co_return domain::Error{domain::ErrorCode::internal, "CHECK constraint failed"};
        co_return co_await inner_.save(std::move(decided));
    }
    Answer<Open> open(domain::UtcTime now) override { return inner_.open(now); }
    Answer<std::optional<domain::BroadcastId>> find_idempotent(std::string key, domain::Sha256 request) override {
        co_await gate.pass();
        co_return co_await inner_.find_idempotent(std::move(key), request);
    }
    Done begin(domain::Broadcast broadcast, std::string key, domain::Sha256 request, ports::AuditEntry audit) override {
        co_await gate.pass();
        if (is_full) co_return full_disk();
        co_return co_await inner_.begin(std::move(broadcast), std::move(key), request, std::move(audit));
    }

    Gate gate;
    bool is_broken = false;  ///< For programmes.
    bool is_full = false;
    std::optional<domain::NodeNumber> refused_node;  ///< Deliveries of this one are refused for their own sake.

private:
    ports::BroadcastStore& inner_;
};

class MoodyReceiptStore final : public ports::ReceiptStore {
public:
    explicit MoodyReceiptStore(ports::ReceiptStore& inner) : inner_(inner) {}
    Done append(domain::PlaybackReceipt receipt) override {
        if (is_full) co_return full_disk();
        co_return co_await inner_.append(std::move(receipt));
    }
    Answer<std::uint64_t> complete_up_to(domain::NodeNumber node, domain::ReceiptKey key, std::uint64_t from) override {
        return inner_.complete_up_to(node, key, from);
    }
    bool is_full = false;

private:
    ports::ReceiptStore& inner_;
};

/// People and devices as stored, or a disk that never answers.
class MoodyOperatorStore final : public ports::OperatorStore {
public:
    MoodyOperatorStore(boost::asio::any_io_executor executor, ports::OperatorStore& inner)
        : gate(std::move(executor)), inner_(inner) {}
    Answer<std::uint32_t> count() override { return inner_.count(); }
    Answer<ports::Account> find_by_login(std::string login) override { return inner_.find_by_login(std::move(login)); }
    Answer<domain::Operator> find(domain::OperatorId id) override {
        co_await gate.pass();
        co_return co_await inner_.find(id);
    }
    Answer<std::vector<domain::Operator>> all() override { return inner_.all(); }
    Answer<domain::Operator> save(ports::Account account, ports::Audit audit) override {
        return inner_.save(std::move(account), std::move(audit));
    }
    Done save_session(ports::StoredSession session) override { return inner_.save_session(std::move(session)); }
    Done session_used(domain::Sha256 hash, domain::UtcTime at) override { return inner_.session_used(hash, at); }
    Answer<ports::StoredSession> find_session(domain::Sha256 hash) override { return inner_.find_session(hash); }
    Done end_session(domain::Sha256 hash) override { return inner_.end_session(hash); }
    Done save_device_key(domain::DeviceKey key, ports::Audit audit) override {
        return inner_.save_device_key(std::move(key), std::move(audit));
    }
    Answer<std::vector<domain::DeviceKey>> device_keys(std::optional<domain::OperatorId> owner) override {
        co_await gate.pass();
        co_return co_await inner_.device_keys(owner);
    }
    Gate gate;

private:
    ports::OperatorStore& inner_;
};

/// Keeps devices in the operator store and does nothing else of what `people` does.
class PlainPeople final : public ports::People {
public:
    PlainPeople(ports::OperatorStore& store, domain::IdSource& ids, const domain::UtcTime& now)
        : store_(store), ids_(ids), now_(now) {}
    Answer<bool> needs_set_up() override { co_return false; }
    Done check_set_up_code(std::string) override { co_return domain::Status{}; }
    Answer<ports::Account> first_account(domain::Operator who, std::string) override {
        who.id = ids_.make<domain::OperatorId>(now_);
        co_return ports::Account{std::move(who), "x"};
    }
    Answer<domain::Operator> create_account(domain::Operator who, std::string, std::string by) override {
        ports::AuditEntry row{now_, std::move(by), "operator.save", who.login, {}};
        ports::Account account{std::move(who), "x"};
        co_return co_await store_.save(std::move(account), std::move(row));
    }
    Answer<ports::SignedIn> sign_in(std::string, std::string, std::string) override { co_return nobody(); }
    Answer<domain::Operator> authenticate(std::string) override { co_return nobody(); }
    Done sign_out(std::string) override { co_return domain::Status{}; }
    Answer<domain::DeviceKey> pair_device(domain::Operator owner, std::string name, std::vector<std::uint8_t> key) override {
        domain::DeviceKey device;
        device.id = ids_.make<domain::DeviceKeyId>(now_);
        device.owner = owner.id;
        device.name = std::move(name);
        device.public_key = std::move(key);
        device.registered_at = now_;
        ports::AuditEntry row{now_, owner.login, "device.pair", device.id.text(), device.name};
        if (auto saved = co_await store_.save_device_key(device, std::move(row)); !saved) co_return saved.error();
        co_return device;
    }
    Done revoke_device(domain::DeviceKeyId id, std::string by) override {
        auto keys = co_await store_.device_keys(std::nullopt);
        if (!keys) co_return keys.error();
        for (auto& key : *keys) {
            if (key.id != id) continue;
            key.revoked_at = now_;
            ports::AuditEntry row{now_, std::move(by), "device.revoke", id.text(), key.name};
            co_return co_await store_.save_device_key(key, std::move(row));
        }
        co_return nobody();
    }

private:
    static domain::Error nobody() { return {domain::ErrorCode::not_found, "there is nobody"}; }
    ports::OperatorStore& store_;
    domain::IdSource& ids_;
    const domain::UtcTime& now_;
};

/// Does the work on the spot and tells of it in the loop's next turn, or when the test lets it.
class PromptJobs final : public ports::Jobs {
public:
    explicit PromptJobs(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
    domain::Result<domain::JobId> start(std::string kind, std::string, ports::JobWork work, ports::JobDone done) override {
        started.push_back(std::move(kind));
        const auto outcome = work([](std::uint8_t, std::string_view) { return true; });
        unended_.emplace_back([done = std::move(done), outcome] { done(outcome); });
        if (!holds) end_first();
        domain::JobId id;
        id.bytes[15] = static_cast<std::uint8_t>(started.size());
        return id;
    }
    void end_first() {
        boost::asio::post(executor_, std::move(unended_.front()));
        unended_.pop_front();
    }
    void cancel(domain::JobId id) override { cancelled.push_back(id); }
    std::vector<ports::JobRow> current() const override { return rows; }
    std::vector<ports::JobRow> rows;
    std::vector<domain::JobId> cancelled;
    std::vector<std::string> started;
    bool holds = false;

private:
    boost::asio::any_io_executor executor_;
    std::deque<std::function<void()>> unended_;
};

/// Makes files whose sound nobody hears; `failure` makes it fail.
class QuickWorkshop final : public ports::MediaWorkshop {
public:
    explicit QuickWorkshop(std::string folder) : folder_(std::move(folder)) {}
    domain::Result<ports::PreparedAudio> prepare_file(const std::string& path, const ports::Progress&) override {
        return make(path);
    }
    domain::Result<ports::PreparedAudio> prepare_text(const std::string& text, const ports::Progress&) override {
        return make(text);
    }
    domain::Result<ports::PreparedAudio> prepare_emergency(const domain::EmergencyTemplate&, const std::string& sentence,
                                                           const ports::Progress&) override {
        sentences.push_back(sentence);
        return make(sentence);
    }
    domain::Result<ports::ListeningCopy> make_listening_copy(const std::string&, const ports::Progress&) override {
        if (copy_failure) return *copy_failure;
        ports::ListeningCopy copy{folder_ + "/copy", std::vector<std::uint8_t>(400, 9)};
        std::ofstream(copy.path) << "MP3 " << ++copies;
        return copy;
    }
    std::optional<domain::Error> failure, copy_failure;
    std::vector<std::string> sentences;
    int copies = 0;

private:
    domain::Result<ports::PreparedAudio> make(const std::string& words) {
        if (failure) return *failure;
        ports::PreparedAudio made;
        made.path = folder_ + "/prepared";
        std::ofstream(made.path) << "OggS " << words;
        made.content.size_bytes = words.size() + 5;
        made.content.duration = std::chrono::seconds{20};
        return made;
    }
    std::string folder_;
};

class PlainEnrolment final : public ports::Enrolment {
public:
    domain::Result<ports::EnrolmentCode> begin(domain::NodeId node, domain::NodeNumber) override {
        ports::EnrolmentCode code;
        code.node = node;
        return code;
    }
    domain::Status confirm(domain::NodeId) override { return refusal ? domain::Status{*refusal} : domain::Status{}; }
    domain::Status reject(domain::NodeId) override { return {}; }
    domain::Status revoke(domain::NodeNumber node) override {
        revoked.insert(node);
        return {};
    }
    domain::NodeSet revoked;
    std::optional<domain::Error> refusal;  ///< Of the next confirmations.
};

class RecordingStreams final : public ports::StreamSender {
public:
    domain::Result<ports::StreamSetUp> prepare(domain::BroadcastId broadcast) override {
        if (refusal) return *refusal;
        is_prepared = true;
        prepared.push_back(broadcast);
        ports::StreamSetUp made;
        made.description.ssrc_r0 = static_cast<std::uint32_t>(prepared.size());
        ports::StreamKey key;
        key.broadcast = broadcast;
        made.keys = {key};
        return made;
    }
    domain::Status start(domain::SignedGrant, ports::LiveSource source, domain::NodeSet nodes,
                         std::function<void(domain::Status)>) override {
        started.push_back(std::move(nodes));
        sources.push_back(std::move(source));
        return {};
    }
    void stop(domain::BroadcastId broadcast) override { stopped.push_back(broadcast); }
    domain::Result<ports::StreamMonitor> monitor(domain::BroadcastId broadcast, ports::NodeAddress listener) override {
        if (!is_prepared) return domain::Error{domain::ErrorCode::not_found, "not on the air"};
        listeners.push_back(listener);
        ports::StreamMonitor made;
        made.key.broadcast = broadcast;
        return made;
    }
    std::vector<ports::NodeAddress> listeners;
    bool is_prepared = false;
    std::vector<domain::BroadcastId> prepared;
    std::vector<domain::NodeSet> started;
    std::vector<ports::LiveSource> sources;  ///< Of those.
    std::vector<domain::BroadcastId> stopped;
    std::optional<domain::Error> refusal;
};

class RecordingFeed final : public ports::StateFeed {
public:
    void publish(ports::StateChange change) override { changes.push_back(std::move(change)); }
    std::vector<ports::StateChange> changes;
};

}  // namespace village::test
