// An Announcement (bản tin): something that can be said. Its sound is made by a job; until that is done it cannot be scheduled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/domain/approval.hpp"
#include "scheduler/domain/content.hpp"
#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/priority.hpp"

namespace village::domain {

enum class AnnouncementSource : std::uint8_t { file, text, microphone, relay };
/// Bản nháp, Chờ duyệt, Đã duyệt, Lưu trữ and the side exits (product.md, section 3).
enum class AnnouncementState : std::uint8_t { draft, waiting, approved, archived, returned, rejected, withdrawn, expired };
enum class AudioState : std::uint8_t { none, processing, ready, failed };

struct Announcement {
    AnnouncementId id;
    std::string title;
    std::string category;
    Priority priority = Priority::normal;
    AnnouncementSource source = AnnouncementSource::file;
    std::string text;    ///< To be spoken, or the written form of a recording; NFC.
    bool music = false;  ///< All of it is music: it falls away in mourning.
    std::string basis;   ///< Căn cứ: number and date of the document it rests on; may be empty.
    AnnouncementState state = AnnouncementState::draft;
    AudioState audio = AudioState::none;
    std::optional<AudioContent> content;  ///< What would sound; it stays until another one is there.
    std::optional<Error> audio_error;     ///< Why the last one could not be made; beside it the one before may be ready.
    OperatorId created_by;
    std::vector<OperatorId> changed_by;  ///< Whoever changed words or sound since; with `created_by` its authors.
    std::vector<Consent> consents;       ///< To the words and the sound as they are now.
    std::string remark;                  ///< Why it was returned or refused.
    UtcTime created_at{};
    std::uint32_t version = 1;
    std::optional<UtcTime> valid_from;   ///< As its basis says: earlier it does not sound ...
    std::optional<UtcTime> valid_until;  ///< ... nor from here on.
    bool operator==(const Announcement&) const = default;
};

}  // namespace village::domain
