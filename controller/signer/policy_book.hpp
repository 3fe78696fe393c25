// The signer's own copy of the policy, read once from its bundle: hours, areas with their nodes, what is rendered for an
// emergency, and the officers' device keys. Questions only; whoever changes it makes a new one.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "controller/signer/keeper.hpp"
#include "scheduler/domain/emergency.hpp"
#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/hours.hpp"
#include "scheduler/policy/surge.hpp"

namespace village::signer {

struct PermittedSound {
    domain::TemplateId emergency_template;
    domain::AreaId area;
    domain::ContentHash content;
    domain::Duration max_duration{};
    bool all_clear = false;
    bool drill = false;
};

class PolicyBook {
public:
    /// Bounded and checked: `too_large`, `malformed` with what is wrong.
    static Result<PolicyBook> read(const wire::PolicyBundle& bundle);

    std::uint64_t epoch() const { return epoch_; }
    const domain::HoursPolicy& hours() const { return hours_; }
    const domain::NodeSet& commune_nodes() const { return commune_nodes_; }
    std::uint8_t volume_cap_percent() const { return volume_cap_percent_; }
    std::size_t approvals_needed() const { return approvals_needed_; }
    /// Null when the area is not of this commune.
    const domain::NodeSet* nodes_of(domain::AreaId area) const;
    /// The commune's where one of these areas is the commune itself, the province's where one is around it.
    domain::IssuerLevel level_of(const std::vector<domain::AreaId>& areas) const;
    bool area_contains(domain::AreaId outer, domain::AreaId inner) const;
    /// A siren, or a warning of this commune.
    bool is_siren(const domain::ContentHash& content) const;
    /// Rendered for drills in an area that has all of these nodes.
    bool is_drill(const domain::ContentHash& content, const domain::NodeSet& nodes) const;
    /// Does a surge period that names the quiet hours permit this one, from its first sample to the last that it may have?
    bool opens_quiet_hours_for(const domain::Grant& grant) const;
    /// What an emergency of this template may sound inside `area` with this content; null: nothing.
    const PermittedSound* find_sound(const domain::EmergencyIntent& intent, const domain::ContentHash& content) const;

private:
    struct Area {
        std::optional<domain::AreaId> parent;
        domain::NodeSet nodes;
    };
    Status read_areas(const wire::PolicyBundle& bundle);
    Status read_sounds(const wire::PolicyBundle& bundle);
    Status read_surges(const wire::PolicyBundle& bundle);

    std::uint64_t epoch_ = 0;
    domain::HoursPolicy hours_;
    domain::AreaId commune_{};
    domain::NodeSet commune_nodes_;
    std::uint8_t volume_cap_percent_ = 100;
    std::size_t approvals_needed_ = 0;
    domain::Duration longest_emergency_{};
    std::map<domain::AreaId, Area> areas_;
    std::vector<PermittedSound> sounds_;
    std::vector<policy::SurgeOpening> surges_;
    std::set<domain::ContentHash> siren_set_;
};

/// Do both say the same, apart from epoch and device keys?
bool same_policy(const wire::PolicyBundle& left, const wire::PolicyBundle& right);

/// 16 or 32 bytes into an id or hash; `malformed` names `what`.
template <class Value>
Result<Value> read_bytes(const std::string& bytes, const char* what) {
    Value value;
    if (bytes.size() != value.bytes.size()) return Error{ErrorCode::malformed, std::string(what) + " has the wrong size"};
    std::copy(bytes.begin(), bytes.end(), value.bytes.begin());
    return value;
}

}  // namespace village::signer
