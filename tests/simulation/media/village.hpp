// The loudspeakers, their lines and the station, joined: whoever is switched on dials, and what is sent arrives or does not. The judges
// are told of everything here.
#pragma once

#include <memory>

#include "tests/simulation/media/ear_judge.hpp"
#include "tests/simulation/media/memory_judge.hpp"
#include "tests/simulation/media/packet_judge.hpp"
#include "tests/simulation/media/packet_line.hpp"
#include "tests/simulation/media/program.hpp"
#include "tests/simulation/media/receipt_judge.hpp"
#include "tests/simulation/media/run_options.hpp"
#include "tests/simulation/media/station.hpp"

namespace village::simulation::media {

/// A cabinet with its loudspeaker: what stays when the power goes.
struct Cabinet {
    domain::NodeNumber number;
    std::filesystem::path folder;
    Crystals crystals;
    protocol::Ed25519KeyPair receipt_key;
    PacketLine line;
    std::unique_ptr<Program> program;  ///< While it has power.
    std::uint32_t lives = 0;
};

/// A datagram of an association, as somebody on the line can copy it.
struct Overheard {
    domain::NodeNumber node;
    std::shared_ptr<const protocol::ByteVector> bytes;
};

class Village {
public:
    static constexpr std::size_t overheard_max = 400;

    Village(const RunOptions& options, Clockwork& clockwork, Facts& facts, Trace& trace, const std::filesystem::path& folder);

    Station& station() { return station_; }
    const domain::ContentHash& alarm() const { return alarm_; }
    std::vector<domain::NodeNumber> numbers() const;
    void switch_off(domain::NodeNumber node);
    void switch_on(domain::NodeNumber node);
    bool is_on(domain::NodeNumber node) const { return cabinets_.at(node)->program != nullptr; }
    /// Its address changes, say: the session is over at both ends, and it dials again.
    void break_session(domain::NodeNumber node);
    void cut_line(domain::NodeNumber node, domain::Duration time, bool to_node, bool from_node);
    void hold_up_line(domain::NodeNumber node, domain::Duration time);
    /// The loudspeaker itself asks for this so often, whatever it has.
    void demand(domain::NodeNumber node, const protocol::Nack& nack, int times);

    /// Somebody on the line puts it there now.
    void slip_in(domain::NodeNumber node, const Passing& packet, Meddling meddling);
    void slip_in(const Overheard& datagram);
    const std::deque<std::pair<domain::NodeNumber, Passing>>& packets_overheard() const { return packets_overheard_; }
    const std::deque<Overheard>& overheard() const { return overheard_; }
    std::uint64_t packets() const { return packets_; }

private:
    StationWays station_ways();
    ProgramWays ways_of(Cabinet& cabinet);
    void dial(Cabinet& cabinet);
    void session_over(Cabinet& cabinet);
    void join(Cabinet& cabinet);
    void arrive(Cabinet& cabinet, const Passing& packet, Meddling meddling);
    void arrive(Cabinet& cabinet, const protocol::ByteVector& datagram);
    /// Who was in contact all the time since an order has it.
    void judge_told(const domain::Grant& grant, bool is_stop);
    void answered(Cabinet& cabinet, const domain::UuidBytes& id, bool is_obeyed);
    void heard(Cabinet& cabinet, const Heard& heard, domain::UtcTime leaves_at);
    void check_number(const Passing& packet);
    void watch_memory();
    Random random_for(std::uint64_t purpose, std::uint16_t place) const { return {options_.seed, purpose * 1000 + place}; }
    bool has(Kind condition) const { return options_.selection.has(condition); }
    domain::UtcTime now() const { return clockwork_.now(); }

    RunOptions options_;
    Clockwork& clockwork_;
    Facts& facts_;
    Trace& trace_;
    Random random_;
    Commune commune_;
    EarJudge ears_;
    PacketJudge packet_judge_;
    ReceiptJudge receipts_;
    MemoryJudge memory_judge_;
    domain::ContentHash alarm_;
    Station station_;
    std::map<domain::NodeNumber, std::unique_ptr<Cabinet>> cabinets_;
    std::deque<std::pair<domain::NodeNumber, Passing>> packets_overheard_;
    std::deque<Overheard> overheard_;
    std::set<std::pair<domain::NodeNumber, protocol::ByteVector>> had_;  ///< Headers of datagrams that arrived in this life.
    std::map<std::tuple<domain::GrantId, std::uint32_t, std::uint64_t>, fanout::SharedPacket> numbers_used_;
    std::uint64_t packets_ = 0;
};

}  // namespace village::simulation::media
