// How the AnnouncementDesk has the sound of an announcement made, and which one it takes over.
#include <fmt/format.h>

#include "controller/control_loop/announcement_desk.hpp"
#include "controller/control_loop/finished_sound.hpp"
#include "scheduler/policy/approval.hpp"

namespace village::control_loop {
namespace {

using domain::Announcement;
using domain::AnnouncementSource;
using domain::AudioContent;
using domain::AudioState;
using domain::Error;
using domain::ErrorCode;
using domain::Result;

/// Whatever was agreed to before, it was not this sound.
void replace_sound(Announcement& item, const AudioContent& sound, AnnouncementSource source, domain::OperatorId by) {
    policy::note_change(item, by);
    item.source = source;
    item.audio = AudioState::ready;
    item.content = sound;
    item.audio_error.reset();
}

/// The sound that it had stays, with all that was agreed to: it goes on being heard where it is scheduled.
void keep_sound(Announcement& item, const Error& why) {
    item.audio = item.content ? AudioState::ready : AudioState::failed;
    item.audio_error = why;
}

}  // namespace

ports::Awaitable<Result<domain::JobId>> AnnouncementDesk::prepare(domain::Operator caller, domain::AnnouncementId id,
                                                                  std::optional<domain::UploadId> upload) {
    auto announcement = co_await office_.ports.stores.announcements.find(id);
    if (!announcement) co_return announcement.error();
    if (auto allowed = office_.may_write(caller, *announcement); !allowed) co_return allowed.error();
    std::string upload_path;
    if (upload) {
        auto path = office_.ports.blobs.upload_path(*upload);
        if (!path) co_return path.error();
        upload_path = *path;
    } else if (announcement->text.empty()) {
        co_return Error{ErrorCode::invalid_argument, "there is neither a file nor a text to make sound from",
                        domain::BrokenRule{"nothing_to_say", {}, {}}};
    }

    announcement->audio = AudioState::processing;
    announcement->audio_error.reset();
    auto row = office_.row(caller, "announcement.prepare", id.text(), announcement->title);
    auto marked = co_await office_.ports.stores.announcements.save(*announcement, std::move(row));
    if (!marked) co_return marked.error();
    office_.ports.feed.publish(*marked);
    Making making{id, caller.id, upload, marked->text, ++turns_};
    co_return start(std::move(making), std::move(upload_path));
}

Result<domain::JobId> AnnouncementDesk::start(Making making, std::string upload_path) {
    awaited_[making.announcement] = making.turn;
    auto audio = std::make_shared<Result<AudioContent>>(Error{ErrorCode::cancelled, "cancelled"});
    auto work = [this, audio, text = making.text, upload_path](const ports::Progress& progress) -> domain::Status {
        const auto prepare = [&](const ports::Progress& part) {
            auto& media = office_.ports.media;
            return upload_path.empty() ? media.prepare_text(text, part) : media.prepare_file(upload_path, part);
        };
        *audio = make_sound(office_, prepare, progress);
        return *audio ? domain::Status{} : audio->error();
    };
    auto done = [this, audio, making](domain::Status outcome) {
        if (making.upload) office_.ports.blobs.drop_upload(*making.upload);
        office_.spawn("take over new audio", take_over(making, outcome ? *audio : outcome.error()));
    };
    auto job = office_.ports.jobs.start(making.upload ? "prepare_file" : "prepare_text", making.announcement.text(),
                                        std::move(work), std::move(done));
    if (!job) office_.spawn("note a refused job", take_over(making, job.error()));
    return job;
}

ports::Awaitable<domain::Status> AnnouncementDesk::take_over(Making making, Result<AudioContent> audio) {
    const auto id = making.announcement;
    // A person may edit it while the sound is made; their version wins and the sound is added to it.
    for (int attempt = 0; attempt < 3; ++attempt) {
        auto announcement = co_await office_.ports.stores.announcements.find(id);
        if (!announcement) co_return announcement.error();
        const auto awaited = awaited_.find(id);
        if (awaited == awaited_.end() || awaited->second != making.turn) co_return domain::Status{};
        if (!making.upload && announcement->text != making.text)
            audio = Error{ErrorCode::cancelled, "the words were changed while they were spoken; start it again"};
        const auto source = making.upload ? AnnouncementSource::file : AnnouncementSource::text;
        if (audio) replace_sound(*announcement, *audio, source, making.by);
        else keep_sound(*announcement, audio.error());
        auto saved = co_await office_.ports.stores.announcements.save(*announcement, ports::by_itself);
        if (saved) {
            awaited_.erase(id);
            office_.ports.feed.publish(*saved);
            co_return domain::Status{};
        }
        if (saved.error().code != ErrorCode::version_conflict) co_return saved.error();
    }
    co_return Error{ErrorCode::version_conflict, fmt::format("announcement {} changes too fast", id.text())};
}

ports::Awaitable<domain::Status> AnnouncementDesk::close_interrupted() {
    const Error interrupted{ErrorCode::cancelled, "the program was restarted while the sound was made; start it again"};
    auto rows = co_await office_.ports.stores.jobs.unfinished();
    if (!rows) co_return rows.error();
    for (auto row : *rows) {
        const auto id = domain::AnnouncementId::parse(row.subject);
        if (id && row.kind.starts_with("prepare_"))
            if (auto noted = co_await note_interrupted(*id, interrupted); !noted) co_return noted;
        row.state = "failed";
        row.error = interrupted;
        row.changed_at = office_.now();
        if (auto saved = co_await office_.ports.stores.jobs.save(std::move(row)); !saved) co_return saved;
    }
    co_return domain::Status{};
}

ports::Awaitable<domain::Status> AnnouncementDesk::note_interrupted(domain::AnnouncementId id, Error interrupted) {
    auto announcement = co_await office_.ports.stores.announcements.find(id);
    if (!announcement) co_return announcement.error();
    // The words were edited, or its sound came before the row of the job was kept.
    if (announcement->audio != AudioState::processing) co_return domain::Status{};
    keep_sound(*announcement, interrupted);
    auto saved = co_await office_.ports.stores.announcements.save(*announcement, ports::by_itself);
    co_return saved ? domain::Status{} : domain::Status{saved.error()};
}

}  // namespace village::control_loop
