// Proves who is asking: passwords (argon2id), sessions, set-up code, paired devices. State lives on the control thread; only
// the hashing of passwords runs on the worker executor, at most two at once and sixteen waiting. Rights are scheduler/policy's.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>

#include "controller/people/set_up_code.hpp"
#include "controller/ports/people.hpp"

namespace village::people {

struct PeopleOptions {
    std::chrono::hours session_idle_max{12};
    std::chrono::hours session_age_max{30 * 24};
    std::size_t hash_memory_bytes = 64 * 1024 * 1024;  ///< argon2id; less only in tests.
    std::size_t password_length_min = 10;
};

class People final : public ports::People {
public:
    /// `control` is the control thread's executor, `worker` another thread's. Everything handed in outlives the object, and
    /// whoever awaits a method keeps the object alive.
    People(ports::OperatorStore& store, domain::IdSource& ids, SetUpCode code, boost::asio::any_io_executor control,
           boost::asio::any_io_executor worker, std::function<domain::UtcTime()> now, PeopleOptions options = {});
    ~People() override;

    ports::Awaitable<domain::Result<bool>> needs_set_up() override;
    /// `setup_already_done` once an account exists, `too_many_requests` after wrong tries.
    ports::Awaitable<domain::Status> check_set_up_code(std::string code) override;
    ports::Awaitable<domain::Result<ports::Account>> first_account(domain::Operator who, std::string password) override;
    /// A nil id gets a new one. An id that exists is changed (an empty password keeps the stored one), a new one needs a
    /// password of at least ten characters. Another account's login is `already_exists`.
    ports::Awaitable<domain::Result<domain::Operator>> create_account(domain::Operator who, std::string password,
                                                                      std::string by) override;
    ports::Awaitable<domain::Result<ports::SignedIn>> sign_in(std::string login, std::string password,
                                                              std::string client) override;
    ports::Awaitable<domain::Result<domain::Operator>> authenticate(std::string token) override;
    ports::Awaitable<domain::Status> sign_out(std::string token) override;
    ports::Awaitable<domain::Result<domain::DeviceKey>> pair_device(domain::Operator owner, std::string name,
                                                                    std::vector<std::uint8_t> public_key) override;
    ports::Awaitable<domain::Status> revoke_device(domain::DeviceKeyId key, std::string by) override;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace village::people
