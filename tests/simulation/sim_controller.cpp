#include "tests/simulation/sim_controller.hpp"

#include <algorithm>
#include <utility>

#include "scheduler/planning/heard.hpp"
#include "scheduler/policy/approval.hpp"

namespace village::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

using domain::BroadcastId;
using domain::Duration;
using domain::GrantId;
using domain::NodeNumber;

constexpr seconds longest_wait{5};
constexpr std::size_t answers_max = 200;
/// With the slowest answer of the signer.
constexpr seconds stop_is_kept_within{5};

std::optional<domain::Occurrence> occurrence_of(const domain::Broadcast& broadcast, const calendar::Expander& rule,
                                                const planning::Known& known) {
    for (const auto& occurrence : rule.between(broadcast.starts_at, broadcast.starts_at + Duration{1}))
        if (known.broadcast_of(occurrence) == broadcast.id) return occurrence;
    return std::nullopt;
}

}  // namespace

SimController::SimController(Surroundings& world, ControllerStore& store, Random random)
    : world_(world), store_(store), random_(random) {}

void SimController::later(Duration delay, std::function<void()> what) {
    world_.clockwork.after(delay, [this, life = life_, what = std::move(what)] {
        if (life == life_) what();
    });
}

void SimController::boot() {
    ++life_;
    up_since_ = world_.clockwork.now();
    world_.trace.add(up_since_, "controller starts");
    world_.checker.controller_started(up_since_);
    dispatcher_ = std::make_unique<dispatch::Dispatcher>(options());
    tracker_ = std::make_unique<delivery::Tracker>();
    auto opened = store_.open(now());
    if (world_.plant == Plant::members_asked_again) ask_again_for_members(opened.restored);
    for (const auto& [broadcast, deliveries] : opened.broadcasts) tracker_->restore(broadcast, deliveries);
    for (const auto& item : opened.restored.items) {
        orders_[item.order.broadcast.id] = item.order;
        if (item.grant) grants_[item.grant->grant.id] = item.order.broadcast.id;
    }
    handle(std::move(opened.restored));
    note_lost_relays();
    meet_signer();
    tick();
}

void SimController::note_lost_relays() const {
    for (const auto& id : open_broadcasts())
        if (dispatcher_->has_lost_its_stream(id)) world_.situations.saw(Situation::relay_lost_by_restart);
}

void SimController::ask_again_for_members(dispatch::Restored& restored) const {
    for (auto& item : restored.items)
        if (const auto members = world_.zones.members_now(item.order.broadcast.id)) item.order.broadcast.targets = *members;
}

/// With the commune's policy. It may have seen a higher epoch than a restored backup knows of.
void SimController::meet_signer() {
    auto heard = world_.signer.hear(store_.owner(), world_.rules.for_signer(now()));
    const bool is_superseded = !heard && heard.error().code == domain::ErrorCode::superseded;
    if (is_superseded && is_obeyed_) return refused_by_signer();
    if (is_superseded && store_.rise_above(world_.signer.owner_epoch()))
        heard = world_.signer.hear(store_.owner(), world_.rules.for_signer(now()));
    is_obeyed_ = is_obeyed_ || heard.has_value();
    if (!heard) later(seconds{20}, [this] { meet_signer(); });
}

void SimController::rules_changed() {
    if (dispatcher_) meet_signer();
}

void SimController::surge_ended(const domain::SurgePeriod& period) {
    if (!dispatcher_) return;
    dispatch::StopRequested stop;
    for (const auto& id : open_broadcasts()) {
        const auto& broadcast = *find(id);
        const bool is_by_it = broadcast.outside_hours_reason == LocalRules::reason_of(period);
        if (is_by_it && broadcast.state == domain::BroadcastState::planned) stop.broadcasts.push_back(id);
    }
    stop.by = "leader";
    if (stop.broadcasts.empty()) return;
    world_.situations.saw(Situation::surge_ended_by_person);
    wish(stop);
}

/// Another one's epoch at a signer that has obeyed this life is a successor's.
void SimController::refused_by_signer() {
    if (!is_obeyed_ || std::exchange(gave_up_, true)) return;
    on_given_up();
}

std::optional<domain::UtcTime> SimController::attested_time() {
    return dispatcher_ && !world_.signer.is_down() ? std::optional(world_.signer.now()) : std::nullopt;
}

/// Whom a node has obeyed since is not overtaken without a person's word.
bool SimController::welcomes(std::uint64_t epoch) { return dispatcher_ && (epoch <= owner_epoch() || !asks_for_epochs_); }

