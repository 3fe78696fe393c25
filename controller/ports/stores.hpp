// What the controller keeps, one store per noun. Every method runs on the control thread and resumes there; the work is done
// on the storage writer. A method returns after the commit unless it says otherwise. Versions guard against lost edits: a save
// with another `version` than the stored one is `version_conflict`, and the stored row gets version + 1.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "controller/ports/awaitable.hpp"
#include "scheduler/domain/announcement.hpp"
#include "scheduler/domain/broadcast.hpp"
#include "scheduler/domain/commune.hpp"
#include "scheduler/domain/emergency.hpp"
#include "scheduler/domain/grant.hpp"
#include "scheduler/domain/hours.hpp"
#include "scheduler/domain/hours_rules.hpp"
#include "scheduler/domain/operator.hpp"
#include "scheduler/domain/programme.hpp"
#include "scheduler/domain/schedule.hpp"
#include "scheduler/domain/surge.hpp"

namespace village::ports {

using domain::Result;
using domain::Status;

/// Who did what; a hash chain (each row carries the hash of the one before).
struct AuditEntry {
    domain::UtcTime at{};
    std::string who;      ///< Login, or "system".
    std::string action;   ///< "broadcast.stop", "node.enrol" ...
    std::string subject;  ///< Id or name of what was changed.
    std::string detail;
    bool operator==(const AuditEntry&) const = default;
};

/// The row of the change it is handed over with: written in the same transaction, so neither is on disk without the other.
/// None for what the program does by itself (a sound that is ready, a job's progress).
using Audit = std::optional<AuditEntry>;
inline constexpr std::nullopt_t by_itself = std::nullopt;

/// The commune's own hours.
struct KeptHours {
    domain::HoursPolicy hours;
    std::uint32_t version = 1;
    bool operator==(const KeptHours&) const = default;
};

/// A commune as a whole, as a file brings it.
struct CommuneImport {
    domain::Commune commune;
    std::optional<domain::HoursPolicy> hours;  ///< Absent: those that hold stay.
    std::vector<domain::EmergencyTemplate> templates;
};

/// An account with what proves it; secrets only ever leave storage for `people`.
struct Account {
    domain::Operator who;
    std::string password_hash;  ///< argon2id, libsodium's string form.
};

class CommuneStore {
public:
    virtual ~CommuneStore() = default;
    /// The whole tree; `setup_needed` while no commune is stored.
    virtual Awaitable<Result<domain::Commune>> load() = 0;
    virtual Awaitable<Result<domain::Area>> save(domain::Area area, Audit audit) = 0;
    virtual Awaitable<Result<domain::Zone>> save(domain::Zone zone, Audit audit) = 0;
    virtual Awaitable<Result<domain::Node>> save(domain::Node node, Audit audit) = 0;
    /// In one transaction, or nothing.
    virtual Awaitable<Status> save(std::vector<domain::Node> nodes, Audit audit) = 0;
    /// Saves the node and revokes, as of `at`, what each of its devices was given: in one transaction, or nothing.
    virtual Awaitable<Result<domain::Node>> revoke(domain::Node node, domain::UtcTime at, Audit audit) = 0;
    /// The first account and its commune; `setup_already_done` when there is an account. All in one transaction, or nothing.
    virtual Awaitable<Result<domain::Operator>> set_up(CommuneImport import, Account first, std::vector<AuditEntry> audit) = 0;
    /// All in one transaction, or nothing.
    virtual Awaitable<Status> import(CommuneImport import, Audit audit) = 0;
    virtual Awaitable<Result<KeptHours>> hours() = 0;  ///< The usual ones, version 1, until some were saved.
    virtual Awaitable<Result<KeptHours>> save(KeptHours hours, Audit audit) = 0;
};

/// A consent by telephone that he in whose name it was written down has not seen yet. It outlives the announcement's edits.
struct UnseenConsent {
    domain::AnnouncementId announcement;
    std::string title;  ///< As it is now.
    domain::OperatorId given_by;
    domain::UtcTime at{};
    bool stands = false;  ///< The announcement still rests on it.
    bool operator==(const UnseenConsent&) const = default;
};

class AnnouncementStore {
public:
    virtual ~AnnouncementStore() = default;
    virtual Awaitable<Result<domain::Announcement>> find(domain::AnnouncementId id) = 0;
    /// Every consent by telephone in it is kept, until it was acknowledged, for him in whose name it is.
    virtual Awaitable<Result<domain::Announcement>> save(domain::Announcement announcement, Audit audit) = 0;
    /// In this approver's name, newest first.
    virtual Awaitable<Result<std::vector<UnseenConsent>>> unseen_consents(domain::OperatorId approver) = 0;
    /// How many this person wrote down since then, in anybody's name.
    virtual Awaitable<Result<std::size_t>> telephone_consents_since(domain::OperatorId given_by, domain::UtcTime since) = 0;
    /// He has seen those of this announcement up to the last one that he was shown; `not_found` when none waits for him.
    virtual Awaitable<Status> acknowledge_consents(domain::OperatorId approver, domain::AnnouncementId id, domain::UtcTime last,
                                                   domain::UtcTime now, Audit audit) = 0;
    /// What announcements sound like now, each once, newest first.
    virtual Awaitable<Result<std::vector<domain::ContentHash>>> sounds() = 0;
};

class ScheduleStore {
public:
    virtual ~ScheduleStore() = default;
    virtual Awaitable<Result<domain::Schedule>> find(domain::ScheduleId id) = 0;
    virtual Awaitable<Result<domain::Schedule>> save(domain::Schedule schedule, Audit audit) = 0;
    virtual Awaitable<Result<std::vector<domain::Schedule>>> active() = 0;
};

/// An emergency and what permits it: with it, a restarted controller gets from the signer the grant that may have gone out already.
struct CalledEmergency {
    domain::BroadcastId broadcast;
    domain::EmergencyIntent intent;
    bool operator==(const CalledEmergency&) const = default;
};

/// What was decided together, and is kept together: in one transaction, or nothing.
struct Decided {
    std::vector<domain::Broadcast> broadcasts{};  ///< Inserted or replaced, as the deliveries are.
    std::vector<domain::Delivery> deliveries{};
    std::vector<domain::SignedGrant> grants{};
    std::vector<domain::SignedStop> stops{};
    std::vector<CalledEmergency> calls{};
    std::vector<AuditEntry> audit{};
};

class BroadcastStore {
public:
    virtual ~BroadcastStore() = default;
    virtual Awaitable<Result<domain::Broadcast>> find(domain::BroadcastId id) = 0;
    /// Every piece of a programme that was ever planned for this occurrence, by start.
    virtual Awaitable<Result<std::vector<domain::Broadcast>>> pieces_of(domain::OccurrenceId occurrence) = 0;
    /// What was broadcast to correct this one, oldest first.
    virtual Awaitable<Result<std::vector<domain::Broadcast>>> corrections_of(domain::BroadcastId id) = 0;
    /// Of the same announcement those that began later, newest first; at most 200.
    virtual Awaitable<Result<std::vector<domain::Broadcast>>> later_of(domain::AnnouncementId announcement,
                                                                       domain::UtcTime after) = 0;
    /// What was to begin in [from, to), whatever became of it, by start.
    virtual Awaitable<Result<std::vector<domain::Broadcast>>> beginning_in(domain::UtcTime from, domain::UtcTime to) = 0;
    virtual Awaitable<Result<std::vector<domain::Delivery>>> deliveries_of(domain::BroadcastId id) = 0;
    virtual Awaitable<Status> save(Decided decided) = 0;
    /// Everything that is not over, with its deliveries and signed grants, and what of the coming days was taken back: what a restarted
    /// controller goes on with.
    struct Open {
        std::vector<domain::Broadcast> broadcasts;
        std::vector<domain::Delivery> deliveries;
        std::vector<domain::SignedGrant> grants;
        std::vector<domain::SignedStop> stops;  ///< Tombstones still in force.
        std::vector<CalledEmergency> calls;     ///< Of emergencies that are not over.
        std::vector<domain::PlaybackReceipt>
            unapplied;  ///< Kept, though what follows from them was not on disk yet; as they came.
    };
    virtual Awaitable<Result<Open>> open(domain::UtcTime now) = 0;
    /// The same key with the same request gives the first answer again; with another request it is `idempotency_mismatch`.
    virtual Awaitable<Result<std::optional<domain::BroadcastId>>> find_idempotent(std::string key, domain::Sha256 request) = 0;
    /// A person's broadcast, the key it was asked for with and its audit row; `idempotency_mismatch` as above. Its age counts
    /// from `created_at`.
    virtual Awaitable<Status> begin(domain::Broadcast broadcast, std::string key, domain::Sha256 request, AuditEntry audit) = 0;
};

class ReceiptStore {
public:
    virtual ~ReceiptStore() = default;
    /// Durable when it returns (group commit, at most 5 ms or 200 rows). Idempotent by device (node and
    /// receipt key) and number: the same again is fine, another receipt under the same number is `already_exists`.
    virtual Awaitable<Status> append(domain::PlaybackReceipt receipt) = 0;
    /// How far the receipts of this device are committed without a gap, from number `from` (1 or more) on; `from` - 1 when it
    /// is itself missing.
    virtual Awaitable<Result<std::uint64_t>> complete_up_to(domain::NodeNumber node, domain::ReceiptKey key,
                                                            std::uint64_t from) = 0;
};

struct StoredSession {
    domain::Sha256 token_hash;  ///< Of the cookie's value; the value itself is not kept.
    domain::OperatorId who;
    domain::UtcTime created_at{};
    domain::UtcTime last_used_at{};
    domain::UtcTime expires_at{};
};

class OperatorStore {
public:
    virtual ~OperatorStore() = default;
    virtual Awaitable<Result<std::uint32_t>> count() = 0;
    virtual Awaitable<Result<Account>> find_by_login(std::string login) = 0;
    virtual Awaitable<Result<domain::Operator>> find(domain::OperatorId id) = 0;
    virtual Awaitable<Result<std::vector<domain::Operator>>> all() = 0;
    /// An empty hash keeps the stored one. A new password or a closed account ends every session of its owner.
    virtual Awaitable<Result<domain::Operator>> save(Account account, Audit audit) = 0;
    virtual Awaitable<Status> save_session(StoredSession session) = 0;
    virtual Awaitable<Status> session_used(domain::Sha256 token_hash, domain::UtcTime at) = 0;  ///< One that has ended stays so.
    virtual Awaitable<Result<StoredSession>> find_session(domain::Sha256 token_hash) = 0;
    virtual Awaitable<Status> end_session(domain::Sha256 token_hash) = 0;
    virtual Awaitable<Status> save_device_key(domain::DeviceKey key, Audit audit) = 0;
    virtual Awaitable<Result<std::vector<domain::DeviceKey>>> device_keys(std::optional<domain::OperatorId> owner) = 0;
};

class EmergencyStore {
public:
    virtual ~EmergencyStore() = default;
    virtual Awaitable<Result<std::vector<domain::EmergencyTemplate>>> templates() = 0;
    virtual Awaitable<Result<domain::EmergencyTemplate>> add(domain::EmergencyTemplate item,
                                                             Audit audit) = 0;  ///< With version 1.
    /// What was made with other words or another siren stays until it is made again.
    virtual Awaitable<Result<domain::EmergencyTemplate>> save(domain::EmergencyTemplate item, Audit audit) = 0;
    /// With what was made of it.
    virtual Awaitable<Status> remove(domain::TemplateId id, std::uint32_t version, Audit audit) = 0;
    virtual Awaitable<Result<std::vector<domain::RenderedTemplate>>> rendered() = 0;
    virtual Awaitable<Status> save(domain::RenderedTemplate rendered) = 0;
};

/// What a device of a node proved at enrolment.
struct NodeCredential {
    domain::NodeNumber node;
    std::string certificate_pem;  ///< Issued by the Device CA.
    domain::ReceiptKey receipt_key{};
    domain::UtcTime enrolled_at{};
    std::optional<domain::UtcTime> revoked_at;
};

class CredentialStore {
public:
    virtual ~CredentialStore() = default;
    /// Of every device there ever was, in order of enrolment: old receipts are verified by the keys of replaced boxes.
    virtual Awaitable<Result<std::vector<NodeCredential>>> all() = 0;
    /// Told apart by node and receipt key. What another device of the node holds is revoked by it, as of `enrolled_at`.
    virtual Awaitable<Status> save(NodeCredential credential, Audit audit) = 0;
};

struct JobRow {
    domain::JobId id;
    std::string kind;     ///< "prepare_file", "prepare_text", "render_template", "listening_copy".
    std::string subject;  ///< Id of what it works for.
    std::string state;    ///< "waiting", "running", "done", "failed", "cancelled".
    std::uint8_t percent = 0;
    std::string step;  ///< What it is doing now, a word the UI translates: "decoding", "levelling", "encoding", "speaking".
    std::optional<domain::Error> error;
    domain::UtcTime created_at{};
    domain::UtcTime changed_at{};
};

class JobStore {
public:
    virtual ~JobStore() = default;
    virtual Awaitable<Status> save(JobRow row) = 0;
    virtual Awaitable<Result<std::vector<JobRow>>> unfinished() = 0;
};

class AuditStore {
public:
    virtual ~AuditStore() = default;
    /// For an act that changes nothing kept, as giving out an enrolment code; every other row goes with its change.
    virtual Awaitable<Status> append(AuditEntry entry) = 0;
};

/// Local rules that are data.
class RuleStore {
public:
    virtual ~RuleStore() = default;
    virtual Awaitable<Result<domain::ApprovalPolicy>> approval_policy() = 0;  ///< Without rules, version 1, until one was saved.
    virtual Awaitable<Result<domain::ApprovalPolicy>> save(domain::ApprovalPolicy policy, Audit audit) = 0;
    virtual Awaitable<Result<std::optional<domain::DayRules>>> day_rules() = 0;  ///< Empty until some were saved.
    virtual Awaitable<Result<domain::DayRules>> save(domain::DayRules rules, Audit audit) = 0;
    virtual Awaitable<Result<domain::HoursRules>> hours_rules() = 0;  ///< Without rules, version 1, until some were saved.
    virtual Awaitable<Result<domain::HoursRules>> save(domain::HoursRules rules, Audit audit) = 0;
    /// Every one there ever was, by when it begins.
    virtual Awaitable<Result<std::vector<domain::Delegation>>> delegations() = 0;
    virtual Awaitable<Status> save(domain::Delegation delegation, Audit audit) = 0;   ///< One that was ended stays so.
    virtual Awaitable<Result<std::vector<domain::SurgePeriod>>> surge_periods() = 0;  ///< Every one, by when it begins.
    virtual Awaitable<Status> save(domain::SurgePeriod period, Audit audit) = 0;      ///< One that was ended stays so.
};

class ProgrammeStore {
public:
    virtual ~ProgrammeStore() = default;
    virtual Awaitable<Result<std::vector<domain::Programme>>> all() = 0;  ///< By name.
    virtual Awaitable<Result<domain::Programme>> find(domain::ProgrammeId id) = 0;
    virtual Awaitable<Result<domain::Programme>> add(domain::Programme programme, Audit audit) = 0;  ///< With version 1.
    /// `not_found` for one that was removed meanwhile; an edit does not bring it back.
    virtual Awaitable<Result<domain::Programme>> save(domain::Programme programme, Audit audit) = 0;
    /// With all that was put into its days.
    virtual Awaitable<Status> remove(domain::ProgrammeId id, std::uint32_t version, Audit audit) = 0;
    /// A day that nobody has put anything into is empty, with version 0.
    virtual Awaitable<Result<domain::ProgrammeDay>> day(domain::ProgrammeId id, date::local_days day) = 0;
    virtual Awaitable<Result<domain::ProgrammeDay>> save(domain::ProgrammeDay day, Audit audit) = 0;
};

/// Who may change and command this commune.
struct Owner {
    std::uint64_t epoch = 0;
    domain::UuidBytes id{};  ///< Of one life of one controller.
};

/// The ownership of the commune, taken with the next higher epoch when the storage is opened and carried in every change: once
/// somebody else has taken it, all of them are `superseded`. What only reads goes on.
class OwnershipStore {
public:
    virtual ~OwnershipStore() = default;
    virtual Owner owner() const = 0;
    /// Whoever is started next takes a higher one. Below `owner()` as long as the disk had no room for that.
    virtual std::uint64_t epoch_on_disk() const = 0;
    /// A loudspeaker, or the signer, has seen this epoch already: `owner()` is above it from now on, whatever the disk says to it.
    virtual Awaitable<Status> rise_above(std::uint64_t epoch) = 0;
};

/// All stores, handed to those who need several.
struct Stores {
    CommuneStore& commune;
    AnnouncementStore& announcements;
    ScheduleStore& schedules;
    BroadcastStore& broadcasts;
    ReceiptStore& receipts;
    OperatorStore& operators;
    EmergencyStore& emergencies;
    CredentialStore& credentials;
    JobStore& jobs;
    AuditStore& audit;
    RuleStore& rules;
    ProgrammeStore& programmes;
    OwnershipStore& ownership;
};

}  // namespace village::ports
