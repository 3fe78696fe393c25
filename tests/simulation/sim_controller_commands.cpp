// SimController: what its dispatcher and its tracker want done.
#include "tests/simulation/sim_controller.hpp"

#include <algorithm>

namespace village::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

using domain::BroadcastId;
using domain::Duration;

/// START and STOP by UDP: at once, then until acknowledged. Fewer than the real link's, which only makes it harder.
constexpr std::array datagram_times{milliseconds{0}, milliseconds{30}, milliseconds{90}, milliseconds{340}, milliseconds{590}};

constexpr std::size_t recorded_stops_max = 64;

std::optional<Situation> met_by(domain::ErrorCode refusal, bool is_stream) {
    switch (refusal) {
        case domain::ErrorCode::unavailable: return Situation::signer_silent;
        case domain::ErrorCode::not_approved: return Situation::signer_refuses_unapproved;
        case domain::ErrorCode::not_permitted: return Situation::signer_refuses_siren_in_drill;
        case domain::ErrorCode::quiet_hours:
            return is_stream ? Situation::stream_refused_in_quiet_hours : Situation::refused_in_quiet_hours;
        default: return std::nullopt;
    }
}

bool is_silenced(domain::BroadcastState state) {
    return state == domain::BroadcastState::stopped || state == domain::BroadcastState::cancelled;
}

}  // namespace

domain::Grant SimController::as_asked_for(domain::Grant draft) const {
    const bool is_drill = draft.kind == domain::BroadcastKind::drill;
    if (is_drill && world_.plant == Plant::drill_flag_dropped) draft.kind = domain::BroadcastKind::scheduled;
    return draft;
}

/// Who agreed is asked of the disk; an emergency waits for nobody.
void SimController::sign(const domain::Grant& draft, std::optional<domain::OperatorId> officer) {
    const auto* wanted = find(draft.broadcast);
    if (!wanted) return;
    const bool is_written = wanted->announcement.has_value();
    const auto wait = is_written ? random_.between(milliseconds{1}, milliseconds{4}) : Duration::zero();
    later(wait, [this, draft = as_asked_for(draft), wanted = *wanted, officer] {
        const auto asking = store_.owner();
        auto reasons = world_.approvals.reasons_for(wanted);
        reasons.officer = officer;
        world_.signer.sign(asking, draft, std::move(reasons),
                           [this, asking, life = life_, id = draft.broadcast](const domain::Result<domain::SignedGrant>& answer) {
                               if (life == life_) signed_as(id, asking, answer);
                           });
    });
}

void SimController::signed_as(BroadcastId id, const Owner& asking, const domain::Result<domain::SignedGrant>& answer) {
    if (!answer) {
        const auto why = answer.error().code;
        // On the real link what was asked before this one rose above another's epoch is answered before that, too.
        if (why == domain::ErrorCode::superseded && asking == store_.owner()) refused_by_signer();
        const auto* wanted = find(id);
        if (const auto what = met_by(why, wanted != nullptr && wanted->streamed)) world_.situations.saw(*what);
        return handle(dispatch::SigningFailed{id, answer.error()});
    }
    grants_[answer->grant.id] = id;
    store_.save(std::make_shared<const domain::SignedGrant>(*answer));
    handle(dispatch::GrantSigned{id, *answer});
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
    // The node has a session with another one since.
    if (!target.is_with(*this)) return;
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
        if (owns_) world_.checker.controller_sends(grant->grant.broadcast, world_.clockwork.now());
    }
    auto& target = node(command.node);
    tell(target, [&target, shared = command.grants, plan] {
        std::vector<domain::Grant> grants;
        for (const auto& grant : shared) grants.push_back(grant->grant);
        target.take_plan(grants, plan);
    });
}

void SimController::perform(const dispatch::SendStart& command) {
    if (owns_) world_.checker.controller_sends(command.grant->grant.broadcast, world_.clockwork.now());
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

/// Of a relay nothing comes any more, and its loudspeakers wait for it to their hard end.
void SimController::silence_stream(BroadcastId id) {
    const auto order = orders_.find(id);
    if (order != orders_.end() && !order->second.broadcast.relay.empty()) return;
    for (auto& target : *nodes_)
        world_.clockwork.after(random_.between(milliseconds{50}, seconds{3}), [&target, id] { target->stream_ended(id); });
}

void SimController::perform(const dispatch::SetAlarm& command) {
    if (world_.plant == Plant::alarm_lost_at_boot && world_.clockwork.now() == up_since_) return;
    wait_for_alarm(command.when, ++alarm_serial_);
}

void SimController::perform(const dispatch::BroadcastChanged& command) {
    const auto& broadcast = command.broadcast;
    world_.trace.add(world_.clockwork.now(), domain::broadcast_state_name(broadcast.state), {}, broadcast.id);
    auto& order = orders_[broadcast.id];
    order.broadcast = broadcast;
    if (owns_ && broadcast.place) world_.checker.piece_ordered(broadcast, world_.clockwork.now());
    if (owns_ && broadcast.state == domain::BroadcastState::on_air) world_.checker.on_air(broadcast.id, world_.clockwork.now());
    const bool taken_for_over = broadcast.ended_at && !is_silenced(broadcast.state);
    if (owns_ && taken_for_over && clock_offset_ != Duration::zero()) world_.checker.ended_by_wrong_clock(broadcast.id);
    store_.save(order, [this, broadcast] {
        world_.checker.broadcast_kept(broadcast);
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

}  // namespace village::simulation