void SimController::lose_the_commune(bool asks_for_epochs) {
    owns_ = false;
    asks_for_epochs_ = asks_for_epochs;
    world_.checker.controller_died(world_.clockwork.now());
    world_.checker.controller_clock_set(false, world_.clockwork.now());
}

void SimController::crash() {
    ++life_;
    world_.trace.add(world_.clockwork.now(), owns_ ? "controller dies" : "old controller ends");
    is_obeyed_ = gave_up_ = false;
    if (owns_) world_.checker.controller_died(world_.clockwork.now());
    if (has_something_on_air()) world_.situations.saw(Situation::controller_dies_on_air);
    store_.crash();
    for (const auto& id : streaming_) silence_stream(id);
    streaming_.clear();
    dispatcher_.reset();
    tracker_.reset();
    orders_.clear();
    grants_.clear();
    acknowledged_.clear();
    answers_.clear();
}

bool SimController::has_something_on_air() const {
    return std::ranges::any_of(open_broadcasts(),
                               [this](BroadcastId id) { return find(id)->state == domain::BroadcastState::on_air; });
}

dispatch::DispatcherOptions SimController::options() const {
    dispatch::DispatcherOptions options;
    options.broadcasts_max = world_.plant == Plant::calendar_without_limit ? peoples_room : calendar_room;
    options.asked_for_max = world_.plant == Plant::no_room_for_people ? calendar_room : peoples_room;
    return options;
}

void SimController::tick() {
    follow(tracker_->advance(dispatcher_->connected(), now()));
    if (world_.plant == Plant::dead_relay_is_stopped) stop_dead_relays();
    later(seconds{5}, [this] { tick(); });
}

void SimController::handle(const dispatch::Event& event) {
    if (!dispatcher_) return;
    for (const auto& command : dispatcher_->handle(event, now()))
        std::visit([this](const auto& what) { perform(what); }, command);
}

void SimController::wish(const dispatch::StopRequested& stop) {
    if (!dispatcher_) return;
    const bool means_the_rest = stop.lead > Duration::zero() && stop.with_the_rest;
    world_.checker.unwanted({stop.broadcasts, stop.nodes, means_the_rest ? now() + stop.lead : domain::UtcTime::min()});
    handle(stop);
}

void SimController::wish(dispatch::ScheduleChanged changed) {
    if (!dispatcher_) return;
    ProgrammeJudge::Unwanted unwanted;
    for (const auto& known : dispatcher_->known()) {
        const auto id = known.order->broadcast.id;
        const bool is_wanted = std::ranges::find(changed.still_wanted, id) != changed.still_wanted.end();
        const bool is_heard = known.order->broadcast.state == domain::BroadcastState::on_air;
        if (known.order->schedule == changed.schedule && !is_wanted && !is_heard) unwanted.pieces.push_back(id);
    }
    if (!unwanted.pieces.empty()) world_.checker.unwanted(unwanted);
    handle(std::move(changed));
}

void SimController::stop_dead_relays() {
    const auto relays = streaming_;
    for (const auto& id : relays)
        if (!orders_.at(id).broadcast.relay.empty() && !world_.station.is_sent(world_.clockwork.now()))
            handle(dispatch::StopRequested{{id}, {}, "relay", {}});
}

void SimController::plan(std::vector<dispatch::BroadcastOrder> orders) {
    if (!dispatcher_) return;
    // An edit gives a new name to what may have been heard before.
    const auto heard = planning::heard_occurrences(known());
    std::erase_if(orders, [&](const auto& order) {
        return store_.knows(order.broadcast.id) || (order.broadcast.occurrence && heard.contains(*order.broadcast.occurrence));
    });
    for (const auto& order : orders) orders_.emplace(order.broadcast.id, order);
    const auto before = open_broadcasts().size();
    handle(dispatch::OccurrencesPlanned{std::move(orders)});
    world_.checker.calendar_planned(before, open_broadcasts().size(), world_.clockwork.now());
}

/// A later planning knows what this one could not; it is made in a moment in which anything may happen.
void SimController::plan_programme(const WantedProgramme& wanted) {
    if (!dispatcher_) return;
    const auto schedule = wanted.schedule.id;
    auto days = days_of(wanted, known(), store_, world_);
    later(random_.between(milliseconds{1}, milliseconds{40}),
          [this, schedule, days = std::move(days), turn = ++plannings_[schedule]]() mutable {
              if (turn != plannings_[schedule]) return;
              dispatch::ScheduleChanged changed{schedule, "editor", {}};
              dispatch::OccurrencesPlanned planned;
              planning::add_days(known(), std::move(days), changed, planned);
              for (auto& order : planned.orders) {
                  orders_.emplace(order.broadcast.id, order);
                  if (owns_) world_.checker.piece_ordered(order.broadcast, world_.clockwork.now());
                  if (world_.plant == Plant::hard_end_forgotten) order.broadcast.place->ends_by = domain::UtcTime::max();
              }
              wish(std::move(changed));
              handle(std::move(planned));
          });
}

