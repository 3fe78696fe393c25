// Makes sound out of commands: opens the content or the stream, sets the volume, gives the order to the mixer, and turns the
// mixer's reports into facts about grants. Main thread only.
#pragma once

#include <map>
#include <optional>
#include <variant>

#include "node-firmware/audio/mixer.hpp"
#include "node-firmware/audio/read_ahead.hpp"
#include "node-firmware/cache/content_store.hpp"
#include "node-firmware/player_loop/live_desk.hpp"
#include "node-firmware/player_loop/ports.hpp"
#include "node-firmware/player_loop/time_desk.hpp"

namespace village::node::player_loop {

class SoundDesk final : public Sound {
public:
    SoundDesk(audio::Mixer& mixer, audio::ReadAhead& read_ahead, cache::ContentStore& contents, LiveDesk& live,
              const TimeDesk& time, std::function<domain::MonotonicTime()> clock);

    domain::Status start(const dispatch::StartSounding& command, const domain::Grant& grant) override;
    void duck(domain::GrantId grant, bool ducked) override;
    void stop(domain::GrantId grant) override;
    void stop_everything();
    void set_loudness(const Loudness& loudness) override;
    /// The clock was set or slewed, or a second went by: the evening may have begun.
    void tell_time(domain::MonotonicTime now);
    /// Of what sounds by the calendar at this hour.
    std::uint8_t volume_percent() const;

    /// Chimes are nobody's business and give nothing.
    std::optional<std::variant<SoundingBegan, SoundingCounted, SoundingOver>> understand(const audio::SoundReport& report);
    bool is_open(domain::GrantId grant) const override;
    bool is_silent() const { return soundings_.empty(); }

private:
    struct Sounding {
        domain::GrantId grant;
        bool from_beginning = false;
        bool is_chime = false;
        bool is_ducked = false;
        domain::UtcTime at{};
        domain::Priority priority = domain::Priority::normal;
        std::uint8_t cap_percent = 100;
        double gain = 1;  ///< As the mixer was told last.
    };
    domain::Result<std::unique_ptr<audio::SampleSource>> open_content(const domain::ContentHash& content, std::int64_t from);
    void start_chime(const dispatch::StartSounding& command);
    /// Of a sounding that is heard at `when`.
    double gain_of(const Sounding& sounding, domain::UtcTime when) const;
    void follow_volume();
    void set_gain(audio::Ticket ticket, Sounding& sounding, double gain);
    evidence::SoundedPiece piece_of(const Sounding& sounding, const audio::SoundCounted& counted) const;
    domain::UtcTime utc_of(domain::MonotonicTime when) const;
    Sounding sounding_of(const dispatch::StartSounding& command) const;
    audio::Ticket note(Sounding sounding);

    audio::Mixer& mixer_;
    audio::ReadAhead& read_ahead_;
    cache::ContentStore& contents_;
    LiveDesk& live_;
    const TimeDesk& time_;
    std::function<domain::MonotonicTime()> clock_;
    Loudness loudness_;
    audio::Ticket next_ticket_ = 1;
    std::map<audio::Ticket, Sounding> soundings_;
};

}  // namespace village::node::player_loop
