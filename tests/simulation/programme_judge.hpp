// What a commune hears of a programme: nothing after its hard end, no silence over 10 s while a piece or what stands in for it could
// sound, nothing that stands in while the piece itself could, and nothing that a person has stopped, however often the programme is
// made anew. Knows what was ordered, what lies in each loudspeaker and what sounded.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class ProgrammeJudge {
public:
    explicit ProgrammeJudge(Facts& facts) : facts_(facts) {}

    // The controller:
    void ordered(const domain::Broadcast& piece, domain::UtcTime now);
    /// A person stopped these at these nodes (of an area: whatever is heard there), and it is on the disk. `pressed`: when. What had
    /// begun by then is silent to its end.
    struct PersonsStop {
        std::vector<domain::BroadcastId> pieces;
        domain::NodeSet nodes;
        std::set<domain::OccurrenceId> begun;
        domain::UtcTime pressed{};
    };
    void kept(domain::BroadcastId id) { pieces_.at(id).is_kept = true; }
    void issued(const domain::Grant& grant, domain::UtcTime now) {
        if (const auto piece = pieces_.find(grant.broadcast); piece != pieces_.end()) piece->second.signed_at = now;
    }
    /// Before anybody knows whether it holds: from now on nobody need be told of these pieces.
    void silence_wished(const PersonsStop& stop);
    /// Somebody wants these silent, or wants them no more, whichever controller he asked: none (all that has begun) at these nodes, or
    /// at none (all) of them. `begun_by`: of a programme that has begun by then he means the rest, too.
    struct Unwanted {
        std::vector<domain::BroadcastId> pieces;
        domain::NodeSet nodes;
        domain::UtcTime begun_by = domain::UtcTime::min();
    };
    void unwanted(const Unwanted& what);
    void controller_died(domain::UtcTime now);
    /// `known`: what its database knows now.
    void database_restored(const std::vector<domain::Broadcast>& known, domain::UtcTime now);
    void stopped_by_person(const PersonsStop& stop, domain::UtcTime now);

    // A node:
    void booted(domain::NodeNumber node, bool clock_trusted, domain::UtcTime now);
    void clock_attested(domain::NodeNumber node, domain::UtcTime now);
    void clock_lost(domain::NodeNumber node, domain::UtcTime now);
    void power_lost(domain::NodeNumber node, domain::UtcTime now);
    void taken(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    bool had_content(domain::NodeNumber node, const domain::ContentHash& content, domain::UtcTime by) const {
        const auto known = nodes_.find(node);
        if (known == nodes_.end()) return false;
        const auto kept = known->second.content.find(content);
        return kept != known->second.content.end() && kept->second <= by;
    }
    void content_kept(domain::NodeNumber node, const domain::ContentHash& content, domain::UtcTime now) {
        nodes_[node].content.try_emplace(content, now);
    }
    void sound_started(domain::NodeNumber node, const domain::Grant& grant, const Sound& sound, domain::UtcTime now);
    void sound_stopped(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void device_failed(domain::NodeNumber node, const domain::Grant& grant) {
        if (const auto held = nodes_[node].pieces.find(grant.broadcast); held != nodes_[node].pieces.end())
            held->second.device_failed = true;
    }
    /// Its plan is full of what goes before.
    void without_room(domain::NodeNumber node, const domain::Grant& grant) { nodes_[node].pieces.erase(grant.broadcast); }
    void finished(domain::NodeNumber node, const domain::Grant& grant, domain::DeliveryState said, domain::UtcTime now);
    /// Before and after a relay begins to reach this loudspeaker, or does so no more.
    void look(domain::NodeNumber node, domain::UtcTime now);
    void note_what_is_heard(domain::NodeNumber node, std::optional<domain::GrantId> leaving, domain::UtcTime now);
    void sweep(const std::set<domain::NodeNumber>& reachable, domain::UtcTime now);

private:
    using Name = std::tuple<domain::OccurrenceId, std::string, std::optional<domain::AnnouncementId>>;
    struct Piece {
        domain::Broadcast broadcast;  ///< As it was last heard of.
        domain::UtcTime ordered_at{};
        domain::UtcTime signed_at = domain::UtcTime::max();
        bool is_kept = false;  ///< By the controller's disk.
        /// A controller came back that did not know of it, or took it for over: no plan names what was signed of it until then.
        domain::UtcTime lost_at = domain::UtcTime::min();
        Name name() const { return {*broadcast.occurrence, broadcast.place->key, broadcast.announcement}; }
        domain::UtcTime ends_by() const { return broadcast.place->ends_by; }
    };
    struct Span {
        domain::UtcTime from{};
        domain::UtcTime to{};
        domain::BroadcastId piece{};
        domain::Duration length() const { return to - from; }
    };
    struct Held {
        const domain::Grant* grant = nullptr;
        domain::UtcTime taken_at{};
        domain::UtcTime said_at = domain::UtcTime::max();      ///< Its node said what became of it ...
        domain::UtcTime finished_at = domain::UtcTime::max();  ///< ... and nothing of it is missing since.
        bool device_failed = false;
    };
    struct Node {
        std::map<domain::BroadcastId, Held> pieces;
        std::map<domain::ContentHash, domain::UtcTime> content;
        std::set<domain::GrantId> emergencies;  ///< Begun and not over: they hold the loudspeaker between their repetitions, too.
        domain::UtcTime knows_time_since = domain::UtcTime::max();  ///< And is up.
        domain::UtcTime silent_since{};
        bool sounds = false;
        domain::UtcTime reachable_since = domain::UtcTime::max();
        std::optional<domain::BroadcastId> last_heard;
        domain::UtcTime last_heard_until{};
    };
    using AtNode = std::pair<Name, domain::NodeNumber>;
    using ProgrammeAtNode = std::pair<domain::OccurrenceId, domain::NodeNumber>;
    template <class OnPiece, class OnProgramme>
    void each_silenced(const PersonsStop& stop, OnPiece on_piece, OnProgramme on_programme) const;
    const Piece* piece_of(const domain::Grant& grant) const;
    /// Of a relay that does not reach its loudspeaker nothing is heard, though it sounds.
    bool is_heard(domain::NodeNumber node, const domain::Grant& grant) const;
    /// Since when the node has had its sound, or has heard for long enough that its station lives; max(): it has none.
    domain::UtcTime sound_since(domain::NodeNumber node, const domain::Grant& grant) const;
    domain::Duration patience(domain::BroadcastId piece) const;
    /// When the node had all it needs to sound it, within `span`.
    Span able(domain::NodeNumber node, domain::BroadcastId piece, Span span) const;
    bool may_be_over(domain::NodeNumber number, const Held& held, domain::DeliveryState said) const;
    bool was_silenced_rightly(domain::NodeNumber number, const Held& held) const;
    static void end_stand_ins(Node& node, domain::BroadcastId named);
    void check_end(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime truth);
    void check_stopped(domain::NodeNumber node, const Piece& piece, domain::UtcTime now);
    bool had_to_know(domain::NodeNumber node, const Piece& piece, domain::UtcTime stopped, domain::UtcTime now) const;
    void check_stand_in(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime from, domain::UtcTime now);
    void check_silence(domain::NodeNumber node, domain::UtcTime now);
    void check_told(const std::set<domain::NodeNumber>& reachable, domain::UtcTime now);
    void check_told(domain::NodeNumber node, const Piece& piece, domain::UtcTime now);
    void note_start(Node& node, const Piece& piece, const domain::Grant& grant, const Sound& sound, domain::UtcTime now);

    Facts& facts_;
    std::map<domain::BroadcastId, Piece> pieces_;
    std::multimap<domain::UtcTime, domain::BroadcastId> by_start_;
    std::set<Name> withdrawn_;
    std::map<AtNode, domain::UtcTime> stopped_;
    std::map<ProgrammeAtNode, domain::UtcTime> ended_;
    std::set<AtNode> silence_wished_;
    std::set<ProgrammeAtNode> end_wished_;
    std::set<std::pair<domain::BroadcastId, domain::NodeNumber>> unwanted_;
    std::map<domain::NodeNumber, Node> nodes_;
};

}  // namespace village::simulation
