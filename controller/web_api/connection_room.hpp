// Whether one more connection may be taken. Pure.
#pragma once

#include <cstddef>

#include "controller/web_api/web_server.hpp"

namespace village::web_api {

struct OpenConnections {
    std::size_t all = 0;
    std::size_t of_client = 0;  ///< Of the address that asks for one more.
};

/// No stranger takes them all; this machine's own programs share one address and are only counted with the rest.
inline bool has_room(const OpenConnections& open, bool from_this_machine, const WebOptions& options) {
    if (open.all >= options.connections_max) return false;
    return from_this_machine || open.of_client < options.connections_of_client_max;
}

}  // namespace village::web_api
