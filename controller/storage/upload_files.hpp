// Uploads on their way in: `uploads/<id>` grows piece by piece, `uploads/<id>.size` says how long it will be and whose it is. What
// was announced counts, not what has come: the disk has to hold it all.
#pragma once

#include <string>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::storage {

struct UploadLimits {
    std::uint64_t bytes_max = 300'000'000;
    std::uint64_t free_bytes_kept = 64'000'000;
    std::size_t open_max = 64;
    std::uint64_t owner_bytes_max = 1'000'000'000;  ///< Of one person ...
    std::uint64_t total_bytes_max = 4'000'000'000;  ///< ... and of everybody.
};

class UploadFiles {
public:
    UploadFiles(std::string folder, UploadLimits limits) : folder_(std::move(folder)), limits_(limits) {}

    domain::Status open(domain::UploadId id, std::uint64_t size_bytes, domain::OperatorId owner) const;
    domain::Result<std::uint64_t> offset(domain::UploadId id) const;
    domain::Result<std::uint64_t> append(domain::UploadId id, std::uint64_t offset, domain::Bytes piece) const;
    /// Only of a whole upload; `not_ready` before.
    domain::Result<std::string> path(domain::UploadId id) const;
    void drop(domain::UploadId id) const;
    /// Those that nobody touched for two days.
    void drop_abandoned() const;

private:
    std::string file_of(domain::UploadId id) const { return folder_ + "/" + id.text(); }
    domain::Status check_quota(std::uint64_t wanted, domain::OperatorId owner) const;
    domain::Status check_room(std::uint64_t wanted) const;
    domain::Result<std::uint64_t> wanted_size(domain::UploadId id) const;

    std::string folder_;
    UploadLimits limits_;
};

}  // namespace village::storage