void SimController::request(dispatch::BroadcastOrder order, Duration countdown) {
    if (!dispatcher_) return;
    const auto id = order.broadcast.id;
    const auto kind = order.broadcast.kind;
    const auto before = open_broadcasts().size();
    orders_.emplace(id, order);
    handle(dispatch::BroadcastRequested{std::move(order), countdown});
    world_.checker.asked_for(kind, find(id) != nullptr, before, world_.clockwork.now());
}

void SimController::stop(const dispatch::StopRequested& asked) {
    note_persons_stop(asked);
    auto stop = asked;
    if (world_.plant == Plant::rest_of_programme_goes_on) stop.with_the_rest = false;
    if (world_.plant == Plant::stopped_piece_comes_back) stop.lead = {};
    const auto* broadcast = stop.broadcasts.size() == 1 ? find(stop.broadcasts.front()) : nullptr;
    const bool signing = broadcast && !dispatcher_->grant_of(broadcast->id);
    if (signing) world_.situations.saw(Situation::stop_while_signing);
    if (signing && stop.nodes.is_empty() && world_.plant == Plant::stop_lost_while_signing)
        return world_.checker.stop_promised(*broadcast, world_.clockwork.now());
    wish(stop);
}

/// That a person stopped a piece holds as soon as it is signed and on the disk.
void SimController::note_persons_stop(const dispatch::StopRequested& stop) {
    if (!dispatcher_ || !owns_ || stop.lead <= Duration::zero()) return;
    ProgrammeJudge::PersonsStop noted{{}, stop.nodes, {}, world_.clockwork.now()};
    for (const auto& id : stop.broadcasts.empty() ? open_broadcasts() : stop.broadcasts) {
        const auto* piece = find(id);
        if (!piece || piece->ended_at || !piece->place || piece->withdrawn) continue;
        const bool has_begun = stop.with_the_rest && piece->starts_at <= now() + stop.lead;
        const bool truly = piece->starts_at <= world_.clockwork.now() + stop.lead;
        const bool is_here = stop.nodes.is_empty() || piece->targets.intersects(stop.nodes);
        if (stop.broadcasts.empty() && !(has_begun && is_here)) continue;
        noted.pieces.push_back(id);
        // What only a wrong clock takes for begun is still to come when it is set right, and may be made anew.
        if (has_begun && truly) noted.begun.insert(*piece->occurrence);
    }
    if (noted.pieces.empty()) return;
    world_.checker.silence_wished(noted);
    later(stop_is_kept_within, [this, noted] {
        if (!world_.signer.was_down_since(noted.pressed)) world_.checker.stopped_by_person(noted, world_.clockwork.now());
    });
}

std::vector<BroadcastId> SimController::correctable() const {
    std::vector<BroadcastId> begun;
    if (!dispatcher_) return begun;
    for (const auto& known : dispatcher_->known()) {
        const auto& broadcast = known.order->broadcast;
        const bool is_said = broadcast.kind == domain::BroadcastKind::scheduled || broadcast.kind == domain::BroadcastKind::live;
        if (is_said && broadcast.starts_at <= now()) begun.push_back(broadcast.id);
    }
    return begun;
}

/// As they are followed, or as they are stored.
delivery::Hearers SimController::hearers_of(const domain::Broadcast& broadcast) const {
    auto deliveries = tracker_->deliveries(broadcast.id);
    if (deliveries.empty()) deliveries = store_.deliveries(broadcast.id);
    return delivery::hearers_of(broadcast, deliveries, now());
}

domain::NodeSet SimController::to_be_corrected(BroadcastId id) const {
    const auto* wrong = find(id);
    if (!wrong) return {};
    if (world_.plant == Plant::correction_for_all) return wrong->targets;
    domain::NodeSet corrected;
    for (const auto& stored : store_.corrections_of(id)) {
        const auto* known = find(stored.id);
        const auto& correction = known ? *known : stored;
        corrected = corrected.united_with(delivery::corrected_by(correction, hearers_of(correction)));
    }
    if (world_.plant == Plant::correction_forgotten) corrected = {};
    return hearers_of(*wrong).sounded.without(corrected);
}

