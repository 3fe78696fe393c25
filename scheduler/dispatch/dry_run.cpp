#include "scheduler/dispatch/dry_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "scheduler/dispatch/draft_grant.hpp"
#include "scheduler/dispatch/node_player.hpp"
#include "scheduler/policy/passes.hpp"

namespace village::dispatch {
namespace {

using domain::Duration;
using domain::Error;
using domain::ErrorCode;
using domain::Foreseen;
using domain::Grant;
using domain::GrantId;
using domain::InTheWay;
using domain::ReceiptOutcome;
using domain::UtcTime;

/// A grant is handed over this long before its time; sooner would change nothing but the work.
constexpr std::chrono::minutes told_before{1};
/// An hour of an emergency repeats 24 times; a sound that gives way, at most once per sound that is above it; an hour of a relay that
/// something stands in for is asked about every five seconds.
constexpr std::size_t steps_per_sound = 1024;

/// UUIDv7 begins with the time: nothing that was signed lies above this.
GrantId not_signed_yet(std::uint32_t place) {
    GrantId id;
    id.bytes.fill(0xFF);
    for (std::size_t i = 0; i < 4; ++i) id.bytes[15 - i] = static_cast<std::uint8_t>(place >> 8 * i);
    return id;
}

Foreseen describe(const BroadcastOrder& order, domain::NodeNumber node) {
    const auto& broadcast = order.broadcast;
    return {.broadcast = broadcast.id,
            .schedule = order.schedule,
            .announcement = broadcast.announcement,
            .title = broadcast.title,
            .priority = broadcast.priority,
            .planned = broadcast.starts_at + policy::begins_after(broadcast.passes, node),
            .nodes = domain::NodeSet{node}};
}

/// One NodePlayer, its wishes carried out at once.
class Rehearsal {
public:
    explicit Rehearsal(const DryRunQuestion& question);
    void run();
    std::vector<Foreseen> lines() &&;

private:
    struct Item {
        Grant grant;
        Foreseen line;
        bool heard = false;
    };
    /// What leaves the device: one, and at most one beneath it.
    struct Sounding {
        UtcTime from{};
        UtcTime ends = UtcTime::max();  ///< Of finished audio, by itself.
    };

    std::optional<UtcTime> next_event() const;
    void happen();
    void handle(const PlayerEvent& event);
    void perform(const PlayerEvent& event);
    void silence(GrantId grant);
    void name(Item& item, GrantId in_the_way) const;

    void on(const StartSounding& command);
    void on(const DuckSounding& command);
    void on(const StopSounding& command);
    void on(const OutcomeRecord& command);
    void on(const Refused& command);
    void on(const WakeMeAt& command) { wake_ = command.when; }
    void on(const AskTime&) {}
    void on(const Remember&) {}
    void on(const Accepted&) {}

