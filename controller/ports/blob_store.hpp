// Finished audio and uploads on disk, named by content (scheduler/domain/content.hpp). Written to a temporary name, synced,
// renamed: a blob that exists is whole. Calls may block on the disk; call them from the worker, or for small ranges anywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "controller/ports/listening_copy.hpp"
#include "scheduler/domain/content.hpp"
#include "scheduler/domain/ids.hpp"

namespace village::ports {

class BlobStore {
public:
    virtual ~BlobStore() = default;
    /// Takes the file over (rename, or copy across file systems) and returns its name. `disk_full` leaves nothing behind.
    virtual domain::Result<domain::ContentHash> take(const std::string& path) = 0;
    virtual domain::Result<domain::ContentHash> put(domain::Bytes content) = 0;
    virtual bool has(const domain::ContentHash& hash) const = 0;
    /// Where it lies, for reading only; `not_found`.
    virtual domain::Result<std::string> path(const domain::ContentHash& hash) const = 0;
    virtual domain::Result<std::uint64_t> size(const domain::ContentHash& hash) const = 0;
    virtual domain::Result<std::vector<domain::Sha256>> chunks(const domain::ContentHash& hash) const = 0;
    /// `length` bytes from `offset`, fewer at the end.
    virtual domain::Result<std::vector<std::uint8_t>> read(const domain::ContentHash& hash, std::uint64_t offset,
                                                           std::size_t length) const = 0;
    /// Takes the copy's file over and keeps it, with the peaks, beside the sound, whose name it does not change. `not_found` when
    /// there is no such sound; an error leaves nothing behind.
    virtual domain::Status keep_listening_copy(const domain::ContentHash& hash, ListeningCopy copy) = 0;
    /// `not_ready` when there is no copy (of a sound made before there were copies, or of an unknown one).
    virtual domain::Result<std::uint64_t> listening_copy_size(const domain::ContentHash& hash) const = 0;
    virtual domain::Result<std::vector<std::uint8_t>> read_listening_copy(const domain::ContentHash& hash, std::uint64_t offset,
                                                                          std::size_t length) const = 0;
    /// There whenever the copy is.
    virtual domain::Result<std::vector<std::uint8_t>> peaks(const domain::ContentHash& hash) const = 0;

    /// Resumable uploads: bytes are appended at exactly `offset`, else `version_conflict` with the true offset in the detail.
    /// `too_many_requests` when what this person, or everybody together, announced and did not finish is too much.
    virtual domain::Status open_upload(domain::UploadId id, std::uint64_t size_bytes, domain::OperatorId owner) = 0;
    virtual domain::Result<std::uint64_t> upload_offset(domain::UploadId id) const = 0;
    virtual domain::Result<std::uint64_t> append_upload(domain::UploadId id, std::uint64_t offset, domain::Bytes piece) = 0;
    virtual domain::Result<std::string> upload_path(domain::UploadId id) const = 0;
    virtual void drop_upload(domain::UploadId id) = 0;
    /// Uploads that nobody touched for two days go. Once an hour, on the worker.
    virtual void drop_abandoned_uploads() = 0;
};

}  // namespace village::ports
