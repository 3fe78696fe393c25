// What can go wrong, as values: a code that the API, the UI and the log show by the same name, and a sentence for a person.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace village::domain {

/// Every expected error of the product. The name is part of the public API (problem+json `code`); add, never rename.
enum class ErrorCode : std::uint16_t {
    // A request that cannot be understood or accepted.
    invalid_argument,      ///< A value has the wrong form; the detail names it.
    not_found,             ///< The thing named does not exist (any more).
    already_exists,        ///< A second one with the same name, number or key.
    version_conflict,      ///< Somebody else changed it since it was read (If-Match failed).
    too_large,             ///< Over a size limit; the detail names the limit.
    too_many_requests,     ///< Over a rate limit; try again later.
    idempotency_mismatch,  ///< The same Idempotency-Key came with another request.
    // People and rights.
    not_authenticated,    ///< Nobody is signed in, or the session ended.
    wrong_credentials,    ///< User name or password, code or signature is wrong.
    not_permitted,        ///< Signed in, but without the right (action, area, priority, hours).
    confirmation_needed,  ///< A reason and a second confirmation are required; the detail says for what.
    setup_already_done,   ///< The first account exists.
    setup_needed,         ///< No account exists yet.
    // Planning and the guard of the clock.
    zone_empty,               ///< No node would hear it.
    node_unknown,             ///< A node number or id that is not of this commune.
    schedule_in_past,         ///< The moment has passed.
    recurrence_never_fires,   ///< The rule has no date.
    recurrence_too_frequent,  ///< SECONDLY, MINUTELY and HOURLY rules are refused.
    outside_allowed_hours,    ///< Outside the allowed hours of the commune or a hamlet.
    quiet_hours,              ///< Inside the quiet hours.
    too_long,                 ///< Longer than policy or the grant allows.
    not_approved,             ///< Not enough approvers agreed to it as it is now.
    not_ready,                ///< The audio is still being made, or could not be made.
    emergency_on_air,         ///< Something is being warned of there, or said to be over: first that.
    expired,                  ///< Came after its lifetime (Intent 60 s, enrolment code 15 min, grant window).
    // Sound files.
    audio_unreadable,  ///< No decoder understands it.
    audio_empty,       ///< 0 bytes or no samples.
    audio_silent,      ///< Nothing above the level of silence.
    audio_truncated,   ///< Ends in the middle; what was readable is not used without asking.
    audio_too_long,    ///< Longer than the limit.
    speech_failed,     ///< The text could not be spoken.
    // Trust.
    signature_invalid,     ///< A signature does not verify.
    key_unknown,           ///< No such key, or not in this chain.
    key_revoked,           ///< The key was revoked.
    out_of_scope,          ///< The key or grant does not reach this node, kind or area.
    replayed,              ///< The sequence was seen before.
    clock_untrusted,       ///< The node's clock is not attested.
    enrolment_code_wrong,  ///< Wrong one-time code; after five it ends.
    certificate_foreign,   ///< Not issued by this commune's Device CA.
    // The wire.
    malformed,            ///< Bytes that the protocol does not allow.
    unsupported_version,  ///< A protocol or schema version this program does not know.
    // The machine.
    timed_out,              ///< A bounded wait ended.
    unavailable,            ///< A part (signer, decoder, node) does not answer.
    storage_failed,         ///< The database or file system refused.
    disk_full,              ///< No room; nothing was half written.
    database_newer,         ///< Made by a newer program; this one will not touch it.
    already_running,        ///< Another instance holds the data folder.
    superseded,             ///< Another controller owns the commune now; this one may change and command nothing any more.
    configuration_invalid,  ///< A setting is wrong; the detail names it and the fix.
    cancelled,              ///< Somebody cancelled it.
    internal,               ///< A bug; logged with its place.
};

/// The name as it stands in the API, the log and the tests: "zone_empty".
std::string_view error_name(ErrorCode code);

/// Which rule of the commune is broken, so that every language can say it.
struct BrokenRule {
    std::string name;   ///< quiet_hours, allowed_hours, longest_session (minutes)...: `BrokenRule` of openapi.yaml lists them.
    std::string limit;  ///< What the rule says: "21:00-05:00", "60".
    std::string found;  ///< What was asked for: "03:15", "75".
    std::string by{};   ///< The name of the hours rule that says so (hours_rules.hpp); empty: the commune's own hours.
    bool operator==(const BrokenRule&) const = default;
};

struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string detail;  ///< One sentence a person can act on, English; the UI translates by code and rule.
    std::optional<BrokenRule> rule{};

    bool operator==(const Error&) const = default;
};

/// Thrown only by `Result::value()` on an error, which is a bug of the caller.
struct BadResultAccess : std::logic_error {
    explicit BadResultAccess(const Error& error) : std::logic_error(std::string(error_name(error.code)) + ": " + error.detail) {}
};

[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw BadResultAccess(error);
}

template <class Value>
using Result = boost::system::result<Value, Error>;
/// Success without a value.
using Status = boost::system::result<void, Error>;

}  // namespace village::domain
