#include "tests/simulation/sim_controller.hpp"

#include <algorithm>

namespace village::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

using domain::BroadcastId;
using domain::Duration;
using domain::GrantId;
using domain::NodeNumber;

/// START and STOP by UDP: at once, then until acknowledged. Fewer than the real link's, which only makes it harder.
constexpr std::array datagram_times{milliseconds{0}, milliseconds{30}, milliseconds{90}, milliseconds{340}, milliseconds{590}};

constexpr seconds longest_wait{5};
constexpr std::size_t answers_max = 200;
constexpr std::size_t recorded_stops_max = 64;
/// With the slowest answer of the signer.
constexpr seconds stop_is_kept_within{5};

bool is_silenced(domain::BroadcastState state) {
    return state == domain::BroadcastState::stopped || state == domain::BroadcastState::cancelled;
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
    dispatcher_ = std::make_unique<dispatch::Dispatcher>();
    tracker_ = std::make_unique<delivery::Tracker>();
    auto opened = store_.open(now());
    for (const auto& [broadcast, deliveries] : opened.broadcasts) tracker_->restore(broadcast, deliveries);
    for (const auto& item : opened.restored.items) {
        orders_[item.order.broadcast.id] = item.order;
        if (item.grant) grants_[item.grant->grant.id] = item.order.broadcast.id;
    }
    handle(std::move(opened.restored));
    tick();
}

void SimController::crash() {
    ++life_;
    world_.trace.add(world_.clockwork.now(), "controller dies");
    world_.checker.controller_died(world_.clockwork.now());
    if (has_something_on_air()) world_.situations.saw(Situation::controller_dies_on_air);
    store_.crash();
    for (const auto& id : streaming_) silence_stream(id);
    streaming_.clear();
    dispatcher_.reset();
    tracker_.reset();
    orders_.clear();
    acknowledged_.clear();
    answers_.clear();
}

bool SimController::has_something_on_air() const {
    return std::ranges::any_of(open_broadcasts(),
                               [this](BroadcastId id) { return find(id)->state == domain::BroadcastState::on_air; });
}

void SimController::tick() {
    follow(tracker_->advance(dispatcher_->connected(), now()));
    later(seconds{5}, [this] { tick(); });
}

void SimController::handle(const dispatch::Event& event) {
    if (!dispatcher_) return;
    for (const auto& command : dispatcher_->handle(event, now()))
        std::visit([this](const auto& what) { perform(what); }, command);
}

void SimController::plan(std::vector<dispatch::BroadcastOrder> orders) {
    if (!dispatcher_) return;
    std::erase_if(orders, [&](const auto& order) { return store_.knows(order.broadcast.id); });
    for (const auto& order : orders) orders_.emplace(order.broadcast.id, order);
    handle(dispatch::OccurrencesPlanned{std::move(orders)});
}

/// A later planning knows what this one could not; it is made in a moment in which anything may happen.
void SimController::plan_programme(const WantedProgramme& wanted) {
    if (!dispatcher_) return;
    const auto schedule = wanted.schedule.id;
    const ProgrammePlanning planning{*dispatcher_, store_, world_.plant == Plant::stopped_piece_comes_back};
    auto days = planning.make(wanted, now());
    later(random_.between(milliseconds{1}, milliseconds{40}),
          [this, planning, schedule, days = std::move(days), turn = ++plannings_[schedule]]() mutable {
              if (turn != plannings_[schedule]) return;
              auto made = planning.plan(std::move(days), schedule, now());
              for (auto& order : made.planned.orders) {
                  orders_.emplace(order.broadcast.id, order);
                  world_.checker.piece_ordered(order.broadcast, world_.clockwork.now());
                  if (world_.plant == Plant::hard_end_forgotten) order.broadcast.place->ends_by = domain::UtcTime::max();
              }
              handle(std::move(made.changed));
              handle(std::move(made.planned));
              for (auto& stop : made.stops) handle(std::move(stop));
          });
}

void SimController::request(dispatch::BroadcastOrder order, Duration countdown) {
    orders_.emplace(order.broadcast.id, order);
    handle(dispatch::BroadcastRequested{std::move(order), countdown});
}

