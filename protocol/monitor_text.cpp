#include "protocol/monitor_text.hpp"

#include <fmt/format.h>
#include <sodium.h>

namespace village::protocol {
namespace {

std::array<std::uint8_t, 28> key_and_salt(const StreamKey& key) {
    std::array<std::uint8_t, 28> joined;
    std::copy(key.key.view().begin(), key.key.view().end(), joined.begin());
    std::copy(key.salt.view().begin(), key.salt.view().end(), joined.begin() + 16);
    return joined;
}

std::string base64(Bytes bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();
    return text;
}

bool has_copies(const StreamKey& key) { return key.stream_class == StreamClass::r1; }

}  // namespace

std::string monitor_sdp(const StreamKey& key, std::string_view address, std::uint16_t port) {
    auto payloads = has_copies(key) ? "111 96" : "96";
    auto red = has_copies(key) ? "a=rtpmap:111 red/48000/2\r\na=fmtp:111 96/96/96\r\n" : "";
    auto family = address.find(':') == std::string_view::npos ? "IP4" : "IP6";
    return fmt::format(
        "v=0\r\no=- 0 {} IN {} {}\r\ns=Tieng Lang\r\nc=IN {} {}\r\nt=0 0\r\nm=audio {} RTP/SAVP {}\r\n{}a=rtpmap:96 opus/48000/2\r\n"
        "a=fmtp:96 stereo=0\r\na=ptime:40\r\na=ssrc:{} cname:village\r\na=crypto:1 AEAD_AES_128_GCM inline:{}\r\na=recvonly\r\n",
        key.generation, family, address, family, address, port, payloads, red, key.ssrc, base64(key_and_salt(key)));
}

std::string monitor_caps(const StreamKey& key) {
    return fmt::format(
        "application/x-srtp, media=(string)audio, clock-rate=(int)48000, encoding-name=(string)OPUS, payload=(int)96, "
        "ssrc=(uint){}, roc=(uint){}, srtp-key=(buffer){}, srtp-cipher=(string)aes-128-gcm, srtp-auth=(string)null, "
        "srtcp-cipher=(string)aes-128-gcm, srtcp-auth=(string)null",
        key.ssrc, key.first_index.rollover(), domain::hex_text(key_and_salt(key)));
}

std::string monitor_pipeline(const StreamKey& key, std::uint16_t port, std::string_view sink) {
    return fmt::format(
        "udpsrc port={} caps=\"{}\" ! srtpdec ! {}rtpjitterbuffer latency=500 do-lost=true ! rtpopusdepay ! opusdec plc=true ! "
        "audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=48000,channels=1 ! {}",
        port, monitor_caps(key), has_copies(key) ? "rtpreddec pt=111 ! " : "", sink);
}

}  // namespace village::protocol
