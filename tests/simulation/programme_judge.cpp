#include "tests/simulation/programme_judge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::simulation {
namespace {

using domain::BroadcastId;
using domain::BroadcastState;
using domain::DeliveryState;
using domain::Duration;
using domain::Grant;
using domain::NodeNumber;
using domain::UtcTime;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds silence_max{10};
/// A node says once a second what it hears of a relay ...
constexpr seconds told_within{1};
/// ... and has to say so for this long, until it is heard again instead of what stands in.
constexpr seconds steady_within{2};
/// Between two pieces, and until both are on a full second.
constexpr milliseconds breath_max{1600};
/// From having all that is needed to the first sample.
constexpr milliseconds change_over_max{500};
/// Nothing begins so near to its end.
constexpr seconds nearly_over{6};
/// Who is in contact has been given a plan by then.
constexpr minutes plan_arrives_within{2};

bool is_over(const domain::Broadcast& piece) {
    return piece.state != BroadcastState::planned && piece.state != BroadcastState::on_air;
}

}  // namespace

const ProgrammeJudge::Piece* ProgrammeJudge::piece_of(const Grant& grant) const {
    const auto found = pieces_.find(grant.broadcast);
    return found == pieces_.end() ? nullptr : &found->second;
}

void ProgrammeJudge::ordered(const domain::Broadcast& broadcast, UtcTime now) {
    const auto [found, is_new] = pieces_.try_emplace(broadcast.id, Piece{broadcast, now});
    const auto& piece = found->second;
    if (is_new) by_start_.emplace(broadcast.starts_at, broadcast.id);
    if (is_new && withdrawn_.contains(piece.name())) facts_.situations.saw(Situation::piece_wanted_again);
    if (!piece.broadcast.withdrawn && broadcast.withdrawn) {
        facts_.situations.saw(Situation::piece_withdrawn);
        withdrawn_.insert(piece.name());
    }
    // The hard end is what was wanted, whatever became of it.
    const auto ends_by = piece.ends_by();
    found->second.broadcast = broadcast;
    found->second.broadcast.place->ends_by = ends_by;
}

template <class OnPiece, class OnProgramme>
void ProgrammeJudge::each_silenced(const PersonsStop& stop, OnPiece on_piece, OnProgramme on_programme) const {
    for (const auto& [id, piece] : pieces_) {
        const auto& broadcast = piece.broadcast;
        const auto is_named = [&](BroadcastId one) { return std::ranges::find(stop.pieces, one) != stop.pieces.end(); };
        const bool ends = is_named(id) || (broadcast.place->stands_in_for && is_named(*broadcast.place->stands_in_for));
        const auto nodes = stop.nodes.is_empty() ? broadcast.targets : broadcast.targets.shared_with(stop.nodes);
        for (const auto node : nodes.numbers()) {
            if (ends) on_piece(AtNode{piece.name(), node});
            if (stop.begun.contains(*broadcast.occurrence)) on_programme(ProgrammeAtNode{*broadcast.occurrence, node});
        }
    }
}

void ProgrammeJudge::unwanted(const Unwanted& what) {
    const auto is_named = [&](BroadcastId id, const Piece& piece) {
        if (what.pieces.empty()) return piece.broadcast.starts_at <= what.begun_by;
        return std::ranges::find(what.pieces, id) != what.pieces.end();
    };
    std::set<BroadcastId> named;
    std::set<domain::OccurrenceId> begun;
    for (const auto& [id, piece] : pieces_) {
        if (!is_named(id, piece)) continue;
        named.insert(id);
        if (piece.broadcast.starts_at <= what.begun_by) begun.insert(*piece.broadcast.occurrence);
    }
    for (const auto& [id, piece] : pieces_) {
        const auto& main = piece.broadcast.place->stands_in_for;
        if (!named.contains(id) && !(main && named.contains(*main)) && !begun.contains(*piece.broadcast.occurrence)) continue;
        for (const auto node : what.nodes.is_empty() ? piece.broadcast.targets.numbers() : what.nodes.numbers())
            unwanted_.emplace(id, node);
    }
}

void ProgrammeJudge::controller_died(UtcTime now) {
    for (auto& [id, piece] : pieces_)
        if (!piece.is_kept) piece.lost_at = now;
}

void ProgrammeJudge::database_restored(const std::vector<domain::Broadcast>& known, UtcTime now) {
    for (auto& [id, piece] : pieces_) piece.is_kept = false;
    for (const auto& broadcast : known)
        if (const auto piece = pieces_.find(broadcast.id); piece != pieces_.end()) piece->second.is_kept = !broadcast.ended_at;
    controller_died(now);
    stopped_.clear();
    ended_.clear();
}

