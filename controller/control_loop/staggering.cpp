#include "controller/control_loop/staggering.hpp"

#include <fmt/format.h>

#include "scheduler/policy/passes.hpp"

namespace village::control_loop {
namespace {

domain::Error never_staggered(std::string_view what) {
    return {domain::ErrorCode::invalid_argument,
            fmt::format("a {} is never staggered, only finished audio of at most 2 min", what),
            domain::BrokenRule{"staggered_kind", "audio", std::string{what}}};
}

domain::Status check_staggered(const domain::Announcement& announcement) {
    if (announcement.source == domain::AnnouncementSource::relay) return never_staggered("relay");
    return policy::check_staggered_length(announcement.content->duration);
}

}  // namespace

domain::Status check_staggered(const domain::Schedule& wanted, const domain::Announcement& announcement) {
    if (!wanted.staggered) return {};
    if (wanted.programme) return never_staggered("programme");
    return check_staggered(announcement);
}

domain::Duration waits_for_passes(const Office& office, const domain::Schedule& wanted, const domain::Announcement& announcement,
                                  const domain::NodeSet& nodes) {
    if (!wanted.staggered || !announcement.content) return {};
    return policy::last_begins_after(policy::passes_of(office.commune, nodes, announcement.content->duration));
}

domain::Result<std::vector<domain::Pass>> asked_passes(const Office& office, const ports::BroadcastRequest& request,
                                                       const domain::Announcement& announcement, const domain::NodeSet& nodes) {
    if (!request.staggered) return std::vector<domain::Pass>{};
    if (request.streamed) return never_staggered("stream");
    if (auto may = check_staggered(announcement); !may) return may.error();
    return policy::passes_of(office.commune, nodes, announcement.content->duration);
}

}  // namespace village::control_loop
