// How what the dispatcher wants signed gets its signature. Members of the Switchboard.
#include <algorithm>
#include <boost/asio/post.hpp>

#include "controller/control_loop/switchboard.hpp"
#include "scheduler/policy/approval.hpp"

namespace village::control_loop {
namespace {

/// More than the signer lets wait would only be refused and asked again.
constexpr std::size_t signed_at_once = 32;
/// It takes no more beside one grant, and asks for two at most.
constexpr std::size_t approvers_told_max = 8;

}  // namespace

void Switchboard::perform(const dispatch::SignGrant& command) {
    to_sign_.emplace(command.draft.starts_at, command.draft);
    sign_next();
}

void Switchboard::sign_next() {
    while (being_signed_ < signed_at_once && !to_sign_.empty()) {
        auto next = to_sign_.extract(to_sign_.begin());
        const auto* wanted = office_.dispatcher.find(next.mapped().broadcast);
        if (wanted == nullptr || wanted->ended_at) continue;  // Withdrawn while it waited.
        ++being_signed_;
        office_.spawn("have a grant signed", sign_one(std::move(next.mapped())));
    }
}

ports::Awaitable<domain::Status> Switchboard::sign_one(domain::Grant draft) {
    auto done = co_await sign(std::move(draft), std::nullopt);
    --being_signed_;
    // In a turn of its own: a signer that refuses on the spot would be asked ever deeper.
    boost::asio::post(office_.executor, [this] { sign_next(); });
    co_return done;
}

void Switchboard::perform(const dispatch::SignEmergency& command) {
    office_.spawn("have an emergency signed", sign(command.draft, command.intent));
}

/// Who approved is asked of the disk only where the signer wants to know, or was not told yet that it need not: elsewhere nothing that
/// sounds waits for it.
ports::Awaitable<domain::Result<ports::SignReasons>> Switchboard::reasons_for(domain::BroadcastId id) const {
    const auto* wanted = office_.dispatcher.find(id);
    if (wanted == nullptr) co_return ports::SignReasons{};
    ports::SignReasons reasons{.outside_hours = wanted->outside_hours_reason, .author = wanted->created_by};
    const auto asked = std::max(office_.approvals_told, policy::approvals_of_everything(office_.approval));
    if (asked == 0 || !wanted->announcement) co_return reasons;
    auto announcement = co_await office_.ports.stores.announcements.find(*wanted->announcement);
    if (!announcement) co_return announcement.error();
    reasons.author = announcement->created_by;
    for (const auto& consent : announcement->consents)
        if (!policy::is_author(*announcement, consent.approver) && reasons.approvers.size() < approvers_told_max)
            reasons.approvers.push_back(consent.approver);
    co_return reasons;
}

ports::Awaitable<domain::Status> Switchboard::sign(domain::Grant draft, std::optional<domain::EmergencyIntent> intent) {
    const auto broadcast = draft.broadcast;
    auto& signer = office_.ports.signer;
    // Not as one conditional expression: GCC 12 destroys the temporaries of the branch that was not taken.
    domain::Result<domain::SignedGrant> grant = domain::Error{domain::ErrorCode::internal, "not asked"};
    if (intent) {
        grant = co_await signer.sign_emergency(*intent, draft);
    } else if (office_.superseded) {
        grant = *office_.superseded;
    } else {
        auto reasons = co_await reasons_for(broadcast);
        if (reasons) grant = co_await signer.sign(draft, std::move(*reasons));
        else grant = reasons.error();
    }
    if (!grant) {
        auto why = grant.error();
        // By rules that were loosened since; it will hear of it.
        const bool goes_by_old_rules = office_.approvals_told > policy::approvals_of_everything(office_.approval);
        if (why.code == domain::ErrorCode::not_approved && goes_by_old_rules) why.code = domain::ErrorCode::unavailable;
        handle(dispatch::SigningFailed{broadcast, why});
        co_return why;
    }
    handle(dispatch::GrantSigned{broadcast, *grant});
    // After the sending: neither an emergency nor a programme waits for the disk; an unsaved grant is signed again.
    office_.ledger.write(std::move(*grant));
    co_return domain::Status{};
}

}  // namespace village::control_loop