void ProgrammeJudge::silence_wished(const PersonsStop& stop) {
    each_silenced(
        stop, [&](AtNode piece) { silence_wished_.insert(std::move(piece)); },
        [&](ProgrammeAtNode programme) { end_wished_.insert(programme); });
}

void ProgrammeJudge::stopped_by_person(const PersonsStop& stop, UtcTime now) {
    each_silenced(
        stop, [&](AtNode piece) { stopped_.try_emplace(std::move(piece), now); },
        [&](ProgrammeAtNode programme) { ended_.try_emplace(programme, now); });
    if (!stop.begun.empty()) facts_.situations.saw(Situation::begun_programme_stopped);
    else if (!stop.pieces.empty()) facts_.situations.saw(Situation::piece_stopped_before);
}

void ProgrammeJudge::booted(NodeNumber number, bool clock_trusted, UtcTime now) {
    if (clock_trusted) clock_attested(number, now);
}

void ProgrammeJudge::clock_attested(NodeNumber number, UtcTime now) { nodes_[number].knows_time_since = now; }

void ProgrammeJudge::clock_lost(NodeNumber number, UtcTime now) {
    check_silence(number, now);
    nodes_[number].knows_time_since = UtcTime::max();
}

void ProgrammeJudge::power_lost(NodeNumber number, UtcTime now) { clock_lost(number, now); }

void ProgrammeJudge::taken(NodeNumber number, const Grant& grant, UtcTime now) {
    if (piece_of(grant)) nodes_[number].pieces.try_emplace(grant.broadcast, Held{&grant, now});
}

/// The controller may silence what somebody wants silent, and nothing else.
bool ProgrammeJudge::was_silenced_rightly(NodeNumber number, const Held& held) const {
    const auto id = held.grant->broadcast;
    return unwanted_.contains({id, number}) || held.taken_at <= pieces_.at(id).lost_at;
}

/// What stands in comes to no end of its own while it is needed.
bool ProgrammeJudge::may_be_over(NodeNumber number, const Held& held, DeliveryState said) const {
    const auto& named = held.grant->stands_in_for;
    if (facts_.is_led_astray(number) || held.device_failed || said == DeliveryState::preempted ||
        was_silenced_rightly(number, held))
        return true;
    if (!named) return said != DeliveryState::cancelled;
    const auto& pieces = nodes_.at(number).pieces;
    const auto main = pieces.find(*named);
    return main != pieces.end() && main->second.finished_at != UtcTime::max();
}

/// A node says what became of them before it says that of the named one.
void ProgrammeJudge::end_stand_ins(Node& node, BroadcastId named) {
    for (auto& [id, held] : node.pieces)
        if (held.grant->stands_in_for == named) held.finished_at = std::min(held.finished_at, held.said_at);
}

void ProgrammeJudge::finished(NodeNumber number, const Grant& grant, DeliveryState said, UtcTime now) {
    auto& node = nodes_[number];
    if (node.emergencies.erase(grant.id) > 0 && node.emergencies.empty()) node.silent_since = std::max(node.silent_since, now);
    const auto found = node.pieces.find(grant.broadcast);
    if (found == node.pieces.end()) return;
    auto& held = found->second;
    held.said_at = std::min(held.said_at, now);
    if (may_be_over(number, held, said)) {
        held.finished_at = std::min(held.finished_at, now);
        end_stand_ins(node, grant.broadcast);
    }
    if (grant.stream && said == DeliveryState::played) facts_.situations.saw(Situation::relay_heard_whole);
    const auto ends_by = piece_of(grant)->ends_by();
    const bool at_its_end = now >= ends_by && now < ends_by + ring_out;
    if (at_its_end && node.last_heard != grant.broadcast) facts_.situations.saw(Situation::piece_ends_unfinished);
}

bool ProgrammeJudge::is_heard(NodeNumber number, const Grant& grant) const {
    return grant.content || !piece_of(grant) || facts_.reached_since.contains({number, grant.id});
}

UtcTime ProgrammeJudge::sound_since(NodeNumber number, const Grant& grant) const {
    if (!grant.content) {
        const auto reached = facts_.reached_since.find({number, grant.id});
        return reached == facts_.reached_since.end() ? UtcTime::max() : reached->second + steady_within;
    }
    const auto& content = nodes_.at(number).content;
    const auto kept = content.find(*grant.content);
    return kept == content.end() ? UtcTime::max() : kept->second;
}

