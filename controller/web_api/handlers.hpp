// Every operation's handler, named as its operationId in openapi.yaml; grouped by the file that holds it.
#pragma once

#include "controller/web_api/api.hpp"

namespace village::web_api {

// handle_system.cpp
ports::Awaitable<Answer> get_time(Api& api, Request request);
ports::Awaitable<Answer> get_health(Api& api, Request request);
ports::Awaitable<Answer> get_metrics(Api& api, Request request);
ports::Awaitable<Answer> get_trust(Api& api, Request request);
ports::Awaitable<Answer> get_state(Api& api, Request request);
ports::Awaitable<Answer> list_jobs(Api& api, Request request);
ports::Awaitable<Answer> get_job(Api& api, Request request);
ports::Awaitable<Answer> cancel_job(Api& api, Request request);
// handle_setup.cpp
ports::Awaitable<Answer> get_setup(Api& api, Request request);
ports::Awaitable<Answer> check_setup_code(Api& api, Request request);
ports::Awaitable<Answer> complete_setup(Api& api, Request request);
// handle_session.cpp
ports::Awaitable<Answer> get_session(Api& api, Request request);
ports::Awaitable<Answer> sign_in(Api& api, Request request);
ports::Awaitable<Answer> sign_out(Api& api, Request request);
// handle_places.cpp
ports::Awaitable<Answer> get_commune(Api& api, Request request);
ports::Awaitable<Answer> import_commune(Api& api, Request request);
ports::Awaitable<Answer> list_areas(Api& api, Request request);
ports::Awaitable<Answer> create_area(Api& api, Request request);
ports::Awaitable<Answer> edit_area(Api& api, Request request);
ports::Awaitable<Answer> list_zones(Api& api, Request request);
ports::Awaitable<Answer> create_zone(Api& api, Request request);
ports::Awaitable<Answer> edit_zone(Api& api, Request request);
ports::Awaitable<Answer> get_zone_calendar(Api& api, Request request);
// handle_nodes.cpp
ports::Awaitable<Answer> list_nodes(Api& api, Request request);
ports::Awaitable<Answer> create_node(Api& api, Request request);
ports::Awaitable<Answer> get_node(Api& api, Request request);
ports::Awaitable<Answer> edit_node(Api& api, Request request);
ports::Awaitable<Answer> begin_enrolment(Api& api, Request request);
ports::Awaitable<Answer> confirm_enrolment(Api& api, Request request);
ports::Awaitable<Answer> revoke_node(Api& api, Request request);

// handle_echo_groups.cpp
ports::Awaitable<Answer> propose_echo_groups(Api& api, Request request);
ports::Awaitable<Answer> save_echo_groups(Api& api, Request request);
// handle_announcements.cpp
ports::Awaitable<Answer> list_announcements(Api& api, Request request);
ports::Awaitable<Answer> create_announcement(Api& api, Request request);
ports::Awaitable<Answer> get_announcement(Api& api, Request request);
ports::Awaitable<Answer> edit_announcement(Api& api, Request request);
ports::Awaitable<Answer> prepare_announcement(Api& api, Request request);
ports::Awaitable<Answer> get_announcement_audio(Api& api, Request request);
ports::Awaitable<Answer> get_announcement_listening_copy(Api& api, Request request);
ports::Awaitable<Answer> get_announcement_peaks(Api& api, Request request);
// handle_approval.cpp
ports::Awaitable<Answer> act_on_approval(Api& api, Request request);
ports::Awaitable<Answer> list_awaiting_approval(Api& api, Request request);
ports::Awaitable<Answer> list_awaiting_approvals(Api& api, Request request);
ports::Awaitable<Answer> approve_programme(Api& api, Request request);
ports::Awaitable<Answer> list_consents_in_my_name(Api& api, Request request);
ports::Awaitable<Answer> acknowledge_consents(Api& api, Request request);
ports::Awaitable<Answer> deny_consents(Api& api, Request request);
ports::Awaitable<Answer> get_approval_policy(Api& api, Request request);
ports::Awaitable<Answer> save_approval_policy(Api& api, Request request);
ports::Awaitable<Answer> list_delegations(Api& api, Request request);
ports::Awaitable<Answer> create_delegation(Api& api, Request request);
ports::Awaitable<Answer> end_delegation(Api& api, Request request);
// handle_programmes.cpp
ports::Awaitable<Answer> list_programme_presets(Api& api, Request request);
ports::Awaitable<Answer> list_relays(Api& api, Request request);
ports::Awaitable<Answer> list_programmes(Api& api, Request request);
ports::Awaitable<Answer> create_programme(Api& api, Request request);
ports::Awaitable<Answer> get_programme(Api& api, Request request);
ports::Awaitable<Answer> edit_programme(Api& api, Request request);
ports::Awaitable<Answer> remove_programme(Api& api, Request request);
ports::Awaitable<Answer> preview_programme_day(Api& api, Request request);
ports::Awaitable<Answer> get_day_bulletins(Api& api, Request request);
ports::Awaitable<Answer> save_day_bulletins(Api& api, Request request);
// handle_surge.cpp
ports::Awaitable<Answer> list_surge_periods(Api& api, Request request);
ports::Awaitable<Answer> create_surge_period(Api& api, Request request);
ports::Awaitable<Answer> end_surge_period(Api& api, Request request);
// handle_uploads.cpp
ports::Awaitable<Answer> create_upload(Api& api, Request request);
ports::Awaitable<Answer> get_upload_offset(Api& api, Request request);
ports::Awaitable<Answer> append_upload(Api& api, Request request);
ports::Awaitable<Answer> drop_upload(Api& api, Request request);
// handle_schedules.cpp
ports::Awaitable<Answer> list_schedules(Api& api, Request request);
ports::Awaitable<Answer> create_schedule(Api& api, Request request);
ports::Awaitable<Answer> preview_schedule(Api& api, Request request);
ports::Awaitable<Answer> preview_calendar_import(Api& api, Request request);
ports::Awaitable<Answer> get_hours(Api& api, Request request);
ports::Awaitable<Answer> edit_hours(Api& api, Request request);
ports::Awaitable<Answer> get_hours_rules(Api& api, Request request);
ports::Awaitable<Answer> save_hours_rules(Api& api, Request request);
ports::Awaitable<Answer> get_special_days(Api& api, Request request);
ports::Awaitable<Answer> save_special_days(Api& api, Request request);
ports::Awaitable<Answer> edit_schedule(Api& api, Request request);
ports::Awaitable<Answer> preview_schedule_edit(Api& api, Request request);
ports::Awaitable<Answer> agree_to_schedule(Api& api, Request request);
ports::Awaitable<Answer> cancel_schedule(Api& api, Request request);
// handle_dry_run.cpp
ports::Awaitable<Answer> get_dry_run(Api& api, Request request);
// handle_broadcasts.cpp
ports::Awaitable<Answer> list_broadcasts(Api& api, Request request);
ports::Awaitable<Answer> create_broadcast(Api& api, Request request);
ports::Awaitable<Answer> get_broadcast(Api& api, Request request);
ports::Awaitable<Answer> correct_broadcast(Api& api, Request request);
ports::Awaitable<Answer> replay_broadcast(Api& api, Request request);
ports::Awaitable<Answer> list_deliveries(Api& api, Request request);
ports::Awaitable<Answer> monitor_broadcast(Api& api, Request request);
ports::Awaitable<Answer> list_receipts(Api& api, Request request);
ports::Awaitable<Answer> stop_sound(Api& api, Request request);
// handle_emergency.cpp
ports::Awaitable<Answer> get_emergency_page(Api& api, Request request);
ports::Awaitable<Answer> get_emergency_audio(Api& api, Request request);
ports::Awaitable<Answer> get_emergency_listening_copy(Api& api, Request request);
ports::Awaitable<Answer> start_emergency(Api& api, Request request);
ports::Awaitable<Answer> start_drill(Api& api, Request request);
ports::Awaitable<Answer> cancel_emergency(Api& api, Request request);
// handle_templates.cpp
ports::Awaitable<Answer> list_templates(Api& api, Request request);
ports::Awaitable<Answer> create_template(Api& api, Request request);
ports::Awaitable<Answer> get_template(Api& api, Request request);
ports::Awaitable<Answer> edit_template(Api& api, Request request);
ports::Awaitable<Answer> remove_template(Api& api, Request request);
// handle_people.cpp
ports::Awaitable<Answer> list_device_keys(Api& api, Request request);
ports::Awaitable<Answer> pair_device(Api& api, Request request);
ports::Awaitable<Answer> revoke_device(Api& api, Request request);
ports::Awaitable<Answer> list_operators(Api& api, Request request);
ports::Awaitable<Answer> create_operator(Api& api, Request request);
ports::Awaitable<Answer> edit_operator(Api& api, Request request);
ports::Awaitable<Answer> list_audit(Api& api, Request request);

}  // namespace village::web_api
