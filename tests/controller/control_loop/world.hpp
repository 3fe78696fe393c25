// One commune with three hamlets and three loudspeakers, its people, a clock that only the test moves, and one running control
// loop on real storage in a temporary folder. Test files speak to it without Asio.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "controller/control_loop/control_loop.hpp"
#include "tests/controller/control_loop/fakes.hpp"

namespace village::test {

using domain::ErrorCode;
using domain::NodeNumber;
using domain::NodeSet;
using namespace std::chrono_literals;

template <class AnyId>
AnyId make_id(std::uint8_t number) {
    AnyId id;
    id.bytes.fill(number);
    return id;
}

/// Monday 23 November 2026, 05:35 in the commune: inside the allowed hours.
inline constexpr domain::UtcTime monday_0535 = domain::utc_from_us(1'795'386'900'000'000);
inline const domain::AreaId commune_area = make_id<domain::AreaId>(1), ben = make_id<domain::AreaId>(2),
                            dong = make_id<domain::AreaId>(3), go_without_speaker = make_id<domain::AreaId>(4);
inline const domain::TemplateId flood = make_id<domain::TemplateId>(60), fire = make_id<domain::TemplateId>(61);
inline const domain::AnnouncementId bulletin = make_id<domain::AnnouncementId>(70),
                                    unspoken = make_id<domain::AnnouncementId>(71);
/// Nodes 1 and 2 stand in Bến, node 3 in Đồng.
inline constexpr NodeNumber node_1{1}, node_2{2}, node_3{3};

domain::Operator administrator();
domain::Operator approver();  ///< Everywhere, at any time with a reason.
domain::Operator head_of_ben();
domain::Operator viewer();
domain::Operator writer();           ///< An editor, who has no account yet.
domain::Operator head_of_nothing();  ///< May stop, but in no area.

class World {
public:
    World();
    ~World();
    /// Ends the program where it is and starts it again on the same folder, at the same moment, beside the same signer.
    void restart();
    /// A restart before which the test changes the new program: "the workshop is broken".
    void restart(const std::function<void(World&)>& before_start);

    domain::Result<domain::Broadcast> broadcast(const domain::Operator& who, ports::BroadcastRequest request);
    domain::Result<domain::Conflicts> would_meet(const domain::Operator& who, ports::BroadcastRequest request);
    domain::Result<ports::Correction> correct(const domain::Operator& who, ports::BroadcastRequest request);
    domain::Result<ports::BroadcastReport> report(const domain::Operator& who, domain::BroadcastId id);
    domain::Result<ports::StopAnswer> stop(const domain::Operator& who, ports::StopRequest request);
    domain::Result<ports::StreamMonitor> monitor(const domain::Operator& who, domain::BroadcastId id, std::uint16_t port);
    domain::Result<domain::Broadcast> emergency(domain::EmergencyIntent intent, std::string reason = {});
    domain::Result<domain::Broadcast> drill(const domain::Operator& who, ports::DrillRequest request);
    domain::Result<domain::Broadcast> cancel(domain::BroadcastId id, domain::DeviceKeyId device);
    domain::Result<domain::EmergencyTemplate> add(const domain::Operator& who, domain::EmergencyTemplate item);
    domain::Result<domain::EmergencyTemplate> save(const domain::Operator& who, domain::EmergencyTemplate item);
    domain::Status remove(const domain::Operator& who, domain::TemplateId id, std::uint32_t version);
    domain::Result<ports::SchedulePreview> preview(const domain::Operator& who, domain::Schedule draft);
    domain::Result<domain::Schedule> save(const domain::Operator& who, domain::Schedule schedule, bool confirmed = false,
                                          bool keep_both = false);
    /// For the version that is stored now, if the edit names none.
    domain::Result<ports::EditedSchedule> edit(const domain::Operator& who, ports::ScheduleEdit edit, bool keep_both = false,
                                               bool confirmed = false);
    domain::Result<domain::Schedule> agree(const domain::Operator& who, const domain::Schedule& schedule);
    domain::Result<std::string> zone_calendar(domain::ZoneId zone);
    domain::Result<ports::DryRun> dry_run(ports::DryRunRequest request);
    domain::Result<domain::Schedule> cancel(const domain::Operator& who, const domain::Schedule& schedule);
    domain::Result<domain::Announcement> save(const domain::Operator& who, domain::Announcement draft);
    domain::Result<domain::JobId> prepare(const domain::Operator& who, domain::AnnouncementId id,
                                          std::optional<domain::UploadId> upload = {});
    /// For the version that is stored now, if the request names none.
    domain::Result<domain::Announcement> act(const domain::Operator& who, ports::ApprovalRequest request);
    domain::Result<std::vector<ports::AwaitingApproval>> awaiting(const domain::Operator& who, ports::DaysOfProgramme days);
    domain::Result<std::vector<ports::AwaitingApproval>> awaiting(const domain::Operator& who);
    domain::Result<ports::ProgrammeApproval> approve(const domain::Operator& who, ports::ProgrammeApprovalRequest request);
    std::vector<ports::UnseenConsent> unseen_consents(const domain::Operator& who);
    domain::Status acknowledge(const domain::Operator& who, domain::AnnouncementId id, domain::UtcTime last);
    domain::Result<domain::Announcement> deny(const domain::Operator& who, domain::AnnouncementId id, domain::UtcTime last);
    domain::Result<ports::SavedApprovalPolicy> save(const domain::Operator& who, domain::ApprovalPolicy policy);
    domain::Result<std::uint64_t> rise_for(NodeNumber node, std::uint64_t seen);
    domain::Result<ports::SavedHours> save(const domain::Operator& who, ports::KeptHours hours);
    domain::HoursRules hours_rules();
    domain::Result<ports::SavedHoursRules> save(const domain::Operator& who, domain::HoursRules rules);
    domain::DayRules day_rules();
    domain::Result<ports::SavedDayRules> save(const domain::Operator& who, domain::DayRules rules);
    domain::Result<domain::Delegation> lend(const domain::Operator& who, domain::Delegation delegation);
    domain::Result<domain::Delegation> end(const domain::Operator& who, domain::DelegationId id);
    domain::Result<domain::SurgePeriod> open(const domain::Operator& who, domain::SurgePeriod period);
    domain::Result<domain::SurgePeriod> end(const domain::Operator& who, domain::SurgePeriodId id);
    domain::Result<domain::Programme> add(const domain::Operator& who, domain::Programme programme);
    domain::Result<domain::Programme> save(const domain::Operator& who, domain::Programme programme, bool confirmed = false);
    domain::Status remove(const domain::Operator& who, domain::ProgrammeId id, std::uint32_t version);
    domain::Result<domain::ProgrammeDay> put_in(const domain::Operator& who, domain::ProgrammeDay day);
    domain::Result<ports::ProgrammePreview> preview(domain::ProgrammeId id, date::local_days day);
    domain::DeviceKeyId pair(const domain::Operator& who);
    domain::Status revoke(const domain::Operator& who, domain::DeviceKeyId key);
    domain::Result<domain::Area> save(const domain::Operator& who, domain::Area area);
    domain::Result<domain::Zone> save(const domain::Operator& who, domain::Zone zone);
    domain::Result<domain::Node> save(const domain::Operator& who, domain::Node node);
    domain::Result<std::vector<domain::Node>> save(const domain::Operator& who, std::vector<ports::EchoGroupEdit> groups);
    domain::Result<domain::Operator> save(const domain::Operator& who, domain::Operator account, std::string password = {});
    domain::Status import(const domain::Operator& who, ports::CommuneImport file);
    domain::Status cancel_job(const domain::Operator& who, domain::JobId id);
    domain::Result<domain::Operator> set_up(ports::Account first, ports::CommuneImport commune);
    void keep_job(ports::JobRow row);
    domain::Announcement stored_announcement(domain::AnnouncementId id);
    void keep_announcement(const domain::Announcement& item);
    std::vector<ports::JobRow> unfinished_jobs();
    void keep_broadcast(domain::Broadcast broadcast);
    domain::Broadcast stored_broadcast(domain::BroadcastId id);
    std::vector<domain::Delivery> stored_deliveries(domain::BroadcastId id);
    domain::Schedule stored_schedule(domain::ScheduleId id);
    void keep_schedule(const domain::Schedule& schedule);
    std::vector<ports::AuditEntry> audit_rows();  ///< Oldest first.

    domain::Status confirm_enrolment(const domain::Operator& who, NodeNumber node);
    domain::Status revoke_node(const domain::Operator& who, NodeNumber node);
    void keep_credential(ports::NodeCredential credential);
    std::vector<ports::NodeCredential> credentials();

    void connect(NodeNumber node);
    /// Runs the loop until it holds; false after two seconds.
    bool until(const std::function<bool()>& holds);
    /// Runs the loop until there is nothing to do at this moment.
    void settle();
    std::size_t broadcasts_published(domain::BroadcastState state) const;

    domain::UtcTime now = monday_0535;
    SignerLedger ledger;
    std::size_t broadcasts_max = 4096;  ///< From the next restart on, as are the next.
    bool takes_over = false;
    std::set<std::string> relays{"vov1"};

    struct Program;  ///< What ends with the process.
    ScriptedSigner& signer();
    RecordingGateway& gateway();
    MoodyBroadcastStore& broadcast_store();
    MoodyReceiptStore& receipt_store();
    MoodyOperatorStore& operator_store();
    QuickWorkshop& workshop();
    PromptJobs& jobs();
    ports::BlobStore& blobs();
    RecordingStreams& streams();
    PlainEnrolment& enrolment();
    RecordingFeed& feed();
    control_loop::ControlLoop& loop();

private:
    void start();
    void set_up();
    struct Folder;
    std::unique_ptr<Folder> folder_;
    std::unique_ptr<domain::IdSource> ids_;
    std::unique_ptr<Program> program_;
};

ports::CommuneImport three_hamlets();  ///< What every world begins with.
/// Beside whatever it meets.
ports::BroadcastRequest play_now(domain::Targets targets, std::string key = "press-1");
domain::Schedule schedule_at(std::string local_start, std::string recurrence = "");
domain::EmergencyIntent intent_of(const World& world, const domain::Operator& officer, domain::DeviceKeyId device,
                                  domain::AreaId area = ben, domain::TemplateId wanted = flood);
domain::PlaybackReceipt receipt_of(const domain::SignedGrant& grant, NodeNumber node, std::uint64_t number);

template <class Any>
::testing::AssertionResult succeeded(const Any& result) {
    if (result.has_value()) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << domain::error_name(result.error().code) << ": " << result.error().detail;
}
template <class Any>
::testing::AssertionResult failed_with(const Any& result, domain::ErrorCode code) {
    if (result.has_value()) return ::testing::AssertionFailure() << "it succeeded";
    if (result.error().code == code) return ::testing::AssertionSuccess();
    return succeeded(result);
}
/// Refused by this rule, so that people read its own words.
template <class Any>
::testing::AssertionResult refused_by(const Any& result, const std::string& rule) {
    if (result.has_value()) return ::testing::AssertionFailure() << "it succeeded";
    if (result.error().rule && result.error().rule->name == rule) return ::testing::AssertionSuccess();
    return succeeded(result) << " by " << (result.error().rule ? result.error().rule->name : "no rule");
}
#define EXPECT_OK(result) EXPECT_TRUE(::village::test::succeeded(result))
#define ASSERT_OK(result) ASSERT_TRUE(::village::test::succeeded(result))
#define EXPECT_CODE(result, expected) EXPECT_TRUE(::village::test::failed_with(result, ::village::domain::ErrorCode::expected))

}  // namespace village::test