    NodePlayer player_;
    UtcTime now_{};
    std::vector<Grant*> to_come_;  ///< By start.
    std::size_t told_ = 0;
    std::map<GrantId, Item> items_;
    std::optional<UtcTime> wake_;
    std::map<GrantId, Sounding> sounding_;
    std::optional<GrantId> held_;    ///< Who held the loudspeaker last.
    std::set<GrantId> interrupted_;  ///< Silenced or ducked in this very step; who starts next is the reason.
};

Rehearsal::Rehearsal(const DryRunQuestion& question)
    : player_({.node = question.node, .hours = question.hours, .clock_trusted = true}) {
    std::set<domain::ContentHash> contents;
    std::uint32_t place = 0;
    for (const auto& planned : question.planned) {
        ++place;
        if (!planned.order.broadcast.targets.contains(question.node)) continue;
        auto grant = draft_grant(planned.order, question.resume_room);
        grant.id = planned.signed_as.value_or(not_signed_yet(place));
        grant.nodes = domain::NodeSet{question.node};
        if (grant.content && !question.missing.contains(*grant.content)) contents.insert(*grant.content);
        const auto id = grant.id;
        items_.try_emplace(id, Item{std::move(grant), describe(planned.order, question.node)});
    }
    for (auto& [id, item] : items_) to_come_.push_back(&item.grant);
    std::ranges::stable_sort(to_come_, {}, &Grant::starts_at);
    // As they come over a session: then the node names the rule by which it refuses one.
    for (std::size_t i = 0; i < to_come_.size(); ++i) to_come_[i]->issuer_sequence = i + 1;
    if (!to_come_.empty()) now_ = to_come_.front()->starts_at - told_before;
    for (const auto& content : contents) player_.handle(ContentReady{content}, now_);
}

void Rehearsal::run() {
    const auto steps_max = steps_per_sound * (items_.size() + 1);
    for (std::size_t step = 0; step < steps_max; ++step) {
        const auto next = next_event();
        if (!next) return;
        now_ = std::max(now_, *next);
        happen();
    }
}

std::optional<UtcTime> Rehearsal::next_event() const {
    auto next = UtcTime::max();
    for (const auto& [id, sounding] : sounding_) next = std::min(next, sounding.ends);
    if (wake_) next = std::min(next, *wake_);
    if (told_ < to_come_.size()) next = std::min(next, to_come_[told_]->starts_at - told_before);
    if (next == UtcTime::max()) return std::nullopt;
    return next;
}

void Rehearsal::happen() {
    for (const auto& [id, sounding] : sounding_) {
        if (sounding.ends > now_) continue;
        const SoundEnded ended{id, now_ - sounding.from};
        silence(ended.grant);
        return handle(ended);
    }
    if (told_ < to_come_.size() && to_come_[told_]->starts_at - told_before <= now_)
        return handle(GrantTaken{*to_come_[told_++]});
    wake_.reset();
    handle(Woken{});
}

void Rehearsal::handle(const PlayerEvent& event) {
    held_ = player_.current();
    // On paper every stream comes through, whoever holds the loudspeaker.
    for (const auto& [id, item] : items_)
        if (item.grant.stream && player_.knows(id)) perform(StreamHeard{id});
    perform(event);
}

void Rehearsal::perform(const PlayerEvent& event) {
    const auto commands = player_.handle(event, now_);
    for (const auto& command : commands) std::visit([this](const auto& what) { on(what); }, command);
    interrupted_.clear();
}

void Rehearsal::silence(GrantId grant) {
    if (sounding_.erase(grant) == 0) return;
    auto& part = items_.at(grant).line.parts.back();
    part.to = std::max(now_, part.from);
}

void Rehearsal::name(Item& item, GrantId in_the_way) const {
    const auto& other = items_.at(in_the_way).line;
    item.line.in_the_way = InTheWay{InTheWay::Kind::broadcast, other.broadcast.bytes, other.title};
}

void Rehearsal::on(const StartSounding& command) {
    auto& item = items_.at(command.grant);
    const auto at = std::max(now_, command.at);
    for (const auto& id : interrupted_)
        if (items_.at(id).line.priority < item.line.priority) name(items_.at(id), command.grant);
    // Begun after its time: whoever held the loudspeaker until now is the reason, in the node's own word.
    if (!item.heard && at > item.line.planned && held_ && *held_ != command.grant) {
        name(item, *held_);
        item.line.reason = domain::priority_name(items_.at(*held_).line.priority);
    }
    item.heard = true;
    item.line.parts.push_back({at, at, command.from_position});
    auto& sounding = sounding_[command.grant] = {.from = at};
    const auto until = command.until_position.value_or(item.grant.content_duration);
    if (command.content) sounding.ends = at + until - command.from_position;
}

void Rehearsal::on(const DuckSounding& command) {
    if (command.ducked) interrupted_.insert(command.grant);
    auto& parts = items_.at(command.grant).line.parts;
    parts.back().to = now_;
    const auto position = parts.back().position + (now_ - parts.back().from);
    parts.push_back({now_, now_, position, command.ducked});
}

void Rehearsal::on(const StopSounding& command) {
    interrupted_.insert(command.grant);
    silence(command.grant);
    // Told ahead and taken back before its first sample: nobody heard it.
    auto& item = items_.at(command.grant);
    auto& parts = item.line.parts;
    if (!parts.empty() && parts.back().to <= parts.back().from) parts.pop_back();
    item.heard = !parts.empty();
}

void Rehearsal::on(const OutcomeRecord& command) {
    auto& item = items_.at(command.grant);
    item.line.outcome = command.outcome;
    if (!command.reason.empty()) item.line.reason = command.reason;
    if (command.outcome != ReceiptOutcome::missed) return;
    if (command.reason == "no_content") {
        if (const auto& announcement = item.line.announcement)
            item.line.in_the_way = InTheWay{InTheWay::Kind::announcement, announcement->bytes, item.line.title};
    } else if (held_ && *held_ != command.grant) {
        name(item, *held_);
    }
}

void Rehearsal::on(const Refused& command) {
    auto& line = items_.at(command.grant).line;
    line.outcome = ReceiptOutcome::missed;
    line.reason = domain::error_name(command.why.code);
}

std::vector<Foreseen> Rehearsal::lines() && {
    std::vector<Foreseen> lines;
    lines.reserve(items_.size());
    for (auto& [id, item] : items_) lines.push_back(std::move(item.line));
    return lines;
}

domain::Status check(const DryRunQuestion& question) {
    if (question.to <= question.from || question.to - question.from > dry_run_longest)
        return Error{ErrorCode::invalid_argument, "a dry run is of 31 days at most, and ends after it begins",
                     domain::BrokenRule{"period", "31", {}}};
    const auto is_here = [&](const auto& sound) { return sound.order.broadcast.targets.contains(question.node); };
    const auto sounds = std::ranges::count_if(question.planned, is_here) + std::ranges::count_if(question.withheld, is_here);
    if (static_cast<std::size_t>(sounds) > dry_run_sounds_max)
        return Error{
            ErrorCode::too_large,
            fmt::format("{} sounds are planned in this period; ask for a shorter one, {} at most", sounds, dry_run_sounds_max),
            domain::BrokenRule{"too_many_sounds", std::to_string(dry_run_sounds_max), std::to_string(sounds)}};
    return {};
}

bool is_asked_for(const Foreseen& line, const DryRunQuestion& question) {
    const auto inside = [&](const domain::ForeseenPart& part) { return part.from < question.to && question.from < part.to; };
    return (line.planned >= question.from && line.planned < question.to) || std::ranges::any_of(line.parts, inside);
}

}  // namespace

domain::Result<std::vector<Foreseen>> dry_run(const DryRunQuestion& question) {
    if (auto allowed = check(question); !allowed) return allowed.error();
    Rehearsal rehearsal{question};
    rehearsal.run();
    auto lines = std::move(rehearsal).lines();
    for (const auto& withheld : question.withheld) {
        if (!withheld.order.broadcast.targets.contains(question.node)) continue;
        auto line = describe(withheld.order, question.node);
        line.outcome = withheld.outcome;
        line.reason = withheld.reason;
        line.in_the_way = withheld.in_the_way;
        lines.push_back(std::move(line));
    }
    std::erase_if(lines, [&](const Foreseen& line) { return !is_asked_for(line, question); });
    std::ranges::sort(lines, {}, [](const Foreseen& line) { return std::tuple(line.planned, line.broadcast); });
    return lines;
}

std::vector<domain::NodeSet> alike(const DryRunMaterial& material, const domain::NodeSet& nodes) {
    // Of each sound when it begins there, if at all.
    using Told = std::vector<std::optional<Duration>>;
    std::map<std::pair<Told, std::set<domain::ContentHash>>, domain::NodeSet> sets;
    for (const auto node : nodes.numbers()) {
        Told told;
        const auto tell = [&](const domain::Broadcast& broadcast) {
            auto& told_of_it = told.emplace_back();
            if (broadcast.targets.contains(node)) told_of_it = policy::begins_after(broadcast.passes, node);
        };
        for (const auto& sound : material.planned) tell(sound.order.broadcast);
        for (const auto& sound : material.withheld) tell(sound.order.broadcast);
        const auto lacks = material.missing.find(node);
        sets[{std::move(told), lacks == material.missing.end() ? std::set<domain::ContentHash>{} : lacks->second}].insert(node);
    }
    std::vector<domain::NodeSet> found;
    for (auto& [what, set] : sets) found.push_back(std::move(set));
    return found;
}

domain::Status JoinedDryRuns::add(std::vector<Foreseen> lines, const domain::NodeSet& nodes) {
    for (auto& line : lines) {
        line.nodes = nodes;
        auto& same_sound = lines_[{line.planned, line.broadcast}];
        const auto is_alike = [&](Foreseen other) {
            other.nodes = nodes;
            return other == line;
        };
        if (const auto found = std::ranges::find_if(same_sound, is_alike); found != same_sound.end()) {
            found->nodes = found->nodes.united_with(nodes);
            continue;
        }
        same_sound.push_back(std::move(line));
        if (++count_ > lines_max)
            return Error{ErrorCode::too_large, "the answer is too long; ask for a shorter period or fewer loudspeakers",
                         domain::BrokenRule{"too_many_sounds", {}, {}}};
    }
    return {};
}

std::vector<Foreseen> JoinedDryRuns::lines() const {
    std::vector<Foreseen> all;
    for (const auto& [when, lines] : lines_) all.insert(all.end(), lines.begin(), lines.end());
    return all;
}

}  // namespace village::dispatch
