#include "tests/simulation/approval_judge.hpp"

#include <utility>

namespace village::simulation {
namespace {

using domain::UtcTime;

/// What was asked of the signer just before may still come back from it.
constexpr std::chrono::seconds signer_patience{5};

}  // namespace

void ApprovalJudge::written(domain::AnnouncementId announcement, const domain::ContentHash& sound, domain::OperatorId by) {
    auto& paper = papers_[announcement];
    paper.sound = sound;
    paper.authors.insert(by);
    paper.agreed.clear();
    versions_[sound] = {announcement, false, std::nullopt, std::nullopt};
}

void ApprovalJudge::held_longer(domain::AnnouncementId announcement, domain::OperatorId by, UtcTime now) {
    auto& paper = papers_.at(announcement);
    paper.authors.insert(by);
    paper.agreed.clear();
    auto& version = versions_.at(paper.sound);
    if (std::exchange(version.is_approved, false)) version.approved_until = now;
}

void ApprovalJudge::agreed(domain::AnnouncementId announcement, domain::OperatorId person, domain::OperatorId right) {
    auto& paper = papers_.at(announcement);
    paper.agreed.push_back({person, right});
    if (count(paper) < 2) return;
    auto& version = versions_.at(paper.sound);
    version.is_approved = true;
    version.silenced_at.reset();
}

/// Neither a person nor a right counts twice.
std::size_t ApprovalJudge::count(const Paper& paper) {
    std::set<domain::OperatorId> persons, rights;
    for (const auto& one : paper.agreed) {
        if (paper.authors.contains(one.person) || paper.authors.contains(one.right)) continue;
        persons.insert(one.person);
        rights.insert(one.right);
    }
    return std::min(persons.size(), rights.size());
}

void ApprovalJudge::silenced(domain::AnnouncementId announcement, UtcTime now) {
    for (auto& [sound, version] : versions_)
        if (version.announcement == announcement && !version.silenced_at) version.silenced_at = now;
}

void ApprovalJudge::issued(const domain::Grant& grant, UtcTime now) {
    const auto found = grant.content ? versions_.find(*grant.content) : versions_.end();
    if (found == versions_.end()) return;
    const auto& version = found->second;
    facts_.situations.saw(Situation::approved_by_two_is_signed);
    const bool was_just_approved = version.approved_until && now <= *version.approved_until + signer_patience;
    if (!version.is_approved && !was_just_approved)
        facts_.fail("S15", domain::NodeNumber{}, "is signed, though no two persons but its authors agreed to it", now);
    if (version.silenced_at && now > *version.silenced_at + signer_patience)
        facts_.fail("S15", domain::NodeNumber{}, "is signed after it was refused or withdrawn", now);
}

}  // namespace village::simulation
