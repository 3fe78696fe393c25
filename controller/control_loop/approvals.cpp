#include "controller/control_loop/approvals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/surges.hpp"
#include "scheduler/domain/timing.hpp"
#include "scheduler/domain/validity.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

using domain::Announcement;
using domain::AnnouncementState;
using domain::ApprovalAct;
using domain::Error;
using domain::ErrorCode;
using domain::Operator;
using domain::OperatorId;

struct Right {
    OperatorId approver;
    std::vector<domain::AreaId> areas;
};

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
ports::Awaitable<domain::Result<std::optional<Right>>> lent_right(const Office& office, OperatorId borrower, Announcement item,
                                                                  std::vector<domain::AreaId> own) {
    const auto now = office.now();
    const auto delegations = office.delegations;
    for (const auto& lent : delegations) {
        if (lent.borrower != borrower || !lent.holds_at(now) || !would_count(item, lent.lender)) continue;
        auto lender = co_await office.ports.stores.operators.find(lent.lender);
        if (!lender && lender.error().code != ErrorCode::not_found) co_return lender.error();
        if (!lender || !office.may_somewhere(*lender, policy::Action::approve, item.priority)) continue;
        if (reaches(office.commune, lender->areas, own) && !reaches(office.commune, own, lender->areas))
            co_return Right{lender->id, lender->areas};
    }
    co_return std::nullopt;
}

ports::Awaitable<domain::Result<Right>> right_to_approve(const Office& office, Operator who, Announcement item) {
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
    co_return Right{who.id, areas};
}

ports::Awaitable<domain::Result<Right>> right_by_telephone(const Office& office, Announcement item,
                                                           std::optional<OperatorId> approver) {
    if (!approver) co_return Error{ErrorCode::invalid_argument, "say which approver agreed by telephone"};
    auto account = co_await office.ports.stores.operators.find(*approver);
    if (!account) co_return account.error();
    if (auto allowed = office.may_somewhere(*account, policy::Action::approve, item.priority); !allowed)
        co_return allowed.error();
    co_return Right{account->id, account->areas};
}

ports::Awaitable<domain::Result<Right>> right_of(const Office& office, Operator caller, Announcement item,
                                                 ports::ApprovalRequest request) {
    const bool writes = request.act == ApprovalAct::submit || request.act == ApprovalAct::agree_by_telephone ||
                        (request.act == ApprovalAct::withdraw && item.created_by == caller.id);
    if (!writes) co_return co_await right_to_approve(office, std::move(caller), std::move(item));
    if (auto allowed = office.may_write(caller, item); !allowed) co_return allowed.error();
    if (request.act == ApprovalAct::agree_by_telephone)
        co_return co_await right_by_telephone(office, std::move(item), request.approver);
    co_return Right{caller.id, {}};
}

/// What it stops is the same as withdrawing it stops, so it takes the same right.
ports::Awaitable<domain::Result<Announcement>> put_away(const Office& office, Operator caller, Announcement item,
                                                        AnnouncementState wanted) {
    if (auto allowed = co_await may_withdraw(office, std::move(caller), item); !allowed) co_return allowed.error();
    if (item.state == AnnouncementState::rejected)
        co_return Error{ErrorCode::invalid_argument, "it was refused; write a new announcement"};
    if (wanted == AnnouncementState::draft) item.consents.clear();
    item.state = wanted;
    co_return item;
}

policy::ApprovalNeed need_of(const Office& office, const Announcement& item) {
    return policy::approval_need(office.approval, {item.category, item.priority, {}, false}, std::nullopt, office.commune);
}

std::string local_words(const Office& office, std::optional<domain::UtcTime> time) {
    return time ? domain::local_text(office.zone.to_local(*time)) : "..";
}

Error not_valid(const Office& office, const Announcement& item, domain::UtcTime when) {
    const auto from = local_words(office, item.valid_from), until = local_words(office, item.valid_until);
    return {ErrorCode::expired,
            fmt::format("\"{}\" holds from {} until {}, and not at {}; change its validity, or say something newer", item.title,
                        from, until, local_words(office, when)),
            domain::BrokenRule{"validity", fmt::format("{}/{}", from, until), local_words(office, when)}};
}

