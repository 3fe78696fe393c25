#include "scheduler/domain/content.hpp"

#include <algorithm>

namespace village::domain {

std::vector<Sha256> content_chunks(Bytes file) {
    std::vector<Sha256> chunks;
    chunks.reserve(file.size() / content_chunk_bytes + 1);
    for (std::size_t at = 0; at < file.size(); at += content_chunk_bytes)
        chunks.push_back(sha256(file.subspan(at, std::min(content_chunk_bytes, file.size() - at))));
    return chunks;
}

ContentHash content_root(std::uint64_t size_bytes, const std::vector<Sha256>& chunks) {
    static constexpr std::string_view prefix{"content-v1\0", 11};
    std::array<std::uint8_t, 8> size{};
    for (int i = 0; i < 8; ++i) size[i] = static_cast<std::uint8_t>(size_bytes >> (56 - 8 * i));
    static_assert(sizeof(Sha256) == 32, "the chunk hashes lie one after the other");
    const Bytes hashes{reinterpret_cast<const std::uint8_t*>(chunks.data()), chunks.size() * sizeof(Sha256)};
    return sha256({as_bytes(prefix), Bytes{size}, hashes});
}

}  // namespace village::domain
