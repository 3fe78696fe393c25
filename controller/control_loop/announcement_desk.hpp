// Announcements and their sound: saves the words, starts the job that makes the audio, and takes the result over.
#pragma once

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
    ports::Awaitable<domain::Status> take_over(domain::AnnouncementId id, domain::Result<domain::AudioContent> audio);

    Office& office_;
};

}  // namespace village::control_loop
