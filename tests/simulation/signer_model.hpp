// village-signer as the controller sees it: answers a moment later, sometimes much later, sometimes not; judges by the real
// policy and its real book of it; gives the same grant for the same broadcast. What it has issued is the truth that signatures stand for.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "controller/ports/signer.hpp"
#include "tests/simulation/clockwork.hpp"
#include "tests/simulation/officers.hpp"
#include "tests/simulation/owner.hpp"
#include "tests/simulation/plants.hpp"
#include "tests/simulation/random.hpp"

namespace village::signer {
class PolicyBook;
}

namespace village::simulation {

/// Who wrote what is to be signed, and who agreed to it; or the officer who called it.
struct SignReasons {
    domain::OperatorId author;
    std::vector<domain::OperatorId> approvers;
    std::string outside_hours{};  ///< Why it is to be heard then, as a person or a surge period said.
    std::optional<domain::OperatorId> officer{};
};

class SignerModel {
public:
    SignerModel(Clockwork& clockwork, Random random, const ports::SignerPolicy& policy, bool is_slow, Plant plant);
    ~SignerModel();

    void sign(const Owner& asking, domain::Grant draft, SignReasons reasons,
              std::function<void(domain::Result<domain::SignedGrant>)> answer) {
        clockwork_.after(delay(), [this, asking, draft = std::move(draft), reasons = std::move(reasons),
                                   answer = std::move(answer)] { answer(judge(asking, draft, reasons)); });
    }
    /// What it says to a controller that comes with the commune's policy, and asks so whether it obeys it.
    domain::Status hear(const Owner& asking, const ports::SignerPolicy& policy);
    std::uint64_t owner_epoch() const { return owner_.epoch; }
    /// For anybody: silence is never the wrong commune's.
    void sign_stop(domain::StopOrder draft, std::function<void(domain::Result<domain::SignedStop>)> answer) {
        clockwork_.after(delay(), [this, draft = std::move(draft), answer = std::move(answer)]() mutable {
            if (is_down()) return answer(unavailable());
            draft.id = make_id<domain::GrantId>();
            draft.up_to_sequence = std::min(draft.up_to_sequence, sequence_);
            draft.issuer_sequence = ++sequence_;
            answer(domain::SignedStop{draft, {}});
        });
    }
    /// Its own clock, which it attests.
    domain::UtcTime now() const { return clockwork_.now() + clock_offset_; }
    void set_clock(domain::Duration offset) { clock_offset_ = offset; }
    void down_for(domain::Duration time) { down_until_ = clockwork_.now() + time; }
    /// It answers at once from now on.
    void heal() { down_until_ = {}, is_slow_ = false; }
    std::uint64_t sequence() const { return sequence_; }
    /// Plant `sequence_goes_back`.
    void go_back_to(std::uint64_t sequence) { sequence_ = std::min(sequence_, sequence); }
    bool was_down_since(domain::UtcTime time) const { return down_until_ > time; }
    bool is_down() const { return clockwork_.now() < down_until_; }

    /// What verifying the signature tells: these bytes, and no others, were signed.
    bool has_signed(const domain::Grant& grant) const {
        const auto found = issued_.find(grant.id);
        return found != issued_.end() && found->second == grant;
    }
    std::function<void(const domain::Grant&, const Owner&)> on_issued;
    std::function<void(const Owner&)> on_obeyed;

    template <class AnyId>
    AnyId make_id() {
        std::array<std::uint8_t, 10> bits{};
        for (auto& byte : bits) byte = static_cast<std::uint8_t>(random_.next());
        return AnyId{domain::make_uuid_v7(clockwork_.now(), bits)};
    }

private:
    domain::Duration delay() {
        using std::chrono::milliseconds;
        return is_slow_ && random_.chance(0.05) ? random_.between(milliseconds{50}, milliseconds{4000})
                                                : random_.between(milliseconds{1}, milliseconds{5});
    }
    static domain::Error unavailable() { return {domain::ErrorCode::unavailable, "the signer does not answer"}; }

    /// As the real signer asks by its own clock.
    bool starts_now(const domain::Grant& grant) const;
    domain::Status check_owner(const Owner& asking);
    domain::Status check_sound(const domain::Grant& grant) const;
    domain::Status check_ordinary(const domain::Grant& grant, const SignReasons& reasons) const;
    domain::Status check_emergency(const domain::Grant& grant, const SignReasons& reasons) const;
    const domain::Grant* signed_before(const domain::Grant& draft) const;
    domain::Result<domain::SignedGrant> judge(const Owner& asking, domain::Grant grant, const SignReasons& reasons);

    Clockwork& clockwork_;
    Random random_;
    std::unique_ptr<signer::PolicyBook> book_;
    Officers officers_;
    bool is_slow_;  ///< Sometimes.
    Plant plant_;
    Owner owner_;
    domain::UtcTime down_until_{};
    domain::Duration clock_offset_{};
    std::uint64_t sequence_ = 0;
    std::map<domain::GrantId, domain::Grant> issued_;
    std::map<domain::BroadcastId, domain::GrantId> by_broadcast_;
};

}  // namespace village::simulation
