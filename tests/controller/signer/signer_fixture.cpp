#include "tests/controller/signer/signer_fixture.hpp"

namespace village::test {

using namespace domain;
using namespace std::chrono_literals;

namespace {

// 2026-11-22T23:00:00Z is 06:00 in Vietnam, inside the morning's window.
constexpr auto morning = utc_from_us(1'795'388'400'000'000);
constexpr std::uint8_t officer = 40, device = 41, emergency_template = 42;

std::array<std::uint8_t, 32> device_secret() {
    std::array<std::uint8_t, 32> secret{};
    secret.fill(5);
    return secret;
}

Sha256 hash_of(std::uint8_t number) {
    Sha256 hash;
    hash.bytes.fill(number);
    return hash;
}

void add_area(wire::PolicyBundle& bundle, std::uint8_t id, std::uint8_t parent, const NodeSet& nodes) {
    auto& area = *bundle.add_areas();
    area.set_id(bytes_of(id, 16));
    if (parent) area.set_parent(bytes_of(parent, 16));
    protocol::write_nodes(nodes, *area.mutable_nodes());
}

wire::PolicyBundle sample_policy() {
    wire::PolicyBundle bundle;
    bundle.set_epoch(1);
    bundle.set_commune(bytes_of(1, 16));
    bundle.set_volume_cap_percent(90);
    auto& hours = *bundle.mutable_hours();
    for (auto [from, to] : {std::pair{330U, 390U}, {1020U, 1080U}}) {
        hours.add_allowed()->set_from_minute(from);
        hours.mutable_allowed(hours.allowed_size() - 1)->set_to_minute(to);
    }
    hours.mutable_quiet()->set_from_minute(21 * 60);
    hours.mutable_quiet()->set_to_minute(5 * 60);
    hours.set_longest_session(3'600'000'000);
    hours.set_sessions_per_day(2);
    hours.set_utc_offset_minutes(7 * 60);
    add_area(bundle, province_area, 0, {NodeNumber{1}, NodeNumber{2}, NodeNumber{3}});
    add_area(bundle, 1, province_area, {NodeNumber{1}, NodeNumber{2}, NodeNumber{3}});
    add_area(bundle, 2, 1, {NodeNumber{1}, NodeNumber{2}});
    add_area(bundle, 3, 1, {NodeNumber{3}});
    auto& sound = *bundle.add_templates();
    sound.set_emergency_template(bytes_of(emergency_template, 16));
    sound.set_area(bytes_of(2, 16));
    sound.set_content(bytes_of(50, 32));
    sound.set_max_duration(1'800'000'000);
    auto& drill = *bundle.add_templates();
    drill.CopyFrom(sound);
    drill.set_content(bytes_of(drill_sound, 32));
    drill.set_drill(true);
    auto& all_clear = *bundle.add_templates();
    all_clear.CopyFrom(sound);
    all_clear.set_content(bytes_of(all_clear_sound, 32));
    all_clear.set_all_clear(true);
    bundle.add_siren_set(bytes_of(66, 32));
    return bundle;
}

}  // namespace

std::string bytes_of(std::uint8_t number, std::size_t size) { return std::string(size, static_cast<char>(number)); }

wire::DeviceKey officer_key() {
    wire::DeviceKey key;
    key.set_id(bytes_of(device, 16));
    key.set_owner(bytes_of(officer, 16));
    const auto point = *protocol::p256_public_key(device_secret());
    key.set_public_key(std::string(point.begin(), point.end()));
    key.add_areas(bytes_of(2, 16));
    return key;
}

void SignerTest::SetUp() {
    ASSERT_TRUE(protocol::prepare_cryptography());
    now_ = morning - 1h;
    policy_ = sample_policy();
    restart();
    wire::SignerRequest request;
    request.mutable_setup()->set_recovery_passphrase("mười hai con cò");
    *request.mutable_setup()->mutable_policy() = policy_;
    ASSERT_EQ(refusal(ask(request)), "");
    wire::SignerRequest device_request;
    *device_request.mutable_register_device_key()->mutable_key() = officer_key();
    ASSERT_EQ(refusal(ask(device_request)), "");
    restart();
}

void SignerTest::restart() {
    auto random = [this](std::span<std::uint8_t> bytes) {
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(++counter_ * 37 + 11);
    };
    auto core = signer::SignerCore::start(keeper_.kept, keeper_, random, {.passes = 1, .memory_bytes = 8192});
    ASSERT_TRUE(core) << core.error().detail;
    core_ = std::move(*core);
}

wire::SignerResponse SignerTest::sign(const Grant& grant, const std::string& reason) {
    wire::SignerRequest request;
    protocol::write_grant(grant, *request.mutable_sign_grant()->mutable_grant());
    request.mutable_sign_grant()->set_reason(reason);
    return ask(request);
}

wire::SignerResponse SignerTest::sign_emergency(const EmergencyIntent& wanted, const Grant& grant) {
    wire::SignerRequest request;
    const auto bytes = protocol::encode_intent(wanted);
    request.mutable_sign_emergency()->set_intent(std::string(bytes.begin(), bytes.end()));
    request.mutable_sign_emergency()->set_intent_signature(std::string(wanted.signature.begin(), wanted.signature.end()));
    protocol::write_grant(grant, *request.mutable_sign_emergency()->mutable_grant());
    return ask(request);
}

wire::SignerResponse SignerTest::stop(const StopOrder& order) {
    wire::SignerRequest request;
    protocol::write_stop(order, *request.mutable_sign_stop()->mutable_stop());
    return ask(request);
}

wire::SignerResponse SignerTest::set_policy(const wire::PolicyBundle& bundle) {
    wire::SignerRequest request;
    *request.mutable_policy_update()->mutable_policy() = bundle;
    return ask(request);
}

Grant SignerTest::scheduled() const {
    Grant grant;
    grant.broadcast = signer_id<BroadcastId>(9);
    grant.nodes = {NodeNumber{1}};
    grant.not_before = now_;
    grant.starts_at = morning;
    grant.start_by = morning + 2min;
    grant.not_after = morning + 10min;
    grant.max_duration = 5min;
    grant.content = hash_of(51);
    grant.content_bytes = 1000;
    grant.content_duration = 4min;
    return grant;
}

Grant SignerTest::emergency() const {
    auto grant = scheduled();
    grant.kind = BroadcastKind::emergency;
    grant.priority = Priority::emergency;
    grant.content = hash_of(50);
    grant.content_duration = 30s;
    grant.starts_at = now_ + 3s;
    grant.start_by = now_ + 1min;
    grant.not_after = now_ + 40min;
    grant.max_duration = 30min;
    grant.repeat_every = 150s;
    return grant;
}

EmergencyIntent SignerTest::intent() const {
    EmergencyIntent wanted;
    wanted.officer = signer_id<OperatorId>(officer);
    wanted.device = signer_id<DeviceKeyId>(device);
    wanted.area = signer_id<AreaId>(2);
    wanted.emergency_template = signer_id<TemplateId>(emergency_template);
    wanted.idempotency_key.fill(77);
    wanted.made_at = now_;
    return signed_again(wanted);
}

EmergencyIntent SignerTest::signed_again(EmergencyIntent wanted) const {
    wanted.signature = *protocol::sign_p256(device_secret(), protocol::encode_intent(wanted));
    return wanted;
}

protocol::KeyRing SignerTest::ring() const {
    const auto& authority = *keeper_.kept.authority;
    auto ring =
        protocol::KeyRing::bootstrap(authority.root.fingerprint(), authority.root.bytes, as_bytes(authority.trust.anchors(0)));
    EXPECT_TRUE(ring);
    for (const auto& delegation : authority.trust.delegations()) EXPECT_TRUE(ring->accept_delegation(as_bytes(delegation)));
    if (!authority.trust.revocations().empty()) {
        EXPECT_TRUE(ring->accept_revocations(as_bytes(authority.trust.revocations())));
    }
    return *ring;
}

}  // namespace village::test
