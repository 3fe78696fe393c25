// Who may call an emergency: the head of each hamlet, and the commune's officer on duty. Their phones are told from the ids; for which areas
// they are entitled knows the signer.
#pragma once

#include <map>
#include <vector>

#include "scheduler/domain/commune.hpp"

namespace village::simulation {

using Officers = std::map<domain::OperatorId, std::vector<domain::AreaId>>;

/// The one who is entitled for just this area.
inline domain::OperatorId officer_for(domain::AreaId area) { return domain::OperatorId{{0xC0, area.bytes[0]}}; }

inline Officers officers_of(const domain::Commune& commune) {
    Officers officers;
    for (const auto& area : commune.areas) officers[officer_for(area.id)] = {area.id};
    return officers;
}

}  // namespace village::simulation
