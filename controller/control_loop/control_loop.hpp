// The hub: hears the API (`Commands`) and the loudspeakers (`NodeEvents`), answers what is true now (`LiveView`,
// `NodeDirectory`), and hands each question to the desk that knows. Control thread only; owns the desks and the office.
#pragma once

#include "controller/control_loop/announcement_desk.hpp"
#include "controller/control_loop/approval_desk.hpp"
#include "controller/control_loop/broadcast_desk.hpp"
#include "controller/control_loop/commune_desk.hpp"
#include "controller/control_loop/day_desk.hpp"
#include "controller/control_loop/drill_desk.hpp"
#include "controller/control_loop/emergency_desk.hpp"
#include "controller/control_loop/enrolment_desk.hpp"
#include "controller/control_loop/forecast_desk.hpp"
#include "controller/control_loop/hours_desk.hpp"
#include "controller/control_loop/listening_desk.hpp"
#include "controller/control_loop/node_desk.hpp"
#include "controller/control_loop/owner_desk.hpp"
#include "controller/control_loop/people_desk.hpp"
#include "controller/control_loop/planning_rhythm.hpp"
#include "controller/control_loop/programme_approval_desk.hpp"
#include "controller/control_loop/programme_desk.hpp"
#include "controller/control_loop/receipt_desk.hpp"
#include "controller/control_loop/schedule_desk.hpp"
#include "controller/control_loop/signer_desk.hpp"
#include "controller/control_loop/surge_desk.hpp"
#include "controller/control_loop/telephone_desk.hpp"
#include "controller/control_loop/template_desk.hpp"

namespace village::control_loop {

struct LoopOptions {
    domain::Duration emergency_countdown = std::chrono::seconds{3};
    std::chrono::milliseconds retry_after{1000};  ///< A disk or signer that refused is asked again.
    dispatch::DispatcherOptions dispatcher{};
    std::set<std::string> relays{};  ///< Keys of the stations that can be relayed.
    bool takes_over = false;         ///< The loudspeakers are to obey this controller, whomever they have obeyed since.
};

class ControlLoop final : public ports::Commands, public ports::NodeEvents, public ports::LiveView, public ports::NodeDirectory {
public:
    ControlLoop(boost::asio::any_io_executor executor, std::function<domain::UtcTime()> now, domain::IdSource& ids, Ports ports,
                LoopOptions options);

    /// Once, before `start`: sessions have to know the loop before the loop can know them.
    void connect(ports::NodeGateway& gateway, ports::Enrolment& enrolment, ports::StreamSender& streams);
    /// Other parts of the program that `parts` answers for: "backup".
    void also_report(std::function<Part()> part) { other_parts_.push_back(std::move(part)); }
    std::function<void()>& on_signer_heard() { return signer_.on_heard; }
    /// The signer has answered, or refused, what only the owner of the commune may ask.
    void obeyed_by_signer() { owner_.obeyed_by_signer(); }
    void refused_by_signer() { owner_.refused_by_signer(); }
    /// Reads what storage kept, tells the signer, goes on with what is not over and plans the coming days. A signer that does
    /// not answer is no reason not to start.
    ports::Awaitable<domain::Status> start();
    void stop();
    /// After `stop`: what was decided has reached the disk, or the disk refused it once more.
    ports::Awaitable<domain::Status> on_disk() { return ledger_.on_disk(); }

