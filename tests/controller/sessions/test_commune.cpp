#include "tests/controller/sessions/test_commune.hpp"

#include <unistd.h>

#include <algorithm>

#include "protocol/time_attestation.hpp"

namespace village::sessions {
namespace {

constexpr std::uint64_t root_serial = 1;
constexpr std::uint64_t live_serial = 7;

domain::UtcTime system_now() {
    return domain::utc_from_us(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

std::vector<std::uint8_t> delegation(const FakeSigner& signer) {
    protocol::Delegation delegation;
    delegation.serial = live_serial;
    delegation.public_key = signer.live.public_key();
    delegation.acts = protocol::DelegatedActs::everything();
    delegation.priorities = protocol::every_priority;
    delegation.not_before = system_now() - std::chrono::hours{1};
    delegation.not_after = system_now() + std::chrono::hours{24};
    return protocol::sign_delegation(signer.root, root_serial, delegation).bytes;
}

std::filesystem::path fresh_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "village-sessions-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    return pattern;
}

}  // namespace

protocol::Ed25519KeyPair key_from(std::uint8_t fill) {
    if (!protocol::prepare_cryptography()) throw std::runtime_error("no cryptography");
    std::array<std::uint8_t, 32> seed;
    seed.fill(fill);
    return protocol::Ed25519KeyPair::from_seed(seed);
}

FakeSigner::FakeSigner() : root(key_from(200)), live(key_from(201)) {}

ports::Awaitable<domain::Result<ports::TrustMaterial>> FakeSigner::trust() {
    if (is_away) co_return domain::Error{domain::ErrorCode::unavailable, "the signer does not answer"};
    ports::TrustMaterial material;
    material.root_key = root.public_key().bytes;
    const protocol::TrustAnchors anchors{1, {{root_serial, root.public_key()}}};
    material.anchors.push_back(protocol::sign_anchors(root, root_serial, anchors).bytes);
    material.delegations.push_back(delegation(*this));
    co_return material;
}

ports::Awaitable<domain::Result<std::vector<std::uint8_t>>> FakeSigner::attest_time(std::array<std::uint8_t, 16> nonce) {
    if (is_away) co_return domain::Error{domain::ErrorCode::unavailable, "the signer does not answer"};
    const protocol::TimeAttestation word{nonce, system_now(), 1, sequence};
    co_return protocol::sign_time(live, live_serial, word).bytes;
}

domain::SignedGrant FakeSigner::grant_for(domain::NodeSet nodes, std::uint8_t id) {
    domain::Grant grant;
    grant.id = domain::GrantId{{id}};
    grant.broadcast = domain::BroadcastId{{id, 1}};
    grant.nodes = std::move(nodes);
    grant.not_before = system_now();
    grant.starts_at = grant.start_by = grant.not_before + std::chrono::minutes{1};
    grant.not_after = grant.not_before + std::chrono::hours{1};
    grant.max_duration = std::chrono::minutes{5};
    grant.content = domain::sha256(domain::as_bytes("a song"));
    grant.content_bytes = 1000;
    grant.issuer_sequence = ++sequence;
    return protocol::sign_grant(live, live_serial, grant);
}

domain::SignedStop FakeSigner::stop_for(domain::GrantId grant, std::uint8_t id) {
    domain::StopOrder order;
    order.id = domain::GrantId{{id}};
    order.grants = {grant};
    order.issuer_sequence = ++sequence;
    order.issued_at = system_now();
    return protocol::sign_stop(live, live_serial, order);
}

domain::ContentHash FakeBlobs::add(std::vector<std::uint8_t> bytes) {
    const auto hash = domain::content_hash(bytes);
    files[hash] = std::move(bytes);
    return hash;
}

domain::Result<std::uint64_t> FakeBlobs::size(const domain::ContentHash& hash) const {
    const auto found = files.find(hash);
    if (found == files.end()) return unused();
    return found->second.size();
}

domain::Result<std::vector<domain::Sha256>> FakeBlobs::chunks(const domain::ContentHash& hash) const {
    const auto found = files.find(hash);
    if (found == files.end()) return unused();
    return domain::content_chunks(found->second);
}

domain::Result<std::vector<std::uint8_t>> FakeBlobs::read(const domain::ContentHash& hash, std::uint64_t offset,
                                                          std::size_t length) const {
    const auto found = files.find(hash);
    if (found == files.end()) return unused();
    const auto& bytes = found->second;
    const auto from = std::min<std::uint64_t>(offset, bytes.size());
    const auto to = std::min<std::uint64_t>(from + length, bytes.size());
    return std::vector<std::uint8_t>(bytes.begin() + static_cast<long>(from), bytes.begin() + static_cast<long>(to));
}

ports::Awaitable<domain::Status> FakeCredentials::save(ports::NodeCredential credential, ports::Audit) {
    std::erase_if(rows, [&](const auto& row) { return row.node == credential.node; });
    rows.push_back(std::move(credential));
    co_return domain::Status{};
}

TestCommune::TestCommune(SessionOptions chosen) : options(std::move(chosen)), folder(fresh_folder()) {
    options.folder = folder / "sessions";
    options.listen_address = "127.0.0.1";
    options.port = 0;
    options.commune_name = "Xã Phú Lạc";
    open();
}

TestCommune::~TestCommune() {
    await(service->stop());
    service.reset();
    std::filesystem::remove_all(folder);
}

void TestCommune::open() {
    SessionWorld world{events, directory, signer, blobs, credentials, receipts, [this] { return now(); }};
    auto opened = SessionService::open(context, options, std::move(world));
    if (!opened) throw std::runtime_error(opened.error().detail);
    service = std::move(*opened);
    if (auto started = await(service->start()); !started) throw std::runtime_error(started.error().detail);
}

void TestCommune::restart() {
    options.port = service->port();
    await(service->stop());
    service.reset();
    open();
}

domain::UtcTime TestCommune::now() const { return system_now() + clock_offset; }

void TestCommune::await(ports::Awaitable<void> task) {
    bool done = false;
    boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr) { done = true; });
    if (!run_until([&] { return done; })) throw std::runtime_error("it did not end within 10 s");
}

}  // namespace village::sessions
