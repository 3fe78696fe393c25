// The life of an approval (phê duyệt): acts in, standing out. Whoever needs to know what an act does to an announcement, or whether
// it may sound, asks here and nowhere else. What holds whatever is done: nobody's consent counts for what he wrote himself, and no
// person and no right counts twice.
#pragma once

#include <span>

#include "scheduler/domain/announcement.hpp"
#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/operator.hpp"

namespace village::policy {

/// What is about to sound, as far as rules ask. Without hamlets (nobody said yet where) only rules for every place fit.
struct AirWish {
    std::string category;
    domain::Priority priority = domain::Priority::normal;
    std::vector<domain::AreaId> hamlets;
    bool outside_hours = false;
};

struct ApprovalNeed {
    std::uint8_t steps = 0;
    bool by_telephone = false;
    bool operator==(const ApprovalNeed&) const = default;
};
/// What one hamlet asks for; `hamlet` empty: nobody said where.
ApprovalNeed approval_need(const domain::ApprovalPolicy& policy, const AirWish& wish, std::optional<domain::AreaId> hamlet,
                           const domain::Commune& commune);

/// Somewhere in these areas, and at some priority inside the hours, a rule takes a consent to it by telephone. Where that is, `may_air`
/// asks again.
bool takes_telephone(const domain::ApprovalPolicy& policy, const domain::Announcement& item,
                     const std::vector<domain::AreaId>& areas, const domain::Commune& commune);

/// Without how many consents nothing at all sounds: the signer asks for as many, too.
std::uint8_t approvals_of_everything(const domain::ApprovalPolicy& policy);

/// How many of those who agreed count for the signer: each person once, and the author never.
std::size_t count_approvers(std::span<const domain::OperatorId> approvers, domain::OperatorId author);

/// One act, whose rights were judged before: `approver` is whose right it is, the doer's own or one that was lent to him.
struct Act {
    domain::ApprovalAct what = domain::ApprovalAct::submit;
    domain::OperatorId by;
    domain::OperatorId approver;
    std::vector<domain::AreaId> approver_areas;
    std::string words;
    domain::UtcTime at{};
};
/// What the announcement is after the act. `not_permitted` (one's own, a second time), `invalid_argument` (without words, in this
/// state), each with its rule; `not_ready` (nothing to listen to). An approver who presses himself takes the place of what was written
/// down in his name. `need` is that of the announcement as such, without a place; whether it takes a consent by telephone, that of
/// the approver's areas.
domain::Result<domain::Announcement> after(domain::Announcement item, const Act& act, const ApprovalNeed& need);

/// Words or sound are others now: every consent is gone, and who changed it may give none.
void note_change(domain::Announcement& item, domain::OperatorId by);
/// So many consents by telephone one person may write down on one day; more is a habit, not an exception.
inline constexpr std::size_t telephone_consents_a_day = 3;
/// He in whose name it was written down did not agree: it waits again, and says so.
domain::Announcement without_telephone_consent(domain::Announcement item, domain::OperatorId approver);
bool has_telephone_consent(const domain::Announcement& item, domain::OperatorId approver);
bool is_author(const domain::Announcement& item, domain::OperatorId who);
/// Refused, withdrawn, filed away or out of date: what is planned of it is taken back.
bool is_silenced(domain::AnnouncementState state);

/// May it sound there, then? `not_approved` says what is missing: `approvals` for what was never sent, `further_approval` for what was.
domain::Status may_air(const domain::ApprovalPolicy& policy, const domain::Announcement& item, const AirWish& wish,
                       const domain::Commune& commune);

}  // namespace village::policy
