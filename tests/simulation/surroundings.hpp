// What everybody in one run shares.
#pragma once

#include <deque>

#include "tests/simulation/approvals.hpp"
#include "tests/simulation/happenings.hpp"
#include "tests/simulation/local_rules.hpp"
#include "tests/simulation/plants.hpp"
#include "tests/simulation/signer_model.hpp"
#include "tests/simulation/situations.hpp"
#include "tests/simulation/station.hpp"
#include "tests/simulation/trace.hpp"
#include "tests/simulation/zones.hpp"

namespace village::simulation {

struct Surroundings {
    Clockwork& clockwork;
    Checker& checker;
    Situations& situations;
    Trace& trace;
    SignerModel& signer;
    Approvals& approvals;
    Zones& zones;
    LocalRules& rules;
    Station& station;
    Happenings& happenings;
    Plant plant = Plant::none;
    bool faults = true;  ///< Ends with the heal phase.
    /// What somebody on the line has recorded: STARTs that were sent, receipts, and STARTs held back whose STOP has arrived
    /// since.
    std::vector<domain::Grant> recorded;
    std::deque<domain::StopOrder> recorded_stops;  ///< The newest ones.
    std::vector<domain::PlaybackReceipt> recorded_receipts;
    std::vector<std::pair<domain::NodeNumber, domain::GrantId>> held_back;
};

}  // namespace village::simulation
