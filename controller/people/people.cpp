#include "controller/people/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>

#include "controller/observability/log.hpp"
#include "controller/people/attempts.hpp"
#include "controller/people/device_point.hpp"
#include "controller/people/passwords.hpp"
#include "controller/people/tokens.hpp"

namespace village::people {

namespace asio = boost::asio;
using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

namespace {

constexpr int hashes_at_once = 2;
constexpr int hashes_waiting_max = 16;
constexpr unsigned free_failures_of_client = 50;  // A whole office may stand behind one address.
constexpr std::chrono::seconds known_for{5};
constexpr std::size_t known_sessions_max = 1024;
constexpr std::chrono::minutes use_is_saved_every{5};

/// Names are compared as people type them: without blanks around and inside ("0912 345 678"), Latin letters in lower case.
std::string plain_login(std::string_view typed) {
    std::string login;
    for (const char one : typed)
        if (one != ' ') login += (one >= 'A' && one <= 'Z') ? static_cast<char>(one - 'A' + 'a') : one;
    return login;
}

Error ended() { return Error{ErrorCode::not_authenticated, "nobody is signed in, or the session has ended"}; }
Error wrong() { return Error{ErrorCode::wrong_credentials, "the user name or the password is wrong"}; }

}  // namespace

struct People::Parts {
    Parts(ports::OperatorStore& operators, domain::IdSource& id_source, SetUpCode set_up_code,
          const asio::any_io_executor& control, asio::any_io_executor hashing, std::function<domain::UtcTime()> clock,
          PeopleOptions settings)
        : store(operators),
          ids(id_source),
          code(std::move(set_up_code)),
          worker(std::move(hashing)),
          now(std::move(clock)),
          options(settings),
          turn(control, asio::steady_timer::time_point::max()) {}

    ports::OperatorStore& store;
    domain::IdSource& ids;
    SetUpCode code;
    asio::any_io_executor worker;
    std::function<domain::UtcTime()> now;
    PeopleOptions options;

    Attempts attempts{};
    Attempts attempts_of_client{free_failures_of_client};  ///< Whatever names it tries.
    /// Sessions just looked up: a page asks several times a second. Short, so that a changed account is soon seen.
    struct Known {
        domain::Operator who;
        domain::UtcTime until{};
    };
    std::map<domain::Sha256, Known> known{};
    std::uint64_t forgotten = 0;  ///< Counts what ended a session, so that a look-up under way does not bring it back.
    /// Verified for names nobody has, so that they take the same time.
    std::string decoy_hash{};
    int hashes_running = 0;
    int hashes_waiting = 0;
    asio::steady_timer turn;