void SimController::correct(dispatch::BroadcastOrder correction) {
    const auto& broadcast = correction.broadcast;
    const auto wrong = *broadcast.corrects;
    world_.checker.correction_asked_for(broadcast.id, wrong, broadcast.targets, world_.clockwork.now());
    if (const auto* known = find(wrong); known && delivery::may_still_sound(*known, tracker_->deliveries(wrong))) {
        world_.situations.saw(Situation::corrected_while_it_sounds);
        // Of a programme only the wrong piece ends.
        if (world_.plant != Plant::wrong_one_goes_on) stop({{wrong}, known->targets, "corrector", lead_of_stop, false});
    }
    request(std::move(correction), {});
}

void SimController::cancel_countdown(BroadcastId id) {
    const auto* broadcast = find(id);
    if (broadcast && broadcast->state == domain::BroadcastState::counting_down)
        world_.situations.saw(Situation::countdown_cancelled);
    handle(dispatch::CountdownCancelled{id, "head"});
}

void SimController::cancel_schedule(domain::ScheduleId id) { wish(dispatch::ScheduleChanged{id, "editor", {}, true}); }

void SimController::follow_schedule(const WantedSchedule& wanted) {
    if (!dispatcher_) return;
    dispatch::ScheduleChanged changed{wanted.id, "editor", {}};
    std::vector<dispatch::StopRequested> silenced_in_part;
    for (const auto& one : dispatcher_->known()) {
        const auto& broadcast = one.order->broadcast;
        if (one.order->schedule != wanted.id || !broadcast.occurrence) continue;
        const bool is_planned = broadcast.state == domain::BroadcastState::planned;
        const auto occurrence = occurrence_of(broadcast, wanted.rule, known());
        if (!occurrence) {
            if (is_planned) note_taken_back(broadcast, Situation::edited_before_it_began);
            continue;
        }
        const auto sounds = is_planned ? wanted.where_it_sounds(*occurrence, broadcast.targets) : broadcast.targets;
        if (sounds.is_empty()) {
            note_taken_back(broadcast, Situation::day_takes_back_what_was_planned);
            continue;
        }
        changed.still_wanted.push_back(broadcast.id);
        const auto silenced = broadcast.targets.without(sounds).without(*one.stopped_nodes);
        if (!silenced.is_empty()) silenced_in_part.push_back({{broadcast.id}, silenced, "special day", {}});
    }
    if (!silenced_in_part.empty()) world_.situations.saw(Situation::day_silences_part_of_what_was_planned);
    for (const auto& stop : silenced_in_part) wish(stop);
    if (world_.plant != Plant::edit_keeps_what_was_planned) wish(std::move(changed));
}

/// That it does not sound any more holds when it is on the disk.
void SimController::note_taken_back(const domain::Broadcast& broadcast, Situation what) {
    world_.situations.saw(what);
    if (!owns_) return;
    later(stop_is_kept_within, [this, gone = broadcast] { world_.checker.stop_promised(gone, world_.clockwork.now()); });
}

void SimController::has_followed_the_days() {
    later(stop_is_kept_within, [this, planned = world_.clockwork.now(), version = world_.rules.version()] {
        const bool is_right = clock_offset_ == Duration::zero() && !world_.signer.was_down_since(planned);
        if (is_right && version == world_.rules.version()) world_.checker.days_followed(world_.clockwork.now());
    });
}

void SimController::tell_profile(SimNode& target) {
    const auto& commune = world_.zones.commune();
    const auto hours = world_.rules.hours_of(commune.find_node(target.number())->hamlet, now());
    tell(target, [&target, hours, version = world_.rules.version()] { target.take_profile(hours, version); });
}

void SimController::tell_profiles() {
    if (!dispatcher_) return;
    for (const auto& node : *nodes_) tell_profile(*node);
    handle(dispatch::PlansWanted{tracker_->refusing()});
}

/// Of what was refused or withdrawn also what is over while its grant is known: a clock that was ahead may have called it over too early.
void SimController::follow_announcement(domain::AnnouncementId announcement) {
    if (!dispatcher_) return;
    dispatch::StopRequested stop;
    const bool is_silenced = policy::is_silenced(world_.approvals.find(announcement).state);
    for (const auto& known : dispatcher_->known()) {
        const auto& broadcast = known.order->broadcast;
        if (broadcast.announcement != announcement || world_.approvals.may_sound(broadcast)) continue;
        if (!broadcast.ended_at || (is_silenced && known.signed_as)) stop.broadcasts.push_back(broadcast.id);
    }
    stop.by = "approver";
    if (!stop.broadcasts.empty() && !is_silenced) world_.situations.saw(Situation::validity_takes_back_what_was_planned);
    if (!stop.broadcasts.empty() && world_.plant != Plant::withdrawn_goes_on) wish(stop);
    has_followed(announcement);
}

