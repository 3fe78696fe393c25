// Announcements; a folded copy of title and text is kept for the search.
#pragma once

#include "controller/ports/stores.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

/// In the order in which every query of this table selects them.
#define VILLAGE_ANNOUNCEMENT_COLUMNS \
    "id, title, category, priority, source, text, basis, state, audio, content, content_bytes, content_duration, " \
    "loudness, true_peak, audio_error, created_by, created_at, version, changed_by, consents, remark, music, " \
    "valid_from, valid_until"
Status read_announcement(const Statement& row, domain::Announcement& announcement);

class AnnouncementSqlStore final : public ports::AnnouncementStore {
public:
    explicit AnnouncementSqlStore(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Result<domain::Announcement>> find(domain::AnnouncementId id) override;
    ports::Awaitable<Result<domain::Announcement>> save(domain::Announcement announcement, ports::Audit audit) override;
    ports::Awaitable<Result<std::vector<ports::UnseenConsent>>> unseen_consents(domain::OperatorId approver) override;
    ports::Awaitable<Result<std::size_t>> telephone_consents_since(domain::OperatorId given_by, domain::UtcTime since) override;
    ports::Awaitable<Status> acknowledge_consents(domain::OperatorId approver, domain::AnnouncementId id, domain::UtcTime last,
                                                  domain::UtcTime now, ports::Audit audit) override;
    ports::Awaitable<Result<std::vector<domain::ContentHash>>> sounds() override;

private:
    Runner& runner_;
};

}  // namespace village::storage
