// Does this write come from our own page? And is a plain request really meant for this machine? (A foreign name that points at
// 127.0.0.1 would otherwise be another site's way in.)
#pragma once

#include <string_view>

#include "controller/web_api/request.hpp"

namespace village::web_api {

/// A request without Origin is a program's, not a page's. One with Origin has to name the very Host it was sent to.
bool is_same_origin(const Request& request);
/// The host without its port is localhost, 127.0.0.1 or [::1].
bool names_this_machine(std::string_view host);

}  // namespace village::web_api
