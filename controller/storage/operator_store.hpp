// Accounts, sessions and the keys of paired devices. Of secrets only password hashes and hashes of tokens are kept.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

/// For a change that is more than one account; inside the caller's transaction.
Result<std::uint32_t> count_operators(Database& database);
Result<domain::Operator> put_account(Database& database, const ports::Account& account);

class OperatorSqlStore final : public ports::OperatorStore {
public:
    explicit OperatorSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Result<std::uint32_t>> count() override;
    ports::Awaitable<Result<ports::Account>> find_by_login(std::string login) override;
    ports::Awaitable<Result<domain::Operator>> find(domain::OperatorId id) override;
    ports::Awaitable<Result<std::vector<domain::Operator>>> all() override;
    ports::Awaitable<Result<domain::Operator>> save(ports::Account account, ports::Audit audit) override;
    ports::Awaitable<Status> save_session(ports::StoredSession session) override;
    ports::Awaitable<Status> session_used(domain::Sha256 token_hash, domain::UtcTime at) override;
    ports::Awaitable<Result<ports::StoredSession>> find_session(domain::Sha256 token_hash) override;
    ports::Awaitable<Status> end_session(domain::Sha256 token_hash) override;
    ports::Awaitable<Status> save_device_key(domain::DeviceKey key, ports::Audit audit) override;
    ports::Awaitable<Result<std::vector<domain::DeviceKey>>> device_keys(std::optional<domain::OperatorId> owner) override;

private:
    Runner& runner_;
};

}  // namespace village::storage
