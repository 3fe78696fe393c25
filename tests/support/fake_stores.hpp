// The other stores in memory, as far as the API asks them; what it never asks answers `not_found` or nothing.
#pragma once

#include <map>

#include "controller/ports/stores.hpp"

namespace village::support {

template <class Value>
using StoreAnswer = ports::Awaitable<domain::Result<Value>>;
using StoreStatus = ports::Awaitable<domain::Status>;

inline domain::Error no_such() { return {domain::ErrorCode::not_found, "there is none"}; }

class FakeCommuneStore final : public ports::CommuneStore {
public:
    StoreAnswer<domain::Commune> load() override { co_return no_such(); }
    StoreStatus save_commune(domain::Commune) override { co_return domain::Status{}; }
    StoreAnswer<domain::Area> save(domain::Area area) override { co_return area; }
    StoreAnswer<domain::Zone> save(domain::Zone zone) override { co_return zone; }
    StoreAnswer<domain::Node> save(domain::Node node) override { co_return node; }
    StoreStatus import(domain::Commune) override { co_return domain::Status{}; }
    StoreAnswer<domain::HoursPolicy> hours() override { co_return domain::HoursPolicy{}; }
    StoreStatus save_hours(domain::HoursPolicy) override { co_return domain::Status{}; }
};

class FakeAnnouncementStore final : public ports::AnnouncementStore {
public:
    StoreAnswer<domain::Announcement> find(domain::AnnouncementId id) override {
        const auto found = rows.find(id);
        if (found == rows.end()) co_return no_such();
        co_return found->second;
    }
    StoreAnswer<domain::Announcement> save(domain::Announcement announcement) override {
        const auto found = rows.find(announcement.id);
        if (found != rows.end()) {
            if (found->second.version != announcement.version)
                co_return domain::Error{domain::ErrorCode::version_conflict, "somebody else changed this announcement"};
            ++announcement.version;
        }
        rows[announcement.id] = announcement;
        co_return announcement;
    }
    std::map<domain::AnnouncementId, domain::Announcement> rows;
};

class FakeScheduleStore final : public ports::ScheduleStore {
public:
    StoreAnswer<domain::Schedule> find(domain::ScheduleId id) override {
        const auto found = rows.find(id);
        if (found == rows.end()) co_return no_such();
        co_return found->second;
    }
    StoreAnswer<domain::Schedule> save(domain::Schedule schedule) override {
        rows[schedule.id] = schedule;
        co_return schedule;
    }
    StoreAnswer<std::vector<domain::Schedule>> active() override { co_return std::vector<domain::Schedule>{}; }
    std::map<domain::ScheduleId, domain::Schedule> rows;
};

class FakeBroadcastStore final : public ports::BroadcastStore {
public:
    StoreAnswer<domain::Broadcast> find(domain::BroadcastId) override { co_return no_such(); }
    StoreStatus save(std::vector<domain::Broadcast>, std::vector<domain::Delivery>) override { co_return domain::Status{}; }
    StoreAnswer<Open> open(domain::UtcTime) override { co_return Open{}; }
    StoreStatus save_grant(domain::SignedGrant) override { co_return domain::Status{}; }
    StoreStatus save_stop(domain::SignedStop) override { co_return domain::Status{}; }
    StoreAnswer<std::optional<domain::BroadcastId>> find_idempotent(std::string, domain::Sha256) override {
        co_return std::optional<domain::BroadcastId>{};
    }
    StoreStatus remember_idempotent(std::string, domain::Sha256, domain::BroadcastId, domain::UtcTime) override {
        co_return domain::Status{};
    }
};

class FakeReceiptStore final : public ports::ReceiptStore {
public:
    StoreStatus append(domain::PlaybackReceipt) override { co_return domain::Status{}; }
    StoreAnswer<std::uint64_t> last_number(domain::NodeNumber, domain::ReceiptKey) override { co_return std::uint64_t{0}; }
};

class FakeEmergencyStore final : public ports::EmergencyStore {
public:
    StoreAnswer<std::vector<domain::EmergencyTemplate>> templates() override { co_return std::vector<domain::EmergencyTemplate>{}; }
    StoreStatus save(domain::EmergencyTemplate) override { co_return domain::Status{}; }
    StoreAnswer<std::vector<domain::RenderedTemplate>> rendered() override { co_return std::vector<domain::RenderedTemplate>{}; }
    StoreStatus save(domain::RenderedTemplate) override { co_return domain::Status{}; }
};

class FakeCredentialStore final : public ports::CredentialStore {
public:
    StoreAnswer<std::vector<ports::NodeCredential>> all() override { co_return rows; }
    StoreStatus save(ports::NodeCredential credential) override {
        rows.push_back(credential);
        co_return domain::Status{};
    }
    std::vector<ports::NodeCredential> rows;
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

}  // namespace village::support
