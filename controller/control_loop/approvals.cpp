#include "controller/control_loop/approvals.hpp"

#include <fmt/format.h>

#include "controller/control_loop/approver_rights.hpp"
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

/// What it stops is the same as withdrawing it stops, so it takes the same right.
ports::Awaitable<domain::Result<Announcement>> put_away(const Office& office, Operator caller, Announcement item,
                                                        AnnouncementState wanted) {
    if (auto allowed = co_await may_withdraw(office, std::move(caller), item); !allowed) co_return allowed.error();
    if (item.state == AnnouncementState::rejected)
        co_return Error{ErrorCode::invalid_argument, "it was refused; write a new announcement",
                        domain::BrokenRule{"refused_for_good", {}, {}}};
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

bool lets_sound(ApprovalAct act) {
    return act == ApprovalAct::submit || act == ApprovalAct::approve || act == ApprovalAct::agree_by_telephone;
}

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

Error not_valid(const Office& office, const Announcement& item, domain::UtcTime when) {
    const auto from = local_words(office, item.valid_from), until = local_words(office, item.valid_until);
    return {ErrorCode::expired,
            fmt::format("\"{}\" holds from {} until {}, and not at {}; change its validity, or say something newer", item.title,
                        from, until, local_words(office, when)),
            domain::BrokenRule{"validity", fmt::format("{}/{}", from, until), local_words(office, when)}};
}

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
    auto need = need_of(office, item);
    need.by_telephone = policy::takes_telephone(office.approval, item, act.approver_areas, office.commune);
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
