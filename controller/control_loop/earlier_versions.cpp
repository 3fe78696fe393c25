#include "controller/control_loop/earlier_versions.hpp"

#include <map>

namespace village::control_loop {
namespace {

using Content = std::optional<domain::ContentHash>;

/// The sound that the loudspeakers were told to play; nothing where none is planned yet, or nothing is heard.
Content planned_content(const Office& office, const domain::Foreseen& sound) {
    const auto* planned = office.dispatcher.find(sound.broadcast);
    if (planned == nullptr || !sound.announcement || sound.parts.empty()) return std::nullopt;
    return planned->content;
}

ports::Awaitable<domain::Result<Content>> content_now(const Office& office, domain::AnnouncementId id) {
    const auto item = co_await office.ports.stores.announcements.find(id);
    if (!item) co_return item.error();
    co_return item->content ? Content{item->content->hash} : Content{};
}

}  // namespace

ports::Awaitable<domain::Result<std::vector<domain::Foreseen>>> with_earlier_versions(const Office& office,
                                                                                      std::vector<domain::Foreseen> sounds) {
    std::map<domain::AnnouncementId, Content> now;
    for (auto& sound : sounds) {
        const auto planned = planned_content(office, sound);
        if (!planned) continue;
        if (!now.contains(*sound.announcement)) {
            const auto content = co_await content_now(office, *sound.announcement);
            if (!content) co_return content.error();
            now.emplace(*sound.announcement, *content);
        }
        sound.earlier_version = now.at(*sound.announcement) != planned;
    }
    co_return sounds;
}

}  // namespace village::control_loop
