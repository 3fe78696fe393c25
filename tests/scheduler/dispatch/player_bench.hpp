// A loudspeaker on the bench: a NodePlayer whose wishes are carried out at once by a device that never fails, so that a test
// reads as what is granted, and what is heard.
#pragma once

#include <algorithm>
#include <vector>

#include "scheduler/dispatch/node_player.hpp"

namespace village::dispatch {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// 05:30 in Vietnam on 23 November 2026.
inline const domain::UtcTime half_past_five = domain::parse_utc("2026-11-22T22:30:00Z").value();

inline domain::GrantId grant_id(std::uint8_t n) { return domain::GrantId{{n}}; }
inline domain::BroadcastId broadcast_id(std::uint8_t n) { return domain::BroadcastId{{n}}; }
inline domain::ContentHash content_id(std::uint8_t n) {
    domain::ContentHash hash;
    hash.bytes[0] = n;
    return hash;
}

inline domain::Grant bulletin(std::uint8_t n, domain::UtcTime starts_at, domain::Duration length = minutes{10}) {
    domain::Grant grant;
    grant.id = grant_id(n);
    grant.broadcast = broadcast_id(n);
    grant.nodes = domain::NodeSet{domain::NodeNumber{3}};
    grant.not_before = grant.starts_at = starts_at;
    grant.start_by = starts_at + minutes{2};
    grant.not_after = starts_at + length + minutes{40};
    grant.content = content_id(n);
    grant.content_duration = grant.max_duration = length;
    grant.issuer_sequence = n;
    return grant;
}
inline domain::Grant emergency(std::uint8_t n, domain::UtcTime starts_at, domain::Duration length = seconds{40}) {
    auto grant = bulletin(n, starts_at, length);
    grant.kind = domain::BroadcastKind::emergency;
    grant.priority = domain::Priority::emergency;
    grant.max_duration = minutes{10};
    grant.start_by = grant.not_after = starts_at + minutes{10};
    grant.repeat_every = seconds{150};
    return grant;
}

struct Heard {
    domain::GrantId grant;
    domain::UtcTime from{};
    domain::UtcTime to{};
    domain::Duration position{};
    std::vector<domain::UtcTime> ducked{};  ///< When it became quiet, and loud again, in turn.
};

class PlayerBench {
public:
    explicit PlayerBench(domain::UtcTime start, bool clock_trusted = true) : PlayerBench(start, options(clock_trusted)) {}
    PlayerBench(domain::UtcTime start, const PlayerOptions& options) : now(start), player_(options) { own_everything(); }
    PlayerBench(domain::UtcTime start, const PlayerMemory& memory, bool clock_trusted = true)
        : now(start), player_(options(clock_trusted), memory) {}

    void take(const domain::Grant& grant, bool in_live_session = true) { handle(GrantTaken{grant, in_live_session}); }
    void stop(std::uint8_t n) { handle(StopTaken{{.grants = {grant_id(n)}}}); }
    void handle(const PlayerEvent& event) { perform(player_.handle(event, now)); }

    /// Lets time pass, waking the player and ending sounds as they fall due.
    void run_until(domain::UtcTime end) {
        for (auto next = next_event(); next && *next <= end; next = next_event()) {
            now = std::max(now, *next);
            const auto over = std::ranges::find_if(
                sounding_, [&](const auto& entry) { return entry.second.ends && *entry.second.ends <= now; });
            if (over != sounding_.end()) {
                const auto ended = SoundEnded{over->first, now - heard[over->second.place].from};
                silence(ended.grant);
                handle(ended);
            } else {
                wake_.reset();
                handle(Woken{});
            }
        }
        now = end;
    }
    void run_for(domain::Duration time) { run_until(now + time); }

    PlayerMemory memory() const {
        PlayerMemory memory;
        for (const auto& [id, record] : records_) memory.records.push_back(record);
        memory.sequences = player_.sequences().save();
        for (std::uint8_t n = 0; n < 50; ++n) memory.content.push_back(content_id(n));
        return memory;
    }
    const OutcomeRecord* outcome(std::uint8_t n) const {
        const auto found = std::ranges::find(outcomes, grant_id(n), &OutcomeRecord::grant);
        return found == outcomes.end() ? nullptr : &*found;
    }
    std::size_t times_heard(std::uint8_t n) const {
        return static_cast<std::size_t>(std::ranges::count(heard, grant_id(n), &Heard::grant));
    }
    bool is_sounding(std::uint8_t n) const { return sounding_.contains(grant_id(n)); }
    NodePlayer& player() { return player_; }

    domain::UtcTime now;
    std::vector<Heard> heard;
    std::vector<OutcomeRecord> outcomes;
    std::vector<Refused> refused;
    int times_asked = 0;
    int overlaps = 0;  ///< Begun while something else had not been ended.

private:
    static PlayerOptions options(bool clock_trusted) {
        PlayerOptions options;
        options.node = domain::NodeNumber{3};
        options.clock_trusted = clock_trusted;
        return options;
    }
    void own_everything() {
        for (std::uint8_t n = 0; n < 50; ++n) player_.handle(ContentReady{content_id(n)}, now);
    }
    std::optional<domain::UtcTime> next_event() const {
        auto next = wake_;
        for (const auto& [grant, sounding] : sounding_)
            if (sounding.ends && (!next || *sounding.ends <= *next)) next = sounding.ends;
        return next;
    }
    void silence(domain::GrantId grant) {
        const auto found = sounding_.find(grant);
        if (found == sounding_.end()) return;
        auto& sound = heard[found->second.place];
        sound.to = std::max(now, sound.from);
        sounding_.erase(found);
    }
    void perform(const PlayerCommands& commands) {
        for (const auto& command : commands) std::visit([this](const auto& what) { on(what); }, command);
    }
    void on(const Remember& command) { records_[command.record.grant] = command.record; }
    void on(const StartSounding& command) {
        const auto is_loud = [&](const auto& entry) { return heard[entry.second.place].ducked.size() % 2 == 0; };
        if (std::ranges::any_of(sounding_, is_loud)) ++overlaps;
        auto& sounding = sounding_[command.grant] = {heard.size(), std::nullopt};
        heard.push_back({command.grant, std::max(now, command.at), {}, command.from_position});
        const auto& grant = *player_.find(command.grant);
        const auto until = command.until_position.value_or(grant.content_duration);
        if (command.content) sounding.ends = command.at + until - command.from_position;
        else if (command.until_position) sounding.ends = grant.starts_at + until;
    }
    void on(const DuckSounding& command) { heard[sounding_.at(command.grant).place].ducked.push_back(now); }
    void on(const StopSounding& command) { silence(command.grant); }
    void on(const OutcomeRecord& command) { outcomes.push_back(command); }
    void on(const Refused& command) { refused.push_back(command); }
    void on(const Accepted&) {}
    void on(const WakeMeAt& command) { wake_ = command.when; }
    void on(const AskTime&) { ++times_asked; }

    NodePlayer player_;
    std::map<domain::GrantId, PlayerRecord> records_;
    std::optional<domain::UtcTime> wake_;
    struct Sounding {
        std::size_t place = 0;  ///< In `heard`.
        std::optional<domain::UtcTime> ends;
    };
    std::map<domain::GrantId, Sounding> sounding_;
};

}  // namespace village::dispatch
