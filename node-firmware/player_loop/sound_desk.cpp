#include "node-firmware/player_loop/sound_desk.hpp"

#include <algorithm>

#include "controller/observability/log.hpp"
#include "node-firmware/audio/file_source.hpp"
#include "node-firmware/playout/drift_control.hpp"
#include "scheduler/policy/volume.hpp"

namespace village::node::player_loop {
using domain::Error;
using domain::ErrorCode;

namespace {
constexpr std::uint64_t frame_samples = 960;
/// 20 dB below speech in front of it, so that everybody follows the speech (WCAG 2.2, 1.4.7).
constexpr double ducked_gain = 0.1;

audio::DriftRule drift_rule() {
    return [control = playout::DriftControl{}](domain::Duration behind, domain::Duration elapsed) mutable {
        return control.correct(behind, elapsed);
    };
}
}  // namespace

SoundDesk::SoundDesk(audio::Mixer& mixer, audio::ReadAhead& read_ahead, cache::ContentStore& contents, LiveDesk& live,
                     const TimeDesk& time, std::function<domain::MonotonicTime()> clock)
    : mixer_(mixer), read_ahead_(read_ahead), contents_(contents), live_(live), time_(time), clock_(std::move(clock)) {}

domain::Result<std::unique_ptr<audio::SampleSource>> SoundDesk::open_content(const domain::ContentHash& content,
                                                                             std::int64_t from) {
    auto stored = contents_.open_content(content);
    if (!stored) return stored.error();
    auto file = *stored;
    audio::ByteSource bytes{file->size(),
                            [file](std::uint64_t offset, std::span<std::uint8_t> out) { return file->read(offset, out); }};
    auto source = audio::FileSource::open(std::move(bytes));
    if (!source) return source.error();
    return read_ahead_.add(std::move(*source), from);
}

double SoundDesk::gain_of(const Sounding& sounding, domain::UtcTime when) const {
    const auto own = policy::volume_at(loudness_.volume, loudness_.utc_offset_minutes, when, sounding.priority);
    return std::min(own, sounding.cap_percent) / 100.0 * (sounding.is_ducked ? ducked_gain : 1);
}

std::uint8_t SoundDesk::volume_percent() const {
    return policy::volume_at(loudness_.volume, loudness_.utc_offset_minutes, time_.utc(clock_()), domain::Priority::normal);
}

void SoundDesk::set_loudness(const Loudness& loudness) {
    loudness_ = loudness;
    follow_volume();
}

void SoundDesk::follow_volume() {
    const auto now = time_.utc(clock_());
    for (auto& [ticket, sounding] : soundings_) {
        const auto gain = gain_of(sounding, std::max(now, sounding.at));
        if (gain != sounding.gain) set_gain(ticket, sounding, gain);
    }
}

void SoundDesk::set_gain(audio::Ticket ticket, Sounding& sounding, double gain) {
    if (mixer_.order(audio::SetGain{ticket, gain, sounding.is_ducked})) sounding.gain = gain;
}

SoundDesk::Sounding SoundDesk::sounding_of(const dispatch::StartSounding& command) const {
    Sounding sounding;
    sounding.grant = command.grant;
    sounding.at = command.at;
    sounding.priority = command.priority;
    sounding.cap_percent = command.volume_cap_percent;
    sounding.gain = gain_of(sounding, command.at);
    return sounding;
}

audio::Ticket SoundDesk::note(Sounding sounding) {
    const auto ticket = next_ticket_++;
    soundings_[ticket] = sounding;
    return ticket;
}

void SoundDesk::start_chime(const dispatch::StartSounding& command) {
    auto source = open_content(*command.chime, 0);
    if (!source)
        return log::warn("the chime of {} cannot be sounded: {} [no_chime]", command.grant.text(), source.error().detail);
    audio::SoundOrder order;
    auto sounding = sounding_of(command);
    sounding.is_chime = true;
    order.gain = sounding.gain;
    order.ticket = note(sounding);
    order.source = std::move(*source);
    order.is_chime = true;
    (void)mixer_.order(std::move(order));
}

domain::Status SoundDesk::start(const dispatch::StartSounding& command, const domain::Grant& grant) {
    if (command.chime) start_chime(command);
    const auto from = audio::samples_of(command.from_position);
    auto source = command.content ? open_content(*command.content, from) : live_.source(grant, command.at);
    if (!source) {
        const bool is_unreadable = command.content && source.error().code != ErrorCode::too_many_requests;
        if (is_unreadable) contents_.drop(*command.content);
        return source.error();
    }
    audio::SoundOrder order;
    order.source = std::move(*source);
    // What begins without a clock has no neighbours to fall together with; the time may be attested before its first sample.
    order.is_at_once = !time_.trusted() && command.content;
    if (!order.is_at_once) order.drift = drift_rule();
    // What is staggered has no neighbour to fall together with, and a second between two passes.
    order.at = command.at + (grant.passes.empty() ? loudness_.start_delay : domain::Duration::zero());
    order.from = from;
    order.origin = order.at - command.from_position;
    if (!command.content) {
        order.is_stream = true;
        // A stream's time is T0's, whenever one joins it.
        order.origin = grant.starts_at + loudness_.start_delay;
        order.from = std::max<std::int64_t>(0, audio::samples_of(order.at - order.origin));
    }
    if (command.until_position) order.until = audio::samples_of(*command.until_position);
    order.fade_out = audio::samples_of(command.fade_out);
    auto sounding = sounding_of(command);
    // What stands in begins again from its beginning, and all of it counts.
    sounding.from_beginning = order.from == 0 && !grant.stands_in_for;
    order.gain = sounding.gain;
    order.ticket = note(sounding);
    const auto ticket = order.ticket;
    if (mixer_.order(std::move(order))) return {};
    soundings_.erase(ticket);
    return Error{ErrorCode::unavailable, "the sound device takes no orders"};
}

void SoundDesk::duck(domain::GrantId grant, bool ducked) {
    const auto now = time_.utc(clock_());
    for (auto& [ticket, sounding] : soundings_) {
        if (sounding.grant != grant) continue;
        sounding.is_ducked = ducked;
        set_gain(ticket, sounding, gain_of(sounding, std::max(now, sounding.at)));
    }
}

void SoundDesk::stop(domain::GrantId grant) {
    for (const auto& [ticket, sounding] : soundings_) {
        if (sounding.grant != grant) continue;
        if (!mixer_.order(audio::StopOrder{ticket})) log::error("the sound device takes no orders [device]");
    }
}

void SoundDesk::stop_everything() { (void)mixer_.order(audio::StopEverything{}); }

void SoundDesk::tell_time(domain::MonotonicTime now) {
    (void)mixer_.order(audio::SetUtc{time_.point(now)});
    follow_volume();
}

domain::UtcTime SoundDesk::utc_of(domain::MonotonicTime when) const {
    const auto now = clock_();
    return time_.utc(now) + (when - now);
}

evidence::SoundedPiece SoundDesk::piece_of(const Sounding& sounding, const audio::SoundCounted& counted) const {
    // Silence that stood in for packets that never came was no sound.
    const auto silent = counted.frames.silent * frame_samples;
    const auto samples = static_cast<std::uint64_t>(std::max<std::int64_t>(counted.samples_played, 0));
    return {.from_beginning = sounding.from_beginning,
            .first_sample_at = utc_of(counted.first_sample_at),
            .last_sample_at = utc_of(counted.last_sample_at),
            .samples = samples > silent ? samples - silent : 0,
            .frames = counted.frames,
            .underruns = counted.underruns,
            .gain = counted.gain};
}

std::optional<std::variant<SoundingBegan, SoundingCounted, SoundingOver>> SoundDesk::understand(
    const audio::SoundReport& report) {
    const auto ticket = std::visit([](const auto& what) { return what.ticket; }, report);
    const auto found = soundings_.find(ticket);
    if (found == soundings_.end()) return std::nullopt;
    const auto sounding = found->second;
    const auto* ended = std::get_if<audio::SoundEnded>(&report);
    if (ended) soundings_.erase(found);
    if (sounding.is_chime) return std::nullopt;
    if (ended) return SoundingOver{sounding.grant, piece_of(sounding, *ended), ended->how, ended->why};
    if (const auto* counted = std::get_if<audio::SoundCounted>(&report))
        return SoundingCounted{sounding.grant, piece_of(sounding, *counted)};
    return SoundingBegan{sounding.grant, utc_of(std::get<audio::SoundBegan>(report).first_sample_at)};
}

bool SoundDesk::is_open(domain::GrantId grant) const {
    return std::any_of(soundings_.begin(), soundings_.end(),
                       [&](const auto& entry) { return entry.second.grant == grant && !entry.second.is_chime; });
}

}  // namespace village::node::player_loop
