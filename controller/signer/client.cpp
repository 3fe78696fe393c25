#include "controller/signer/client.hpp"

#include <fmt/format.h>

#include "controller/signer/client_link.hpp"
#include "controller/signer/client_policy.hpp"
#include "protocol/grant_codec.hpp"
#include "protocol/intent_codec.hpp"

namespace village::signer {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;
using wire::SignerRequest;
using wire::SignerResponse;

constexpr int policy_attempts = 3;

/// STOP and emergencies never queue behind a week of programmes.
enum class Urgency { ordinary, urgent };

template <class Bytes>
std::string as_string(const Bytes& bytes) {
    return {bytes.begin(), bytes.end()};
}

std::vector<std::uint8_t> as_vector(const std::string& bytes) { return {bytes.begin(), bytes.end()}; }

// A name this program does not know is `internal` (PROTOCOL.md, Errors).
ErrorCode code_of(const std::string& name) {
    for (std::uint16_t number = 0; number < static_cast<std::uint16_t>(ErrorCode::internal); ++number)
        if (domain::error_name(static_cast<ErrorCode>(number)) == name) return static_cast<ErrorCode>(number);
    return ErrorCode::internal;
}

Error read_error(const wire::Error& error) {
    Error refused{code_of(error.code()), error.detail()};
    if (!error.rule().empty()) refused.rule = domain::BrokenRule{error.rule(), error.limit(), error.found()};
    return refused;
}

Result<domain::SignedGrant> read_signed_grant(const SignerResponse& response) {
    if (!response.has_signed_grant()) return Error{ErrorCode::malformed, "the signer answered something else than a grant"};
    auto grant = protocol::read_grant(response.signed_grant().grant());
    if (!grant) return grant.error();
    return domain::SignedGrant{std::move(*grant), {as_vector(response.signed_grant().envelope())}};
}

class SignerClient final : public ports::Signer {
public:
    SignerClient(boost::asio::any_io_executor executor, ClientOptions options)
        : executor_(std::move(executor)), options_(std::move(options)) {}
    ~SignerClient() override {
        if (link_) link_->close();
    }

    ports::Awaitable<Result<ports::TrustMaterial>> trust() override {
        SignerRequest request;
        request.mutable_status();
        auto response = co_await ask(std::move(request));
        if (!response) co_return response.error();
        const auto& status = response->status();
        if (!status.set_up()) co_return Error{ErrorCode::setup_needed, "the signer has no keys yet; run village-signer --setup"};
        ports::TrustMaterial material;
        if (status.root_public_key().size() != 32) co_return Error{ErrorCode::malformed, "the signer's root has not 32 bytes"};
        std::copy(status.root_public_key().begin(), status.root_public_key().end(), material.root_key.begin());
        for (const auto& envelope : status.trust().anchors()) material.anchors.push_back(as_vector(envelope));
        for (const auto& envelope : status.trust().delegations()) material.delegations.push_back(as_vector(envelope));
        material.revocations = as_vector(status.trust().revocations());
        material.owner_epoch = status.owner_epoch();
        if (status.delegated_until() > 0) material.delegated_until = domain::utc_from_us(status.delegated_until());
        co_return material;
    }

    ports::Awaitable<Result<domain::SignedGrant>> sign(domain::Grant draft, ports::SignReasons reasons) override {
        SignerRequest request;
        auto& wanted = *request.mutable_sign_grant();
        protocol::write_grant(draft, *wanted.mutable_grant());
        wanted.set_reason(std::move(reasons.outside_hours));
        wanted.set_author(as_string(reasons.author.bytes));
        for (const auto& approver : reasons.approvers) wanted.add_approvers(as_string(approver.bytes));
        auto response = co_await ask(std::move(request));
        if (!response) co_return response.error();
        co_return read_signed_grant(*response);
    }

    ports::Awaitable<Result<domain::SignedGrant>> sign_emergency(domain::EmergencyIntent intent, domain::Grant draft) override {
        SignerRequest request;
        auto& wanted = *request.mutable_sign_emergency();
        wanted.set_intent(as_string(protocol::encode_intent(intent)));
        wanted.set_intent_signature(as_string(intent.signature));
        protocol::write_grant(draft, *wanted.mutable_grant());
        auto response = co_await call(std::move(request), options_.call_limit, Urgency::urgent);
        if (!response) co_return response.error();
        co_return read_signed_grant(*response);
    }

    Status check_signature(const domain::EmergencyIntent& intent, const std::vector<std::uint8_t>& public_key) const override {
        return protocol::verify_intent(intent, public_key);
    }

