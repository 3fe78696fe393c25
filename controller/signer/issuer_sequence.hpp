// The numbers of what was signed: 1, 2, 3 ... each at most once, whatever happens. A block is reserved on disk before its first
// number is used, so a crash leaves a gap, never a repetition.
#pragma once

#include <cstdint>

#include "controller/signer/keeper.hpp"

namespace village::signer {

class IssuerSequence {
public:
    static constexpr std::uint64_t block = 1000;

    IssuerSequence(Keeper& keeper, std::uint64_t used_up_to) : keeper_(keeper), highest_(used_up_to), reserved_(used_up_to) {}

    /// Reserves the first block; done at start so that the first emergency does not wait for the disk.
    Status prepare() { return reserve(); }
    Result<std::uint64_t> next() {
        if (highest_ == reserved_)
            if (auto done = reserve(); !done) return done.error();
        return ++highest_;
    }
    /// In a pause, when half a block is used: so that nobody who waits for a signature waits for the next block.
    Status reserve_ahead() { return reserved_ - highest_ < block / 2 ? reserve() : Status{}; }
    /// Leaves out the next `count`: somebody else may have used them.
    Status skip(std::uint64_t count) {
        if (auto done = keeper_.reserve_sequences(reserved_ + count + block); !done) return done;
        highest_ = reserved_ + count;
        reserved_ = highest_ + block;
        return {};
    }
    /// The highest that was, or may have been, used.
    std::uint64_t highest() const { return highest_; }

private:
    Status reserve() {
        if (auto done = keeper_.reserve_sequences(reserved_ + block); !done) return done;
        reserved_ += block;
        return {};
    }

    Keeper& keeper_;
    std::uint64_t highest_;
    std::uint64_t reserved_;
};

}  // namespace village::signer
