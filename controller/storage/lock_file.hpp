// One program per data folder: holds an flock for as long as it lives. The kernel lets go when the program dies, however.
#pragma once

#include <memory>
#include <string>

#include "scheduler/domain/error.hpp"

namespace village::storage {

class LockFile {
public:
    /// `already_running` when somebody holds it; `storage_failed` when the folder may not be written.
    static domain::Result<std::unique_ptr<LockFile>> take(const std::string& path);
    ~LockFile();
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

private:
    explicit LockFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace village::storage
