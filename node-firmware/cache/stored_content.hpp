// One finished audio file, opened for playing: every 64 KiB chunk is compared with its hash before a byte of it is given, so that
// what rotted on the disk is never heard. Used by one thread at a time.
#pragma once

#include <array>
#include <memory>

#include "node-firmware/cache/posix_file.hpp"
#include "scheduler/domain/content.hpp"

namespace village::node::cache {

class StoredContent {
public:
    StoredContent(PosixFile file, std::uint64_t size, std::vector<domain::Sha256> chunks)
        : file_(std::move(file)), size_(size), chunks_(std::move(chunks)) {}

    std::uint64_t size() const { return size_; }
    /// Fewer bytes mean the end; a chunk that is not what it was is `storage_failed`.
    domain::Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out);
    /// Reads and compares everything.
    domain::Status verify();

private:
    struct Chunk {
        std::uint64_t number = ~std::uint64_t{0};
        std::vector<std::uint8_t> bytes;
    };
    domain::Result<const Chunk*> load(std::uint64_t number);

    PosixFile file_;
    std::uint64_t size_;
    std::vector<domain::Sha256> chunks_;
    std::array<Chunk, 2> held_;  ///< A page often lies across two.
    std::size_t oldest_ = 0;
};

}  // namespace village::node::cache
