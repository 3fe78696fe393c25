#include "scheduler/domain/error.hpp"

namespace village::domain {

std::string_view error_name(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_argument: return "invalid_argument";
        case ErrorCode::not_found: return "not_found";
        case ErrorCode::already_exists: return "already_exists";
        case ErrorCode::version_conflict: return "version_conflict";
        case ErrorCode::too_large: return "too_large";
        case ErrorCode::too_many_requests: return "too_many_requests";
        case ErrorCode::idempotency_mismatch: return "idempotency_mismatch";
        case ErrorCode::not_authenticated: return "not_authenticated";
        case ErrorCode::wrong_credentials: return "wrong_credentials";
        case ErrorCode::not_permitted: return "not_permitted";
        case ErrorCode::confirmation_needed: return "confirmation_needed";
        case ErrorCode::setup_already_done: return "setup_already_done";
        case ErrorCode::setup_needed: return "setup_needed";
        case ErrorCode::zone_empty: return "zone_empty";
        case ErrorCode::node_unknown: return "node_unknown";
        case ErrorCode::schedule_in_past: return "schedule_in_past";
        case ErrorCode::recurrence_never_fires: return "recurrence_never_fires";
        case ErrorCode::recurrence_too_frequent: return "recurrence_too_frequent";
        case ErrorCode::outside_allowed_hours: return "outside_allowed_hours";
        case ErrorCode::quiet_hours: return "quiet_hours";
        case ErrorCode::too_long: return "too_long";
        case ErrorCode::not_approved: return "not_approved";
        case ErrorCode::not_ready: return "not_ready";
        case ErrorCode::emergency_on_air: return "emergency_on_air";
        case ErrorCode::expired: return "expired";
        case ErrorCode::audio_unreadable: return "audio_unreadable";
        case ErrorCode::audio_empty: return "audio_empty";
        case ErrorCode::audio_silent: return "audio_silent";
        case ErrorCode::audio_truncated: return "audio_truncated";
        case ErrorCode::audio_too_long: return "audio_too_long";
        case ErrorCode::speech_failed: return "speech_failed";
        case ErrorCode::signature_invalid: return "signature_invalid";
        case ErrorCode::key_unknown: return "key_unknown";
        case ErrorCode::key_revoked: return "key_revoked";
        case ErrorCode::out_of_scope: return "out_of_scope";
        case ErrorCode::replayed: return "replayed";
        case ErrorCode::clock_untrusted: return "clock_untrusted";
        case ErrorCode::enrolment_code_wrong: return "enrolment_code_wrong";
        case ErrorCode::certificate_foreign: return "certificate_foreign";
        case ErrorCode::malformed: return "malformed";
        case ErrorCode::unsupported_version: return "unsupported_version";
        case ErrorCode::timed_out: return "timed_out";
        case ErrorCode::unavailable: return "unavailable";
        case ErrorCode::storage_failed: return "storage_failed";
        case ErrorCode::disk_full: return "disk_full";
        case ErrorCode::database_newer: return "database_newer";
        case ErrorCode::already_running: return "already_running";
        case ErrorCode::superseded: return "superseded";
        case ErrorCode::configuration_invalid: return "configuration_invalid";
        case ErrorCode::cancelled: return "cancelled";
        case ErrorCode::internal: return "internal";
    }
    return "internal";
}

}  // namespace village::domain
