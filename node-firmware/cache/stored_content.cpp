#include "node-firmware/cache/stored_content.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace village::node::cache {
using domain::content_chunk_bytes;
using domain::Error;
using domain::ErrorCode;
using domain::Result;

Result<const StoredContent::Chunk*> StoredContent::load(std::uint64_t number) {
    for (const auto& chunk : held_) {
        if (chunk.number == number) return &chunk;
    }
    auto& chunk = held_[oldest_];
    oldest_ = (oldest_ + 1) % held_.size();
    const auto at = number * content_chunk_bytes;
    chunk.number = ~std::uint64_t{0};
    chunk.bytes.resize(std::min<std::uint64_t>(content_chunk_bytes, size_ - at));
    auto got = file_.read_at(at, chunk.bytes);
    if (!got) return got.error();
    if (*got != chunk.bytes.size() || domain::sha256(chunk.bytes) != chunks_[number]) {
        return Error{ErrorCode::storage_failed, fmt::format("chunk {} of a stored file is damaged", number)};
    }
    chunk.number = number;
    return &chunk;
}

Result<std::size_t> StoredContent::read(std::uint64_t offset, std::span<std::uint8_t> out) {
    std::size_t done = 0;
    while (done < out.size() && offset + done < size_) {
        const auto at = offset + done;
        auto chunk = load(at / content_chunk_bytes);
        if (!chunk) return chunk.error();
        const auto inside = static_cast<std::size_t>(at % content_chunk_bytes);
        const auto count = std::min(out.size() - done, (*chunk)->bytes.size() - inside);
        std::copy_n((*chunk)->bytes.begin() + static_cast<std::ptrdiff_t>(inside), count,
                    out.begin() + static_cast<std::ptrdiff_t>(done));
        done += count;
    }
    return done;
}

domain::Status StoredContent::verify() {
    for (std::uint64_t number = 0; number < chunks_.size(); ++number) {
        if (auto chunk = load(number); !chunk) return chunk.error();
    }
    return {};
}

}  // namespace village::node::cache
