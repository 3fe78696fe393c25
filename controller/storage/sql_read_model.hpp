// The lists of the pages, newest first, by the read-only connections.
#pragma once

#include "controller/ports/read_model.hpp"
#include "controller/storage/runner.hpp"

namespace village::storage {

class SqlReadModel final : public ports::ReadModel {
public:
    explicit SqlReadModel(Runner& runner) : runner_(runner) {}
    ports::Awaitable<Result<ports::Page<domain::Announcement>>> announcements(ports::AnnouncementFilter filter,
                                                                              ports::PageRequest page) override;
    ports::Awaitable<Result<ports::Page<domain::Schedule>>> schedules(ports::PageRequest page) override;
    ports::Awaitable<Result<ports::Page<ports::ListedBroadcast>>> broadcasts(ports::BroadcastFilter filter,
                                                                             ports::PageRequest page) override;
    ports::Awaitable<Result<std::vector<domain::Delivery>>> deliveries(domain::BroadcastId broadcast) override;
    ports::Awaitable<Result<ports::Page<domain::PlaybackReceipt>>> receipts(std::optional<domain::BroadcastId> broadcast,
                                                                            std::optional<domain::NodeNumber> node,
                                                                            ports::PageRequest page) override;
    ports::Awaitable<Result<ports::Page<ports::AuditEntry>>> audit(ports::PageRequest page) override;

private:
    Runner& runner_;
};

}  // namespace village::storage
