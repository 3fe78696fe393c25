#include "tests/simulation/validity_judge.hpp"

#include "scheduler/policy/approval.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::simulation {
namespace {

using domain::NodeNumber;
using domain::UtcTime;

/// What was asked of the signer just before may still come back from it.
constexpr std::chrono::seconds signer_patience{5};

}  // namespace

void ValidityJudge::changed(const domain::Announcement& announcement, UtcTime now) {
    auto& paper = papers_[announcement.id];
    const bool is_silenced = policy::is_silenced(announcement.state);
    const bool is_same =
        paper.from == announcement.valid_from && paper.until == announcement.valid_until && paper.is_silenced == is_silenced;
    if (!is_same) paper = {announcement.valid_from, announcement.valid_until, is_silenced, now, std::nullopt};
}

void ValidityJudge::taken_back(domain::AnnouncementId announcement, UtcTime now) {
    auto& paper = papers_.at(announcement);
    if (!paper.taken_back_at) paper.taken_back_at = now;
}

const ValidityJudge::Paper* ValidityJudge::paper_of(const domain::Grant& grant) const {
    const auto announcement = grant.content ? announcement_of_.find(*grant.content) : announcement_of_.end();
    if (announcement == announcement_of_.end()) return nullptr;
    const auto paper = papers_.find(announcement->second);
    return paper == papers_.end() ? nullptr : &paper->second;
}

void ValidityJudge::issued(const domain::Grant& grant, UtcTime now) {
    issued_.emplace(grant.id, now);
    const auto* paper = paper_of(grant);
    if (!paper || now <= paper->changed_at + signer_patience) return;
    if (paper->until) facts_.situations.saw(Situation::signed_until_its_validity_ends);
    if (paper->until && grant.not_after > *paper->until)
        facts_.fail("validity", NodeNumber{}, "is signed to sound beyond its validity", now);
    if (paper->from && grant.not_before < *paper->from)
        facts_.fail("validity", NodeNumber{}, "is signed to sound before its validity", now);
}

bool ValidityJudge::is_known(NodeNumber node, const domain::Grant& grant, const Paper& paper) const {
    if (facts_.forgotten.contains(grant.broadcast)) return false;
    if (issued_.at(grant.id) > paper.changed_at + signer_patience) return true;
    return paper.taken_back_at && facts_.had_to_know(node, *paper.taken_back_at);
}

void ValidityJudge::sound_started(NodeNumber node, const domain::Grant& grant, UtcTime now) const {
    const auto* paper = paper_of(grant);
    if (!paper) return;
    if (paper->is_silenced && is_known(node, grant, *paper))
        facts_.fail("validity", node, "begins although its announcement was withdrawn or refused", now);
    if (paper->from && now + clock_error_max < *paper->from && is_known(node, grant, *paper))
        facts_.fail("validity", node, "sounds before its announcement holds", now);
    check(node, grant, now);
}

/// Shortened while it could still be heard in full, a signed one keeps the end that it was signed with.
void ValidityJudge::check(NodeNumber node, const domain::Grant& grant, UtcTime now) const {
    const auto* paper = paper_of(grant);
    if (!paper || !paper->until || now <= *paper->until + ring_out + clock_error_max) return;
    const bool was_signed_since = issued_.at(grant.id) > paper->changed_at + signer_patience;
    const auto whole = policy::last_begins_after(grant.passes) + grant.content_duration;
    const bool was_to_fit = grant.starts_at + whole <= *paper->until;
    if (is_known(node, grant, *paper) && (was_signed_since || !was_to_fit))
        facts_.fail("validity", node, "sounds when its announcement holds no more", now);
}

}  // namespace village::simulation
