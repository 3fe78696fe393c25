// Announcements and their sound: saves the words, starts the job that makes the audio, and takes the result over.
#pragma once

#include <map>

#include "controller/control_loop/office.hpp"
#include "controller/ports/commands.hpp"

namespace village::control_loop {

class AnnouncementDesk {
public:
    explicit AnnouncementDesk(Office& office) : office_(office) {}

    ports::Awaitable<domain::Result<domain::Announcement>> save(domain::Operator caller, domain::Announcement draft);
    ports::Awaitable<domain::Status> cancel_job(domain::Operator caller, domain::JobId id);
    ports::Awaitable<domain::Result<domain::JobId>> prepare(domain::Operator caller, domain::AnnouncementId id,
                                                            std::optional<domain::UploadId> upload);
    domain::Status may_upload(const domain::Operator& caller) const;
    /// After a restart: what was being made is failed with the reason, so that a person can press again.
    ports::Awaitable<domain::Status> close_interrupted();

    /// An edit brought about another state: by whom.
    std::function<void(const domain::Announcement&, const std::string&)> on_standing;

private:
    ports::Awaitable<domain::Result<domain::Announcement>> edited(domain::Operator caller,
                                                                  std::optional<domain::Announcement> stored,
                                                                  domain::Announcement draft) const;

    /// The sound that was asked for: of what, and by whom.
    struct Making {
        domain::AnnouncementId announcement;
        domain::OperatorId by;
        std::optional<domain::UploadId> upload;
        std::string text;
        std::uint64_t turn = 0;
    };
    domain::Result<domain::JobId> start(Making making, std::string upload_path);
    ports::Awaitable<domain::Status> take_over(Making making, domain::Result<domain::AudioContent> audio);
    ports::Awaitable<domain::Status> note_interrupted(domain::AnnouncementId id, domain::Error interrupted);

    Office& office_;
    std::uint64_t turns_ = 0;
    std::map<domain::AnnouncementId, std::uint64_t>
        awaited_;  ///< Whose sound is being made: only the turn asked for last counts.
};

}  // namespace village::control_loop
