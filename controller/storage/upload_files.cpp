#include "controller/storage/upload_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>

#include "controller/storage/safe_file.hpp"

namespace village::storage {

namespace fs = std::filesystem;
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Status;

namespace {

constexpr std::chrono::hours upload_life{48};

struct Announced {
    std::uint64_t size = 0;
    std::string owner;
};

std::optional<Announced> read_announced(const fs::path& path) {
    std::ifstream file(path);
    Announced announced;
    if (!(file >> announced.size)) return std::nullopt;
    file >> announced.owner;
    return announced;
}

Error unknown_upload() { return {ErrorCode::not_found, "there is no such upload (any more); begin it again"}; }

}  // namespace

Status UploadFiles::open(domain::UploadId id, std::uint64_t size_bytes, domain::OperatorId owner) const {
    if (size_bytes == 0) return Error{ErrorCode::audio_empty, "the file is empty"};
    if (size_bytes > limits_.bytes_max)
        return Error{ErrorCode::too_large, fmt::format("an upload has at most {} MB", limits_.bytes_max / 1'000'000)};
    if (fs::exists(file_of(id))) return Error{ErrorCode::already_exists, "this upload was begun already"};
    drop_abandoned();
    if (auto quota = check_quota(size_bytes, owner); !quota) return quota;
    if (auto room = check_room(size_bytes); !room) return room;
    const auto text = fmt::format("{} {}", size_bytes, owner.text());
    if (auto done = put_file(file_of(id) + ".size", file_of(id) + ".new", domain::as_bytes(text)); !done) return done;
    return put_file(file_of(id), file_of(id) + ".new", {});
}

Status UploadFiles::check_quota(std::uint64_t wanted, domain::OperatorId owner) const {
    std::error_code ignored;
    std::size_t open = 0;
    std::uint64_t own = wanted, total = wanted;
    for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
        const auto announced = entry.path().extension() == ".size" ? read_announced(entry.path()) : std::nullopt;
        if (!announced) continue;
        ++open;
        total += announced->size;
        if (announced->owner == owner.text()) own += announced->size;
    }
    if (open >= limits_.open_max || total > limits_.total_bytes_max)
        return Error{ErrorCode::too_many_requests, "too many uploads are unfinished; try again later",
                     domain::BrokenRule{"unfinished_uploads", {}, {}}};
    if (own <= limits_.owner_bytes_max) return {};
    const auto found = fmt::to_string(own / 1'000'000), limit = fmt::to_string(limits_.owner_bytes_max / 1'000'000);
    return Error{ErrorCode::too_many_requests,
                 fmt::format("your unfinished uploads would have {} MB, {} MB are allowed; finish or drop one", found, limit),
                 domain::BrokenRule{"unfinished_bytes", limit, found}};
}

Status UploadFiles::check_room(std::uint64_t wanted) const {
    std::error_code ignored;
    const auto space = fs::space(folder_, ignored);
    if (ignored || space.available >= wanted + limits_.free_bytes_kept) return {};
    return Error{ErrorCode::disk_full,
                 fmt::format("the disk has {} MB left, this upload needs {} MB and {} MB stay free", space.available / 1'000'000,
                             wanted / 1'000'000, limits_.free_bytes_kept / 1'000'000)};
}

Result<std::uint64_t> UploadFiles::offset(domain::UploadId id) const {
    std::error_code failed;
    const auto size = fs::file_size(file_of(id), failed);
    if (failed) return unknown_upload();
    return size;
}

Result<std::uint64_t> UploadFiles::wanted_size(domain::UploadId id) const {
    const auto announced = read_announced(file_of(id) + ".size");
    if (!announced) return unknown_upload();
    return announced->size;
}

Result<std::uint64_t> UploadFiles::append(domain::UploadId id, std::uint64_t offset_wanted, domain::Bytes piece) const {
    auto present = offset(id);
    if (!present) return present;
    auto wanted = wanted_size(id);
    if (!wanted) return wanted;
    if (offset_wanted != *present)
        return Error{ErrorCode::version_conflict, fmt::format("the upload stands at {}", *present),
                     domain::BrokenRule{"upload_offset", fmt::to_string(*present), fmt::to_string(offset_wanted)}};
    if (piece.size() > *wanted - *present)
        return Error{ErrorCode::too_large, fmt::format("the upload was announced with {} bytes", *wanted)};
    const File file(::open(file_of(id).c_str(), O_WRONLY | O_CLOEXEC));
    if (!file.is_open()) return unknown_upload();
    if (auto done = write_all(file, piece, *present, file_of(id)); !done) {
        // What was written of the piece goes, so that the offset stays what the client was told.
        if (::ftruncate(file.descriptor(), static_cast<off_t>(*present)) != 0) drop(id);
        return done.error();
    }
    return *present + piece.size();
}

Result<std::string> UploadFiles::path(domain::UploadId id) const {
    auto present = offset(id);
    if (!present) return present.error();
    auto wanted = wanted_size(id);
    if (!wanted) return wanted.error();
    if (*present != *wanted)
        return Error{ErrorCode::not_ready, fmt::format("{} of {} bytes have arrived", *present, *wanted),
                     domain::BrokenRule{"upload_incomplete", fmt::to_string(*wanted), fmt::to_string(*present)}};
    return file_of(id);
}

void UploadFiles::drop(domain::UploadId id) const {
    ::unlink(file_of(id).c_str());
    ::unlink((file_of(id) + ".size").c_str());
    ::unlink((file_of(id) + ".new").c_str());
}

void UploadFiles::drop_abandoned() const {
    std::error_code ignored;
    const auto oldest = fs::file_time_type::clock::now() - upload_life;
    for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
        const auto id = domain::UploadId::parse(entry.path().stem().string());
        if (id && fs::last_write_time(file_of(*id), ignored) < oldest) drop(*id);
    }
}

}  // namespace village::storage
