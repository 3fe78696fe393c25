// Blobs as files: `blobs/ab/<hash>` with the chunk hashes beside it in `<hash>.chunks`, and for the pages `<hash>.mp3` and
// `<hash>.peaks`, made in `incoming/` first. Keeps nothing in memory, so the worker and the control thread may both call it.
#pragma once

#include "controller/ports/blob_store.hpp"
#include "controller/storage/upload_files.hpp"

namespace village::storage {

class FileBlobStore final : public ports::BlobStore {
public:
    FileBlobStore(std::string folder, UploadLimits limits);
    /// Makes the folders and clears what a crash left in `incoming/`.
    domain::Status prepare();

    domain::Result<domain::ContentHash> take(const std::string& path) override;
    domain::Result<domain::ContentHash> put(domain::Bytes content) override;
    bool has(const domain::ContentHash& hash) const override;
    domain::Result<std::string> path(const domain::ContentHash& hash) const override;
    domain::Result<std::uint64_t> size(const domain::ContentHash& hash) const override;
    domain::Result<std::vector<domain::Sha256>> chunks(const domain::ContentHash& hash) const override;
    domain::Result<std::vector<std::uint8_t>> read(const domain::ContentHash& hash, std::uint64_t offset,
                                                   std::size_t length) const override;

    domain::Status keep_listening_copy(const domain::ContentHash& hash, ports::ListeningCopy copy) override;
    domain::Result<std::uint64_t> listening_copy_size(const domain::ContentHash& hash) const override;
    domain::Result<std::vector<std::uint8_t>> read_listening_copy(const domain::ContentHash& hash, std::uint64_t offset,
                                                                  std::size_t length) const override;
    domain::Result<std::vector<std::uint8_t>> peaks(const domain::ContentHash& hash) const override;

    domain::Status open_upload(domain::UploadId id, std::uint64_t size_bytes, domain::OperatorId owner) override;
    domain::Result<std::uint64_t> upload_offset(domain::UploadId id) const override;
    domain::Result<std::uint64_t> append_upload(domain::UploadId id, std::uint64_t offset, domain::Bytes piece) override;
    domain::Result<std::string> upload_path(domain::UploadId id) const override;
    void drop_upload(domain::UploadId id) override;
    void drop_abandoned_uploads() override;

private:
    std::string file_of(const domain::ContentHash& hash) const;
    std::string temporary_name() const;
    domain::Result<std::string> bring_here(const std::string& path) const;
    domain::Result<domain::ContentHash> adopt(const std::string& own_file);

    std::string folder_;
    UploadFiles uploads_;
};

}  // namespace village::storage
