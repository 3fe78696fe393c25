// Which receipts to send now: in order, at most 64 unanswered, from the first uncommitted one after every join. Knows numbers only;
// the receipts themselves lie on the disk. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "scheduler/domain/error.hpp"

namespace village::node::link {

class ReceiptOutbox {
public:
    static constexpr std::uint64_t unanswered_max = 64;

    struct Span {
        std::uint64_t after = 0;  ///< Send those with a higher number than this ...
        std::uint64_t count = 0;  ///< ... so many of them.
    };

    /// A session begins; the controller has everything up to `committed`.
    void joined(std::uint64_t committed);
    void lost();
    /// How far the disk's numbers go.
    void stored_up_to(std::uint64_t number) { stored_ = number; }
    /// False when it names what was never sent: it is not believed.
    bool committed(std::uint64_t up_to);
    /// What may be sent now; nothing without a session or room. Counted as sent.
    std::optional<Span> take();

private:
    bool joined_ = false;
    std::uint64_t stored_ = 0;
    std::uint64_t sent_ = 0;
    std::uint64_t committed_ = 0;
};

}  // namespace village::node::link
