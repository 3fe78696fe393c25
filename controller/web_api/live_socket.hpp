// One page's WebSocket: hello, snapshot, then deltas in order; a ping each 15 s. Its queue holds 64 messages; when a page does
// not read fast enough the queue is thrown away and a snapshot sent instead.
#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

#include "controller/web_api/api.hpp"
#include "controller/web_api/web_stream.hpp"

namespace village::web_api {

bool has_room_for_live(const Api& api);
/// Returns when the WebSocket has ended. Whether there is room was asked before. `upgrade` is the request that asked for it, `request` the same, authorised.
ports::Awaitable<void> serve_live(Api& api, WebStream& stream,
                                  boost::beast::http::request<boost::beast::http::empty_body> upgrade, Request request);

}  // namespace village::web_api