    // Commands.
    ports::Awaitable<domain::Result<domain::Conflicts>> preview_broadcast(domain::Operator, ports::BroadcastRequest) override;
    ports::Awaitable<domain::Result<domain::Broadcast>> start_broadcast(domain::Operator, ports::BroadcastRequest) override;
    ports::Awaitable<domain::Result<ports::Correction>> correct_broadcast(domain::Operator, ports::BroadcastRequest) override;
    ports::Awaitable<domain::Result<ports::BroadcastReport>> report(domain::Operator, domain::BroadcastId) override;
    ports::Awaitable<domain::Result<ports::StopAnswer>> stop(domain::Operator, ports::StopRequest) override;
    ports::Awaitable<domain::Result<ports::StreamMonitor>> monitor(domain::Operator, domain::BroadcastId, std::uint16_t) override;
    ports::Awaitable<domain::Result<domain::Broadcast>> start_emergency(domain::EmergencyIntent, std::string reason) override;
    ports::Awaitable<domain::Result<domain::Broadcast>> cancel_emergency(domain::BroadcastId, domain::DeviceKeyId) override;
    ports::Awaitable<domain::Result<domain::EmergencyTemplate>> add_template(domain::Operator,
                                                                             domain::EmergencyTemplate) override;
    ports::Awaitable<domain::Result<domain::EmergencyTemplate>> save_template(domain::Operator,
                                                                              domain::EmergencyTemplate) override;
    ports::Awaitable<domain::Status> remove_template(domain::Operator, domain::TemplateId, std::uint32_t) override;
    ports::Awaitable<domain::Result<domain::Broadcast>> start_drill(domain::Operator, ports::DrillRequest) override;
    ports::Awaitable<domain::Result<ports::SchedulePreview>> preview(domain::Operator, domain::Schedule) override;
    ports::Awaitable<domain::Result<ports::SchedulePreview>> preview_edit(domain::Operator, ports::ScheduleEdit) override;
    ports::Awaitable<domain::Result<domain::Schedule>> save_schedule(domain::Operator, domain::Schedule, ports::Agreed) override;
    ports::Awaitable<domain::Result<ports::EditedSchedule>> edit_schedule(domain::Operator, ports::ScheduleEdit,
                                                                          ports::Agreed) override;
    ports::Awaitable<domain::Result<domain::Schedule>> agree_to_schedule(domain::Operator, domain::ScheduleId,
                                                                         std::uint32_t) override;
    ports::Awaitable<domain::Result<domain::Schedule>> cancel_schedule(domain::Operator, domain::ScheduleId,
                                                                       std::uint32_t) override;
    ports::Awaitable<domain::Result<std::string>> zone_calendar(domain::Operator, domain::ZoneId) override;
    ports::Awaitable<domain::Result<ports::DryRun>> dry_run(domain::Operator, ports::DryRunRequest) override;
    ports::Awaitable<domain::Result<domain::Announcement>> save_announcement(domain::Operator, domain::Announcement) override;
    domain::Status may_upload(const domain::Operator& caller) const override { return announcements_.may_upload(caller); }
    ports::Awaitable<domain::Result<domain::JobId>> prepare_announcement(domain::Operator, domain::AnnouncementId,
                                                                         std::optional<domain::UploadId>) override;
    ports::Awaitable<domain::Result<domain::Announcement>> act_on_approval(domain::Operator, ports::ApprovalRequest) override;
    ports::Awaitable<domain::Result<std::vector<ports::AwaitingApproval>>> awaiting_approval(domain::Operator,
                                                                                             ports::DaysOfProgramme) override;
    ports::Awaitable<domain::Result<std::vector<ports::AwaitingApproval>>> awaiting_approval(domain::Operator) override;
    ports::Awaitable<domain::Result<ports::ProgrammeApproval>> approve_programme(domain::Operator,
                                                                                 ports::ProgrammeApprovalRequest) override;
    ports::Awaitable<domain::Result<std::vector<ports::UnseenConsent>>> consents_in_name_of(domain::Operator) override;
    ports::Awaitable<domain::Status> acknowledge_consents(domain::Operator, domain::AnnouncementId, domain::UtcTime) override;
    ports::Awaitable<domain::Result<domain::Announcement>> deny_consents(domain::Operator, domain::AnnouncementId,
                                                                         domain::UtcTime) override;
    ports::Awaitable<domain::Result<ports::SavedApprovalPolicy>> save_approval_policy(domain::Operator,
                                                                                      domain::ApprovalPolicy) override;
    ports::Awaitable<domain::Result<domain::Delegation>> lend_approval(domain::Operator, domain::Delegation) override;
    ports::Awaitable<domain::Result<domain::Delegation>> end_delegation(domain::Operator, domain::DelegationId) override;
    ports::Awaitable<domain::Result<ports::SavedDayRules>> save_day_rules(domain::Operator, domain::DayRules) override;
    ports::Awaitable<domain::Result<ports::SavedHours>> save_hours(domain::Operator, ports::KeptHours) override;
    ports::Awaitable<domain::Result<ports::SavedHoursRules>> save_hours_rules(domain::Operator, domain::HoursRules) override;
    ports::Awaitable<domain::Result<domain::SurgePeriod>> open_surge(domain::Operator, domain::SurgePeriod) override;
    ports::Awaitable<domain::Result<domain::SurgePeriod>> end_surge(domain::Operator, domain::SurgePeriodId) override;
    std::vector<domain::ProgrammePreset> programme_presets() const override;
    std::set<std::string> relays() const override { return office_.relays; }
    ports::Awaitable<domain::Result<domain::Programme>> add_programme(domain::Operator, domain::Programme) override;
    ports::Awaitable<domain::Result<domain::Programme>> save_programme(domain::Operator, domain::Programme, bool) override;
    ports::Awaitable<domain::Status> remove_programme(domain::Operator, domain::ProgrammeId, std::uint32_t) override;
    ports::Awaitable<domain::Result<domain::ProgrammeDay>> put_into_programme(domain::Operator, domain::ProgrammeDay) override;
    ports::Awaitable<domain::Result<ports::ProgrammePreview>> preview_programme(domain::ProgrammeId, date::local_days) override;
    ports::Awaitable<domain::Status> cancel_job(domain::Operator, domain::JobId) override;
    ports::Awaitable<domain::Result<domain::Operator>> set_up(ports::Account, ports::CommuneImport) override;
    ports::Awaitable<domain::Status> import_commune(domain::Operator, ports::CommuneImport) override;
    ports::Awaitable<domain::Result<domain::Area>> save_area(domain::Operator, domain::Area) override;
    ports::Awaitable<domain::Result<domain::Zone>> save_zone(domain::Operator, domain::Zone) override;
    ports::Awaitable<domain::Result<domain::Node>> save_node(domain::Operator, domain::Node) override;
    ports::Awaitable<domain::Result<std::vector<domain::Node>>> save_echo_groups(domain::Operator,
                                                                                 std::vector<ports::EchoGroupEdit>) override;
    ports::Awaitable<domain::Result<ports::EnrolmentCode>> begin_enrolment(domain::Operator, domain::NodeId) override;
    ports::Awaitable<domain::Status> confirm_enrolment(domain::Operator, domain::NodeId) override;
    ports::Awaitable<domain::Status> revoke_node(domain::Operator, domain::NodeId) override;
    ports::Awaitable<domain::Result<domain::Operator>> save_operator(domain::Operator, domain::Operator, std::string) override;
    ports::Awaitable<domain::Result<domain::DeviceKey>> pair_device(domain::Operator, std::string,
                                                                    std::vector<std::uint8_t>) override;
    ports::Awaitable<domain::Status> revoke_device(domain::Operator, domain::DeviceKeyId) override;

