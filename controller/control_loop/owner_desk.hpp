// Whether this controller still owns its commune. The signer is the judge: it obeys one. Before it first obeys this life of the
// controller, a higher epoch there is what a restored backup forgot, and is overtaken; afterwards it is a successor's, and this one
// gives up: it still stops and calls emergencies, and nothing else.
#pragma once

#include "controller/control_loop/office.hpp"

namespace village::control_loop {

class OwnerDesk {
public:
    /// `takes_over`: a person said that the loudspeakers are to obey this one, whomever they have obeyed since.
    OwnerDesk(Office& office, bool takes_over) : office_(office), takes_over_(takes_over) {}

    std::uint64_t epoch() const { return office_.ports.stores.ownership.owner().epoch; }
    /// A node has seen `epoch`, more than this one: the one that holds now. Errors: `malformed` (nobody ever had that one),
    /// `superseded` unless this one takes over.
    ports::Awaitable<domain::Result<std::uint64_t>> rise_above(std::uint64_t epoch);
    /// Above what the signer has seen, before it first obeys.
    ports::Awaitable<domain::Status> overtake();
    /// It has answered a question that only the owner may ask.
    void obeyed_by_signer() { is_obeyed_ = true; }
    bool is_obeyed() const { return is_obeyed_; }
    /// The signer obeys somebody else.
    void refused_by_signer();
    /// What people should know: that another controller is, or was, obeyed.
    const std::optional<std::string>& trouble() const { return trouble_; }

private:
    ports::Awaitable<domain::Result<std::uint64_t>> risen_above(std::uint64_t epoch);

    Office& office_;
    bool takes_over_;
    bool is_obeyed_ = false;
    std::optional<std::string> trouble_;
};

}  // namespace village::control_loop
