// What the API may ask the control loop to decide. Every method runs on the control thread; the caller is already known,
// whether they may is decided behind this interface.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "controller/ports/awaitable.hpp"
#include "controller/ports/node_gateway.hpp"
#include "controller/ports/programme_preview.hpp"
#include "controller/ports/stores.hpp"
#include "controller/ports/stream_sender.hpp"
#include "scheduler/domain/coverage.hpp"
#include "scheduler/domain/forecast.hpp"

namespace village::ports {

struct BroadcastRequest {
    domain::AnnouncementId announcement;
    domain::Targets targets;
    std::optional<domain::UtcTime> starts_at;  ///< Empty: as soon as the nodes are ready (about 3 s).
    domain::Priority priority = domain::Priority::normal;
    domain::WhenInterrupted when_interrupted = domain::WhenInterrupted::resume;
    bool streamed = false;   ///< Send it live by RTP instead of from the nodes' caches.
    bool staggered = false;  ///< One echo group after the other.
    std::string idempotency_key;
    std::string outside_hours_reason;  ///< With `confirmed`: may sound outside the allowed hours.
    bool confirmed = false;
    bool keep_both = false;                       ///< Beside everything it meets.
    std::optional<domain::BroadcastId> corrects;  ///< Đính chính: goes to who sounded this one, whatever `targets` says.
    std::optional<domain::BroadcastId> replays;   ///< Phát lại: says this one again, to who missed it.
};

struct Correction {
    domain::Broadcast broadcast;
    domain::NodeSet not_known;  ///< Whether they sounded what was wrong nobody knows yet, so it does not go to them.
};

/// What became of a broadcast, as far as it is known now.
struct BroadcastReport {
    domain::Broadcast broadcast;
    domain::Coverage coverage;
    std::vector<domain::AreaCoverage> by_hamlet;    ///< In the commune's order of areas.
    std::vector<domain::BroadcastId> corrected_by;  ///< Oldest first.
    domain::NodeSet replay_to;                      ///< Whom a replay would go to if this person asked for it now.
};

struct StopRequest {
    std::optional<domain::BroadcastId> broadcast;  ///< Only this one ...
    std::optional<domain::AreaId> area;            ///< ... or everything sounding in this area (default: the caller's own).
};

struct StopAnswer {
    std::vector<domain::BroadcastId> broadcasts;  ///< What was known to sound, or about to.
    domain::NodeSet nodes;                        ///< Whom it is for; empty when the one that was named is over already.
    domain::NodeSet in_contact;                   ///< Those of them that hear it now; the others when they are back.
    bool signed_stop = true;                      ///< False: the signer did not answer and QUENCH was sent.
};

/// What saving a schedule would do, before it is saved.
struct SchedulePreview {
    std::vector<domain::Occurrence> next;  ///< At most 20.
    domain::NodeSet nodes;
    std::vector<domain::Error> problems;   ///< Why it would be refused, or needs a confirmation.
    domain::Conflicts conflicts{};         ///< At most 20 of them described.
    std::vector<domain::Error> remarks{};  ///< What is to be said of it and refuses nothing.
};

/// Which pass of a staggered broadcast a loudspeaker plays; for the version that the person saw.
struct EchoGroupEdit {
    domain::NodeId node;
    std::uint8_t group = 0;
    std::uint32_t version = 0;
};

/// What the person saving a schedule was shown and agreed to.
struct Agreed {
    bool confirmed = false;  ///< Outside the allowed hours, with a reason.
    bool keep_both = false;  ///< Beside everything it meets.
};

/// One act on an announcement's approval, for the version that the person saw.
struct ApprovalRequest {
    domain::AnnouncementId announcement;
    std::uint32_t version = 0;
    domain::ApprovalAct act = domain::ApprovalAct::submit;
    std::string words;                           ///< Why it is returned or refused.
    std::optional<domain::OperatorId> approver;  ///< Who agreed by telephone.
};

/// What waits for an approval in some days.
struct AwaitingApproval {
    domain::Announcement announcement;
    std::vector<date::local_days> days;    ///< On which it would be heard.
    std::optional<domain::Error> refusal;  ///< Why this person may not approve it.
};
struct DaysOfProgramme {
    static constexpr date::days longest{7};