bool lets_sound(ApprovalAct act) {
    return act == ApprovalAct::submit || act == ApprovalAct::approve || act == ApprovalAct::agree_by_telephone;
}

}  // namespace

ports::Awaitable<domain::Status> may_withdraw(const Office& office, Operator caller, Announcement item) {
    ports::ApprovalRequest withdrawing;
    withdrawing.act = ApprovalAct::withdraw;
    auto right = co_await right_of(office, std::move(caller), std::move(item), std::move(withdrawing));
    if (!right) co_return right.error();
    co_return domain::Status{};
}

namespace {

ports::Awaitable<domain::Status> check_telephone_today(const Office& office, domain::OperatorId who) {
    const auto midnight = office.zone.to_utc(date::floor<date::days>(office.zone.to_local(office.now())));
    auto written = co_await office.ports.stores.announcements.telephone_consents_since(who, midnight);
    if (!written) co_return written.error();
    if (*written < policy::telephone_consents_a_day) co_return domain::Status{};
    co_return Error{
        ErrorCode::not_permitted,
        fmt::format("{} consents by telephone a day may be written down; let an approver press it himself",
                    policy::telephone_consents_a_day),
        domain::BrokenRule{"telephone_a_day", fmt::to_string(policy::telephone_consents_a_day), fmt::to_string(*written + 1)}};
}

}  // namespace

ports::Awaitable<domain::Result<Announcement>> after_act(const Office& office, Operator caller, Announcement item,
                                                         ports::ApprovalRequest request) {
    if (lets_sound(request.act) && domain::is_out_of_date(item, office.now())) co_return not_valid(office, item, office.now());
    auto right = co_await right_of(office, caller, item, request);
    if (!right) co_return right.error();
    if (request.act == ApprovalAct::agree_by_telephone)
        if (auto rare = co_await check_telephone_today(office, caller.id); !rare) co_return rare.error();
    policy::Act act;
    act.what = request.act;
    act.by = caller.id;
    act.approver = right->approver;
    act.approver_areas = std::move(right->areas);
    act.words = std::move(request.words);
    act.at = office.now();
    const auto need = need_of(office, item);
    co_return policy::after(std::move(item), act, need);
}

ports::Awaitable<domain::Result<Announcement>> after_wish(const Office& office, Operator caller, Announcement item,
                                                          AnnouncementState wanted) {
    ports::ApprovalRequest request;
    switch (wanted) {
        case AnnouncementState::waiting: request.act = ApprovalAct::submit; break;
        case AnnouncementState::approved: request.act = ApprovalAct::approve; break;
        case AnnouncementState::returned: request.act = ApprovalAct::send_back; break;
        case AnnouncementState::rejected: request.act = ApprovalAct::reject; break;
        case AnnouncementState::withdrawn: request.act = ApprovalAct::withdraw; break;
        case AnnouncementState::draft:
        case AnnouncementState::archived:
        case AnnouncementState::expired: co_return co_await put_away(office, std::move(caller), std::move(item), wanted);
    }
    co_return co_await after_act(office, std::move(caller), std::move(item), std::move(request));
}

domain::Status check_valid(const Office& office, const Announcement& item, const dispatch::BroadcastOrder& order) {
    const auto& broadcast = order.broadcast;
    if (domain::is_valid(item, broadcast.starts_at, policy::whole_length(broadcast))) return {};
    return not_valid(office, item, broadcast.starts_at);
}

domain::Status check_approved(const Office& office, const Announcement& item, const dispatch::BroadcastOrder& order) {
    if (auto valid = check_valid(office, item, order); !valid) return valid;
    const auto& broadcast = order.broadcast;
    // Inside the windows of a surge period nothing is outside.
    const auto length = policy::whole_length(broadcast);
    const auto hours = hours_for(office, {item, broadcast.priority, broadcast.targets, broadcast.starts_at, length});
    const auto standing = policy::hours_standing(hours, broadcast.starts_at, length);
    const policy::AirWish wish{item.category, std::max(item.priority, broadcast.priority), hamlets_of(office, broadcast.targets),
                               standing != policy::HoursStanding::allowed};
    return policy::may_air(office.approval, item, wish, office.commune);
}

}  // namespace village::control_loop
