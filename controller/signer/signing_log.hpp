// The append-only log of what was signed, changed and refused: each entry carries the hash of the one before. Entries wait in
// memory until `flush`, which the shell calls after each answer: an emergency never waits for the disk.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "controller/signer/keeper.hpp"

namespace village::signer {

class SigningLog {
public:
    /// More cannot wait; then refusals are let go first, and nothing ordinary is signed (`health`).
    static constexpr std::size_t waiting_max = 4096;
    static constexpr std::size_t healthy_waiting_max = 64;
    static constexpr std::uint32_t page_max = 500;

    /// Opens and verifies the chain. What a power cut left unfinished at the end, half an entry or zeros, is moved to a file
    /// beside it; a break with whole entries behind it is `signature_invalid` with the entry's number.
    Status open(const std::string& path);
    ~SigningLog();

    void add(LogRecord record);
    /// Writes and syncs what waits. Failing, it keeps it for the next time.
    Status flush();
    Status health() const;
    bool has_waiting() const { return !waiting_.empty(); }
    Result<wire::LogPage> read(std::uint64_t after_sequence, std::uint32_t limit) const;

    std::uint64_t entries() const { return entries_; }
    std::uint64_t highest_sequence() const { return highest_sequence_; }
    /// The last grants and emergencies before the start.
    std::deque<LogRecord> take_recent() { return std::move(recent_); }

private:
    Status append(const LogRecord& record);
    Status take(std::string_view entry, std::string_view envelope);
    Status cut_off(std::string_view tail);
    domain::Error was_changed() const;

    std::string path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::uint64_t entries_ = 0;
    std::uint64_t highest_sequence_ = 0;
    domain::Sha256 head_;
    std::deque<LogRecord> waiting_;
    Status last_flush_;
    std::deque<LogRecord> recent_;
};

}  // namespace village::signer