    domain::ProgrammeId programme;
    date::local_days from{};
    date::local_days to{};  ///< Included.
};
/// One consent to everything that waits in these days, as the person saw it.
struct ProgrammeApprovalRequest {
    struct Seen {
        domain::AnnouncementId announcement;
        std::uint32_t version = 0;
    };
    DaysOfProgramme days;
    std::vector<Seen> seen;
    std::string remark;
};
struct ProgrammeApproval {
    struct Left {
        domain::AnnouncementId announcement;
        std::string title;
        domain::Error why;
    };
    std::vector<domain::Announcement> approved;
    std::vector<Left> left;
};

/// Which occurrences an edit means: this one, from this one on, or all that are still to come.
enum class EditScope : std::uint8_t { this_one, from_here, all };

struct ScheduleEdit {
    domain::ScheduleId schedule;
    std::uint32_t version = 0;  ///< The one the person saw.
    EditScope scope = EditScope::this_one;
    std::optional<domain::UtcTime> occurrence;  ///< Its original moment; empty for all.
    bool left_out = false;                      ///< It does not come, and of `from_here` nothing behind it either.
    std::optional<domain::UtcTime> moved_to;    ///< Of this one.
    std::optional<domain::Timing> timing;       ///< Of the others: the whole of it, anew.
    domain::WantedEdit wanted;
};
struct EditedSchedule {
    domain::Schedule schedule;
    std::vector<domain::UtcTime> dropped;  ///< Single changes that the new timing has no place for, by their original moments.
};

/// Rules as they were saved, and what of the coming fourteen days falls away or is cut by them: of each schedule the first. Not known
/// where too much is planned to foresee it.
template <class Rules>
struct Saved {
    Rules rules;
    std::optional<std::vector<domain::Foreseen>> falls_away;
    std::vector<domain::Error> remarks{};  ///< Of rules that are saved all the same: what they never let sound, and what helps.
};
using SavedHours = Saved<KeptHours>;
using SavedHoursRules = Saved<domain::HoursRules>;
using SavedDayRules = Saved<domain::DayRules>;
using SavedApprovalPolicy = Saved<domain::ApprovalPolicy>;

/// One emergency of one hamlet, practised.
struct DrillRequest {
    domain::TemplateId emergency_template;
    domain::AreaId hamlet;
    std::string idempotency_key;
};

/// "Why will it not play?"
struct DryRunRequest {
    domain::Targets targets;
    std::optional<domain::UtcTime> from;  ///< Now, if it is empty or has passed.
    std::optional<domain::UtcTime> to;    ///< Empty: a day later.
};
struct DryRun {
    domain::UtcTime from{};
    domain::UtcTime to{};
    domain::NodeSet nodes;
    std::vector<domain::Foreseen> sounds;
};

class Commands {
public:
    virtual ~Commands() = default;

    /// What a broadcast would meet beside all that is planned, with the choices that this person has.
    virtual Awaitable<Result<domain::Conflicts>> preview_broadcast(domain::Operator caller, BroadcastRequest request) = 0;
    /// `confirmation_needed` for what meets something or is one session too many, unless it is live, a correction or a replay.
    /// A replay is `zone_empty` when nobody is known to have missed it.
    virtual Awaitable<Result<domain::Broadcast>> start_broadcast(domain::Operator caller, BroadcastRequest request) = 0;
    /// Ends what is wrong where it still sounds, and says the right thing to exactly who sounded it and was not told since.
    /// `zone_empty` when nobody is known to have.
    virtual Awaitable<Result<Correction>> correct_broadcast(domain::Operator caller, BroadcastRequest request) = 0;
    virtual Awaitable<Result<BroadcastReport>> report(domain::Operator caller, domain::BroadcastId id) = 0;
    virtual Awaitable<Result<StopAnswer>> stop(domain::Operator caller, StopRequest request) = 0;
    /// A copy of a live broadcast goes to this UDP port of the controller's own machine until it ends.
    virtual Awaitable<Result<StreamMonitor>> monitor(domain::Operator caller, domain::BroadcastId id, std::uint16_t port) = 0;
    /// The Intent speaks for itself: no session is needed, its signature is the proof. `reason` is for the audit log, and needed from
    /// an editor who calls for the whole commune.
    virtual Awaitable<Result<domain::Broadcast>> start_emergency(domain::EmergencyIntent intent, std::string reason) = 0;
    /// HỦY. After the countdown it becomes a STOP; the broadcast's state says which.
    virtual Awaitable<Result<domain::Broadcast>> cancel_emergency(domain::BroadcastId id, domain::DeviceKeyId device) = 0;

