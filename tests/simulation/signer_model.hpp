// village-signer as the controller sees it: answers a moment later, sometimes much later, sometimes not; judges by the real
// policy; gives the same grant for the same broadcast. What it has issued is the truth that signatures stand for.
#pragma once

#include <functional>
#include <map>
#include <tuple>

#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/hours.hpp"
#include "scheduler/policy/approval.hpp"
#include "scheduler/policy/check_grant.hpp"
#include "tests/simulation/clockwork.hpp"
#include "tests/simulation/contents.hpp"
#include "tests/simulation/owner.hpp"
#include "tests/simulation/plants.hpp"
#include "tests/simulation/random.hpp"

namespace village::simulation {

/// Who wrote what is to be signed, and who agreed to it.
struct SignReasons {
    domain::OperatorId author;
    std::vector<domain::OperatorId> approvers;
};

class SignerModel {
public:
    SignerModel(Clockwork& clockwork, Random random, domain::HoursPolicy hours, bool is_slow, Plant plant)
        : clockwork_(clockwork),
          random_(random),
          hours_(std::move(hours)),
          is_slow_(is_slow),
          forgets_owner_(plant == Plant::signer_forgets_owner),
          forgets_sirens_(plant == Plant::signer_forgets_sirens) {}

    void sign(const Owner& asking, domain::Grant draft, SignReasons reasons,
              std::function<void(domain::Result<domain::SignedGrant>)> answer) {
        clockwork_.after(delay(), [this, asking, draft = std::move(draft), reasons = std::move(reasons),
                                   answer = std::move(answer)] { answer(judge(asking, draft, reasons)); });
    }
    /// What it says to a controller that asks whether it obeys it.
    domain::Status hear(const Owner& asking) { return is_down() ? unavailable() : check_owner(asking); }
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
    void down_for(domain::Duration time) { down_until_ = clockwork_.now() + time; }
    /// It answers at once from now on.
    void heal() { down_until_ = {}, is_slow_ = false; }
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
    bool starts_now(const domain::Grant& grant) const {
        const auto ahead = grant.starts_at - clockwork_.now();
        return ahead <= std::chrono::minutes{2} && ahead >= -std::chrono::seconds{10};
    }

    /// As the real one: whoever comes with a higher epoch owns the commune from now on.
    domain::Status check_owner(const Owner& asking) {
        if (asking == owner_) return {};
        if (asking.epoch <= owner_.epoch) {
            if (forgets_owner_) return {};
            return domain::Error{domain::ErrorCode::superseded, "another controller owns this commune"};
        }
        owner_ = asking;
        on_obeyed(owner_);
        return {};
    }

    /// As the real one: a drill and an emergency sound what was rendered for them, and nothing else.
    domain::Status check_sound(const domain::Grant& grant) const {
        const auto wanted = grant.kind == domain::BroadcastKind::drill ? ContentKind::drill : ContentKind::emergency;
        const bool is_laid_down = grant.kind == domain::BroadcastKind::drill || grant.kind == domain::BroadcastKind::emergency;
        if (!is_laid_down || forgets_sirens_ || (grant.content && is_of(*grant.content, wanted))) return {};
        return domain::Error{domain::ErrorCode::not_permitted, "this audio is not what was rendered for it"};
    }

    /// As the real one: what it gave for the same sound at the same time and nodes.
    const domain::Grant* signed_before(const domain::Grant& draft) const {
        const auto sound_of = [](const domain::Grant& grant) {
            return std::tie(grant.kind, grant.priority, grant.nodes, grant.starts_at, grant.max_duration, grant.content,
                            grant.stream, grant.passes);
        };
        const auto known = by_broadcast_.find(draft.broadcast);
        if (known == by_broadcast_.end()) return nullptr;
        const auto& grant = issued_.at(known->second);
        return sound_of(grant) == sound_of(draft) ? &grant : nullptr;
    }

    domain::Result<domain::SignedGrant> judge(const Owner& asking, domain::Grant grant, const SignReasons& reasons) {
        if (is_down()) return unavailable();
        // An emergency is the officer's, whoever carries his wish.
        const bool is_the_owners = grant.kind != domain::BroadcastKind::emergency;
        if (auto owns = is_the_owners ? check_owner(asking) : domain::Status{}; !owns) return owns.error();
        if (const auto* before = signed_before(grant)) return domain::SignedGrant{*before, {}};
        if (grant.kind == domain::BroadcastKind::emergency && !starts_now(grant))
            return domain::Error{domain::ErrorCode::invalid_argument, "an emergency starts now"};
        const bool is_written = grant.kind == domain::BroadcastKind::scheduled || grant.kind == domain::BroadcastKind::live;
        if (is_written && policy::count_approvers(reasons.approvers, reasons.author) < approvals_needed)
            return domain::Error{domain::ErrorCode::not_approved, "fewer than two others agreed"};
        if (auto laid_down = check_sound(grant); !laid_down) return laid_down.error();
        grant.id = make_id<domain::GrantId>();
        grant.issuer_sequence = ++sequence_;
        grant.policy_epoch = 1;
        policy::GrantContext context;
        context.now = clockwork_.now();
        context.hours = &hours_;
        if (auto verdict = policy::check_grant(grant, context); !verdict) return verdict.error();
        issued_.emplace(grant.id, grant);
        by_broadcast_.insert_or_assign(grant.broadcast, grant.id);
        on_issued(grant, asking);
        return domain::SignedGrant{grant, {}};
    }

    static constexpr std::size_t approvals_needed = 2;

    Clockwork& clockwork_;
    Random random_;
    domain::HoursPolicy hours_;
    bool is_slow_;        ///< Sometimes.
    bool forgets_owner_;  ///< Plant `signer_forgets_owner`.
    bool forgets_sirens_;
    Owner owner_;
    domain::UtcTime down_until_{};
    std::uint64_t sequence_ = 0;
    std::map<domain::GrantId, domain::Grant> issued_;
    std::map<domain::BroadcastId, domain::GrantId> by_broadcast_;
};

}  // namespace village::simulation
