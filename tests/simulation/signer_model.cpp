#include "tests/simulation/signer_model.hpp"

#include <tuple>

#include "controller/signer/client_policy.hpp"
#include "controller/signer/policy_book.hpp"
#include "scheduler/policy/approval.hpp"
#include "scheduler/policy/check_grant.hpp"
#include "tests/simulation/contents.hpp"

namespace village::simulation {
namespace {

using domain::BroadcastKind;
using domain::Error;
using domain::ErrorCode;
using domain::Grant;
using domain::Status;

constexpr std::size_t approvals_needed = 2;

signer::PolicyBook book_of(const ports::SignerPolicy& policy) {
    return signer::PolicyBook::read(signer::bundle_of(policy)).value();
}

}  // namespace

SignerModel::SignerModel(Clockwork& clockwork, Random random, const ports::SignerPolicy& policy, bool is_slow, Plant plant)
    : clockwork_(clockwork),
      random_(random),
      book_(std::make_unique<signer::PolicyBook>(book_of(policy))),
      officers_(officers_of(policy.commune)),
      is_slow_(is_slow),
      plant_(plant) {}

SignerModel::~SignerModel() = default;

Status SignerModel::hear(const Owner& asking, const ports::SignerPolicy& policy) {
    if (is_down()) return unavailable();
    if (auto owns = check_owner(asking); !owns) return owns;
    *book_ = book_of(policy);
    return {};
}

bool SignerModel::starts_now(const Grant& grant) const {
    const auto ahead = grant.starts_at - now();
    return ahead <= std::chrono::minutes{2} && ahead >= -std::chrono::seconds{10};
}

/// As the real one: whoever comes with a higher epoch owns the commune from now on.
Status SignerModel::check_owner(const Owner& asking) {
    if (asking == owner_) return {};
    if (asking.epoch <= owner_.epoch) {
        if (plant_ == Plant::signer_forgets_owner) return {};
        return Error{ErrorCode::superseded, "another controller owns this commune"};
    }
    owner_ = asking;
    on_obeyed(owner_);
    return {};
}

/// As the real one: a drill, an emergency and an all-clear sound what was rendered for them, and nothing else.
Status SignerModel::check_sound(const Grant& grant) const {
    const bool is_drill = grant.kind == BroadcastKind::drill, is_all_clear = grant.kind == BroadcastKind::all_clear;
    const auto wanted = is_drill ? ContentKind::drill : is_all_clear ? ContentKind::all_clear : ContentKind::emergency;
    const bool is_laid_down = is_drill || domain::is_called(grant.kind);
    if (!is_laid_down || plant_ == Plant::signer_forgets_sirens || (grant.content && is_of(*grant.content, wanted))) return {};
    return Error{ErrorCode::not_permitted, "this audio is not what was rendered for it"};
}

/// As the real one, of what no officer signed for.
Status SignerModel::check_ordinary(const Grant& grant, const SignReasons& reasons) const {
    if (grant.outside_hours && reasons.outside_hours.empty())
        return Error{ErrorCode::confirmation_needed, "nobody said why it is to be heard outside the hours"};
    const bool opens = book_->opens_quiet_hours_for(grant) || plant_ == Plant::signer_opens_quiet_hours;
    if (grant.quiet_hours && !opens) return Error{ErrorCode::quiet_hours, "no surge period permits it"};
    const bool is_written = grant.kind == BroadcastKind::scheduled || grant.kind == BroadcastKind::live;
    if (is_written && policy::count_approvers(reasons.approvers, reasons.author) < approvals_needed)
        return Error{ErrorCode::not_approved, "fewer than two others agreed"};
    return {};
}

/// As the real one, of what an officer's own device asks for.
Status SignerModel::check_emergency(const Grant& grant, const SignReasons& reasons) const {
    if (!reasons.officer || !officers_.contains(*reasons.officer))
        return Error{ErrorCode::not_permitted, "no officer signed for it"};
    if (starts_now(grant)) return {};
    return Error{ErrorCode::invalid_argument, "an emergency starts now"};
}

/// As the real one: what it gave for the same sound at the same time and nodes.
const Grant* SignerModel::signed_before(const Grant& draft) const {
    const auto sound_of = [](const Grant& grant) {
        return std::tie(grant.kind, grant.priority, grant.nodes, grant.starts_at, grant.max_duration, grant.content, grant.stream,
                        grant.passes);
    };
    const auto known = by_broadcast_.find(draft.broadcast);
    if (known == by_broadcast_.end()) return nullptr;
    const auto& grant = issued_.at(known->second);
    return sound_of(grant) == sound_of(draft) ? &grant : nullptr;
}

domain::Result<domain::SignedGrant> SignerModel::judge(const Owner& asking, Grant grant, const SignReasons& reasons) {
    if (is_down()) return unavailable();
    // An emergency is the officer's, whoever carries his wish.
    const bool is_called = domain::is_called(grant.kind);
    if (auto owns = is_called ? Status{} : check_owner(asking); !owns) return owns.error();
    if (const auto* before = signed_before(grant)) return domain::SignedGrant{*before, {}};
    const auto allowed = is_called ? check_emergency(grant, reasons) : check_ordinary(grant, reasons);
    if (!allowed) return allowed.error();
    if (auto laid_down = check_sound(grant); !laid_down) return laid_down.error();
    if (is_called) {
        grant.outside_hours = grant.quiet_hours = true;
        grant.issuer_level = book_->level_of(officers_.at(*reasons.officer));
    }
    grant.id = make_id<domain::GrantId>();
    grant.issuer_sequence = ++sequence_;
    grant.policy_epoch = 1;
    policy::GrantContext context;
    context.now = now();
    context.hours = &book_->hours();
    if (auto verdict = policy::check_grant(grant, context); !verdict) return verdict.error();
    issued_.emplace(grant.id, grant);
    by_broadcast_.insert_or_assign(grant.broadcast, grant.id);
    on_issued(grant, asking);
    return domain::SignedGrant{grant, {}};
}

}  // namespace village::simulation