    /// One emergency of the commune's; its sound is made for every hamlet and for the whole commune, and until then what was made before warns.
    /// `invalid_argument` as `check_template` says, `already_exists` (its code), `too_large` (64 of them).
    virtual Awaitable<Result<domain::EmergencyTemplate>> add_template(domain::Operator caller,
                                                                      domain::EmergencyTemplate item) = 0;
    virtual Awaitable<Result<domain::EmergencyTemplate>> save_template(domain::Operator caller,
                                                                       domain::EmergencyTemplate item) = 0;
    /// Nobody can call it any more; `emergency_on_air` while it sounds.
    virtual Awaitable<Status> remove_template(domain::Operator caller, domain::TemplateId id, std::uint32_t version) = 0;
    /// Heard once, without a siren, in the hours of the hamlet and never outside of them.
    virtual Awaitable<Result<domain::Broadcast>> start_drill(domain::Operator caller, DrillRequest request) = 0;

    virtual Awaitable<Result<SchedulePreview>> preview(domain::Operator caller, domain::Schedule draft) = 0;
    /// What the edit would do, of what it touches.
    virtual Awaitable<Result<SchedulePreview>> preview_edit(domain::Operator caller, ScheduleEdit edit) = 0;
    virtual Awaitable<Result<domain::Schedule>> save_schedule(domain::Operator caller, domain::Schedule schedule,
                                                              Agreed agreed) = 0;
    /// `version_conflict`, `not_found` (no such occurrence), `schedule_in_past`, and what saving a schedule may answer.
    virtual Awaitable<Result<EditedSchedule>> edit_schedule(domain::Operator caller, ScheduleEdit edit, Agreed agreed) = 0;
    /// A second person agrees to what others planned outside the hours. `not_permitted` to who asked for it himself.
    virtual Awaitable<Result<domain::Schedule>> agree_to_schedule(domain::Operator caller, domain::ScheduleId id,
                                                                  std::uint32_t version) = 0;
    virtual Awaitable<Result<domain::Schedule>> cancel_schedule(domain::Operator caller, domain::ScheduleId id,
                                                                std::uint32_t version) = 0;

    /// iCalendar (RFC 5545): what is planned for a year at the loudspeakers of a zone.
    virtual Awaitable<Result<std::string>> zone_calendar(domain::Operator caller, domain::ZoneId zone) = 0;
    virtual Awaitable<Result<DryRun>> dry_run(domain::Operator caller, DryRunRequest request) = 0;

    virtual Awaitable<Result<domain::Announcement>> save_announcement(domain::Operator caller, domain::Announcement draft) = 0;
    /// May this person bring a file at all? Asked before one is opened; which announcement it is for is not known yet.
    virtual Status may_upload(const domain::Operator& caller) const = 0;
    /// Starts the job that makes the sound: from the upload, or from the announcement's text.
    virtual Awaitable<Result<domain::JobId>> prepare_announcement(domain::Operator caller, domain::AnnouncementId id,
                                                                  std::optional<domain::UploadId> upload) = 0;

    virtual Awaitable<Result<domain::Announcement>> act_on_approval(domain::Operator caller, ApprovalRequest request) = 0;
    virtual Awaitable<Result<std::vector<AwaitingApproval>>> awaiting_approval(domain::Operator caller, DaysOfProgramme days) = 0;
    /// The same of the coming seven days, whoever wants it heard: a schedule, a programme, a person who planned it by hand.
    virtual Awaitable<Result<std::vector<AwaitingApproval>>> awaiting_approval(domain::Operator caller) = 0;
    virtual Awaitable<Result<ProgrammeApproval>> approve_programme(domain::Operator caller, ProgrammeApprovalRequest request) = 0;
    /// What was written down in the caller's name and he has not seen, newest first.
    virtual Awaitable<Result<std::vector<UnseenConsent>>> consents_in_name_of(domain::Operator caller) = 0;
    virtual Awaitable<Status> acknowledge_consents(domain::Operator caller, domain::AnnouncementId id, domain::UtcTime last) = 0;
    /// "I did not agree to this": the announcement waits again, and whatever is planned of it or sounds is stopped.
    virtual Awaitable<Result<domain::Announcement>> deny_consents(domain::Operator caller, domain::AnnouncementId id,
                                                                  domain::UtcTime last) = 0;
    virtual Awaitable<Result<SavedApprovalPolicy>> save_approval_policy(domain::Operator caller,
                                                                        domain::ApprovalPolicy policy) = 0;
    /// The caller's own right to approve, lent to somebody for a time.
    virtual Awaitable<Result<domain::Delegation>> lend_approval(domain::Operator caller, domain::Delegation delegation) = 0;
    virtual Awaitable<Result<domain::Delegation>> end_delegation(domain::Operator caller, domain::DelegationId id) = 0;

