#include "controller/web_api/live_messages.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "controller/web_api/json_writers.hpp"

namespace village::web_api {

std::string hello_text(const Api& api) {
    const boost::json::object message{{"type", "hello"},
                                      {"seq", api.world.feed.seq()},
                                      {"server_time", domain::utc_text(api.world.now())},
                                      {"server_version", api.options.version}};
    return boost::json::serialize(message);
}

std::string snapshot_text(const Api& api) {
    const auto& view = api.world.view;
    const auto broadcasts = view.current_broadcasts();
    boost::json::array deliveries;
    for (const auto& broadcast : broadcasts)
        for (const auto& delivery : view.deliveries(broadcast.id)) deliveries.emplace_back(write(delivery));
    const boost::json::object message{{"type", "snapshot"},
                                      {"seq", api.world.feed.seq()},
                                      {"server_time", domain::utc_text(api.world.now())},
                                      {"nodes", write_all(view.nodes())},
                                      {"broadcasts", write_all(broadcasts)},
                                      {"deliveries", std::move(deliveries)},
                                      {"jobs", write_all(api.world.jobs.current())}};
    return boost::json::serialize(message);
}

std::string ping_text(domain::UtcTime now) {
    const boost::json::object message{{"type", "ping"}, {"server_time", domain::utc_text(now)}};
    return boost::json::serialize(message);
}

std::string state_text(const Api& api, std::optional<std::uint64_t> since) {
    const auto seq = api.world.feed.seq();
    const auto deltas = since ? api.world.feed.deltas_after(*since) : std::nullopt;
    if (!deltas) return fmt::format(R"({{"seq":{},"snapshot":{}}})", seq, snapshot_text(api));
    // The deltas are JSON already; they are joined, not read and written again.
    std::string joined;
    for (const auto& delta : *deltas) {
        if (!joined.empty()) joined += ',';
        joined += *delta;
    }
    return fmt::format(R"({{"seq":{},"deltas":[{}]}})", seq, joined);
}

}  // namespace village::web_api
