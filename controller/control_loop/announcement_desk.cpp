#include "controller/control_loop/announcement_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "controller/control_loop/approvals.hpp"
#include "controller/control_loop/approver_rights.hpp"
#include "scheduler/domain/validity.hpp"

namespace village::control_loop {
namespace {

using domain::Announcement;
using domain::AnnouncementState;
using domain::AudioState;
using domain::Error;
using domain::ErrorCode;

constexpr std::size_t title_longest = 300, text_longest = 20'000;  ///< Characters, as the contract counts them.
constexpr std::size_t bytes_of_a_character = 4;

domain::Status check_words(const Announcement& draft) {
    if (draft.title.empty())
        return Error{ErrorCode::invalid_argument, "an announcement needs a title",
                     domain::BrokenRule{"name", std::to_string(title_longest), {}}};
    // Only guards: who counts characters has said before what is too long.
    if (draft.title.size() > title_longest * bytes_of_a_character)
        return Error{ErrorCode::invalid_argument, "a title has at most 300 characters",
                     domain::BrokenRule{"field_length", fmt::format("1 - {}", title_longest), "title"}};
    if (draft.text.size() > text_longest * bytes_of_a_character)
        return Error{ErrorCode::invalid_argument, "a text has at most 20,000 characters",
                     domain::BrokenRule{"field_length", fmt::format("0 - {}", text_longest), "text"}};
    if (draft.priority > domain::Priority::priority)
        return Error{ErrorCode::invalid_argument, "a bulletin is normal or priority; emergencies have their own page",
                     domain::BrokenRule{"bulletin_priority", "priority", std::string{domain::priority_name(draft.priority)}}};
    return {};
}

domain::Status check_validity(const Office& office, const Announcement& draft) {
    if (!draft.valid_from || !draft.valid_until || *draft.valid_until > *draft.valid_from) return {};
    const auto local = [&](domain::UtcTime time) { return domain::local_text(office.zone.to_local(time)); };
    return Error{ErrorCode::invalid_argument, "its validity ends after it begins",
                 domain::BrokenRule{"validity_order", local(*draft.valid_from), local(*draft.valid_until)}};
}

/// An approval is for these words, said as what they are while they hold. Shorter is no other thing.
bool is_approved_with(const Announcement& one, const Announcement& other) {
    return !domain::holds_longer(other, one) && one.title == other.title && one.text == other.text && one.basis == other.basis &&
           one.category == other.category && one.music == other.music && one.priority == other.priority;
}

}  // namespace

ports::Awaitable<domain::Result<Announcement>> AnnouncementDesk::edited(domain::Operator caller,
                                                                        std::optional<Announcement> stored,
                                                                        Announcement draft) const {
    const auto before = stored.value_or(Announcement{});
    const auto wanted = draft.state;
    draft.created_by = stored ? before.created_by : caller.id;
    draft.created_at = stored ? before.created_at : office_.now();
    draft.state = before.state;
    draft.changed_by = before.changed_by;
    draft.consents = before.consents;
    draft.remark = before.remark;
    // What was spoken no longer says what is written.
    const bool keeps_sound = stored && (before.source != domain::AnnouncementSource::text || before.text == draft.text);
    draft.audio = keeps_sound ? before.audio : AudioState::none;
    draft.content = keeps_sound ? before.content : std::nullopt;
    if (stored && !is_approved_with(before, draft)) policy::note_change(draft, caller.id);
    if (stored && domain::holds_longer(before, draft))
        if (auto allowed = co_await may_withdraw(office_, caller, before); !allowed) co_return allowed.error();
    if (wanted == before.state) co_return draft;
    co_return co_await after_wish(office_, std::move(caller), std::move(draft), wanted);
}

ports::Awaitable<domain::Result<Announcement>> AnnouncementDesk::save(domain::Operator caller, Announcement draft) {
    if (auto sound = check_words(draft); !sound) co_return sound.error();
    if (auto allowed = office_.may_somewhere(caller, policy::Action::write, draft.priority); !allowed) co_return allowed.error();
    if (auto sound = check_validity(office_, draft); !sound) co_return sound.error();
    auto stored = co_await office_.ports.stores.announcements.find(draft.id);
    if (!stored && stored.error().code != ErrorCode::not_found) co_return stored.error();
    auto before = stored ? std::optional(*stored) : std::nullopt;
    if (before)
        if (auto allowed = office_.may_write(caller, *before); !allowed) co_return allowed.error();
    auto next = co_await edited(caller, before, std::move(draft));
    if (!next) co_return next.error();
    auto row = office_.row(caller, "announcement.save", next->id.text(), next->title);
    auto saved = co_await office_.ports.stores.announcements.save(*next, std::move(row));
    if (!saved) co_return saved.error();
    office_.ports.feed.publish(*saved);
    const bool stands_as_before = before && before->state == saved->state && before->valid_from == saved->valid_from &&
                                  before->valid_until == saved->valid_until;
    if (before && !stands_as_before && on_standing) on_standing(*saved, caller.login);
    co_return *saved;
}

domain::Status AnnouncementDesk::may_upload(const domain::Operator& caller) const {
    return office_.may_somewhere(caller, policy::Action::write, domain::Priority::normal);
}

ports::Awaitable<domain::Status> AnnouncementDesk::cancel_job(domain::Operator caller, domain::JobId id) {
    const auto jobs = office_.ports.jobs.current();
    const auto job = std::find_if(jobs.begin(), jobs.end(), [&](const auto& one) { return one.id == id; });
    if (job == jobs.end()) co_return Error{ErrorCode::not_found, "no such job, or it ended long ago"};
    std::optional<domain::OperatorId> author;
    if (const auto subject = domain::AnnouncementId::parse(job->subject); subject && job->kind.starts_with("prepare_")) {
        auto announcement = co_await office_.ports.stores.announcements.find(*subject);
        if (!announcement && announcement.error().code != ErrorCode::not_found) co_return announcement.error();
        if (announcement) author = announcement->created_by;
    }
    auto allowed = author == caller.id ? office_.may_somewhere(caller, policy::Action::write, domain::Priority::normal)
                                       : office_.may(caller, policy::Action::cancel_jobs);
    if (!allowed) co_return allowed;
    office_.ports.jobs.cancel(id);
    co_return domain::Status{};
}

}  // namespace village::control_loop
