// A signer without a disk: its keeper is memory that can be told to fail, its randomness counts, its costs are small. The
// commune has two hamlets; hamlet 2 has nodes 1 and 2, hamlet 3 node 3.
#pragma once

#include <gtest/gtest.h>

#include "controller/signer/signer_core.hpp"
#include "protocol/envelope.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/intent_codec.hpp"
#include "protocol/key_ring.hpp"

namespace village::test {

/// Rendered for hamlet 2, each by one number for all bytes of its hash; 50 warns.
inline constexpr std::uint8_t province_area = 40;
inline constexpr std::uint8_t drill_sound = 53, all_clear_sound = 54, commune_sound = 55;

class MemoryKeeper final : public signer::Keeper {
public:
    domain::Status save_authority(const signer::Authority& authority) override {
        kept.authority = authority;
        return {};
    }
    domain::Status save_policy(const wire::PolicyBundle& policy) override {
        kept.policy = policy;
        return {};
    }
    domain::Status save_devices(const wire::PolicyBundle& keys, const std::vector<std::string>& revoked) override {
        kept.devices = keys;
        kept.revoked_devices = revoked;
        return {};
    }
    domain::Status save_owner(const signer::OwnerSeen& owner) override {
        if (!disk_health) return disk_health;
        kept.owner = owner;
        return {};
    }
    domain::Status reserve_sequences(std::uint64_t last) override {
        if (!disk_health) return disk_health;
        kept.sequences_used_up_to = last;
        return {};
    }
    void log(signer::LogRecord record) override { records.push_back(std::move(record)); }
    domain::Status log_health() const override { return disk_health; }
    domain::Result<wire::LogPage> read_log(std::uint64_t, std::uint32_t) const override { return wire::LogPage{}; }

    signer::KeptState kept;
    std::vector<signer::LogRecord> records;
    domain::Status disk_health;
};

class SignerTest : public ::testing::Test {
protected:
    void SetUp() override;

    wire::SignerResponse ask(const wire::SignerRequest& request) { return core_->handle(request, now_); }
    wire::SignerResponse sign(const domain::Grant& grant, const std::string& reason = {});
    wire::SignerResponse sign_emergency(const domain::EmergencyIntent& intent, const domain::Grant& grant);
    wire::SignerResponse stop(const domain::StopOrder& order);
    wire::SignerResponse set_policy(const wire::PolicyBundle& bundle);
    void restart();

    domain::Grant scheduled() const;  ///< At 06:00 local, for node 1: what is ordinary.
    domain::Grant emergency() const;
    domain::EmergencyIntent intent() const;
    domain::EmergencyIntent signed_again(domain::EmergencyIntent intent) const;
    protocol::KeyRing ring() const;  ///< As a node has it.

    MemoryKeeper keeper_;
    std::unique_ptr<signer::SignerCore> core_;
    domain::UtcTime now_{};
    wire::PolicyBundle policy_;
    std::uint8_t counter_ = 0;
};

template <class AnyId>
AnyId signer_id(std::uint8_t number) {
    AnyId id;
    id.bytes.fill(number);
    return id;
}
std::string bytes_of(std::uint8_t number, std::size_t size);
wire::DeviceKey officer_key();
/// The domain's error code name, empty for success.
inline std::string refusal(const wire::SignerResponse& response) { return response.has_error() ? response.error().code() : ""; }

}  // namespace village::test
