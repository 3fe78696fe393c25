// The controller's side of the door in one io_context: the real service with fakes of the rooms around it, keys of its own, a
// folder that goes when the test ends. Waiting is running the context until something holds, 10 s at most.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <map>
#include <optional>

#include "controller/sessions/session_service.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/key_ring.hpp"

namespace village::sessions {

/// The node of these tests.
inline constexpr domain::NodeNumber test_number{17};

/// The same `fill`, the same key.
protocol::Ed25519KeyPair key_from(std::uint8_t fill);

struct FakeEvents final : ports::NodeEvents {
    void node_connected(domain::NodeNumber node) override { connected.push_back(node.value); }
    void node_lost(domain::NodeNumber node, std::string why) override { lost.emplace_back(node.value, std::move(why)); }
    void node_status(ports::NodeStatus status) override { statuses.push_back(std::move(status)); }
    void node_acknowledged(domain::NodeNumber node, domain::GrantId grant) override {
        acknowledged.emplace_back(node.value, grant);
    }
    void node_refused(domain::NodeNumber, domain::GrantId, domain::Error why) override { refused.push_back(std::move(why)); }
    void node_fetched(domain::NodeNumber, domain::ContentHash content) override { fetched.push_back(content); }
    void node_started(domain::NodeNumber, domain::GrantId grant, domain::UtcTime) override { started.push_back(grant); }
    void receipt_arrived(domain::PlaybackReceipt receipt) override { receipts.push_back(std::move(receipt)); }
    void enrolment_requested(ports::EnrolmentRequest request) override { requests.push_back(std::move(request)); }
    void enrolment_finished(domain::NodeId, domain::Status outcome) override { finished.push_back(outcome); }

    std::vector<std::uint16_t> connected;
    std::vector<std::pair<std::uint16_t, std::string>> lost;
    std::vector<ports::NodeStatus> statuses;
    std::vector<std::pair<std::uint16_t, domain::GrantId>> acknowledged;
    std::vector<domain::Error> refused;
    std::vector<domain::ContentHash> fetched;
    std::vector<domain::GrantId> started;
    std::vector<domain::PlaybackReceipt> receipts;
    std::vector<ports::EnrolmentRequest> requests;
    std::vector<domain::Status> finished;
};

struct FakeDirectory final : ports::NodeDirectory {
    std::optional<ports::NodeProfile> profile(domain::NodeNumber node) const override {
        if (node.value == 0 || node.value > nodes) return std::nullopt;
        return ports::NodeProfile{.id = {{1}}, .name = "Bến đò", .commune_name = "Xã Phú Lạc"};
    }
    ports::Awaitable<domain::Result<std::uint64_t>> rise_for(domain::NodeNumber, std::uint64_t seen) override {
        if (refusal) co_return *refusal;
        if (seen >= epoch) epoch = seen + 1;
        co_return epoch;
    }
    std::uint16_t nodes = 100;
    std::uint64_t epoch = 5;
    std::optional<domain::Error> refusal;
};

/// A root and a live key made from fixed seeds; signs what the tests want.
struct FakeSigner final : ports::Signer {
    FakeSigner();
    ports::Awaitable<domain::Result<ports::TrustMaterial>> trust() override;
    // Sessions never ask for these.
    ports::Awaitable<domain::Result<domain::SignedGrant>> sign(domain::Grant, ports::SignReasons) override { co_return never(); }
    ports::Awaitable<domain::Result<domain::SignedGrant>> sign_emergency(domain::EmergencyIntent, domain::Grant) override {
        co_return never();
    }
    domain::Status check_signature(const domain::EmergencyIntent&, const std::vector<std::uint8_t>&) const override {
        return never();
    }
    ports::Awaitable<domain::Result<domain::SignedStop>> sign_stop(domain::StopOrder) override { co_return never(); }
    ports::Awaitable<domain::Status> set_policy(ports::SignerPolicy) override { co_return never(); }
    ports::Awaitable<domain::Status> register_device(ports::OfficerDevice) override { co_return never(); }
    ports::Awaitable<domain::Status> revoke_device(domain::DeviceKeyId) override { co_return never(); }
    static domain::Error never() { return {domain::ErrorCode::internal, "not in this test"}; }
    ports::Awaitable<domain::Result<std::vector<std::uint8_t>>> attest_time(std::array<std::uint8_t, 16> nonce) override;

    domain::SignedGrant grant_for(domain::NodeSet nodes, std::uint8_t id);
    domain::SignedStop stop_for(domain::GrantId grant, std::uint8_t id);

