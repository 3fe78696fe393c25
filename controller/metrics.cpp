#include "controller/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village {
namespace {

class Text {
public:
    void gauge(std::string_view name, std::string_view help, double value) { single(name, help, "gauge", value); }
    void counter(std::string_view name, std::string_view help, std::uint64_t value) {
        single(name, help, "counter", static_cast<double>(value));
    }
    void head(std::string_view name, std::string_view help, std::string_view type) {
        text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
    }
    void line(std::string_view name, std::string_view label, std::string_view value_of_label, double value) {
        text_ += fmt::format("{}{{{}=\"{}\"}} {}\n", name, label, value_of_label, value);
    }
    std::string take() { return std::move(text_); }

private:
    void single(std::string_view name, std::string_view help, std::string_view type, double value) {
        head(name, help, type);
        text_ += fmt::format("{} {}\n", name, value);
    }

    std::string text_;
};

void write_parts(const ports::LiveView& view, Text& text) {
    text.head("village_part_well", "1 when this part of the controller is well, as in /health.", "gauge");
    for (const auto& part : view.parts()) text.line("village_part_well", "part", part.name, part.well ? 1 : 0);
}

void write_nodes(const ports::LiveView& view, Text& text) {
    const auto nodes = view.nodes();
    const auto count = [&](auto holds) { return static_cast<double>(std::ranges::count_if(nodes, holds)); };
    text.gauge("village_nodes", "Loudspeaker clusters in the list.", static_cast<double>(nodes.size()));
    text.gauge("village_nodes_connected", "Of them, connected now.", count([](const auto& node) { return node.connected; }));
    text.gauge("village_nodes_playing", "Of them, sounding now.",
               count([](const auto& node) { return node.playing.has_value(); }));
    text.gauge("village_nodes_clock_untrusted", "Connected ones whose clock is not trusted: they play emergencies only.",
               count([](const auto& node) { return node.connected && !node.clock_trusted; }));
}

void write_broadcasts(const ports::LiveView& view, Text& text) {
    text.head("village_broadcasts", "Broadcasts of today by state.", "gauge");
    const auto broadcasts = view.current_broadcasts();
    using State = domain::BroadcastState;
    for (const auto state :
         {State::planned, State::counting_down, State::on_air, State::ended, State::stopped, State::cancelled, State::missed})
        text.line("village_broadcasts", "state", domain::broadcast_state_name(state),
                  static_cast<double>(std::ranges::count(broadcasts, state, &domain::Broadcast::state)));
}

void write_sessions(const sessions::SessionCounters& counted, Text& text) {
    text.head("village_refused_total", "What came to the nodes' port and was turned away.", "counter");
    const auto refused = [&](std::string_view what, std::uint64_t count) {
        text.line("village_refused_total", "what", what, static_cast<double>(count));
    };
    refused("handshakes", counted.handshakes_refused);
    refused("certificates", counted.certificates_refused);
    refused("frames", counted.frames_refused);
    refused("unknown datagrams", counted.datagrams_unknown);
    refused("datagrams", counted.datagrams_refused);
    refused("receipts", counted.receipts_refused);
    text.counter("village_session_overflows_total", "Sessions ended because a node did not read.", counted.overflows);
}

void write_fanout(const fanout::FanoutCounters& counted, Text& text) {
    text.head("village_media_datagrams_total", "Live media to nodes.", "counter");
    const auto datagrams = [&](std::string_view what, std::uint64_t count) {
        text.line("village_media_datagrams_total", "what", what, static_cast<double>(count));
    };
    datagrams("sent", counted.datagrams_sent);
    datagrams("late", counted.datagrams_late);
    datagrams("failed", counted.datagrams_failed);
    datagrams("repairs", counted.repairs_sent);
    datagrams("repairs refused", counted.repairs_refused);
    text.counter("village_media_packets_total", "Packets of live media made.", counted.packets_made);
    text.counter("village_media_packets_dropped_total", "Of them, given up because the ring was full.", counted.packets_dropped);
}

}  // namespace

std::string metrics_text(const ports::LiveView& view, const sessions::SessionCounters& sessions,
                         const fanout::FanoutCounters& fanout) {
    Text text;
    write_parts(view, text);
    write_nodes(view, text);
    write_broadcasts(view, text);
    write_sessions(sessions, text);
    write_fanout(fanout, text);
    return text.take();
}

}  // namespace village
