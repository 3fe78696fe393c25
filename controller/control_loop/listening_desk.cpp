#include "controller/control_loop/listening_desk.hpp"

#include "controller/control_loop/finished_sound.hpp"

namespace village::control_loop {

using domain::ErrorCode;

ports::Awaitable<domain::Status> ListeningDesk::make_missing() {
    auto sounds = co_await office_.ports.stores.announcements.sounds();
    if (!sounds) co_return sounds.error();
    for (const auto& one : office_.rendered)
        if (one.content) waiting_.push_back(one.content->hash);
    waiting_.insert(waiting_.end(), sounds->begin(), sounds->end());
    make_next();
    co_return domain::Status{};
}

void ListeningDesk::make_next() {
    while (!waiting_.empty() && !lacks_listening_copy(office_, waiting_.front())) waiting_.pop_front();
    if (waiting_.empty()) return;
    const auto sound = waiting_.front();
    waiting_.pop_front();
    auto work = [this, sound](const ports::Progress& progress) { return make_listening_copy(office_, sound, progress); };
    auto done = [this, sound](const domain::Status& outcome) { made(sound, outcome); };
    const auto job = office_.ports.jobs.start("listening_copy", sound.text(), std::move(work), std::move(done));
    if (!job) warn_of_missing_copy(sound, job.error());
}

void ListeningDesk::made(const domain::ContentHash& sound, const domain::Status& outcome) {
    if (!outcome) warn_of_missing_copy(sound, outcome.error());
    const bool ends = !outcome && (outcome.error().code == ErrorCode::cancelled || outcome.error().code == ErrorCode::disk_full);
    if (!ends) make_next();
}

}  // namespace village::control_loop
