// Sounds and uploads in memory.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "controller/ports/blob_store.hpp"

namespace village::support {

class FakeBlobStore final : public ports::BlobStore {
public:
    domain::Result<domain::ContentHash> take(const std::string&) override { return missing(); }
    domain::Result<domain::ContentHash> put(domain::Bytes content) override {
        const auto hash = domain::content_hash(content);
        blobs_[hash] = {content.begin(), content.end()};
        return hash;
    }
    bool has(const domain::ContentHash& hash) const override { return blobs_.contains(hash); }
    domain::Result<std::string> path(const domain::ContentHash&) const override { return missing(); }
    domain::Result<std::uint64_t> size(const domain::ContentHash& hash) const override {
        const auto found = blobs_.find(hash);
        if (found == blobs_.end()) return missing();
        return found->second.size();
    }
    domain::Result<std::vector<domain::Sha256>> chunks(const domain::ContentHash&) const override { return missing(); }
    domain::Result<std::vector<std::uint8_t>> read(const domain::ContentHash& hash, std::uint64_t offset,
                                                   std::size_t length) const override {
        const auto found = blobs_.find(hash);
        if (found == blobs_.end()) return missing();
        return part_of(found->second, offset, length);
    }
    /// As a listening copy is in memory: without a file.
    void put_listening_copy(const domain::ContentHash& hash, std::vector<std::uint8_t> mp3, std::vector<std::uint8_t> peaks) {
        copies_[hash] = {std::move(mp3), std::move(peaks)};
    }
    domain::Status keep_listening_copy(const domain::ContentHash&, ports::ListeningCopy) override { return missing(); }
    domain::Result<std::uint64_t> listening_copy_size(const domain::ContentHash& hash) const override {
        const auto found = copies_.find(hash);
        if (found == copies_.end()) return not_made();
        return found->second.mp3.size();
    }
    domain::Result<std::vector<std::uint8_t>> read_listening_copy(const domain::ContentHash& hash, std::uint64_t offset,
                                                                  std::size_t length) const override {
        const auto found = copies_.find(hash);
        if (found == copies_.end()) return not_made();
        return part_of(found->second.mp3, offset, length);
    }
    domain::Result<std::vector<std::uint8_t>> peaks(const domain::ContentHash& hash) const override {
        const auto found = copies_.find(hash);
        if (found == copies_.end()) return not_made();
        return found->second.peaks;
    }

    domain::Status open_upload(domain::UploadId id, std::uint64_t size_bytes, domain::OperatorId) override {
        uploads_[id] = {size_bytes, {}};
        return {};
    }
    domain::Result<std::uint64_t> upload_offset(domain::UploadId id) const override {
        const auto found = uploads_.find(id);
        if (found == uploads_.end()) return missing();
        return found->second.bytes.size();
    }
    domain::Result<std::uint64_t> append_upload(domain::UploadId id, std::uint64_t offset, domain::Bytes piece) override {
        const auto found = uploads_.find(id);
        if (found == uploads_.end()) return missing();
        auto& bytes = found->second.bytes;
        if (offset != bytes.size())
            return domain::Error{domain::ErrorCode::version_conflict, fmt::format("the upload stands at {}", bytes.size())};
        if (bytes.size() + piece.size() > found->second.size)
            return domain::Error{domain::ErrorCode::too_large, "more bytes than were announced"};
        bytes.insert(bytes.end(), piece.begin(), piece.end());
        return bytes.size();
    }
    domain::Result<std::string> upload_path(domain::UploadId) const override { return missing(); }
    void drop_upload(domain::UploadId id) override { uploads_.erase(id); }
    void drop_abandoned_uploads() override {}

private:
    struct Upload {
        std::uint64_t size = 0;
        std::vector<std::uint8_t> bytes;
    };
    struct Copy {
        std::vector<std::uint8_t> mp3;
        std::vector<std::uint8_t> peaks;
    };
    static domain::Error missing() { return {domain::ErrorCode::not_found, "there is none"}; }
    static domain::Error not_made() {
        return {domain::ErrorCode::not_ready, "there is no listening copy", domain::BrokenRule{"audio_pending", {}, {}}};
    }
    static std::vector<std::uint8_t> part_of(const std::vector<std::uint8_t>& bytes, std::uint64_t offset, std::size_t length) {
        const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(offset, bytes.size()));
        const auto left = static_cast<std::size_t>(bytes.end() - begin);
        return {begin, begin + static_cast<std::ptrdiff_t>(std::min(length, left))};
    }

    std::map<domain::ContentHash, std::vector<std::uint8_t>> blobs_;
    std::map<domain::ContentHash, Copy> copies_;
    std::map<domain::UploadId, Upload> uploads_;
};

}  // namespace village::support