/// What stands in for a relay waits until its node knows that nothing comes.
Duration ProgrammeJudge::patience(BroadcastId id) const {
    const auto& named = pieces_.at(id).broadcast.place->stands_in_for;
    const auto main = named ? pieces_.find(*named) : pieces_.end();
    const bool is_for_relay = main != pieces_.end() && main->second.broadcast.streamed;
    return is_for_relay ? silence_max + told_within : silence_max;
}

ProgrammeJudge::Span ProgrammeJudge::able(NodeNumber number, BroadcastId id, Span span) const {
    const auto& node = nodes_.at(number);
    const auto held = node.pieces.find(id);
    if (held == node.pieces.end()) return {};
    const auto& grant = *held->second.grant;
    if (grant.starts_at >= span.to || grant.not_after <= span.from) return {};
    const auto piece = pieces_.find(id);
    if (facts_.almanac.narrows(number, grant, grant.starts_at, piece->second.ends_by())) return {};
    const auto from = std::max({span.from, grant.starts_at, held->second.taken_at, sound_since(number, grant),
                                node.knows_time_since, facts_.knows_hours_since(number)});
    const auto to = std::min({span.to, piece->second.ends_by() - nearly_over, held->second.finished_at});
    return from < to ? Span{from, to, id} : Span{};
}

void ProgrammeJudge::check_end(NodeNumber node, const Grant& grant, UtcTime truth) {
    if (facts_.is_being_set(node, truth)) return;
    const auto now = facts_.time_at(node, truth);
    const auto* piece = piece_of(grant);
    if (piece && now > piece->ends_by() + ring_out + clock_error_max)
        facts_.fail("programme", node, fmt::format("{} sounds after its hard end", piece->broadcast.place->key), now);
}

bool ProgrammeJudge::had_to_know(NodeNumber number, const Piece& piece, UtcTime stopped, UtcTime now) const {
    if (now <= stopped) return false;
    return piece.ordered_at >= stopped || facts_.had_to_know(number, stopped);
}

void ProgrammeJudge::check_stopped(NodeNumber number, const Piece& piece, UtcTime now) {
    // Whoever forgot it, because an old database was put back, could not name it when it was stopped.
    if (!piece.is_kept && facts_.forgotten.contains(piece.broadcast.id)) return;
    const auto& key = piece.broadcast.place->key;
    const auto one = stopped_.find({piece.name(), number});
    if (one != stopped_.end() && had_to_know(number, piece, one->second, now))
        facts_.fail("programme", number, fmt::format("{} sounds although a person stopped it there", key), now);
    // What a wrong clock took for over before the STOP is not part of it.
    if (facts_.ended_by_wrong_clock.contains(piece.broadcast.id)) return;
    const auto all = ended_.find({*piece.broadcast.occurrence, number});
    if (all != ended_.end() && had_to_know(number, piece, all->second, now))
        facts_.fail("programme", number, fmt::format("{} sounds after a person stopped its programme there", key), now);
}

/// What stands in sounded from then until now.
void ProgrammeJudge::check_stand_in(NodeNumber number, const Grant& grant, UtcTime from, UtcTime now) {
    if (!grant.stands_in_for) return;
    const auto span = able(number, *grant.stands_in_for, {from - change_over_max, now});
    if (span.length() > 2 * change_over_max)
        facts_.fail("programme", number,
                    fmt::format("what stands in sounds although the piece itself could, for {} ms", span.length().count() / 1000),
                    now);
}

void ProgrammeJudge::check_silence(NodeNumber number, UtcTime now) {
    const auto& node = nodes_[number];
    if (node.sounds || !node.emergencies.empty()) return;
    std::vector<Span> spans;
    for (const auto& [id, held] : node.pieces)
        if (const auto span = able(number, id, {node.silent_since, now}); span.length() > Duration::zero()) spans.push_back(span);
    std::ranges::sort(spans, {}, &Span::from);
    Span silence;
    for (const auto& span : spans) {
        if (span.from > silence.to + breath_max) silence = span;
        silence.to = std::max(silence.to, span.to);
        if (silence.length() > patience(span.piece))
            return facts_.fail("programme", number,
                               fmt::format("silent since {}, although {} could sound ({})", domain::utc_text(silence.from),
                                           pieces_.at(silence.piece).broadcast.place->key, silence.piece.text()),
                               now);
    }
}

void ProgrammeJudge::sound_started(NodeNumber number, const Grant& grant, const Sound& sound, UtcTime now) {
    auto& node = nodes_[number];
    check_silence(number, now);
    if (grant.priority == domain::Priority::emergency) node.emergencies.insert(grant.id);
    check_end(number, grant, now);
    if (const auto* piece = piece_of(grant)) {
        check_stopped(number, *piece, now);
        note_start(node, *piece, grant, sound, now);
    }
    node.sounds = node.sounds || is_heard(number, grant);
}

