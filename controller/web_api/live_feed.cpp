#include "controller/web_api/live_feed.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/serialize.hpp>
#include <deque>
#include <map>

#include "controller/web_api/json_writers.hpp"

namespace village::web_api {

namespace asio = boost::asio;

namespace {

/// What changed since the last delta, by what it is, the last value only. Bounded by how many things there are.
template <class Key, class Value>
boost::json::array take_all(std::map<Key, Value>& changed) {
    boost::json::array items;
    for (const auto& one : changed) items.emplace_back(write(one.second));
    changed.clear();
    return items;
}

}  // namespace

struct LiveFeed::Parts {
    explicit Parts(const asio::any_io_executor& control) : node_timer(control), other_timer(control) {}

    std::map<domain::NodeNumber, ports::NodeCondition> nodes;
    std::map<domain::BroadcastId, domain::Broadcast> broadcasts;
    std::map<std::pair<domain::BroadcastId, domain::NodeNumber>, domain::Delivery> deliveries;
    std::map<domain::JobId, ports::JobRow> jobs;
    std::map<domain::AnnouncementId, domain::Announcement> announcements;
    std::map<domain::ScheduleId, domain::Schedule> schedules;

    std::uint64_t seq = 0;
    std::deque<LiveText> kept;  ///< The last one has number `seq`.
    std::map<std::uint64_t, Listener> listeners;
    std::uint64_t last_subscription = 0;
    asio::steady_timer node_timer;
    asio::steady_timer other_timer;
    bool nodes_armed = false;
    bool others_armed = false;

    void keep(const ports::NodeCondition& one) { nodes[one.node] = one; }
    void keep(const domain::Broadcast& one) { broadcasts[one.id] = one; }
    void keep(const domain::Delivery& one) { deliveries[{one.broadcast, one.node}] = one; }
    void keep(const domain::Announcement& one) { announcements[one.id] = one; }
    void keep(const domain::Schedule& one) { schedules[one.id] = one; }
    void keep(const ports::JobRow& one) { jobs[one.id] = one; }

    void give_out(std::string_view topic, boost::json::object parts) {
        boost::json::object delta{{"type", "delta"}, {"seq", ++seq}, {"topic", topic}};
        for (auto& part : parts) delta[part.key()] = std::move(part.value());
        kept.push_back(std::make_shared<const std::string>(boost::json::serialize(delta)));
        if (kept.size() > kept_deltas) kept.pop_front();
        // A copy: a listener may end its own subscription.
        const auto told = listeners;
        for (const auto& listener : told) listener.second(kept.back());
    }
};

LiveFeed::LiveFeed(asio::any_io_executor control) : parts_(std::make_unique<Parts>(control)) {}
LiveFeed::~LiveFeed() = default;

void LiveFeed::publish(ports::StateChange change) {
    std::visit([&](const auto& one) { parts_->keep(one); }, change);
    if (std::holds_alternative<ports::NodeCondition>(change)) {
        if (std::exchange(parts_->nodes_armed, true)) return;
        parts_->node_timer.expires_after(node_period);
        parts_->node_timer.async_wait([this](const boost::system::error_code& stopped) {
            if (!stopped) flush_nodes();
        });
    } else {
        if (std::exchange(parts_->others_armed, true)) return;
        parts_->other_timer.expires_after(other_period);
        parts_->other_timer.async_wait([this](const boost::system::error_code& stopped) {
            if (!stopped) flush_others();
        });
    }
}

void LiveFeed::flush_nodes() {
    parts_->nodes_armed = false;
    if (!parts_->nodes.empty()) parts_->give_out("nodes", {{"nodes", take_all(parts_->nodes)}});
}

void LiveFeed::flush_others() {
    parts_->others_armed = false;
    if (!parts_->broadcasts.empty() || !parts_->deliveries.empty())
        parts_->give_out("cast", {{"broadcasts", take_all(parts_->broadcasts)}, {"deliveries", take_all(parts_->deliveries)}});
    if (!parts_->jobs.empty()) parts_->give_out("jobs", {{"jobs", take_all(parts_->jobs)}});
    if (!parts_->announcements.empty()) parts_->give_out("announcements", {{"announcements", take_all(parts_->announcements)}});
    if (!parts_->schedules.empty()) parts_->give_out("schedule", {{"schedules", take_all(parts_->schedules)}});
}

std::uint64_t LiveFeed::seq() const { return parts_->seq; }

std::optional<std::vector<LiveText>> LiveFeed::deltas_after(std::uint64_t since) const {
    if (since > parts_->seq || parts_->seq - since > parts_->kept.size()) return std::nullopt;
    return std::vector<LiveText>(parts_->kept.end() - static_cast<std::ptrdiff_t>(parts_->seq - since), parts_->kept.end());
}

std::uint64_t LiveFeed::subscribe(Listener listener) {
    parts_->listeners[++parts_->last_subscription] = std::move(listener);
    return parts_->last_subscription;
}

void LiveFeed::unsubscribe(std::uint64_t subscription) { parts_->listeners.erase(subscription); }

}  // namespace village::web_api
