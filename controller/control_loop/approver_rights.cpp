#include "controller/control_loop/approver_rights.hpp"

#include <algorithm>

namespace village::control_loop {
namespace {

using domain::Announcement;
using domain::ApprovalAct;
using domain::Error;
using domain::ErrorCode;
using domain::Operator;
using domain::OperatorId;

bool would_count(const Announcement& item, OperatorId lender) {
    const auto is_his = [&](const domain::Consent& consent) { return consent.approver == lender; };
    return !policy::is_author(item, lender) && std::ranges::none_of(item.consents, is_his);
}

bool reaches(const domain::Commune& commune, const std::vector<domain::AreaId>& areas,
             const std::vector<domain::AreaId>& wanted) {
    return std::ranges::all_of(wanted, [&](domain::AreaId one) {
        return std::ranges::any_of(areas, [&](domain::AreaId area) { return commune.area_contains(area, one); });
    });
}

/// The first lent right that would count, and reaches further than the own one.
ports::Awaitable<domain::Result<std::optional<ApproverRight>>> lent_right(const Office& office, OperatorId borrower,
                                                                          Announcement item, std::vector<domain::AreaId> own) {
    const auto now = office.now();
    const auto delegations = office.delegations;
    for (const auto& lent : delegations) {
        if (lent.borrower != borrower || !lent.holds_at(now) || !would_count(item, lent.lender)) continue;
        auto lender = co_await office.ports.stores.operators.find(lent.lender);
        if (!lender && lender.error().code != ErrorCode::not_found) co_return lender.error();
        if (!lender || !office.may_somewhere(*lender, policy::Action::approve, item.priority)) continue;
        if (reaches(office.commune, lender->areas, own) && !reaches(office.commune, own, lender->areas))
            co_return ApproverRight{lender->id, lender->areas};
    }
    co_return std::nullopt;
}

ports::Awaitable<domain::Result<ApproverRight>> right_to_approve(const Office& office, Operator who, Announcement item) {
    const auto own = office.may_somewhere(who, policy::Action::approve, item.priority);
    const auto areas = own ? who.areas : std::vector<domain::AreaId>{};
    // What was written down in his name he presses by his own right.
    const bool presses_again = own && policy::has_telephone_consent(item, who.id);
    if (!presses_again && office.may_somewhere(who, policy::Action::approve_if_lent, item.priority)) {
        auto lent = co_await lent_right(office, who.id, std::move(item), areas);
        if (!lent) co_return lent.error();
        if (*lent) co_return **lent;
    }
    if (!own) co_return own.error();
    co_return ApproverRight{who.id, areas};
}

/// It is who is named that lacks the right, not who asks.
Error no_approver(ErrorCode code, std::string detail) {
    return {code, std::move(detail), domain::BrokenRule{"telephone_approver", {}, {}}};
}

ports::Awaitable<domain::Result<ApproverRight>> right_by_telephone(const Office& office, Announcement item,
                                                                   std::optional<OperatorId> approver) {
    if (!approver) co_return no_approver(ErrorCode::invalid_argument, "say which approver agreed by telephone");
    auto account = co_await office.ports.stores.operators.find(*approver);
    if (!account && account.error().code == ErrorCode::not_found)
        co_return no_approver(ErrorCode::not_found, "there is no account of the approver who is named");
    if (!account) co_return account.error();
    if (auto allowed = office.may_somewhere(*account, policy::Action::approve, item.priority); !allowed)
        co_return no_approver(ErrorCode::not_permitted, "who is named as the approver may not: " + allowed.error().detail);
    co_return ApproverRight{account->id, account->areas};
}

}  // namespace

ports::Awaitable<domain::Result<ApproverRight>> right_of(const Office& office, Operator caller, Announcement item,
                                                         ports::ApprovalRequest request) {
    const bool writes = request.act == ApprovalAct::submit || request.act == ApprovalAct::agree_by_telephone ||
                        (request.act == ApprovalAct::withdraw && item.created_by == caller.id);
    if (!writes) co_return co_await right_to_approve(office, std::move(caller), std::move(item));
    if (auto allowed = office.may_write(caller, item); !allowed) co_return allowed.error();
    if (request.act == ApprovalAct::agree_by_telephone)
        co_return co_await right_by_telephone(office, std::move(item), request.approver);
    co_return ApproverRight{caller.id, {}};
}

ports::Awaitable<domain::Status> may_withdraw(const Office& office, Operator caller, Announcement item) {
    ports::ApprovalRequest withdrawing;
    withdrawing.act = ApprovalAct::withdraw;
    auto right = co_await right_of(office, std::move(caller), std::move(item), std::move(withdrawing));
    if (!right) co_return right.error();
    co_return domain::Status{};
}

}  // namespace village::control_loop
