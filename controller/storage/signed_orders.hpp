// Rows of signed grants and stops: the value in columns beside the envelope exactly as it was signed; and of the Intents that
// permitted emergencies.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/domain_columns.hpp"

namespace village::storage {

Status put_grant(Database& database, const domain::SignedGrant& grant);
Status put_stop(Database& database, const domain::SignedStop& stop);
Status put_call(Database& database, const ports::CalledEmergency& call);
/// Grants that are still valid, of broadcasts that are not over; in order of issuer sequence.
Result<std::vector<domain::SignedGrant>> grants_in_force(Database& database, domain::UtcTime now);
Result<std::vector<domain::SignedStop>> stops_since(Database& database, domain::UtcTime since);
Result<std::vector<ports::CalledEmergency>> calls_not_over(Database& database);

}  // namespace village::storage
