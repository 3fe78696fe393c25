// A signer that signs nothing: the API only asks it for public keys.
#pragma once

#include "controller/ports/signer.hpp"

namespace village::support {

class FakeSigner final : public ports::Signer {
public:
    template <class Value>
    using Answer = ports::Awaitable<domain::Result<Value>>;

    Answer<ports::TrustMaterial> trust() override {
        ports::TrustMaterial trust;
        trust.root_key.fill(7);
        trust.delegations = {{1, 2, 3}};
        co_return trust;
    }
    Answer<domain::SignedGrant> sign(domain::Grant, ports::SignReasons) override { co_return refused(); }
    Answer<domain::SignedGrant> sign_emergency(domain::EmergencyIntent, domain::Grant) override { co_return refused(); }
    domain::Status check_signature(const domain::EmergencyIntent&, const std::vector<std::uint8_t>&) const override { return {}; }
    Answer<domain::SignedStop> sign_stop(domain::StopOrder) override { co_return refused(); }
    Answer<std::vector<std::uint8_t>> attest_time(std::array<std::uint8_t, 16>) override { co_return refused(); }
    ports::Awaitable<domain::Status> set_policy(ports::SignerPolicy) override { co_return domain::Status{}; }
    ports::Awaitable<domain::Status> register_device(ports::OfficerDevice) override { co_return domain::Status{}; }
    ports::Awaitable<domain::Status> revoke_device(domain::DeviceKeyId) override { co_return domain::Status{}; }

private:
    static domain::Error refused() { return {domain::ErrorCode::unavailable, "this signer signs nothing"}; }
};

}  // namespace village::support
