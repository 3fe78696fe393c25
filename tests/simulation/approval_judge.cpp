#include "tests/simulation/approval_judge.hpp"

namespace village::simulation {
namespace {

/// What was asked of the signer just before may still come back from it.
constexpr std::chrono::seconds signer_patience{5};

}  // namespace

void ApprovalJudge::written(domain::AnnouncementId announcement, const domain::ContentHash& sound, domain::OperatorId by) {
    auto& paper = papers_[announcement];
    paper.sound = sound;
    paper.authors.insert(by);
    paper.agreed.clear();
    versions_[sound] = {announcement, false, std::nullopt};
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

void ApprovalJudge::silenced(domain::AnnouncementId announcement, domain::UtcTime now) {
    for (auto& [sound, version] : versions_)
        if (version.announcement == announcement && !version.silenced_at) version.silenced_at = now;
}

void ApprovalJudge::issued(const domain::Grant& grant, domain::UtcTime now) {
    const auto found = grant.content ? versions_.find(*grant.content) : versions_.end();
    if (found == versions_.end()) return;
    const auto& version = found->second;
    facts_.situations.saw(Situation::approved_by_two_is_signed);
    if (!version.is_approved)
        facts_.fail("S15", domain::NodeNumber{}, "is signed, though no two persons but its authors agreed to it", now);
    if (version.silenced_at && now > *version.silenced_at + signer_patience)
        facts_.fail("S15", domain::NodeNumber{}, "is signed after it was refused or withdrawn", now);
}

}  // namespace village::simulation
