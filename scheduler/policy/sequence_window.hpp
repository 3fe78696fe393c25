// Which issuer sequences were seen: the highest, and a bitmap of those just below. What is older than the window counts as seen,
// so a copied or reordered command never works twice. A plan is therefore taken in ascending order of sequence.
#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/domain/error.hpp"

namespace village::policy {

class SequenceWindow {
public:
    static constexpr std::uint64_t size = 16'384;

    SequenceWindow();
    bool is_new(std::uint64_t sequence) const;
    /// False if it had been seen.
    bool take(std::uint64_t sequence);
    std::uint64_t highest() const { return highest_; }

    /// For the node's disk: what `restore` takes back.
    struct Saved {
        std::uint64_t highest = 0;
        std::vector<std::uint64_t> words;
    };
    Saved save() const { return {highest_, words_}; }
    static domain::Result<SequenceWindow> restore(const Saved& saved);

private:
    bool bit(std::uint64_t sequence) const;
    void set_bit(std::uint64_t sequence, bool value);

    std::uint64_t highest_ = 0;         ///< 0: nothing seen; sequences start at 1.
    std::vector<std::uint64_t> words_;  ///< A ring: bit (sequence mod size).
};

}  // namespace village::policy
