// The controller's end of the signer's socket: asks, waits a bounded time, connects again when the signer was restarted.
// A target of its own (controller_signer_client): `main` makes it and hands it to the loop as `ports::Signer`. Lives on the
// control thread; must outlive the calls under way.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "controller/ports/signer.hpp"
#include "controller/ports/stores.hpp"

namespace village::signer {

struct ClientOptions {
    std::string socket_path;
    std::function<ports::Owner()> owner;  ///< Carried in every question.
    std::function<void()> on_obeyed;      ///< It has answered what only the owner may ask.
    std::function<void()> on_superseded;  ///< It obeys another controller.
    std::chrono::milliseconds stop_limit{200};
    std::chrono::milliseconds call_limit{2000};
    std::size_t waiting_max = 64;  ///< Calls under way; one more is `too_many_requests`. STOP and emergencies always go in.
};

/// Connects at the first call; never fails to be made.
std::unique_ptr<ports::Signer> connect_signer(boost::asio::any_io_executor executor, ClientOptions options);

}  // namespace village::signer
