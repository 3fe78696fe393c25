// How a standard receiver plays a live stream it has the key for: SDP (RFC 4566, RFC 7714 crypto suite) and the caps of
// GStreamer's udpsrc. Printed by `villagectl monitor`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/stream_key.hpp"

namespace village::protocol {

std::string monitor_sdp(const StreamKey& key, std::string_view address, std::uint16_t port);
/// "application/x-srtp, media=(string)audio, …"
std::string monitor_caps(const StreamKey& key);
/// A whole gst-launch-1.0 pipeline that listens on `port` and gives 48 kHz mono S16LE to the element `sink`, for example "autoaudiosink".
std::string monitor_pipeline(const StreamKey& key, std::uint16_t port, std::string_view sink);

}  // namespace village::protocol
