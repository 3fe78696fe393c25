// S4 for all loudspeakers of a run: a received emergency sounds at most 150 ms later whatever is playing, nothing lower
// is heard until it ends, and it ends only by STOP, QUENCH or because no repetition fits any more. Equal emergencies
// may make each other wait for one pass each, never longer, and never in silence; the highest, by the level of who called it and then by
// the signer's sequence, waits for none at all (S5), and a lower one breaks into no pass of a higher one. Knows only what was received and
// what sounded.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/simulation/facts.hpp"

namespace village::simulation {

class EmergencyJudge {
public:
    struct Complained {
        const char* invariant = "";
        std::string words;
    };
    using Complaint = std::optional<Complained>;
    static constexpr std::chrono::milliseconds heard_within{150};

    explicit EmergencyJudge(Situations& situations) : situations_(situations) {}

    /// A running node obeys it and has its audio: from now on it is due. `grant` outlives the judge.
    void received(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    /// Ask `heard_within` after it was due, and then whenever `look_again_at` says.
    Complaint look(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// Nothing: it was heard, or is over.
    std::optional<domain::UtcTime> look_again_at(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now) const;

    Complaint sound_started(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    void sound_stopped(domain::NodeNumber node, const domain::Grant& grant, domain::UtcTime now);
    /// By itself, at the end of its pass.
    void came_to_end(domain::NodeNumber node) { nodes_[node].broken_off.reset(); }
    /// It lies on the disk that it has begun: what a power cut leaves of it goes on as a repetition.
    void start_written(domain::NodeNumber node, domain::GrantId grant) { begun_.insert({node, grant}); }
    /// By STOP or QUENCH.
    void silenced(domain::NodeNumber node, domain::GrantId grant);
    /// The device broke down under it and can be used again: it is due anew. False: it is not in force.
    bool broke_off(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    Complaint finished(domain::NodeNumber node, domain::GrantId grant, domain::UtcTime now);
    /// What was received before counts no more; the node says what it found on its disk.
    /// It knows the time no more, and nothing of what it was to sound by it is asked.
    void forget(domain::NodeNumber number) {
        auto& node = nodes_[number];
        for (const auto& [id, emergency] : node.in_force) node.forgotten.insert(id);
        node.in_force.clear();
    }
    void lost_power(domain::NodeNumber node) { nodes_.erase(node); }

private:
    struct InForce {
        const domain::Grant* grant = nullptr;
        domain::UtcTime since{};
        domain::UtcTime due{};  ///< The same, or when it broke off.
        bool heard = false;
        std::set<domain::GrantId> others_heard;              ///< While this one waited, for its first pass or for the next one.
        domain::UtcTime again_due = domain::UtcTime::max();  ///< By then its repetition is due; never while it sounds.
    };
    struct Node {
        std::map<domain::GrantId, InForce> in_force;
        std::set<domain::GrantId> forgotten;
        std::optional<domain::GrantId> sounding;  ///< An emergency.
        domain::UtcTime sounding_since{};
        domain::UtcTime silent_since{};             ///< No emergency has been heard since.
        std::optional<domain::GrantId> broken_off;  ///< The one that was heard until then, in the middle of its pass.
    };
    bool is_waiting(domain::NodeNumber node, domain::GrantId grant) const;
    static domain::UtcTime may_end_from(const InForce& emergency);
    static domain::UtcTime quiet_since(const Node& node, const InForce& waiting, domain::UtcTime now);
    static bool was_silent_too_long(const Node& node, const InForce& waiting, domain::UtcTime now);
    Complaint let_others_wait(Node& node, domain::GrantId sounding, domain::UtcTime now);

    Situations& situations_;
    Complaint breaks_in(domain::NodeNumber number, Node& node, const domain::Grant& grant, domain::UtcTime now);
    static bool goes_over(const domain::Grant& a, const domain::Grant& b);
    const InForce* higher_that_waits(domain::NodeNumber number, const Node& node, domain::GrantId than,
                                     domain::UtcTime now) const;

    std::set<OnNode> heard_;  ///< Ever.
    std::set<OnNode> begun_;
    std::map<domain::NodeNumber, Node> nodes_;
};

}  // namespace village::simulation
