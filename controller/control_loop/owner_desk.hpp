// Whether this controller still owns its commune. The signer is the judge: it obeys one. Before it first obeys this life of the
// controller, a higher epoch there is what a restored backup forgot, and is overtaken; afterwards it is a successor's, and this one
// gives up: it still stops and calls emergencies, and nothing else.
#pragma once

#include <map>
#include <vector>

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

class OwnerDesk {
public:
    /// `takes_over`: a person said that the loudspeakers are to obey this one, whomever they have obeyed since.
    OwnerDesk(Office& office, bool takes_over) : office_(office), takes_over_(takes_over), skips_numbers_(takes_over) {}

    std::uint64_t epoch() const { return office_.ports.stores.ownership.owner().epoch; }
    /// Before a node that has seen this epoch is welcomed: the one that it is told. Errors, where it was another controller's:
    /// `malformed` (nobody ever had that one), `superseded` unless this one takes over.
    ports::Awaitable<domain::Result<std::uint64_t>> rise_for(domain::NodeNumber node, std::uint64_t seen);
    /// A box that stood in another place brings along the epoch that it was told there.
    void moved_to(domain::NodeNumber node) { welcomed_[node] = epoch(); }
    /// Once, on a person's word that this one takes over: then the signer that obeys it leaves out numbers that another may have used.
    ports::Awaitable<bool> rises_above_itself();
    /// A loudspeaker refuses what is signed here: it has seen another order with that number.
    void number_used_before(domain::NodeNumber node, domain::GrantId grant);
    /// Above what the signer has seen, before it first obeys.
    ports::Awaitable<domain::Status> overtake();
    /// It has answered a question that only the owner may ask.
    void obeyed_by_signer() { is_obeyed_ = true; }
    bool is_obeyed() const { return is_obeyed_; }
    /// The signer obeys somebody else.
    void refused_by_signer();
    /// What people should know: that another controller is, or was, obeyed.
    std::optional<std::string> trouble() const;
    /// That the signer uses numbers again. A loudspeaker whose power went while it wrote says so of one grant.
    std::optional<std::string> numbers_trouble() const;

private:
    /// A higher one; and the same one where this life never said it: a backup was restored, and whoever went on since has been
    /// started as often as this one.
    bool is_anothers(domain::NodeNumber node, std::uint64_t seen) const;
    std::uint64_t told(domain::NodeNumber node, std::uint64_t seen);
    ports::Awaitable<domain::Result<std::uint64_t>> risen_above(std::uint64_t epoch);

    Office& office_;
    bool takes_over_, skips_numbers_;
    bool is_obeyed_ = false;
    std::map<domain::NodeNumber, std::uint64_t> welcomed_;  ///< With which epoch, in this life.
    std::optional<std::string> trouble_;
    struct UsedBefore {
        domain::NodeNumber node;
        domain::GrantId grant;
        domain::UtcTime at{};
    };
    std::vector<UsedBefore> used_before_;  ///< The last ones, each grant at each loudspeaker once.
};

}  // namespace village::control_loop
