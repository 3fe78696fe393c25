// Frames on a byte stream (TLS session, signer socket): u32 big-endian length, then that many bytes, 1 to 1 MiB. The decoder
// is fed whatever arrived and holds no more than one unfinished frame: an announced length allocates nothing by itself.
#pragma once

#include <cstddef>
#include <vector>

#include "protocol/keys.hpp"

namespace village::protocol {

inline constexpr std::size_t frame_header_bytes = 4;
inline constexpr std::size_t frame_bytes_max = 1024 * 1024;

/// Header and body; a body of 0 or over `frame_bytes_max` bytes is `too_large` or `invalid_argument`.
Result<ByteVector> encode_frame(Bytes body);

class FrameDecoder {
public:
    explicit FrameDecoder(std::size_t limit = frame_bytes_max) : limit_(limit) {}

    /// Takes all of `input`, returns the bodies that it completed, in order. An impossible length is `malformed` or
    /// `too_large` and final: the stream has to be closed, later calls give the same error.
    Result<std::vector<ByteVector>> feed(Bytes input);

    /// Bytes of the unfinished frame now held.
    std::size_t bytes_held() const { return partial_.size(); }

private:
    Status check_length();

    std::size_t limit_;
    ByteVector partial_;        ///< Header and body of the frame that is still coming.
    std::size_t expected_ = 0;  ///< Its whole size, 0 while the header is incomplete.
    bool broken_ = false;
    domain::Error error_;
};

}  // namespace village::protocol