void ProgrammeJudge::note_start(Node& node, const Piece& piece, const Grant& grant, const Sound& sound, UtcTime now) {
    const bool follows_at_once = now - node.last_heard_until < seconds{1};
    const auto& id = piece.broadcast.id;
    if (grant.stands_in_for) facts_.situations.saw(Situation::stand_in_sounds);
    if (grant.stands_in_for && node.last_heard == id && follows_at_once && sound.position == Duration::zero())
        facts_.situations.saw(Situation::stand_in_begins_again);
    const auto* before = node.last_heard && pieces_.contains(*node.last_heard) ? &pieces_.at(*node.last_heard) : nullptr;
    if (!before || !follows_at_once) return;
    const bool takes_over = before->broadcast.place->stands_in_for == id;
    if (takes_over) facts_.situations.saw(grant.stream ? Situation::relay_comes_back : Situation::piece_takes_over);
    if (before->broadcast.streamed && grant.stands_in_for == before->broadcast.id)
        facts_.situations.saw(Situation::stand_in_for_dead_relay);
}

void ProgrammeJudge::sound_stopped(NodeNumber number, const Grant& grant, UtcTime now) {
    auto& node = nodes_[number];
    check_silence(number, now);
    check_end(number, grant, now);
    check_stand_in(number, grant, facts_.sounding.at({number, grant.id}).since, now);
    note_what_is_heard(number, grant.id, now);
    node.last_heard = grant.broadcast;
    node.last_heard_until = now;
}

void ProgrammeJudge::look(NodeNumber number, UtcTime now) {
    check_silence(number, now);
    if (const auto loud = facts_.loud_at(number))
        check_stand_in(number, facts_.issued.at(*loud), facts_.sounding.at({number, *loud}).since, now);
}

void ProgrammeJudge::note_what_is_heard(NodeNumber number, std::optional<domain::GrantId> leaving, UtcTime now) {
    auto& node = nodes_[number];
    const auto sounding = facts_.heard_at(number);
    const bool sounds = std::ranges::any_of(
        sounding, [&](domain::GrantId id) { return id != leaving && is_heard(number, facts_.issued.at(id)); });
    if (node.sounds && !sounds) node.silent_since = now;
    node.sounds = sounds;
}

void ProgrammeJudge::check_told(const std::set<NodeNumber>& reachable, UtcTime now) {
    const auto last = by_start_.upper_bound(now);
    for (auto it = by_start_.upper_bound(now - minutes{1}); it != last; ++it)
        for (const auto number : reachable) check_told(number, pieces_.at(it->second), now);
}

/// In contact for long enough, and nobody told it of a piece that begins.
void ProgrammeJudge::check_told(NodeNumber number, const Piece& piece, UtcTime now) {
    const auto& broadcast = piece.broadcast;
    const auto& node = nodes_[number];
    if (!piece.is_kept || is_over(broadcast) || !broadcast.targets.contains(number) || node.pieces.contains(broadcast.id)) return;
    // What its hours forbid it refuses; when they change it is told again.
    const auto known_since = std::max({node.reachable_since, piece.signed_at, facts_.knows_hours_since(number)});
    if (known_since == UtcTime::max()) return;
    const auto& grant = facts_.issued.at(facts_.grant_of.at(broadcast.id));
    const bool is_unwanted = facts_.almanac.narrows(number, grant, grant.starts_at, piece.ends_by()) ||
                             facts_.without_room.contains({number, grant.id}) || facts_.finished.contains({number, grant.id}) ||
                             silence_wished_.contains({piece.name(), number}) ||
                             end_wished_.contains({*broadcast.occurrence, number});
    if (!is_unwanted && known_since <= broadcast.starts_at - plan_arrives_within)
        facts_.fail("programme", number,
                    fmt::format("was not told of {} ({}), though in contact", broadcast.place->key, broadcast.id.text()), now);
}

void ProgrammeJudge::sweep(const std::set<NodeNumber>& reachable, UtcTime now) {
    for (auto& [number, node] : nodes_) {
        const bool is_reachable = reachable.contains(number);
        node.reachable_since = is_reachable ? std::min(node.reachable_since, now) : UtcTime::max();
        check_silence(number, now);
        std::erase_if(node.pieces, [&](const auto& held) { return pieces_.at(held.first).ends_by() + minutes{5} < now; });
    }
    check_told(reachable, now);
    for (const auto& [here, segment] : facts_.sounding) {
        const auto& grant = facts_.issued.at(here.second);
        check_end(here.first, grant, now);
        check_stand_in(here.first, grant, segment.since, now);
    }
}

}  // namespace village::simulation
