// The changes on their way to the pages: merged, numbered, kept for a while. The loop publishes here (`ports::StateFeed`); every
// page sees the same deltas with the same numbers. Node conditions are merged to one delta a second, everything else to one
// in 50 ms. Control thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "controller/ports/live_view.hpp"

namespace village::web_api {

/// One message as it goes over the wire; shared because all pages send the same bytes.
using LiveText = std::shared_ptr<const std::string>;

class LiveFeed final : public ports::StateFeed {
public:
    static constexpr std::size_t kept_deltas = 256;
    static constexpr std::chrono::milliseconds node_period{1000};
    static constexpr std::chrono::milliseconds other_period{50};

    explicit LiveFeed(boost::asio::any_io_executor control);
    ~LiveFeed() override;

    void publish(ports::StateChange change) override;

    /// The number of the last delta given out.
    std::uint64_t seq() const;
    /// Those after `since`, or nothing when they are no longer all kept (or `since` is of another life of the server).
    std::optional<std::vector<LiveText>> deltas_after(std::uint64_t since) const;

    /// Told of every delta as it is given out, until `unsubscribe`.
    using Listener = std::function<void(const LiveText&)>;
    std::uint64_t subscribe(Listener listener);
    void unsubscribe(std::uint64_t subscription);

    /// Gives out what waits, now; the timers call it, tests too.
    void flush_nodes();
    void flush_others();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace village::web_api