void SimController::stop(const dispatch::StopRequested& wish) {
    note_persons_stop(wish);
    auto stop = wish;
    if (world_.plant == Plant::rest_of_programme_goes_on) stop.lead = {};
    const auto* broadcast = stop.broadcasts.size() == 1 ? find(stop.broadcasts.front()) : nullptr;
    const bool signing = broadcast && !dispatcher_->grant_of(broadcast->id);
    if (signing) world_.situations.saw(Situation::stop_while_signing);
    if (signing && stop.nodes.is_empty() && world_.plant == Plant::stop_lost_while_signing)
        return world_.checker.stop_promised(*broadcast, world_.clockwork.now());
    handle(stop);
}

/// That a person stopped a piece holds as soon as it is signed and on the disk.
void SimController::note_persons_stop(const dispatch::StopRequested& stop) {
    if (!dispatcher_ || stop.lead <= Duration::zero()) return;
    ProgrammeJudge::PersonsStop noted{{}, stop.nodes, {}, world_.clockwork.now()};
    for (const auto& id : stop.broadcasts.empty() ? open_broadcasts() : stop.broadcasts) {
        const auto* piece = find(id);
        if (!piece || piece->ended_at || !piece->place || piece->place->withdrawn) continue;
        const bool has_begun = piece->starts_at <= now() + stop.lead;
        const bool is_here = stop.nodes.is_empty() || piece->targets.intersects(stop.nodes);
        if (stop.broadcasts.empty() && !(has_begun && is_here)) continue;
        noted.pieces.push_back(id);
        if (has_begun) noted.begun.insert(*piece->occurrence);
    }
    if (noted.pieces.empty()) return;
    later(stop_is_kept_within, [this, noted] {
        if (!world_.signer.was_down_since(noted.pressed)) world_.checker.stopped_by_person(noted, world_.clockwork.now());
    });
}

void SimController::cancel_countdown(BroadcastId id) {
    const auto* broadcast = find(id);
    if (broadcast && broadcast->state == domain::BroadcastState::counting_down)
        world_.situations.saw(Situation::countdown_cancelled);
    handle(dispatch::CountdownCancelled{id, "head"});
}

void SimController::cancel_schedule(domain::ScheduleId id) { handle(dispatch::ScheduleChanged{id, "editor", {}}); }

void SimController::stream_ended(BroadcastId id) {
    if (streaming_.contains(id)) handle(dispatch::BroadcastFinished{id});
}

void SimController::sign(const domain::Grant& draft) {
    world_.signer.sign(draft, [this, life = life_, id = draft.broadcast](domain::Result<domain::SignedGrant> answer) {
        if (life != life_) return;
        if (!answer) {
            world_.situations.saw(Situation::signer_silent);
            return handle(dispatch::SigningFailed{id, answer.error()});
        }
        grants_[answer->grant.id] = id;
        store_.save(std::make_shared<const domain::SignedGrant>(*answer));
        handle(dispatch::GrantSigned{id, *answer});
    });
}

void SimController::perform(const dispatch::SignStop& command) {
    world_.signer.sign_stop(command.draft, [this, life = life_, ticket = command.ticket,
                                            nodes = command.nodes](domain::Result<domain::SignedStop> answer) {
        if (life != life_) return;
        if (!answer) return handle(dispatch::StopSigningFailed{ticket, answer.error()});
        auto kept = *answer;
        kept.told = nodes;
        store_.save(std::make_shared<const domain::SignedStop>(std::move(kept)));
        handle(dispatch::StopSigned{ticket, *answer});
    });
}

void SimController::tell(SimNode& target, std::function<void()> arrive) {
    if (target.line().in_session(true, std::move(arrive))) world_.situations.saw(Situation::controller_believes_in_dead_session);
}

void SimController::record(const domain::Grant& grant) {
    if (recorded_.insert(grant.id).second) world_.recorded.push_back(grant);
}

void SimController::perform(const dispatch::SendPlan& command) {
    dispatch::PlanTaken plan{1, command.issuer_sequence, command.covers_from, command.covers_to, {}};
    for (const auto& grant : command.grants) {
        plan.named.push_back(grant->grant.id);
        record(grant->grant);
        world_.checker.controller_sends(grant->grant.broadcast, world_.clockwork.now());
    }
    auto& target = node(command.node);
    tell(target, [&target, shared = command.grants, plan] {
        std::vector<domain::Grant> grants;
        for (const auto& grant : shared) grants.push_back(grant->grant);
        target.take_plan(grants, plan);
    });
}