    Awaitable<domain::Result<std::string>> hash(std::string password);
    /// The account as it may be stored: its login free, its password hashed.
    Awaitable<domain::Result<ports::Account>> proven(domain::Operator who, std::string password);
    Awaitable<domain::Result<bool>> verify(std::string hash, std::string password);
    Awaitable<domain::Status> wait_for_turn();
    void leave_turn();
    Awaitable<domain::Result<ports::SignedIn>> begin_session(domain::Operator who);
    Awaitable<domain::Result<domain::Operator>> look_up(domain::Sha256 hash);
    void remember(domain::Sha256 hash, domain::Operator who);
};

namespace {

Awaitable<domain::Result<std::string>> hash_on_worker(std::string password, std::size_t memory_bytes) {
    co_return hash_password(password, memory_bytes);
}

Awaitable<bool> verify_on_worker(std::string hash, std::string password) { co_return password_matches(hash, password); }

}  // namespace

Awaitable<domain::Status> People::Parts::wait_for_turn() {
    if (hashes_waiting >= hashes_waiting_max)
        co_return Error{ErrorCode::too_many_requests, "too many people sign in at once; try again in a few seconds",
                        domain::BrokenRule{"sign_ins_at_once", fmt::to_string(hashes_waiting_max), {}}};
    ++hashes_waiting;
    while (hashes_running >= hashes_at_once) {
        boost::system::error_code woken;
        co_await turn.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    --hashes_waiting;
    ++hashes_running;
    co_return domain::Status{};
}

void People::Parts::leave_turn() {
    --hashes_running;
    turn.cancel_one();
}

Awaitable<domain::Result<std::string>> People::Parts::hash(std::string password) {
    if (auto turn_came = co_await wait_for_turn(); !turn_came) co_return turn_came.error();
    auto work = hash_on_worker(std::move(password), options.hash_memory_bytes);
    auto hashed = co_await asio::co_spawn(worker, std::move(work), asio::use_awaitable);
    leave_turn();
    co_return hashed;
}

Awaitable<domain::Result<bool>> People::Parts::verify(std::string hash, std::string password) {
    if (auto turn_came = co_await wait_for_turn(); !turn_came) co_return turn_came.error();
    auto work = verify_on_worker(std::move(hash), std::move(password));
    const bool matches = co_await asio::co_spawn(worker, std::move(work), asio::use_awaitable);
    leave_turn();
    co_return matches;
}

void People::Parts::remember(domain::Sha256 hash, domain::Operator who) {
    if (known.size() >= known_sessions_max) known.clear();
    known[hash] = Known{std::move(who), now() + known_for};
}

Awaitable<domain::Result<ports::SignedIn>> People::Parts::begin_session(domain::Operator who) {
    const auto at = now();
    auto token = make_token();
    ports::StoredSession session{token_hash(token), who.id, at, at, at + options.session_age_max};
    const auto expires_at = session.expires_at;
    if (auto saved = co_await store.save_session(session); !saved) co_return saved.error();
    co_return ports::SignedIn{std::move(token), std::move(who), expires_at};
}

Awaitable<domain::Result<domain::Operator>> People::Parts::look_up(domain::Sha256 hash) {
    auto session = co_await store.find_session(hash);
    if (!session) {
        if (session.error().code == ErrorCode::not_found) co_return ended();
        co_return session.error();
    }
    const auto at = now();
    if (at >= session->expires_at || at - session->last_used_at >= options.session_idle_max) {
        co_await store.end_session(hash);
        co_return ended();
    }
    auto who = co_await store.find(session->who);
    if (!who) {
        if (who.error().code == ErrorCode::not_found) co_return ended();
        co_return who.error();
    }
    if (!who->active) co_return ended();
    if (at - session->last_used_at >= use_is_saved_every) {
        // A full disk must lock nobody out: STOP is pressed by people who are signed in.
        if (auto saved = co_await store.session_used(hash, at); !saved)
            log::warn("the last use of a session was not saved: {} [{}]", saved.error().detail,
                      domain::error_name(saved.error().code));
    }
    co_return *who;
}

People::People(ports::OperatorStore& store, domain::IdSource& ids, SetUpCode code, asio::any_io_executor control,
               asio::any_io_executor worker, std::function<domain::UtcTime()> now, PeopleOptions options)
    : parts_(std::make_unique<Parts>(store, ids, std::move(code), control, std::move(worker), std::move(now), options)) {}

People::~People() = default;

Awaitable<domain::Result<bool>> People::needs_set_up() {
    auto count = co_await parts_->store.count();
    if (!count) co_return count.error();
    co_return *count == 0;
}

Awaitable<domain::Status> People::check_set_up_code(std::string code) {
    auto needed = co_await needs_set_up();
    if (!needed) co_return needed.error();
    if (!*needed) co_return Error{ErrorCode::setup_already_done, "there is an account already; sign in instead"};
    // One counter for everybody: there is one code, and guessing from many addresses is still guessing.
    const std::string everybody = "set-up";
    if (auto may = parts_->attempts.may_try(everybody, parts_->now()); !may) co_return may.error();
    if (!parts_->code.matches(code)) {
        parts_->attempts.failed(everybody, parts_->now());
        co_return Error{ErrorCode::wrong_credentials, "this is not the set-up code that the controller printed when it started",
                        domain::BrokenRule{"set_up_code", {}, {}}};
    }
    parts_->attempts.succeeded(everybody);
    co_return domain::Status{};
}

Awaitable<domain::Result<ports::Account>> People::first_account(domain::Operator who, std::string password) {
    return parts_->proven(std::move(who), std::move(password));
}

Awaitable<domain::Result<ports::Account>> People::Parts::proven(domain::Operator who, std::string password) {
    who.login = plain_login(who.login);
    if (who.login.empty() || who.login.size() > 256)
        co_return Error{ErrorCode::invalid_argument, "an account needs a user name of 1 to 64 characters",
                        domain::BrokenRule{"login", {}, {}}};
    auto same_login = co_await store.find_by_login(who.login);
    if (same_login && same_login->who.id != who.id)
        co_return Error{ErrorCode::already_exists, fmt::format("the user name {} is taken", who.login),
                        domain::BrokenRule{"name_taken", {}, who.login}};
    if (!same_login && same_login.error().code != ErrorCode::not_found) co_return same_login.error();

    bool exists = false;
    if (who.id.is_nil()) {
        who.id = ids.make<domain::OperatorId>(now());
    } else {
        exists = (co_await store.find(who.id)).has_value();
    }
    ports::Account account{std::move(who), {}};
    if (!exists || !password.empty()) {
        if (password.size() < options.password_length_min || password.size() > 1024)
            co_return Error{ErrorCode::invalid_argument,
                            fmt::format("a password needs at least {} characters", options.password_length_min),
                            domain::BrokenRule{"password", fmt::to_string(options.password_length_min), {}}};
        auto hashed = co_await hash(std::move(password));
        if (!hashed) co_return hashed.error();
        account.password_hash = std::move(*hashed);
    }
    co_return account;
}

Awaitable<domain::Result<domain::Operator>> People::create_account(domain::Operator who, std::string password, std::string by) {
    auto account = co_await parts_->proven(std::move(who), std::move(password));
    if (!account) co_return account.error();
    ports::AuditEntry row{parts_->now(), std::move(by), "operator.save", account->who.login, account->who.title};
    auto saved = co_await parts_->store.save(std::move(*account), std::move(row));
    parts_->known.clear();
    ++parts_->forgotten;
    co_return saved;
}

Awaitable<domain::Result<ports::SignedIn>> People::sign_in(std::string login, std::string password, std::string client) {
    login = plain_login(login.substr(0, 256));
    const auto key = login + '\n' + client;
    if (auto may = parts_->attempts.may_try(key, parts_->now()); !may) co_return may.error();
    if (auto may = parts_->attempts_of_client.may_try(client, parts_->now()); !may) co_return may.error();
    // Counted before the password is looked at: many guesses at once are many guesses.
    parts_->attempts.failed(key, parts_->now());
    parts_->attempts_of_client.failed(client, parts_->now());
    if (password.size() > 1024) co_return wrong();

    auto account = co_await parts_->store.find_by_login(login);
    if (!account && account.error().code != ErrorCode::not_found) co_return account.error();
    const bool may_enter = account && account->who.active;
    if (parts_->decoy_hash.empty()) {
        std::string nobody = "a password that nobody has";
        auto decoy = co_await parts_->hash(std::move(nobody));
        if (!decoy) co_return decoy.error();
        parts_->decoy_hash = std::move(*decoy);
    }
    auto matches = co_await parts_->verify(may_enter ? account->password_hash : parts_->decoy_hash, std::move(password));
    if (!matches) co_return matches.error();
    if (!may_enter || !*matches) co_return wrong();
    parts_->attempts.succeeded(key);
    parts_->attempts_of_client.succeeded(client);
    co_return co_await parts_->begin_session(std::move(account->who));
}

Awaitable<domain::Result<domain::Operator>> People::authenticate(std::string token) {
    if (token.size() != token_length) co_return ended();
    const auto hash = token_hash(token);
    const auto found = parts_->known.find(hash);
    if (found != parts_->known.end() && parts_->now() < found->second.until) co_return found->second.who;
    parts_->known.erase(hash);
    const auto forgotten_before = parts_->forgotten;
    auto who = co_await parts_->look_up(hash);
    if (who && parts_->forgotten == forgotten_before) parts_->remember(hash, *who);
    co_return who;
}

Awaitable<domain::Status> People::sign_out(std::string token) {
    const auto hash = token_hash(token);
    auto done = co_await parts_->store.end_session(hash);
    parts_->known.erase(hash);
    ++parts_->forgotten;
    co_return done;
}

Awaitable<domain::Result<domain::DeviceKey>> People::pair_device(domain::Operator owner, std::string name,
                                                                 std::vector<std::uint8_t> public_key) {
    if (auto valid = check_device_point(public_key); !valid) co_return valid.error();
    auto keys = co_await parts_->store.device_keys(std::nullopt);
    if (!keys) co_return keys.error();
    for (const auto& key : *keys)
        if (key.public_key == public_key)
            co_return Error{ErrorCode::already_exists, "this device is paired already",
                            domain::BrokenRule{"paired_already", {}, key.name}};
    const auto at = parts_->now();
    domain::DeviceKey key{
        parts_->ids.make<domain::DeviceKeyId>(at), owner.id, std::move(name), std::move(public_key), at, at, {}};
    ports::AuditEntry row{at, std::move(owner.login), "device.pair", key.id.text(), key.name};
    if (auto saved = co_await parts_->store.save_device_key(key, std::move(row)); !saved) co_return saved.error();
    co_return key;
}

Awaitable<domain::Status> People::revoke_device(domain::DeviceKeyId id, std::string by) {
    auto keys = co_await parts_->store.device_keys(std::nullopt);
    if (!keys) co_return keys.error();
    const auto found = std::find_if(keys->begin(), keys->end(), [&](const auto& key) { return key.id == id; });
    if (found == keys->end()) co_return Error{ErrorCode::not_found, "no such device"};
    if (found->revoked_at) co_return domain::Status{};
    auto key = *found;
    key.revoked_at = parts_->now();
    ports::AuditEntry row{*key.revoked_at, std::move(by), "device.revoke", id.text(), key.name};
    co_return co_await parts_->store.save_device_key(std::move(key), std::move(row));
}

}  // namespace village::people
