#include "protocol/session_codec.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/session.pb.h"
#include "protocol/session_limits.hpp"
#include "protocol/signer.pb.h"
#include "protocol/wire_fields.hpp"

namespace village::protocol {
namespace {

/// Every name there is, to read an error back. `internal` is the last one of the enum.
std::optional<domain::ErrorCode> code_from_name(std::string_view name) {
    for (int value = 0; value <= static_cast<int>(domain::ErrorCode::internal); ++value) {
        auto code = static_cast<domain::ErrorCode>(value);
        if (domain::error_name(code) == name) return code;
    }
    return std::nullopt;
}

std::string cut(const std::string& text, std::size_t most) { return text.substr(0, most); }

}  // namespace

std::optional<std::uint32_t> choose_version(std::span<const std::uint32_t> offered) {
    if (std::find(offered.begin(), offered.end(), protocol_version) == offered.end()) return std::nullopt;
    return protocol_version;
}

Result<ByteVector> encode_message(const google::protobuf::MessageLite& message) {
    if (message.ByteSizeLong() > frame_bytes_max) {
        return domain::Error{domain::ErrorCode::too_large,
                             fmt::format("a message of {} bytes is over 1 MiB", message.ByteSizeLong())};
    }
    return encode_frame(serialize(message));
}

Result<wire::SessionMessage> decode_session_message(Bytes body) {
    wire::SessionMessage message;
    if (!parse(body, message)) return malformed("not a session message");
    if (message.body_case() == wire::SessionMessage::BODY_NOT_SET) {
        return domain::Error{domain::ErrorCode::unsupported_version, "a session message of a kind this program does not know"};
    }
    if (auto limits = check_limits(message); !limits) return limits.error();
    return message;
}

Result<wire::SignerRequest> decode_signer_request(Bytes body) {
    wire::SignerRequest message;
    if (!parse(body, message)) return malformed("not a signer request");
    if (message.body_case() == wire::SignerRequest::BODY_NOT_SET) {
        return domain::Error{domain::ErrorCode::unsupported_version, "a signer request of a kind this program does not know"};
    }
    if (auto limits = check_limits(message); !limits) return limits.error();
    return message;
}

Result<wire::SignerResponse> decode_signer_response(Bytes body) {
    wire::SignerResponse message;
    if (!parse(body, message)) return malformed("not a signer response");
    if (message.body_case() == wire::SignerResponse::BODY_NOT_SET) {
        return domain::Error{domain::ErrorCode::unsupported_version, "a signer response of a kind this program does not know"};
    }
    return message;
}

wire::Error wire_error(const domain::Error& error, std::uint32_t retry_after_ms) {
    wire::Error message;
    message.set_code(std::string(domain::error_name(error.code)));
    message.set_detail(cut(error.detail, 512));
    message.set_retry_after_ms(retry_after_ms);
    return message;
}

domain::Error domain_error(const wire::Error& message) {
    if (auto code = code_from_name(message.code())) return {*code, message.detail()};
    return {domain::ErrorCode::internal, fmt::format("{}: {}", cut(message.code(), 64), message.detail())};
}

Bytes bytes_of(const std::string& field) { return domain::as_bytes(field); }
std::string string_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace village::protocol
