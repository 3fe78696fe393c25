#include "node-firmware/audio/read_ahead.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>

#include "node-firmware/audio/read_ahead_track.hpp"

namespace village::node::audio {
namespace {

constexpr std::int64_t turn_samples = 4'800;
/// Far less than what lies in a ring.
constexpr std::chrono::milliseconds look_again{50};

/// What the device's thread holds; the track itself goes with the reading thread, which closes the file.
class ReadAheadSource final : public SampleSource {
public:
    explicit ReadAheadSource(std::shared_ptr<ReadAheadTrack> track) : track_(std::move(track)) {}
    ~ReadAheadSource() override { track_->abandon(); }

    domain::Status seek(std::int64_t sample) override {
        track_->seek(sample);
        return {};
    }
    domain::Result<std::size_t> read(std::span<float> out) override { return track_->read(out); }
    domain::FrameLedger ledger() const override { return track_->ledger(); }

private:
    std::shared_ptr<ReadAheadTrack> track_;
};

}  // namespace

void ReadAhead::start() {
    thread_ = std::thread([this] { run(); });
}

void ReadAhead::stop() {
    {
        std::lock_guard hold(mutex_);
        stopping_ = true;
    }
    news_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void ReadAhead::run() {
    // Signals stay with the main thread.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    pthread_setname_np(pthread_self(), "read-ahead");
    for (;;) {
        const bool worked = work();
        std::unique_lock hold(mutex_);
        if (stopping_) return;
        if (worked) continue;
        if (tracks_.empty()) news_.wait(hold, [this] { return stopping_ || !tracks_.empty(); });
        else news_.wait_for(hold, look_again);
    }
}

domain::Result<std::unique_ptr<SampleSource>> ReadAhead::add(std::unique_ptr<SampleSource> file, std::int64_t from) {
    auto track = std::make_shared<ReadAheadTrack>(std::move(file), std::max<std::int64_t>(from, 0));
    for (std::int64_t ready = 0; ready < ready_samples && track->fill(turn_samples); ready += turn_samples) {
    }
    if (track->has_failed()) return track->failure();
    std::lock_guard hold(mutex_);
    std::erase_if(tracks_, [](const auto& one) { return one->is_abandoned(); });
    if (tracks_.size() >= tracks_max)
        return domain::Error{domain::ErrorCode::too_many_requests, "too many files are sounding at once"};
    tracks_.push_back(track);
    news_.notify_one();
    return std::unique_ptr<SampleSource>(std::make_unique<ReadAheadSource>(std::move(track)));
}

bool ReadAhead::work() {
    std::vector<std::shared_ptr<ReadAheadTrack>> tracks;
    {
        std::lock_guard hold(mutex_);
        std::erase_if(tracks_, [](const auto& one) { return one->is_abandoned(); });
        tracks = tracks_;
    }
    bool worked = false;
    for (const auto& track : tracks) worked = track->fill(turn_samples) || worked;
    return worked;
}

}  // namespace village::node::audio
