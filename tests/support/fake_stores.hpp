// The other stores in memory, as far as the API asks them; what it never asks answers `not_found` or nothing.
#pragma once

#include <algorithm>
#include <map>
#include <utility>

#include "controller/ports/stores.hpp"

namespace village::support {

template <class Value>
using StoreAnswer = ports::Awaitable<domain::Result<Value>>;
using StoreStatus = ports::Awaitable<domain::Status>;

inline domain::Error no_such() { return {domain::ErrorCode::not_found, "there is none"}; }

class FakeCommuneStore final : public ports::CommuneStore {
public:
    StoreAnswer<domain::Commune> load() override { co_return no_such(); }
    StoreAnswer<domain::Area> save(domain::Area area, ports::Audit) override { co_return area; }
    StoreAnswer<domain::Zone> save(domain::Zone zone, ports::Audit) override { co_return zone; }
    StoreAnswer<domain::Node> save(domain::Node node, ports::Audit) override { co_return node; }
    StoreStatus save(std::vector<domain::Node>, ports::Audit) override { co_return domain::Status{}; }
    StoreAnswer<domain::Node> revoke(domain::Node node, domain::UtcTime, ports::Audit) override { co_return node; }
    StoreAnswer<domain::Operator> set_up(ports::CommuneImport, ports::Account first, std::vector<ports::AuditEntry>) override {
        co_return first.who;
    }
    StoreStatus import(ports::CommuneImport, ports::Audit) override { co_return domain::Status{}; }
    StoreAnswer<ports::KeptHours> hours() override { co_return kept_hours; }
    StoreAnswer<ports::KeptHours> save(ports::KeptHours hours, ports::Audit) override {
        if (hours.version != kept_hours.version)
            co_return domain::Error{domain::ErrorCode::version_conflict, "somebody else changed the hours"};
        ++hours.version;
        co_return kept_hours = hours;
    }
    ports::KeptHours kept_hours;
};

class FakeAnnouncementStore final : public ports::AnnouncementStore {
public:
    StoreAnswer<domain::Announcement> find(domain::AnnouncementId id) override {
        const auto found = rows.find(id);
        if (found == rows.end()) co_return no_such();
        co_return found->second;
    }
    StoreAnswer<domain::Announcement> save(domain::Announcement announcement, ports::Audit) override {
        const auto found = rows.find(announcement.id);
        if (found != rows.end()) {
            if (found->second.version != announcement.version)
                co_return domain::Error{domain::ErrorCode::version_conflict, "somebody else changed this announcement"};
            ++announcement.version;
        }
        const auto before = std::exchange(rows[announcement.id], announcement).consents;
        for (const auto& one : announcement.consents)
            if (one.by_telephone && std::ranges::find(before, one) == before.end())
                unseen.push_back({announcement.id, announcement.title, one.given_by, one.at, true});
        co_return announcement;
    }
    StoreAnswer<std::vector<domain::ContentHash>> sounds() override {
        std::vector<domain::ContentHash> all;
        for (const auto& [id, row] : rows)
            if (row.content) all.push_back(row.content->hash);
        co_return all;
    }
    StoreAnswer<std::vector<ports::UnseenConsent>> unseen_consents(domain::OperatorId) override { co_return unseen; }
    StoreAnswer<std::size_t> telephone_consents_since(domain::OperatorId, domain::UtcTime) override { co_return 0; }
    StoreStatus acknowledge_consents(domain::OperatorId, domain::AnnouncementId id, domain::UtcTime, domain::UtcTime,
                                     ports::Audit) override {
        if (std::erase_if(unseen, [&](const auto& one) { return one.announcement == id; }) == 0) co_return no_such();
        co_return domain::Status{};
    }
    std::map<domain::AnnouncementId, domain::Announcement> rows;
    std::vector<ports::UnseenConsent> unseen;
};

class FakeScheduleStore final : public ports::ScheduleStore {
public:
    StoreAnswer<domain::Schedule> find(domain::ScheduleId id) override {
        const auto found = rows.find(id);
        if (found == rows.end()) co_return no_such();
        co_return found->second;
    }
    StoreAnswer<domain::Schedule> save(domain::Schedule schedule, ports::Audit) override {
        rows[schedule.id] = schedule;
        co_return schedule;
    }
    StoreAnswer<std::vector<domain::Schedule>> active() override { co_return std::vector<domain::Schedule>{}; }
    std::map<domain::ScheduleId, domain::Schedule> rows;
};

class FakeBroadcastStore final : public ports::BroadcastStore {
public:
    StoreAnswer<domain::Broadcast> find(domain::BroadcastId) override { co_return no_such(); }
    StoreAnswer<std::vector<domain::Broadcast>> pieces_of(domain::OccurrenceId) override {
        co_return std::vector<domain::Broadcast>{};
    }
    StoreAnswer<std::vector<domain::Broadcast>> corrections_of(domain::BroadcastId) override {
        co_return std::vector<domain::Broadcast>{};
    }
    StoreAnswer<std::vector<domain::Broadcast>> later_of(domain::AnnouncementId, domain::UtcTime) override {
        co_return std::vector<domain::Broadcast>{};
    }
    StoreAnswer<std::vector<domain::Broadcast>> beginning_in(domain::UtcTime, domain::UtcTime) override {
        co_return std::vector<domain::Broadcast>{};
    }
    StoreAnswer<std::vector<domain::Delivery>> deliveries_of(domain::BroadcastId) override {
        co_return std::vector<domain::Delivery>{};
    }
    StoreStatus save(ports::Decided) override { co_return domain::Status{}; }
    StoreAnswer<Open> open(domain::UtcTime) override { co_return Open{}; }
    StoreAnswer<std::optional<domain::BroadcastId>> find_idempotent(std::string, domain::Sha256) override {
        co_return std::optional<domain::BroadcastId>{};
    }
    StoreStatus begin(domain::Broadcast, std::string, domain::Sha256, ports::AuditEntry) override { co_return domain::Status{}; }
};

class FakeReceiptStore final : public ports::ReceiptStore {
public:
    StoreStatus append(domain::PlaybackReceipt) override { co_return domain::Status{}; }
    StoreAnswer<std::uint64_t> complete_up_to(domain::NodeNumber, domain::ReceiptKey, std::uint64_t from) override {
        co_return from - 1;
    }
};

class FakeEmergencyStore final : public ports::EmergencyStore {
public:
    StoreAnswer<std::vector<domain::EmergencyTemplate>> templates() override {
        co_return std::vector<domain::EmergencyTemplate>{};
    }
    StoreAnswer<domain::EmergencyTemplate> add(domain::EmergencyTemplate item, ports::Audit) override { co_return item; }
    StoreAnswer<domain::EmergencyTemplate> save(domain::EmergencyTemplate item, ports::Audit) override { co_return item; }
    StoreStatus remove(domain::TemplateId, std::uint32_t, ports::Audit) override { co_return domain::Status{}; }
    StoreAnswer<std::vector<domain::RenderedTemplate>> rendered() override { co_return std::vector<domain::RenderedTemplate>{}; }
    StoreStatus save(domain::RenderedTemplate) override { co_return domain::Status{}; }
};

class FakeCredentialStore final : public ports::CredentialStore {
public:
    StoreAnswer<std::vector<ports::NodeCredential>> all() override {
        ++asked;
        co_return rows;
    }
    StoreStatus save(ports::NodeCredential credential, ports::Audit) override {
        rows.push_back(credential);
        co_return domain::Status{};
    }
    std::vector<ports::NodeCredential> rows;
    int asked = 0;  ///< How often anybody needed its keys.
};

class FakeJobStore final : public ports::JobStore {
public:
    StoreStatus save(ports::JobRow) override { co_return domain::Status{}; }
    StoreAnswer<std::vector<ports::JobRow>> unfinished() override { co_return std::vector<ports::JobRow>{}; }
};

class FakeAuditStore final : public ports::AuditStore {
public:
    StoreStatus append(ports::AuditEntry entry) override {
        rows.push_back(entry);
        co_return domain::Status{};
    }
    std::vector<ports::AuditEntry> rows;
};

class FakeProgrammeStore final : public ports::ProgrammeStore {
public:
    StoreAnswer<std::vector<domain::Programme>> all() override {
        std::vector<domain::Programme> all;
        for (const auto& [id, row] : rows) all.push_back(row);
        std::ranges::stable_sort(all, {}, &domain::Programme::name);
        co_return all;
    }
    StoreAnswer<domain::Programme> find(domain::ProgrammeId id) override {
        const auto found = rows.find(id);
        if (found == rows.end()) co_return no_such();
        co_return found->second;
    }
    StoreAnswer<domain::Programme> add(domain::Programme programme, ports::Audit) override {
        programme.version = 1;
        if (!rows.emplace(programme.id, programme).second)
            co_return domain::Error{domain::ErrorCode::already_exists, "this programme exists"};
        co_return programme;
    }
    StoreAnswer<domain::Programme> save(domain::Programme programme, ports::Audit) override {
        const auto found = rows.find(programme.id);
        if (found == rows.end()) co_return no_such();
        if (found->second.version != programme.version) co_return changed();
        ++programme.version;
        found->second = programme;
        co_return programme;
    }
    StoreStatus remove(domain::ProgrammeId id, std::uint32_t version, ports::Audit) override {
        const auto found = rows.find(id);
        if (found == rows.end()) co_return no_such();
        if (found->second.version != version) co_return changed();
        rows.erase(found);
        std::erase_if(days, [&](const auto& one) { return one.first.first == id; });
        co_return domain::Status{};
    }
    StoreAnswer<domain::ProgrammeDay> day(domain::ProgrammeId id, date::local_days day) override {
        if (!rows.contains(id)) co_return no_such();
        const auto found = days.find({id, day});
        co_return found == days.end() ? domain::ProgrammeDay{id, day, {}, 0} : found->second;
    }
    StoreAnswer<domain::ProgrammeDay> save(domain::ProgrammeDay day, ports::Audit) override {
        if (!rows.contains(day.programme)) co_return no_such();
        auto& stored = days[{day.programme, day.day}];
        if (stored.version != day.version) co_return changed();
        ++day.version;
        stored = day;
        co_return day;
    }
    std::map<domain::ProgrammeId, domain::Programme> rows;
    std::map<std::pair<domain::ProgrammeId, date::local_days>, domain::ProgrammeDay> days;

private:
    static domain::Error changed() { return {domain::ErrorCode::version_conflict, "somebody else changed this programme"}; }
};

class FakeRuleStore final : public ports::RuleStore {
public:
    StoreAnswer<domain::ApprovalPolicy> approval_policy() override { co_return policy; }
    StoreAnswer<domain::ApprovalPolicy> save(domain::ApprovalPolicy wanted, ports::Audit) override {
        if (wanted.version != policy.version)
            co_return domain::Error{domain::ErrorCode::version_conflict, "somebody else changed these rules"};
        policy = std::move(wanted);
        ++policy.version;
        co_return policy;
    }
    StoreAnswer<std::optional<domain::DayRules>> day_rules() override { co_return days; }
    StoreAnswer<domain::DayRules> save(domain::DayRules wanted, ports::Audit) override {
        if (wanted.version != (days ? days->version : 0))
            co_return domain::Error{domain::ErrorCode::version_conflict, "somebody else changed the special days"};
        ++wanted.version;
        days = wanted;
        co_return wanted;
    }
    StoreAnswer<domain::HoursRules> hours_rules() override { co_return hours; }
    StoreAnswer<domain::HoursRules> save(domain::HoursRules wanted, ports::Audit) override {
        if (wanted.version != hours.version)
            co_return domain::Error{domain::ErrorCode::version_conflict, "somebody else changed these hours"};
        ++wanted.version;
        hours = wanted;
        co_return wanted;
    }
    StoreAnswer<std::vector<domain::Delegation>> delegations() override {
        std::vector<domain::Delegation> all;
        for (const auto& [id, row] : lent) all.push_back(row);
        co_return all;
    }
    StoreStatus save(domain::Delegation delegation, ports::Audit) override {
        lent[delegation.id] = delegation;
        co_return domain::Status{};
    }
    StoreAnswer<std::vector<domain::SurgePeriod>> surge_periods() override {
        std::vector<domain::SurgePeriod> all;
        for (const auto& [id, row] : surges) all.push_back(row);
        co_return all;
    }
    StoreStatus save(domain::SurgePeriod period, ports::Audit) override {
        surges[period.id] = period;
        co_return domain::Status{};
    }
    domain::ApprovalPolicy policy;
    std::optional<domain::DayRules> days;
    domain::HoursRules hours;
    std::map<domain::SurgePeriodId, domain::SurgePeriod> surges;
    std::map<domain::DelegationId, domain::Delegation> lent;
};

class FakeOwnershipStore final : public ports::OwnershipStore {
public:
    ports::Owner owner() const override { return now; }
    std::uint64_t epoch_on_disk() const override { return owner().epoch; }
    StoreStatus rise_above(std::uint64_t epoch) override {
        now.epoch = std::max(epoch + 1, now.epoch);
        co_return domain::Status{};
    }
    ports::Owner now{1, {}};
};

}  // namespace village::support