    /// All the special days of the commune anew. What falls away by them is withdrawn at once.
    virtual Awaitable<Result<SavedDayRules>> save_day_rules(domain::Operator caller, domain::DayRules rules) = 0;
    /// The commune's own hours. The signer and every loudspeaker are told, and the coming days are planned by them.
    virtual Awaitable<Result<SavedHours>> save_hours(domain::Operator caller, KeptHours hours) = 0;
    /// All the rules for hours by hamlet and kind of day anew: they only narrow the commune's own, and every loudspeaker is told.
    /// `invalid_argument` with the rule and the window that lies outside them.
    virtual Awaitable<Result<SavedHoursRules>> save_hours_rules(domain::Operator caller, domain::HoursRules rules) = 0;
    /// One leader's act: more hours for given bulletins and places until a date.
    virtual Awaitable<Result<domain::SurgePeriod>> open_surge(domain::Operator caller, domain::SurgePeriod period) = 0;
    virtual Awaitable<Result<domain::SurgePeriod>> end_surge(domain::Operator caller, domain::SurgePeriodId id) = 0;

    virtual std::vector<domain::ProgrammePreset> programme_presets() const = 0;
    /// Keys of the stations that a programme may relay.
    virtual std::set<std::string> relays() const = 0;
    /// `invalid_argument` with the item that cannot be, `not_found` (no such announcement), `too_long` (for a session).
    virtual Awaitable<Result<domain::Programme>> add_programme(domain::Operator caller, domain::Programme programme) = 0;
    /// `confirmation_needed` when it is on the calendar and would be silent for longer than now, unless confirmed.
    virtual Awaitable<Result<domain::Programme>> save_programme(domain::Operator caller, domain::Programme programme,
                                                                bool confirmed) = 0;
    virtual Awaitable<Status> remove_programme(domain::Operator caller, domain::ProgrammeId id, std::uint32_t version) = 0;
    /// All the bulletins of a day, in the commune's order; `schedule_in_past` for a day that is over.
    virtual Awaitable<Result<domain::ProgrammeDay>> put_into_programme(domain::Operator caller, domain::ProgrammeDay day) = 0;
    virtual Awaitable<Result<ProgrammePreview>> preview_programme(domain::ProgrammeId id, date::local_days day) = 0;

    /// Its author's, or an administrator's.
    virtual Awaitable<Status> cancel_job(domain::Operator caller, domain::JobId id) = 0;

    /// The commune and its first account, in one transaction or not at all; `setup_already_done` once there is an account.
    virtual Awaitable<Result<domain::Operator>> set_up(Account first, CommuneImport commune) = 0;
    virtual Awaitable<Status> import_commune(domain::Operator caller, CommuneImport commune) = 0;
    virtual Awaitable<Result<domain::Area>> save_area(domain::Operator caller, domain::Area area) = 0;
    virtual Awaitable<Result<domain::Zone>> save_zone(domain::Operator caller, domain::Zone zone) = 0;
    virtual Awaitable<Result<domain::Node>> save_node(domain::Operator caller, domain::Node node) = 0;
    /// All of them or none: `node_unknown`, `version_conflict`. What is planned already keeps its passes.
    virtual Awaitable<Result<std::vector<domain::Node>>> save_echo_groups(domain::Operator caller,
                                                                          std::vector<EchoGroupEdit> groups) = 0;
    virtual Awaitable<Result<EnrolmentCode>> begin_enrolment(domain::Operator caller, domain::NodeId node) = 0;
    virtual Awaitable<Status> confirm_enrolment(domain::Operator caller, domain::NodeId node) = 0;
    virtual Awaitable<Status> revoke_node(domain::Operator caller, domain::NodeId node) = 0;

    virtual Awaitable<Result<domain::Operator>> save_operator(domain::Operator caller, domain::Operator who,
                                                              std::string password) = 0;
    virtual Awaitable<Result<domain::DeviceKey>> pair_device(domain::Operator caller, std::string name,
                                                             std::vector<std::uint8_t> public_key) = 0;
    virtual Awaitable<Status> revoke_device(domain::Operator caller, domain::DeviceKeyId key) = 0;
};

}  // namespace village::ports
