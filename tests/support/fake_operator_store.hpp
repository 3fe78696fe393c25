// Accounts, sessions and device keys in memory, with the rules the real store keeps.
#pragma once

#include <map>

#include "controller/ports/stores.hpp"

namespace village::support {

class FakeOperatorStore final : public ports::OperatorStore {
public:
    template <class Value>
    using Answer = ports::Awaitable<domain::Result<Value>>;

    Answer<std::uint32_t> count() override { co_return static_cast<std::uint32_t>(accounts_.size()); }
    Answer<ports::Account> find_by_login(std::string login) override {
        for (const auto& [id, account] : accounts_)
            if (account.who.login == login) co_return account;
        co_return missing();
    }
    Answer<domain::Operator> find(domain::OperatorId id) override {
        const auto found = accounts_.find(id);
        if (found == accounts_.end()) co_return missing();
        co_return found->second.who;
    }
    Answer<std::vector<domain::Operator>> all() override {
        std::vector<domain::Operator> people;
        for (const auto& [id, account] : accounts_) people.push_back(account.who);
        co_return people;
    }
    Answer<domain::Operator> save(ports::Account account, ports::Audit audit) override {
        if (audit) audit_rows.push_back(*audit);
        const bool has_new_password = !account.password_hash.empty();
        const auto found = accounts_.find(account.who.id);
        if (found != accounts_.end()) {
            if (found->second.who.version != account.who.version)
                co_return domain::Error{domain::ErrorCode::version_conflict, "somebody else changed this account"};
            if (account.password_hash.empty()) account.password_hash = found->second.password_hash;
            ++account.who.version;
        }
        if (has_new_password || !account.who.active)
            std::erase_if(sessions_, [&](const auto& one) { return one.second.who == account.who.id; });
        accounts_[account.who.id] = account;
        co_return account.who;
    }
    ports::Awaitable<domain::Status> save_session(ports::StoredSession session) override {
        ++sessions_saved;
        sessions_[session.token_hash] = session;
        co_return domain::Status{};
    }
    ports::Awaitable<domain::Status> session_used(domain::Sha256 token_hash, domain::UtcTime at) override {
        if (disk_is_full) co_return domain::Error{domain::ErrorCode::disk_full, "no room"};
        if (const auto found = sessions_.find(token_hash); found != sessions_.end()) found->second.last_used_at = at;
        co_return domain::Status{};
    }
    Answer<ports::StoredSession> find_session(domain::Sha256 token_hash) override {
        ++sessions_asked;
        const auto found = sessions_.find(token_hash);
        if (found == sessions_.end()) co_return missing();
        co_return found->second;
    }
    ports::Awaitable<domain::Status> end_session(domain::Sha256 token_hash) override {
        sessions_.erase(token_hash);
        co_return domain::Status{};
    }
    ports::Awaitable<domain::Status> save_device_key(domain::DeviceKey key, ports::Audit audit) override {
        if (audit) audit_rows.push_back(*audit);
        keys_[key.id] = key;
        co_return domain::Status{};
    }
    Answer<std::vector<domain::DeviceKey>> device_keys(std::optional<domain::OperatorId> owner) override {
        std::vector<domain::DeviceKey> keys;
        for (const auto& [id, key] : keys_)
            if (!owner || key.owner == *owner) keys.push_back(key);
        co_return keys;
    }

    /// As the loop knows it by heart.
    domain::Result<domain::Operator> officer_of(domain::DeviceKeyId device) const {
        const auto key = keys_.find(device);
        if (key == keys_.end())
            return domain::Error{domain::ErrorCode::key_unknown, "this device is not paired",
                                 domain::BrokenRule{"device_key", {}, device.text()}};
        if (key->second.revoked_at)
            return domain::Error{domain::ErrorCode::key_revoked, "this device was revoked",
                                 domain::BrokenRule{"device_key", {}, key->second.name}};
        return accounts_.at(key->second.owner).who;
    }

    std::vector<ports::AuditEntry> audit_rows;
    bool disk_is_full = false;
    int sessions_saved = 0;
    int sessions_asked = 0;

private:
    static domain::Error missing() { return {domain::ErrorCode::not_found, "there is none"}; }

    std::map<domain::OperatorId, ports::Account> accounts_;
    std::map<domain::Sha256, ports::StoredSession> sessions_;
    std::map<domain::DeviceKeyId, domain::DeviceKey> keys_;
};

}  // namespace village::support
