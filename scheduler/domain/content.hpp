// Finished audio as it lies in the store and in the nodes: one Ogg Opus file (RFC 7845, mono, 48 kHz clock), named by the
// root of a SHA-256 tree over chunks of 64 KiB, so that a node checks each piece as it arrives.
#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/domain/sha256.hpp"
#include "scheduler/domain/time.hpp"

namespace village::domain {

inline constexpr std::size_t content_chunk_bytes = 64 * 1024;

struct AudioContent {
    ContentHash hash;  ///< Root of the tree: SHA-256("content-v1" 0x00 ‖ size u64 BE ‖ chunk hashes).
    std::uint64_t size_bytes = 0;
    Duration duration{};
    double loudness_lufs = 0;  ///< Integrated (EBU R128).
    double true_peak_dbtp = 0;
    bool operator==(const AudioContent&) const = default;
};

/// The hash of each 64 KiB chunk, in order; the last may be shorter.
std::vector<Sha256> content_chunks(Bytes file);
/// The root that names a file of `size_bytes` with these chunks.
ContentHash content_root(std::uint64_t size_bytes, const std::vector<Sha256>& chunks);
inline ContentHash content_hash(Bytes file) { return content_root(file.size(), content_chunks(file)); }

}  // namespace village::domain
