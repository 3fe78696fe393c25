#include "controller/control_loop/programme_approval_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/heard_in_days.hpp"

namespace village::control_loop {
namespace {

using domain::Announcement;
using domain::AnnouncementState;
using domain::Error;
using domain::ErrorCode;

ports::ApprovalRequest approving(const Announcement& item) {
    ports::ApprovalRequest request;
    request.announcement = item.id;
    request.version = item.version;
    request.act = domain::ApprovalAct::approve;
    return request;
}

/// One that its author still writes is not approved unseen with all the others.
std::optional<Error> not_sent(const Announcement& item) {
    const bool is_sent = item.state == AnnouncementState::waiting || item.state == AnnouncementState::approved;
    if (is_sent) return std::nullopt;
    return Error{ErrorCode::invalid_argument, "it was not sent for approval", domain::BrokenRule{"not_sent", {}, {}}};
}

std::optional<Error> not_seen(const ports::ProgrammeApprovalRequest& request, const Announcement& item) {
    const auto seen = std::ranges::find(request.seen, item.id, &ports::ProgrammeApprovalRequest::Seen::announcement);
    if (seen == request.seen.end())
        return Error{ErrorCode::version_conflict, "it was put in since the programme was looked at; look at it again"};
    if (seen->version != item.version)
        return Error{ErrorCode::version_conflict, "somebody changed it since the programme was looked at; look at it again"};
    return std::nullopt;
}

/// Why this person may not approve it.
ports::Awaitable<std::optional<Error>> refused_to(const Office& office, domain::Operator caller, Announcement item) {
    if (auto unsent = not_sent(item)) co_return unsent;
    auto request = approving(item);
    const auto approved = co_await after_act(office, std::move(caller), item, std::move(request));
    if (!approved) co_return approved.error();
    // An author's mark is no consent, and without one it is held back as before.
    if (approved->consents.size() > item.consents.size()) co_return std::nullopt;
    co_return Error{ErrorCode::not_permitted, "what somebody wrote is approved by another person",
                    domain::BrokenRule{"own_words", {}, {}}};
}

ports::Awaitable<domain::Result<std::vector<ports::AwaitingApproval>>> waiting_of(const Office& office, domain::Operator caller,
                                                                                  HeardInDays heard) {
    std::vector<ports::AwaitingApproval> all;
    for (const auto& [id, where] : heard) {
        auto item = co_await office.ports.stores.announcements.find(id);
        if (!item) co_return item.error();
        if (!where.is_held_back && item->state != AnnouncementState::waiting) continue;
        auto refusal = co_await refused_to(office, caller, *item);
        all.push_back({std::move(*item), where.days, std::move(refusal)});
    }
    co_return all;
}

}  // namespace

ports::Awaitable<domain::Result<std::vector<ports::AwaitingApproval>>> ProgrammeApprovalDesk::awaiting(
    domain::Operator caller, ports::DaysOfProgramme days) const {
    if (days.to < days.from || days.to - days.from >= ports::DaysOfProgramme::longest)
        co_return Error{ErrorCode::invalid_argument, "the days are one to seven, the first one first",
                        domain::BrokenRule{"period", "7", {}}};
    auto heard = co_await heard_in(office_, days);
    if (!heard) co_return heard.error();
    co_return co_await waiting_of(office_, std::move(caller), std::move(*heard));
}

ports::Awaitable<domain::Result<std::vector<ports::AwaitingApproval>>> ProgrammeApprovalDesk::awaiting(
    domain::Operator caller, ports::DryRun foreseen) const {
    auto heard = co_await heard_in(office_, std::move(foreseen));
    if (!heard) co_return heard.error();
    co_return co_await waiting_of(office_, std::move(caller), std::move(*heard));
}

ports::Awaitable<domain::Result<ports::ProgrammeApproval>> ProgrammeApprovalDesk::approve(
    domain::Operator caller, ports::ProgrammeApprovalRequest request) {
    auto waiting = co_await awaiting(caller, request.days);
    if (!waiting) co_return waiting.error();
    const auto words = fmt::format("{} (programme {})", request.remark, request.days.programme.text());
    ports::ProgrammeApproval done;
    for (auto& one : *waiting) {
        auto why = not_seen(request, one.announcement);
        if (!why) why = one.refusal;
        if (!why) {
            auto approved = co_await approve_one(caller, one.announcement, words);
            if (approved) done.approved.push_back(std::move(*approved));
            else why = approved.error();
        }
        if (why) done.left.push_back({one.announcement.id, one.announcement.title, std::move(*why)});
    }
    for (const auto& seen : request.seen)
        if (std::ranges::none_of(*waiting, [&](const auto& one) { return one.announcement.id == seen.announcement; }))
            done.left.push_back(
                {seen.announcement, {}, {ErrorCode::not_found, "it waits for no approval in these days any more"}});
    if (!done.approved.empty() && on_more_may_sound) on_more_may_sound();
    co_return done;
}

ports::Awaitable<domain::Result<Announcement>> ProgrammeApprovalDesk::approve_one(domain::Operator caller, Announcement item,
                                                                                  std::string words) {
    auto request = approving(item);
    auto next = co_await after_act(office_, caller, item, std::move(request));
    if (!next) co_return next.error();
    auto row = office_.row(caller, "announcement.approve", next->id.text(), std::move(words));
    auto saved = co_await office_.ports.stores.announcements.save(std::move(*next), std::move(row));
    if (!saved) co_return saved;
    office_.silenced.erase(saved->id);
    office_.ports.feed.publish(*saved);
    co_return saved;
}

}  // namespace village::control_loop
