// openapi.yaml as a table: one line per operation.
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/router.hpp"

namespace village::web_api {
namespace {

using enum Method;
using enum Right;

constexpr Route table[] = {
    {get, "/time", anyone, Body::none, get_time},
    {get, "/health", anyone, Body::none, get_health},
    {get, "/metrics", anyone, Body::none, get_metrics},
    {get, "/trust", anyone, Body::none, get_trust},

    {get, "/setup", anyone, Body::none, get_setup},
    {post, "/setup", anyone, Body::json, complete_setup},
    {post, "/setup/check", anyone, Body::json, check_setup_code},

    {get, "/session", signed_in, Body::none, get_session},
    {post, "/session", anyone, Body::json, sign_in},
    {del, "/session", signed_in, Body::none, sign_out},

    {get, "/commune", officer, Body::none, get_commune},
    {post, "/import", administrator, Body::large_json, import_commune},
    {get, "/areas", officer, Body::none, list_areas},
    {post, "/areas", signed_in, Body::json, create_area},
    {patch, "/areas/{id}", signed_in, Body::json, edit_area},
    {get, "/zones", signed_in, Body::none, list_zones},
    {post, "/zones", signed_in, Body::json, create_zone},
    {patch, "/zones/{id}", signed_in, Body::json, edit_zone},
    {get, "/zones/{id}/calendar.ics", signed_in, Body::none, get_zone_calendar},
    {get, "/nodes", officer, Body::none, list_nodes},
    {post, "/nodes", signed_in, Body::json, create_node},
    {get, "/nodes/{id}", signed_in, Body::none, get_node},
    {patch, "/nodes/{id}", signed_in, Body::json, edit_node},
    {post, "/nodes/{id}/enrolment", signed_in, Body::json, begin_enrolment},
    {post, "/nodes/{id}/enrolment/confirm", signed_in, Body::json, confirm_enrolment},
    {post, "/nodes/{id}/revoke", signed_in, Body::json, revoke_node},
    {patch, "/echo-groups", signed_in, Body::large_json, save_echo_groups},
    {get, "/echo-groups/proposal", signed_in, Body::none, propose_echo_groups},

    {get, "/announcements", signed_in, Body::none, list_announcements},
    {post, "/announcements", signed_in, Body::json, create_announcement},
    {get, "/announcements/{id}", signed_in, Body::none, get_announcement},
    {patch, "/announcements/{id}", signed_in, Body::json, edit_announcement},
    {post, "/announcements/{id}/prepare", signed_in, Body::json, prepare_announcement},
    {get, "/announcements/{id}/audio", signed_in, Body::none, get_announcement_audio},
    {get, "/announcements/{id}/listen", signed_in, Body::none, get_announcement_listening_copy},
    {get, "/announcements/{id}/peaks", signed_in, Body::none, get_announcement_peaks},
    {post, "/announcements/{id}/approval", signed_in, Body::json, act_on_approval},
    {get, "/special-days", signed_in, Body::none, get_special_days},
    {patch, "/special-days", signed_in, Body::large_json, save_special_days},
    {get, "/hours", signed_in, Body::none, get_hours},
    {patch, "/hours", signed_in, Body::json, edit_hours},
    {get, "/hours-rules", signed_in, Body::none, get_hours_rules},
    {patch, "/hours-rules", signed_in, Body::large_json, save_hours_rules},
    {get, "/approval-policy", signed_in, Body::none, get_approval_policy},
    {patch, "/approval-policy", signed_in, Body::json, save_approval_policy},
    {get, "/consents-in-my-name", signed_in, Body::none, list_consents_in_my_name},
    {post, "/consents-in-my-name/{id}/acknowledgement", signed_in, Body::json, acknowledge_consents},
    {post, "/consents-in-my-name/{id}/denial", signed_in, Body::json, deny_consents},
    {get, "/delegations", signed_in, Body::none, list_delegations},
    {post, "/delegations", signed_in, Body::json, create_delegation},
    {post, "/delegations/{id}/end", signed_in, Body::json, end_delegation},
    {get, "/surge-periods", officer, Body::none, list_surge_periods},
    {post, "/surge-periods", signed_in, Body::json, create_surge_period},
    {post, "/surge-periods/{id}/end", signed_in, Body::json, end_surge_period},
    {post, "/uploads", signed_in, Body::json, create_upload},
    {head, "/uploads/{id}", signed_in, Body::none, get_upload_offset},
    {patch, "/uploads/{id}", signed_in, Body::bytes, append_upload},
    {del, "/uploads/{id}", signed_in, Body::none, drop_upload},
    {get, "/jobs", signed_in, Body::none, list_jobs},
    {get, "/jobs/{id}", signed_in, Body::none, get_job},
    {del, "/jobs/{id}", signed_in, Body::none, cancel_job},

    {get, "/schedules", signed_in, Body::none, list_schedules},
    {post, "/schedules", signed_in, Body::json, create_schedule},
    {post, "/schedules/preview", signed_in, Body::json, preview_schedule},
    {post, "/schedules/import/preview", signed_in, Body::calendar, preview_calendar_import},
    {patch, "/schedules/{id}", signed_in, Body::json, edit_schedule},
    {post, "/schedules/{id}/preview", signed_in, Body::json, preview_schedule_edit},
    {post, "/schedules/{id}/agreement", signed_in, Body::json, agree_to_schedule},
    {post, "/schedules/{id}/cancel", signed_in, Body::json, cancel_schedule},
    {get, "/programme-presets", signed_in, Body::none, list_programme_presets},
    {get, "/relays", signed_in, Body::none, list_relays},
    {get, "/programmes", signed_in, Body::none, list_programmes},
    {post, "/programmes", signed_in, Body::large_json, create_programme},
    {get, "/programmes/{id}", signed_in, Body::none, get_programme},
    {patch, "/programmes/{id}", signed_in, Body::large_json, edit_programme},
    {del, "/programmes/{id}", signed_in, Body::none, remove_programme},
    {get, "/programmes/{id}/days/{date}", signed_in, Body::none, preview_programme_day},
    {get, "/programmes/{id}/days/{date}/bulletins", signed_in, Body::none, get_day_bulletins},
    {patch, "/programmes/{id}/days/{date}/bulletins", signed_in, Body::json, save_day_bulletins},
    {get, "/programmes/{id}/approvals", signed_in, Body::none, list_awaiting_approval},
    {post, "/programmes/{id}/approvals", signed_in, Body::json, approve_programme},
    {get, "/dry-run", signed_in, Body::none, get_dry_run},
    {get, "/broadcasts", signed_in, Body::none, list_broadcasts},
    {post, "/broadcasts", signed_in, Body::json, create_broadcast},
    {get, "/broadcasts/{id}", officer, Body::none, get_broadcast},
    {get, "/broadcasts/{id}/deliveries", officer, Body::none, list_deliveries},
    {post, "/broadcasts/{id}/correction", signed_in, Body::json, correct_broadcast},
    {post, "/broadcasts/{id}/replay", signed_in, Body::json, replay_broadcast},
    {post, "/broadcasts/{id}/monitor", administrator, Body::json, monitor_broadcast},
    {get, "/receipts", signed_in, Body::none, list_receipts},
    {post, "/stop", officer, Body::json, stop_sound},

    {get, "/emergency/page-data", officer, Body::none, get_emergency_page},
    {get, "/emergency/audio/{template}/{area}", officer, Body::none, get_emergency_audio},
    {get, "/emergency/listen/{template}/{area}", officer, Body::none, get_emergency_listening_copy},
    {post, "/emergencies", anyone, Body::json, start_emergency},
    {post, "/emergencies/{id}/cancel", anyone, Body::json, cancel_emergency},
    {post, "/drills", signed_in, Body::json, start_drill},

    {get, "/device-keys", signed_in, Body::none, list_device_keys},
    {post, "/device-keys", signed_in, Body::json, pair_device},
    {del, "/device-keys/{id}", signed_in, Body::none, revoke_device},
    {get, "/operators", administrator, Body::none, list_operators},
    {post, "/operators", administrator, Body::json, create_operator},
    {patch, "/operators/{id}", administrator, Body::json, edit_operator},
    {get, "/audit", administrator, Body::none, list_audit},

    {get, "/state", officer, Body::none, get_state},
    {get, "/live", officer, Body::none, nullptr},
};

}  // namespace

std::span<const Route> all_routes() { return table; }

}  // namespace village::web_api
