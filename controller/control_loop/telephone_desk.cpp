#include "controller/control_loop/telephone_desk.hpp"

#include <algorithm>

#include "controller/control_loop/taking_back.hpp"
#include "scheduler/policy/approval.hpp"

namespace village::control_loop {
namespace {

using domain::Announcement;
using domain::Error;
using domain::ErrorCode;

/// The API says times in milliseconds.
constexpr std::chrono::microseconds rest_of_a_millisecond{999};
constexpr int attempts = 3;

}  // namespace

ports::Awaitable<domain::Result<std::vector<ports::UnseenConsent>>> TelephoneDesk::unseen(domain::Operator caller) const {
    return office_.ports.stores.announcements.unseen_consents(caller.id);
}

ports::Awaitable<domain::Status> TelephoneDesk::acknowledge(domain::Operator caller, domain::AnnouncementId id,
                                                            domain::UtcTime last) const {
    auto row = office_.row(caller, "consent.acknowledge", id.text(), domain::utc_text(last));
    return office_.ports.stores.announcements.acknowledge_consents(caller.id, id, last + rest_of_a_millisecond, office_.now(),
                                                                   std::move(row));
}

ports::Awaitable<domain::Status> TelephoneDesk::check_his(domain::Operator caller, Announcement item,
                                                          domain::UtcTime last) const {
    if (policy::has_telephone_consent(item, caller.id)) co_return domain::Status{};
    auto unseen = co_await office_.ports.stores.announcements.unseen_consents(caller.id);
    if (!unseen) co_return unseen.error();
    const bool is_told = std::ranges::any_of(*unseen, [&](const ports::UnseenConsent& one) {
        return one.announcement == item.id && one.at <= last + rest_of_a_millisecond;
    });
    if (!is_told) co_return Error{ErrorCode::not_found, "nothing was written down in this person's name about it"};
    if (item.state == domain::AnnouncementState::approved && !item.consents.empty())
        co_return Error{ErrorCode::invalid_argument, "it was changed and approved by others since; withdraw it instead",
                        domain::BrokenRule{"approved_since", {}, {}}};
    co_return domain::Status{};
}

ports::Awaitable<domain::Result<Announcement>> TelephoneDesk::taken_back(domain::Operator caller, Announcement item) const {
    // An edit at the same moment must not keep him from it.
    for (int attempt = 1; policy::has_telephone_consent(item, caller.id); ++attempt) {
        auto row = office_.row(caller, "consent.deny", item.id.text());
        auto next = policy::without_telephone_consent(item, caller.id);
        auto saved = co_await office_.ports.stores.announcements.save(std::move(next), std::move(row));
        if (saved) office_.ports.feed.publish(*saved);
        if (saved || saved.error().code != ErrorCode::version_conflict || attempt == attempts) co_return saved;
        auto found = co_await office_.ports.stores.announcements.find(item.id);
        if (!found) co_return found;
        item = std::move(*found);
    }
    co_return item;
}

ports::Awaitable<domain::Result<Announcement>> TelephoneDesk::deny(domain::Operator caller, domain::AnnouncementId id,
                                                                   domain::UtcTime last) {
    auto item = co_await office_.ports.stores.announcements.find(id);
    if (!item) co_return item.error();
    if (auto his = co_await check_his(caller, *item, last); !his) co_return his.error();
    const bool was_edited = !policy::has_telephone_consent(*item, caller.id);
    auto taken = co_await taken_back(caller, std::move(*item));
    if (!taken) co_return taken.error();
    // What is being planned just now was read before.
    office_.silenced.insert(id);
    // Where an edit took the consent away before, there was no row to write this with.
    if (was_edited) office_.ledger.write(office_.row(caller, "consent.deny", id.text()));
    take_back(office_, switchboard_, id, caller.login, "not_approved");
    auto seen = co_await acknowledge(std::move(caller), id, last);
    if (!seen && seen.error().code != ErrorCode::not_found) co_return seen.error();
    co_return taken;
}

}  // namespace village::control_loop
