// Places without a loudspeaker: a zone may be emptied under a schedule. Nobody hears what is wanted there, and a dry run says so.
#pragma once

#include "controller/control_loop/looking_ahead.hpp"

namespace village::control_loop {

/// Who would hear it: nobody is an answer, too. `not_found` and `node_unknown` as Commune::resolve says them.
domain::Result<domain::NodeSet> nodes_at(const domain::Commune& commune, const domain::Targets& places);

bool has_no_loudspeaker(const domain::Commune& commune, const domain::Targets& places);
/// Of the first of them; empty where it is gone.
std::string name_of(const domain::Commune& commune, const domain::Targets& places);

/// What schedules want in this period in places that are asked about and have no loudspeaker. The whole commune is asked about all.
ports::Awaitable<domain::Result<std::vector<domain::Foreseen>>> heard_by_nobody(const Office& office, domain::Targets places,
                                                                                Asked asked);

}  // namespace village::control_loop