void SimController::has_followed(domain::AnnouncementId announcement) {
    if (!owns_) return;
    later(stop_is_kept_within, [this, announcement, asked = world_.clockwork.now()] {
        const bool is_right = clock_offset_ == Duration::zero() && !world_.signer.was_down_since(asked);
        if (is_right) world_.checker.announcement_taken_back(announcement, world_.clockwork.now());
    });
}

void SimController::stream_ended(BroadcastId id) {
    if (streaming_.contains(id)) handle(dispatch::BroadcastFinished{id});
}

/// As the real one: waits for a few seconds at most and looks at the clock again, for somebody may set it.
void SimController::wait_for_alarm(domain::UtcTime when, std::uint64_t serial) {
    const auto wait = std::clamp<Duration>(when - now(), Duration::zero(), longest_wait);
    later(wait, [this, when, serial] {
        if (serial != alarm_serial_) return;
        if (now() < when) return wait_for_alarm(when, serial);
        handle(dispatch::AlarmFired{});
    });
}

void SimController::set_clock(Duration offset) {
    const bool forward = offset > clock_offset_;
    if (offset != clock_offset_ && has_something_on_air())
        world_.situations.saw(forward ? Situation::controller_clock_forward : Situation::controller_clock_back);
    clock_offset_ = offset;
    if (owns_) world_.checker.controller_clock_set(offset != Duration::zero(), world_.clockwork.now());
}

void SimController::node_connected(NodeNumber number) {
    if (dispatcher_) tell_profile(node(number));
    handle(dispatch::NodeConnected{number});
}

void SimController::node_lost(NodeNumber number) { handle(dispatch::NodeLost{number}); }

std::optional<BroadcastId> SimController::broadcast_of(GrantId grant) const {
    const auto found = grants_.find(grant);
    if (found == grants_.end()) return std::nullopt;
    return found->second;
}

void SimController::acknowledged(NodeNumber number, GrantId grant) {
    if (!dispatcher_) return;
    acknowledged_.insert({grant, number});
    record_answer([this, number, grant] { acknowledged(number, grant); });
    const auto id = broadcast_of(grant);
    if (id && takes_copy_ && world_.plant == Plant::copied_answer_counts)
        return follow(tracker_->started(*id, number, now(), now()));
    if (id) follow(tracker_->acknowledged(*id, number, now()));
}

void SimController::refused(NodeNumber number, GrantId grant, const domain::Error& why) {
    if (!dispatcher_) return;
    record_answer([this, number, grant, why] { refused(number, grant, why); });
    if (const auto id = broadcast_of(grant)) follow(tracker_->refused(*id, number, why, now()));
}

void SimController::fetched(NodeNumber number, const domain::ContentHash& content) {
    if (dispatcher_) follow(tracker_->fetched(content, number, now()));
}

void SimController::started(NodeNumber number, GrantId grant) {
    if (!dispatcher_) return;
    if (const auto id = broadcast_of(grant)) follow(tracker_->started(*id, number, now(), now()));
}

void SimController::record_answer(std::function<void()> again) {
    if (takes_copy_) return;
    answers_.push_back(std::move(again));
    if (answers_.size() > answers_max) answers_.pop_front();
}

void SimController::take_copy_of_answer(Random& random) {
    if (!dispatcher_ || answers_.empty()) return;
    world_.situations.saw(Situation::copied_answer);
    takes_copy_ = true;
    answers_[random.below(answers_.size())]();
    takes_copy_ = false;
}

void SimController::receipt(const domain::PlaybackReceipt& receipt) {
    if (!dispatcher_) return;
    store_.append(receipt, [this, receipt](bool fresh) {
        if (fresh) world_.checker.receipt_counted(receipt.node, receipt.number, world_.clockwork.now());
        else world_.situations.saw(Situation::receipt_arrives_again);
        // The node is told only when the delivery is on the disk, too; a receipt that comes again is applied again.
        follow(tracker_->receipt(receipt, now()), [this, receipt] {
            auto& target = node(receipt.node);
            tell(target, [&target, number = receipt.number] { target.receipt_committed(number); });
        });
    });
}

void SimController::status(NodeNumber number, std::uint64_t last_receipt) {
    if (!dispatcher_ || store_.complete_up_to(number) != last_receipt) return;
    follow(tracker_->caught_up(number, now()));
}

}  // namespace village::simulation
