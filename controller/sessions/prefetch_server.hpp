// GET and HEAD /content/{64 hex} with Range, for nodes only: how finished audio reaches a cache (PROTOCOL.md, section 13). A
// small HTTP/1.1 server of its own on one TLS connection; nothing else is answered here.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "controller/ports/blob_store.hpp"
#include "controller/sessions/tls_stream.hpp"

namespace village::sessions {

/// Serves until the node closes, is idle for 60 s, or asks something that HTTP does not allow.
boost::asio::awaitable<void> serve_prefetch(TlsStream& stream, ports::BlobStore& blobs);

}  // namespace village::sessions