    // NodeEvents.
    void node_connected(domain::NodeNumber node) override;
    void node_lost(domain::NodeNumber node, std::string) override { nodes_.lost(node); }
    void node_status(ports::NodeStatus status) override { nodes_.status(status); }
    void node_acknowledged(domain::NodeNumber node, domain::GrantId grant) override { nodes_.acknowledged(node, grant); }
    void node_refused(domain::NodeNumber node, domain::GrantId grant, domain::Error why) override;
    void node_fetched(domain::NodeNumber node, domain::ContentHash content) override { nodes_.fetched(node, content); }
    void node_started(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime at) override {
        nodes_.started(node, grant, at);
    }
    void receipt_arrived(domain::PlaybackReceipt receipt) override { receipts_.arrived(std::move(receipt)); }
    void enrolment_requested(ports::EnrolmentRequest request) override { nodes_.enrolment_requested(std::move(request)); }
    void enrolment_finished(domain::NodeId node, domain::Status outcome) override;

    // LiveView and NodeDirectory (live_view.cpp).
    const domain::Commune& commune() const override;
    const domain::HoursPolicy& hours() const override;
    std::vector<ports::NodeCondition> nodes() const override;
    std::vector<domain::Broadcast> current_broadcasts() const override;
    std::vector<domain::Broadcast> warnings_ended_by(const domain::Broadcast& all_clear) const override;
    std::vector<domain::Delivery> deliveries(domain::BroadcastId broadcast) const override;
    std::vector<domain::EmergencyTemplate> emergency_templates() const override;
    std::vector<domain::RenderedTemplate> rendered_templates() const override;
    bool has_failed(const std::string& sentence) const override;
    domain::Result<domain::Operator> officer_of(domain::DeviceKeyId device) const override;
    std::vector<Part> parts() const override;
    std::optional<domain::Error> superseded() const override { return office_.superseded; }
    std::optional<ports::NodeProfile> profile(domain::NodeNumber node) const override;
    std::uint64_t owner_epoch() const { return owner_.epoch(); }
    ports::Awaitable<domain::Result<std::uint64_t>> rise_for(domain::NodeNumber node, std::uint64_t seen) override;

private:
    ports::Awaitable<domain::Status> tell_signer();
    ports::Awaitable<void> spread_emergency_set();
    ports::Awaitable<domain::Status> restore();
    ports::Awaitable<domain::Result<ports::SchedulePreview>> previewed(domain::Operator, domain::Schedule, std::uint32_t edition);
    void plan_again();
    /// What the clock alone brings about.
    ports::Awaitable<domain::Status> follow_the_time();

    Ledger ledger_;
    Office office_;
    Switchboard switchboard_;
    AnnouncementDesk announcements_;
    ApprovalDesk approvals_;
    ProgrammeApprovalDesk programme_approvals_;
    TelephoneDesk telephone_;
    SurgeDesk surges_;
    DayDesk days_;
    HoursDesk hours_;
    ProgrammeDesk programmes_;
    ListeningDesk listening_;
    BroadcastDesk broadcasts_;
    EmergencyDesk emergencies_;
    TemplateDesk templates_;
    DrillDesk drills_;
    ScheduleDesk schedules_;
    ForecastDesk forecasts_;
    NodeDesk nodes_;
    ReceiptDesk receipts_;
    EnrolmentDesk enrolment_;
    PeopleDesk people_;
    CommuneDesk communes_;
    OwnerDesk owner_;
    SignerDesk signer_;
    std::vector<std::function<Part()>> other_parts_;
    PlanningRhythm rhythm_;
};

}  // namespace village::control_loop