    protocol::Ed25519KeyPair root;
    protocol::Ed25519KeyPair live;
    bool is_away = false;
    std::uint64_t sequence = 0;
};

struct FakeBlobs final : ports::BlobStore {
    domain::ContentHash add(std::vector<std::uint8_t> bytes);

    domain::Result<domain::ContentHash> take(const std::string&) override { return unused(); }
    domain::Result<domain::ContentHash> put(domain::Bytes) override { return unused(); }
    bool has(const domain::ContentHash& hash) const override { return files.contains(hash); }
    domain::Result<std::string> path(const domain::ContentHash&) const override { return unused(); }
    domain::Result<std::uint64_t> size(const domain::ContentHash& hash) const override;
    domain::Result<std::vector<domain::Sha256>> chunks(const domain::ContentHash& hash) const override;
    domain::Result<std::vector<std::uint8_t>> read(const domain::ContentHash& hash, std::uint64_t offset,
                                                   std::size_t length) const override;
    domain::Status keep_listening_copy(const domain::ContentHash&, ports::ListeningCopy) override { return unused(); }
    domain::Result<std::uint64_t> listening_copy_size(const domain::ContentHash&) const override { return unused(); }
    domain::Result<std::vector<std::uint8_t>> read_listening_copy(const domain::ContentHash&, std::uint64_t,
                                                                  std::size_t) const override {
        return unused();
    }
    domain::Result<std::vector<std::uint8_t>> peaks(const domain::ContentHash&) const override { return unused(); }
    domain::Status open_upload(domain::UploadId, std::uint64_t, domain::OperatorId) override { return unused(); }
    domain::Result<std::uint64_t> upload_offset(domain::UploadId) const override { return unused(); }
    domain::Result<std::uint64_t> append_upload(domain::UploadId, std::uint64_t, domain::Bytes) override { return unused(); }
    domain::Result<std::string> upload_path(domain::UploadId) const override { return unused(); }
    void drop_upload(domain::UploadId) override {}
    void drop_abandoned_uploads() override {}
    static domain::Error unused() { return {domain::ErrorCode::not_found, "not in this test"}; }

    std::map<domain::ContentHash, std::vector<std::uint8_t>> files;
};

struct FakeCredentials final : ports::CredentialStore {
    ports::Awaitable<domain::Result<std::vector<ports::NodeCredential>>> all() override { co_return rows; }
    ports::Awaitable<domain::Status> save(ports::NodeCredential credential, ports::Audit audit) override;
    std::vector<ports::NodeCredential> rows;
};

struct FakeReceiptStore final : ports::ReceiptStore {
    ports::Awaitable<domain::Status> append(domain::PlaybackReceipt) override { co_return domain::Status{}; }
    ports::Awaitable<domain::Result<std::uint64_t>> complete_up_to(domain::NodeNumber, domain::ReceiptKey key,
                                                                   std::uint64_t from) override {
        co_return std::max(last[key], from - 1);
    }
    std::map<domain::ReceiptKey, std::uint64_t> last;
};

class TestCommune {
public:
    explicit TestCommune(SessionOptions options = {});
    ~TestCommune();

    /// Another start on the same folder and credentials, as after a restart of the program.
    void restart();
    domain::UtcTime now() const;

    template <class Holds>
    bool run_until(Holds holds) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (!holds()) {
            if (std::chrono::steady_clock::now() >= deadline) return false;
            context.restart();
            context.run_one_for(std::chrono::milliseconds{20});
        }
        return true;
    }

    template <class Value>
    Value await(ports::Awaitable<Value> task) {
        std::optional<Value> value;
        std::exception_ptr failure;
        auto done = [&](std::exception_ptr thrown, Value result) {
            failure = thrown;
            value.emplace(std::move(result));
        };
        boost::asio::co_spawn(context, std::move(task), done);
        if (!run_until([&] { return value.has_value(); })) throw std::runtime_error("nothing came within 10 s");
        if (failure) std::rethrow_exception(failure);
        return std::move(*value);
    }
    void await(ports::Awaitable<void> task);

    boost::asio::io_context context;
    FakeEvents events;
    FakeDirectory directory;
    FakeSigner signer;
    FakeBlobs blobs;
    FakeCredentials credentials;
    FakeReceiptStore receipts;
    SessionOptions options;
    std::chrono::microseconds clock_offset{0};
    std::filesystem::path folder;
    std::unique_ptr<SessionService> service;

private:
    void open();
};

}  // namespace village::sessions
