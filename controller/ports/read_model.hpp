// Lists for the pages: filter and cursor in, one page of rows out, answered by the read-only connections (2 s limit each,
// `timed_out` after that) and never through the control loop.
#pragma once

#include <optional>
#include <string>

#include "controller/ports/awaitable.hpp"
#include "controller/ports/page.hpp"
#include "controller/ports/stores.hpp"
#include "scheduler/domain/coverage.hpp"

namespace village::ports {

struct AnnouncementFilter {
    std::string text;  ///< Folded: marks ignored, đ as d.
    std::optional<domain::AnnouncementState> state;
    domain::UtcTime now{};  ///< What is out of date by now is expired, whether or not that is written down yet.
};

struct BroadcastFilter {
    std::optional<domain::UtcTime> from;
    std::optional<domain::UtcTime> to;
    std::optional<domain::AnnouncementId> announcement;
};

struct ListedBroadcast {
    domain::Broadcast broadcast;
    domain::Coverage coverage;
};

class ReadModel {
public:
    virtual ~ReadModel() = default;
    virtual Awaitable<Result<Page<domain::Announcement>>> announcements(AnnouncementFilter filter, PageRequest page) = 0;
    virtual Awaitable<Result<Page<domain::Schedule>>> schedules(PageRequest page) = 0;
    virtual Awaitable<Result<Page<ListedBroadcast>>> broadcasts(BroadcastFilter filter, PageRequest page) = 0;
    virtual Awaitable<Result<std::vector<domain::Delivery>>> deliveries(domain::BroadcastId broadcast) = 0;
    virtual Awaitable<Result<Page<domain::PlaybackReceipt>>> receipts(std::optional<domain::BroadcastId> broadcast,
                                                                      std::optional<domain::NodeNumber> node,
                                                                      PageRequest page) = 0;
    virtual Awaitable<Result<Page<AuditEntry>>> audit(PageRequest page) = 0;
};

}  // namespace village::ports
