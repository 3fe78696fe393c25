#include "controller/storage/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace village::storage {

using domain::Error;
using domain::ErrorCode;

domain::Result<std::unique_ptr<LockFile>> LockFile::take(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return Error{errno == ENOSPC ? ErrorCode::disk_full : ErrorCode::storage_failed,
                     fmt::format("cannot write {}: {}; check the folder's owner and rights", path, std::strerror(errno))};
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const bool taken = errno == EWOULDBLOCK;
        ::close(descriptor);
        if (taken)
            return Error{ErrorCode::already_running,
                         fmt::format("another program holds {}: stop it first, or choose another data folder", path)};
        return Error{ErrorCode::storage_failed, fmt::format("cannot lock {}", path)};
    }
    return std::unique_ptr<LockFile>(new LockFile(descriptor));
}

LockFile::~LockFile() { ::close(descriptor_); }

}  // namespace village::storage