void SimController::perform(const dispatch::SendStart& command) {
    world_.checker.controller_sends(command.grant->grant.broadcast, world_.clockwork.now());
    record(command.grant->grant);
    for (const auto number : command.nodes.numbers()) {
        auto& target = node(number);
        tell(target, [&target, grant = command.grant] { target.take_start(grant->grant, true); });
        for (const auto when : datagram_times)
            later(when, [this, &target, grant = command.grant] {
                if (acknowledged_.contains({grant->grant.id, target.number()})) return;
                target.line().datagram([&target, grant] { target.take_start(grant->grant, target.line().session() != 0); });
            });
    }
}

void SimController::perform(const dispatch::SendStop& command) {
    world_.recorded_stops.push_back(command.stop->stop);
    if (world_.recorded_stops.size() > recorded_stops_max) world_.recorded_stops.pop_front();
    for (const auto number : command.nodes.numbers()) {
        auto& target = node(number);
        const auto arrive = [&target, stop = command.stop] { target.take_stop(stop->stop); };
        tell(target, arrive);
        for (const auto when : datagram_times) later(when, [&target, arrive] { target.line().datagram(arrive); });
    }
}

void SimController::perform(const dispatch::Quench& command) {
    for (const auto number : command.nodes.numbers()) {
        auto& target = node(number);
        tell(target, [&target, id = command.broadcast] { target.quench(id); });
    }
}

void SimController::perform(const dispatch::StopStream& command) {
    if (streaming_.erase(command.broadcast) > 0) silence_stream(command.broadcast);
}

void SimController::silence_stream(BroadcastId id) {
    for (auto& target : *nodes_)
        world_.clockwork.after(random_.between(milliseconds{50}, seconds{3}), [&target, id] { target->stream_ended(id); });
}

void SimController::perform(const dispatch::SetAlarm& command) {
    if (world_.plant == Plant::alarm_lost_at_boot && world_.clockwork.now() == up_since_) return;
    wait_for_alarm(command.when, ++alarm_serial_);
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
    world_.checker.controller_clock_set(offset != Duration::zero(), world_.clockwork.now());
}

void SimController::perform(const dispatch::BroadcastChanged& command) {
    const auto& broadcast = command.broadcast;
    world_.trace.add(world_.clockwork.now(), domain::broadcast_state_name(broadcast.state), {}, broadcast.id);
    auto& order = orders_[broadcast.id];
    order.broadcast = broadcast;
    if (broadcast.place) world_.checker.piece_ordered(broadcast, world_.clockwork.now());
    if (broadcast.state == domain::BroadcastState::on_air) world_.checker.on_air(broadcast.id, world_.clockwork.now());
    if (broadcast.ended_at && clock_offset_ != Duration::zero()) world_.checker.ended_by_wrong_clock(broadcast.id);
    store_.save(order, [this, broadcast] {
        if (broadcast.place) world_.checker.piece_kept(broadcast.id);
        if (is_silenced(broadcast.state)) world_.checker.stop_promised(broadcast, world_.clockwork.now());
    });
    if (broadcast.ended_at) tracker_->ended(broadcast.id, *broadcast.ended_at);
}

void SimController::perform(const dispatch::MarkDeliveries& command) {
    if (command.state == domain::DeliveryState::planned)
        return follow(tracker_->plan(orders_.at(command.broadcast).broadcast, now()));
    follow(tracker_->mark(command.broadcast, command.nodes, command.state, command.reason, now()));
}

void SimController::follow(const delivery::Changes& changes, Done done) {
    std::vector<domain::Delivery> rows;
    for (const auto& change : changes) {
        if (const auto* one = std::get_if<domain::Delivery>(&change)) {
            rows.push_back(*one);
            continue;
        }
        const auto& many = std::get<delivery::DeliveriesMarked>(change);
        for (const auto number : many.nodes.numbers()) rows.push_back(*tracker_->find(many.broadcast, number));
    }
    if (rows.empty() && !done) return;
    if (takes_copy_) world_.checker.copy_had_effect({}, world_.clockwork.now());
    store_.save(rows, [this, rows, done = std::move(done)] {
        for (const auto& row : rows) world_.checker.delivery_stored(row, world_.clockwork.now());
        if (done) done();
    });
}

void SimController::node_connected(NodeNumber number) { handle(dispatch::NodeConnected{number}); }
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
