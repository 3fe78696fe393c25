// Reading and writing single protobuf fields with the bounds that every message shares (PROTOCOL.md, Conventions): times,
// durations, 32-byte hashes. For the codecs of this room.
#pragma once

#include <google/protobuf/message_lite.h>

#include <string>
#include <string_view>

#include "protocol/session_codec.hpp"
#include "scheduler/domain/sha256.hpp"
#include "scheduler/domain/time.hpp"

namespace village::protocol {

inline domain::Error malformed(std::string detail) { return {domain::ErrorCode::malformed, std::move(detail)}; }

ByteVector serialize(const google::protobuf::MessageLite& message);
/// False when it does not parse, or is over 1 MiB. Says nothing on stderr.
bool parse(Bytes bytes, google::protobuf::MessageLite& message);

/// 1970 to 9999: sums and differences of two such times cannot overflow.
inline bool is_time(std::int64_t us) { return us >= 0 && us <= 253'402'300'799'000'000; }
/// Up to 400 days, the longest anything stands.
inline bool is_duration(std::uint64_t us) { return us <= std::uint64_t{400} * 24 * 3600 * 1'000'000; }
inline domain::Duration duration_from(std::uint64_t us) { return domain::Duration{static_cast<std::int64_t>(us)}; }

inline Result<domain::Sha256> hash_of(const std::string& field, std::string_view name) {
    if (field.size() != 32) return malformed(std::string(name) + " is not 32 bytes");
    domain::Sha256 hash;
    std::copy(field.begin(), field.end(), hash.bytes.begin());
    return hash;
}

}  // namespace village::protocol
