// What each node's device proved at its enrolment.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

/// What every device of the node holds; inside the caller's transaction.
Status revoke_credentials(Database& database, domain::NodeNumber node, domain::UtcTime at);

class CredentialSqlStore final : public ports::CredentialStore {
public:
    explicit CredentialSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Result<std::vector<ports::NodeCredential>>> all() override;
    ports::Awaitable<Status> save(ports::NodeCredential credential, ports::Audit audit) override;

private:
    Runner& runner_;
};

}  // namespace village::storage
