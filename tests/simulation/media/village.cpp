#include "tests/simulation/media/village.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "protocol/big_endian.hpp"

namespace village::simulation::media {

using namespace std::chrono_literals;
using domain::Duration;
using domain::NodeNumber;
using domain::UtcTime;

namespace {

enum Purpose : std::uint64_t { of_village, of_commune, of_station, of_cabinet, of_line, of_program };

constexpr double ppm_max = 60;
/// At a fifth of loss (goals.md: of a STOP, silence by then).
constexpr Duration told_within = 1500ms;
/// At what everybody holds.
constexpr Duration look_every = 100ms;

/// The line of a cabinet: most on 4G, some on a bad edge of it.
LineNature draw_nature(Random& random, bool is_lossy) {
    LineNature nature;
    nature.delay = random.between(15ms, 60ms);
    nature.jitter = random.between(5ms, 30ms);
    nature.loss = random.chance(0.2) ? 0.2 : random.chance(0.3) ? 0.01 : 0.08;
    if (!is_lossy) nature.loss = 0;
    return nature;
}

double draw_ppm(Random& random) { return (random.unit() * 2 - 1) * ppm_max; }

domain::ContentHash keep_alarm(const std::filesystem::path& folder) {
    auto contents = node::cache::ContentStore::open({folder / "contents"}, false);
    auto kept = contents ? contents->import(alarm_file()) : domain::Result<domain::ContentHash>(contents.error());
    if (!kept) throw std::runtime_error(kept.error().detail);
    return *kept;
}

}  // namespace

Village::Village(const RunOptions& options, Clockwork& clockwork, Facts& facts, Trace& trace, const std::filesystem::path& folder)
    : options_(options),
      clockwork_(clockwork),
      facts_(facts),
      trace_(trace),
      random_(random_for(of_village, 0)),
      commune_(random_for(of_commune, 0), clockwork.now()),
      ears_(facts),
      packet_judge_(facts),
      receipts_(facts),
      memory_judge_(facts),
      station_(clockwork, commune_, random_for(of_station, 0), options.plant, station_ways()) {
    for (std::uint16_t number = 1; number <= options.nodes; ++number) {
        auto random = random_for(of_cabinet, number);
        const auto home = folder / std::to_string(number);
        std::filesystem::create_directories(home);
        commune_.enrol(home);
        alarm_ = keep_alarm(home);
        const Crystals drawn{draw_ppm(random), draw_ppm(random)};
        const auto crystals = has(Kind::wrong_clocks) ? drawn : Crystals{};
        cabinets_[NodeNumber{number}] = std::make_unique<Cabinet>(
            Cabinet{NodeNumber{number}, home, crystals, protocol::Ed25519KeyPair::from_seed(random_bytes<32>(random)),
                    PacketLine{clockwork, random_for(of_line, number), draw_nature(random, has(Kind::lossy_lines))}, nullptr, 0});
        switch_on(NodeNumber{number});
    }
    watch_memory();
}

std::vector<NodeNumber> Village::numbers() const {
    std::vector<NodeNumber> all;
    for (const auto& [number, cabinet] : cabinets_) all.push_back(number);
    return all;
}

// ---- Power and lines ----

void Village::switch_on(NodeNumber node) {
    auto& cabinet = *cabinets_.at(node);
    if (cabinet.program) return;
    trace_.add(now(), "switched on", node);
    auto random = random_for(of_program, static_cast<std::uint16_t>(node.value + 100 * ++cabinet.lives));
    facts_.nodes[node].switched_on = now();
    const auto boot = random_bytes<16>(random);
    cabinet.program = std::make_unique<Program>(
        ProgramPlace{clockwork_, cabinet.folder, node, cabinet.crystals, cabinet.receipt_key, boot, options_.plant}, random,
        ways_of(cabinet));
    dial(cabinet);
}

void Village::switch_off(NodeNumber node) {
    auto& cabinet = *cabinets_.at(node);
    if (!cabinet.program) return;
    trace_.add(now(), "switched off", node);
    cabinet.program.reset();
    cabinet.line.open_session();
    station_.gone(node);
    facts_.power_lost(node);
    ears_.power_lost(node);
    packet_judge_.power_lost(node);
    receipts_.power_lost(node);
    std::erase_if(had_, [node](const auto& had) { return had.first == node; });
}

void Village::break_session(NodeNumber node) {
    auto& cabinet = *cabinets_.at(node);
    if (!cabinet.program || !cabinet.program->is_joined()) return;
    trace_.add(now(), "session broken", node);
    cabinet.program->session_lost();
    session_over(cabinet);
}

void Village::session_over(Cabinet& cabinet) {
    facts_.nodes[cabinet.number].joined.reset();
    station_.gone(cabinet.number);
    dial(cabinet);
}

void Village::cut_line(NodeNumber node, Duration time, bool to_node, bool from_node) {
    trace_.add(now(), "line cut", node);
    facts_.nodes[node].cuts.emplace_back(now(), now() + time);
    cabinets_.at(node)->line.cut_for(time, to_node, from_node);
}

void Village::hold_up_line(NodeNumber node, Duration time) {
    facts_.situations.saw(Situation::line_held_up);
    facts_.nodes[node].cuts.emplace_back(now(), now() + time);
    cabinets_.at(node)->line.hold_up_for(time);
}

void Village::demand(NodeNumber node, const protocol::Nack& nack, int times) {
    const auto& program = cabinets_.at(node)->program;
    const auto encoded = protocol::encode_nack(nack);
    if (!program || !encoded) return;
    facts_.nodes[node].spent.emplace_back(now(), now() + 1s);
    for (int request = 0; request < times; ++request) program->send_udp(protocol::UdpKind::nack, *encoded);
}

void Village::dial(Cabinet& cabinet) {
    const auto handshake = 4 * cabinet.line.one_way();
    const auto when = std::max(now(), cabinet.line.whole_again_at()) + handshake;
    // Without a session nothing is sent to it, nor sent again afterwards.
    facts_.nodes[cabinet.number].cuts.emplace_back(now(), when);
    clockwork_.at(when, [this, &cabinet, life = cabinet.lives] {
        if (!cabinet.program || life != cabinet.lives) return;
        if (cabinet.line.is_cut()) return dial(cabinet);
        join(cabinet);
    });
}

void Village::join(Cabinet& cabinet) {
    trace_.add(now(), "joined", cabinet.number);
    facts_.nodes[cabinet.number].joined = now();
    protocol::UdpAssociationState state;
    state.connection_id = random_.next();
    const auto exporter = random_bytes<32>(random_);
    state.exporter = protocol::Secret<32>(std::span<const std::uint8_t, 32>(exporter));
    cabinet.line.open_session();
    if (cabinet.program->datagrams_opened() > 0) facts_.situations.saw(Situation::session_anew);
    cabinet.program->joined({protocol::UdpRole::node, state});
    station_.joined(cabinet.number, {protocol::UdpRole::controller, state});
}

// ---- What the station and the programs do in the world ----

StationWays Village::station_ways() {
    StationWays ways;
    ways.send_udp = [this](NodeNumber node, protocol::ByteVector bytes) {
        auto& cabinet = *cabinets_.at(node);
        const auto shared = std::make_shared<const protocol::ByteVector>(std::move(bytes));
        overheard_.push_back({node, shared});
        if (overheard_.size() > overheard_max) overheard_.pop_front();
        cabinet.line.to_node([this, &cabinet, shared] { arrive(cabinet, *shared); });
    };
    ways.send_packet = [this](NodeNumber node, const Passing& packet) {
        auto& cabinet = *cabinets_.at(node);
        check_number(packet);
        packets_overheard_.emplace_back(node, packet);
        if (packets_overheard_.size() > overheard_max) packets_overheard_.pop_front();
        cabinet.line.to_node([this, &cabinet, packet] { arrive(cabinet, packet, Meddling::none); });
    };
    ways.send_session = [this](NodeNumber node, wire::SessionMessage message) {
        auto& cabinet = *cabinets_.at(node);
        cabinet.line.session_to_node([this, &cabinet, message = std::move(message)] {
            if (!cabinet.program || !cabinet.program->is_joined()) return;
            cabinet.program->session(message);
            auto& trusted = facts_.nodes[cabinet.number].clock_trusted;
            if (cabinet.program->is_clock_trusted() && !trusted) trusted = now();
        });
    };
    ways.sent_again = [this](NodeNumber node) { memory_judge_.sent_again(node, now()); };
    ways.put_on_air = [this](const Broadcast& broadcast) {
        trace_.add(now(), "put on air", {}, broadcast.grant().id);
        facts_.on_air[broadcast.grant().id] = {broadcast.grant(), broadcast.voice, std::nullopt, std::nullopt};
        clockwork_.after(told_within, [this, grant = broadcast.grant()] { judge_told(grant, false); });
    };
    ways.ordered_to_stop = [this](const Broadcast& broadcast) {
        trace_.add(now(), "stop", {}, broadcast.grant().id);
        auto& stopped = facts_.on_air.at(broadcast.grant().id);
        stopped.stop = broadcast.stop->stop.id;
        stopped.stopped_at = now();
        clockwork_.after(told_within, [this, grant = broadcast.grant()] { judge_told(grant, true); });
    };
    return ways;
}

void Village::judge_told(const domain::Grant& grant, bool is_stop) {
    for (const auto node : grant.nodes.numbers()) {
        auto& here = facts_.nodes[node];
        const auto& listening = here.listening[grant.id];
        const bool is_told = (is_stop ? listening.stop_came : listening.start_came) || listening.over_at;
        if (is_told || !here.is_in_contact(now() - told_within, now())) continue;
        const auto* order = is_stop ? "STOP" : "START";
        facts_.fail(is_stop ? "S6" : "L2", node, fmt::format("is in contact and knows nothing of a {}", order), now());
    }
}

void Village::check_number(const Passing& packet) {
    const auto [used, is_new] = numbers_used_.try_emplace({packet.grant, packet.generation, packet.index}, packet.bytes);
    if (!is_new && *used->second != *packet.bytes) facts_.fail("S16", {}, "the station uses a packet's number twice", now());
}

void Village::watch_memory() {
    for (const auto& [number, cabinet] : cabinets_)
        if (cabinet->program)
            memory_judge_.holds(number, cabinet->program->live_memory(), cabinet->program->associations(), now());
    for (const auto& [id, broadcast] : station_.broadcasts())
        if (broadcast.stream) memory_judge_.station_holds(broadcast.stream->sent.size(), now());
    clockwork_.after(look_every, [this] { watch_memory(); });
}

ProgramWays Village::ways_of(Cabinet& cabinet) {
    ProgramWays ways;
    ways.send_udp = [this, &cabinet](protocol::ByteVector bytes) {
        cabinet.line.from_node([this, &cabinet, bytes = std::move(bytes)] { station_.udp(cabinet.number, bytes); });
    };
    ways.send_session = [this, &cabinet](wire::SessionMessage message) {
        cabinet.line.session_from_node(
            [this, &cabinet, message = std::move(message)] { station_.session(cabinet.number, message); });
    };
    ways.session_is_dead = [this, &cabinet] {
        trace_.add(now(), "session dead", cabinet.number);
        session_over(cabinet);
    };
    ways.heard = [this, &cabinet](const Heard& what, UtcTime leaves_at) { heard(cabinet, what, leaves_at); };
    ways.began = [this, &cabinet](const node::player_loop::SoundingBegan& began) {
        trace_.add(now(), "sounds", cabinet.number, began.grant);
        facts_.nodes[cabinet.number].listening[began.grant].began = now();
    };
    ways.counted = [this, &cabinet](const node::player_loop::SoundingCounted& counted) {
        receipts_.counted(cabinet.number, counted);
    };
    ways.over = [this, &cabinet](const node::player_loop::SoundingOver& over, std::int64_t first, std::int64_t end) {
        trace_.add(now(), "over", cabinet.number, over.grant);
        auto& here = facts_.nodes[cabinet.number];
        const bool is_settled = here.is_settled(here.listening[over.grant]);
        const auto blocks = ears_.take_sounding_blocks(cabinet.number, over.grant);
        receipts_.piece(cabinet.number, over.grant, {over.piece, first, end, blocks * 960, is_settled}, now());
        here.listening[over.grant].began.reset();
    };
    ways.receipt = [this, &cabinet](const domain::PlaybackReceipt& receipt) {
        trace_.add(now(), "receipt", cabinet.number, receipt.grant);
        receipts_.receipt(receipt, now());
    };
    ways.asked = [this, &cabinet](const protocol::Nack& nack) {
        if (const auto* broadcast = station_.of_ssrc(nack.media_ssrc))
            packet_judge_.asked(cabinet.number, broadcast->grant().id, nack, now());
    };
    ways.ordered = [this, &cabinet](const domain::UuidBytes& id) {
        auto& ordered = facts_.nodes[cabinet.number].listening[domain::GrantId{id}].ordered;
        ordered = ordered.value_or(now());
    };
    ways.answered = [this, &cabinet](const domain::UuidBytes& id, bool is_obeyed) { answered(cabinet, id, is_obeyed); };
    ways.key_taken = [this, &cabinet](const protocol::StreamKey& key) {
        if (const auto* broadcast = station_.of_ssrc(key.ssrc))
            facts_.nodes[cabinet.number].listening[broadcast->grant().id].keys.try_emplace(key.generation, now());
    };
    return ways;
}

void Village::heard(Cabinet& cabinet, const Heard& what, UtcTime leaves_at) {
    auto& here = facts_.nodes[cabinet.number];
    if (cabinet.program)
        here.clock_settled = cabinet.program->clock_settled_at(), here.clock_error = cabinet.program->clock_error();
    ears_.heard(cabinet.number, what, leaves_at);
}

void Village::answered(Cabinet& cabinet, const domain::UuidBytes& id, bool is_obeyed) {
    auto& listening = facts_.nodes[cabinet.number].listening;
    for (const auto& [grant, broadcast] : facts_.on_air) {
        const bool is_wanted = grant.bytes == id && now() < broadcast.ends_at() && !broadcast.stop && !listening[grant].over_at;
        if (!is_obeyed && is_wanted) facts_.fail("L2", cabinet.number, "refuses a START in its time", now());
        const auto ordered = grant.bytes == id ? std::exchange(listening[grant].ordered, std::nullopt) : std::nullopt;
        if (!is_obeyed) continue;
        if (ordered && !listening[grant].start_came) listening[grant].start_came = ordered;
        if (ordered && !listening[grant].told) listening[grant].told = ordered;
        if (broadcast.stop && broadcast.stop->bytes == id && !listening[grant].stop_came) listening[grant].stop_came = now();
    }
}

// ---- What arrives ----

void Village::arrive(Cabinet& cabinet, const Passing& packet, Meddling meddling) {
    if (!cabinet.program) return;
    ++packets_;
    const auto verdict = cabinet.program->datagram(*packet.bytes);
    packet_judge_.packet(cabinet.number, packet, meddling, verdict.value_or(protocol::RtpVerdict::malformed), now());
}

void Village::arrive(Cabinet& cabinet, const protocol::ByteVector& datagram) {
    if (!cabinet.program) return;
    // Connection id and counter: what makes a datagram of an association this one.
    const std::pair which{cabinet.number, protocol::ByteVector(datagram.begin(), datagram.begin() + protocol::udp_header_bytes)};
    const auto opened = cabinet.program->datagrams_opened();
    (void)cabinet.program->datagram(datagram);
    if (cabinet.program->datagrams_opened() == opened || had_.insert(which).second) return;
    facts_.fail("S13", cabinet.number, "a copied datagram is obeyed", now());
}

void Village::slip_in(NodeNumber node, const Passing& packet, Meddling meddling) {
    arrive(*cabinets_.at(node), packet, meddling);
}

void Village::slip_in(const Overheard& datagram) { arrive(*cabinets_.at(datagram.node), *datagram.bytes); }

}  // namespace village::simulation::media
