// Who is asking? Passwords, sessions and paired devices. Rights are decided elsewhere (scheduler/policy).
#pragma once

#include <string>

#include "controller/ports/awaitable.hpp"
#include "controller/ports/stores.hpp"

namespace village::ports {

struct SignedIn {
    std::string token;  ///< The cookie's value; 256 random bits, base64url.
    domain::Operator who;
    domain::UtcTime expires_at{};
};

class People {
public:
    virtual ~People() = default;
    /// Is there no account yet? Then only `set_up` works, with the code printed at the first start.
    virtual Awaitable<domain::Result<bool>> needs_set_up() = 0;
    virtual Awaitable<domain::Status> check_set_up_code(std::string code) = 0;
    /// Checked and hashed, not stored: the first account is stored together with its commune.
    virtual Awaitable<domain::Result<Account>> first_account(domain::Operator who, std::string password) = 0;
    /// A nil id is a new account, an empty password keeps the stored one; `by` is the login that the audit log names.
    virtual Awaitable<domain::Result<domain::Operator>> create_account(domain::Operator who, std::string password,
                                                                       std::string by) = 0;
    /// `wrong_credentials` for a wrong name as for a wrong password, in the same time; `too_many_requests` after repeated failures.
    virtual Awaitable<domain::Result<SignedIn>> sign_in(std::string login, std::string password, std::string client) = 0;
    virtual Awaitable<domain::Result<domain::Operator>> authenticate(std::string token) = 0;
    virtual Awaitable<domain::Status> sign_out(std::string token) = 0;
    /// Registers the P-256 key of this person's phone or browser.
    virtual Awaitable<domain::Result<domain::DeviceKey>> pair_device(domain::Operator owner, std::string name,
                                                                     std::vector<std::uint8_t> public_key) = 0;
    virtual Awaitable<domain::Status> revoke_device(domain::DeviceKeyId key, std::string by) = 0;
};

}  // namespace village::ports
