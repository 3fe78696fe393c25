// Uploads on their way in: `uploads/<id>` grows piece by piece, `uploads/<id>.size` says how long it will be.
#pragma once

#include <string>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::storage {

struct UploadLimits {
    std::uint64_t bytes_max = 300'000'000;
    std::uint64_t free_bytes_kept = 64'000'000;
    std::size_t open_max = 64;
};

class UploadFiles {
public:
    UploadFiles(std::string folder, UploadLimits limits) : folder_(std::move(folder)), limits_(limits) {}

    domain::Status open(domain::UploadId id, std::uint64_t size_bytes) const;
    domain::Result<std::uint64_t> offset(domain::UploadId id) const;
    domain::Result<std::uint64_t> append(domain::UploadId id, std::uint64_t offset, domain::Bytes piece) const;
    /// Only of a whole upload; `not_ready` before.
    domain::Result<std::string> path(domain::UploadId id) const;
    void drop(domain::UploadId id) const;
    /// Those that nobody touched for two days.
    void drop_abandoned() const;

private:
    std::string file_of(domain::UploadId id) const { return folder_ + "/" + id.text(); }
    domain::Status check_room(std::uint64_t wanted) const;
    domain::Result<std::uint64_t> wanted_size(domain::UploadId id) const;

    std::string folder_;
    UploadLimits limits_;
};

}  // namespace village::storage
