#include "controller/control_loop/finished_sound.hpp"

#include "controller/observability/log.hpp"

namespace village::control_loop {
namespace {

constexpr double prepared_at = 0.9;  // Of a job's progress; the listening copy is the rest.

ports::Progress part_of(const ports::Progress& progress, double from, double to) {
    return [&progress, from, to](std::uint8_t percent, std::string_view step) {
        return progress(static_cast<std::uint8_t>(100 * from + (to - from) * percent), step);
    };
}

}  // namespace

domain::Result<domain::AudioContent> make_sound(const Office& office, const PrepareSound& prepare,
                                                const ports::Progress& progress) {
    auto prepared = prepare(part_of(progress, 0, prepared_at));
    if (!prepared) return prepared.error();
    const auto stored = office.ports.blobs.take(prepared->path);
    if (!stored) return stored.error();
    prepared->content.hash = *stored;
    if (!lacks_listening_copy(office, *stored)) return prepared->content;
    const auto copied = make_listening_copy(office, *stored, part_of(progress, prepared_at, 1));
    if (copied) return prepared->content;
    if (copied.error().code == domain::ErrorCode::cancelled) return copied.error();
    warn_of_missing_copy(*stored, copied.error());
    return prepared->content;
}

bool lacks_listening_copy(const Office& office, const domain::ContentHash& sound) {
    return office.ports.blobs.has(sound) && !office.ports.blobs.listening_copy_size(sound);
}

domain::Status make_listening_copy(const Office& office, const domain::ContentHash& sound, const ports::Progress& progress) {
    const auto path = office.ports.blobs.path(sound);
    if (!path) return path.error();
    auto copy = office.ports.media.make_listening_copy(*path, progress);
    if (!copy) return copy.error();
    return office.ports.blobs.keep_listening_copy(sound, std::move(*copy));
}

void warn_of_missing_copy(const domain::ContentHash& sound, const domain::Error& why) {
    log::warn("sound {} has no listening copy, the next start tries again: {} [{}]", sound.text(), why.detail,
              domain::error_name(why.code));
}

}  // namespace village::control_loop