    ports::Awaitable<Result<domain::SignedStop>> sign_stop(domain::StopOrder draft) override {
        SignerRequest request;
        protocol::write_stop(draft, *request.mutable_sign_stop()->mutable_stop());
        auto response = co_await call(std::move(request), options_.stop_limit, Urgency::urgent);
        if (!response) co_return response.error();
        if (!response->has_signed_stop()) co_return Error{ErrorCode::malformed, "the signer answered something else than a STOP"};
        auto stop = protocol::read_stop(response->signed_stop().stop());
        if (!stop) co_return stop.error();
        domain::SignedStop done{std::move(*stop), {as_vector(response->signed_stop().envelope())}};
        co_return done;
    }

    ports::Awaitable<Result<std::vector<std::uint8_t>>> attest_time(std::array<std::uint8_t, 16> nonce) override {
        SignerRequest request;
        request.mutable_attest_time()->set_nonce(as_string(nonce));
        auto response = co_await ask(std::move(request));
        if (!response) co_return response.error();
        if (response->time_attestation().empty()) co_return Error{ErrorCode::malformed, "the signer attested no time"};
        co_return as_vector(response->time_attestation());
    }

    ports::Awaitable<Status> set_policy(ports::SignerPolicy policy) override {
        auto bundle = bundle_of(policy);
        for (int attempt = 1;; ++attempt) {
            SignerRequest question;
            question.mutable_status();
            auto status = co_await ask(std::move(question));
            if (!status) co_return status.error();
            bundle.set_epoch(status->status().policy_epoch() + 1);
            SignerRequest request;
            *request.mutable_policy_update()->mutable_policy() = bundle;
            auto response = co_await ask(std::move(request));
            if (response) co_return Status{};
            // Another controller may have set one in between.
            if (response.error().code != ErrorCode::version_conflict || attempt == policy_attempts) co_return response.error();
        }
    }

    ports::Awaitable<Status> register_device(ports::OfficerDevice device) override {
        SignerRequest request;
        auto& key = *request.mutable_register_device_key()->mutable_key();
        key.set_id(as_string(device.key.id.bytes));
        key.set_owner(as_string(device.key.owner.bytes));
        key.set_public_key(as_string(device.key.public_key));
        key.set_name(device.key.name);
        for (const auto& area : device.areas) key.add_areas(as_string(area.bytes));
        auto response = co_await ask(std::move(request));
        if (!response) co_return response.error();
        co_return Status{};
    }

    ports::Awaitable<Status> revoke_device(domain::DeviceKeyId key) override {
        SignerRequest request;
        request.mutable_revoke_device_key()->set_id(as_string(key.bytes));
        auto response = co_await ask(std::move(request));
        if (!response) co_return response.error();
        co_return Status{};
    }

private:
    ports::Awaitable<Result<SignerResponse>> ask(SignerRequest request) {
        return call(std::move(request), options_.call_limit, Urgency::ordinary);
    }

    ports::Awaitable<Result<SignerResponse>> call(SignerRequest request, std::chrono::milliseconds limit, Urgency urgency) {
        if (!link_ || !link_->is_open()) {
            link_ = std::make_shared<ClientLink>(executor_);
            if (auto connected = link_->connect(options_.socket_path); !connected) co_return connected.error();
        }
        if (urgency == Urgency::ordinary && link_->waiting() >= options_.waiting_max)
            co_return Error{ErrorCode::too_many_requests, "too many questions wait for the signer; try again in a moment"};
        if (options_.owner) {
            const auto owner = options_.owner();
            request.set_owner_epoch(owner.epoch);
            request.set_owner(as_string(owner.id));
        }
        const bool is_the_owners = request.has_sign_grant() || request.has_policy_update();
        const auto link = link_;  // A second call may replace it while this one waits.
        auto response = co_await link->ask(std::move(request), limit);
        // A signer that let a call time out may be stuck: the next call tries a fresh connection.
        if (!response && response.error().code == ErrorCode::timed_out && link == link_) link->close();
        if (!response) co_return response.error();
        if (response->has_error()) {
            auto refused = read_error(response->error());
            if (refused.code == ErrorCode::superseded && options_.on_superseded) options_.on_superseded();
            co_return refused;
        }
        if (is_the_owners && options_.on_obeyed) options_.on_obeyed();
        co_return response;
    }

    boost::asio::any_io_executor executor_;
    ClientOptions options_;
    std::shared_ptr<ClientLink> link_;  ///< Shared with its own coroutines, which may end after this object.
};

}  // namespace

std::unique_ptr<ports::Signer> connect_signer(boost::asio::any_io_executor executor, ClientOptions options) {
    return std::make_unique<SignerClient>(std::move(executor), std::move(options));
}

}  // namespace village::signer
