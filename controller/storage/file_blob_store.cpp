#include "controller/storage/file_blob_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "controller/storage/safe_file.hpp"

namespace village::storage {

namespace fs = std::filesystem;
using domain::Bytes;
using domain::ContentHash;
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using domain::Sha256;
using domain::Status;

namespace {

constexpr std::size_t peaks_max = 4000;  // As the API promises.

struct Tree {
    std::uint64_t size = 0;
    std::vector<Sha256> chunks;
};

// Fills `buffer` as far as the file goes.
Result<std::size_t> read_up_to(const File& file, std::span<std::uint8_t> buffer, std::uint64_t offset, const std::string& path) {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        const auto got =
            ::pread(file.descriptor(), buffer.data() + filled, buffer.size() - filled, static_cast<off_t>(offset + filled));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return file_error(errno, "reading", path);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    return filled;
}

Result<Tree> hash_file(const File& file, const std::string& path) {
    Tree tree;
    std::vector<std::uint8_t> chunk(domain::content_chunk_bytes);
    for (;;) {
        auto got = read_up_to(file, chunk, tree.size, path);
        if (!got) return got.error();
        if (*got == 0) return tree;
        tree.chunks.push_back(domain::sha256(Bytes(chunk).first(*got)));
        tree.size += *got;
        if (*got < chunk.size()) return tree;
    }
}

std::vector<std::uint8_t> sidecar_bytes(const std::vector<Sha256>& chunks) {
    std::vector<std::uint8_t> bytes;
    for (const auto& chunk : chunks) bytes.insert(bytes.end(), chunk.bytes.begin(), chunk.bytes.end());
    return bytes;
}

// `length` bytes from `offset`, fewer at the end; nothing when there is no such file.
Result<std::optional<std::vector<std::uint8_t>>> read_part(const std::string& path, std::uint64_t offset, std::size_t length) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::optional<std::vector<std::uint8_t>> bytes;
    if (!file.is_open()) return bytes;
    std::error_code failed;
    const auto whole = fs::file_size(path, failed);
    if (failed) return bytes;
    bytes.emplace(offset >= whole ? 0 : std::min<std::uint64_t>(length, whole - offset));
    auto got = read_up_to(file, *bytes, offset, path);
    if (!got) return got.error();
    bytes->resize(*got);
    return bytes;
}

Error unknown_blob(const ContentHash& hash) {
    return {ErrorCode::not_found, fmt::format("audio {} is not in the store", hash.text())};
}

Error no_listening_copy(const ContentHash& hash) {
    return {ErrorCode::not_ready, fmt::format("the listening copy of audio {} is still to be made", hash.text()),
            domain::BrokenRule{"audio_pending", {}, {}}};
}

Status copy_file(const std::string& from, const std::string& to) {
    const File source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (!source.is_open()) return file_error(errno, "reading", from);
    const File target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!target.is_open()) return file_error(errno, "writing", to);
    std::vector<std::uint8_t> piece(domain::content_chunk_bytes);
    for (std::uint64_t at = 0;;) {
        auto got = read_up_to(source, piece, at, from);
        if (!got) return got.error();
        if (*got == 0) return {};
        if (auto done = write_all(target, Bytes(piece).first(*got), at, to); !done) return done;
        at += *got;
    }
}

}  // namespace

FileBlobStore::FileBlobStore(std::string folder, UploadLimits limits)
    : folder_(std::move(folder)), uploads_(folder_ + "/uploads", limits) {}

Status FileBlobStore::prepare() {
    std::error_code ignored;
    fs::remove_all(folder_ + "/incoming", ignored);
    for (const char* name : {"/blobs", "/incoming", "/uploads"})
        if (auto made = make_folder(folder_ + name); !made) return made;
    uploads_.drop_abandoned();
    return {};
}

std::string FileBlobStore::file_of(const ContentHash& hash) const {
    const auto name = hash.text();
    return fmt::format("{}/blobs/{}/{}", folder_, name.substr(0, 2), name);
}

std::string FileBlobStore::temporary_name() const {
    static std::atomic<std::uint64_t> made{0};  // The worker and the control thread may both be making one.
    return fmt::format("{}/incoming/{}-{}", folder_, ::getpid(), ++made);
}

Result<std::string> FileBlobStore::bring_here(const std::string& path) const {
    const auto own = temporary_name();
    if (std::rename(path.c_str(), own.c_str()) == 0) return own;
    if (errno == ENOENT) return Error{ErrorCode::not_found, fmt::format("{} does not exist", path)};
    if (errno != EXDEV) return file_error(errno, "taking over", path);
    if (auto copied = copy_file(path, own); !copied) {
        ::unlink(own.c_str());
        return copied.error();
    }
    ::unlink(path.c_str());
    return own;
}

// The sidecar goes first: a blob whose name exists has everything.
Result<ContentHash> FileBlobStore::adopt(const std::string& own_file) {
    const File file(::open(own_file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) return file_error(errno, "reading", own_file);
    auto tree = hash_file(file, own_file);
    if (!tree) return tree.error();
    const auto hash = domain::content_root(tree->size, tree->chunks);
    const auto place = file_of(hash);
    if (has(hash)) return hash;
    if (auto made = make_folder(fs::path(place).parent_path().string()); !made) return made.error();
    if (auto synced = sync_file(file, own_file); !synced) return synced.error();
    if (auto done = put_file(place + ".chunks", temporary_name(), sidecar_bytes(tree->chunks)); !done) return done.error();
    if (auto done = rename_safely(own_file, place); !done) return done.error();
    if (auto done = sync_folder(folder_ + "/blobs"); !done) return done.error();
    return hash;
}

Result<ContentHash> FileBlobStore::take(const std::string& path) {
    auto own = bring_here(path);
    if (!own) return own.error();
    auto hash = adopt(*own);
    ::unlink(own->c_str());  // There only after a failure, or when the store had it already.
    return hash;
}

Result<ContentHash> FileBlobStore::put(Bytes content) {
    const auto own = temporary_name();
    {
        const File file(::open(own.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!file.is_open()) return file_error(errno, "writing", own);
        if (auto done = write_all(file, content, 0, own); !done) {
            ::unlink(own.c_str());
            return done.error();
        }
    }
    return take(own);
}

bool FileBlobStore::has(const ContentHash& hash) const { return ::access(file_of(hash).c_str(), F_OK) == 0; }

Result<std::string> FileBlobStore::path(const ContentHash& hash) const {
    if (!has(hash)) return unknown_blob(hash);
    return file_of(hash);
}

Result<std::uint64_t> FileBlobStore::size(const ContentHash& hash) const {
    std::error_code failed;
    const auto size = fs::file_size(file_of(hash), failed);
    if (failed) return unknown_blob(hash);
    return size;
}

Result<std::vector<Sha256>> FileBlobStore::chunks(const ContentHash& hash) const {
    auto whole = size(hash);
    if (!whole) return whole.error();
    const auto sidecar = file_of(hash) + ".chunks";
    const File file(::open(sidecar.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) return file_error(errno, "reading", sidecar);
    std::vector<std::uint8_t> bytes((*whole + domain::content_chunk_bytes - 1) / domain::content_chunk_bytes * 32);
    auto got = read_up_to(file, bytes, 0, sidecar);
    if (!got) return got.error();
    std::vector<Sha256> hashes(bytes.size() / 32);
    for (std::size_t i = 0; i < hashes.size(); ++i) std::memcpy(hashes[i].bytes.data(), bytes.data() + 32 * i, 32);
    if (*got == bytes.size() && domain::content_root(*whole, hashes) == hash) return hashes;
    return Error{ErrorCode::storage_failed, fmt::format("{} does not belong to its audio; restore a backup", sidecar)};
}

Result<std::vector<std::uint8_t>> FileBlobStore::read(const ContentHash& hash, std::uint64_t offset, std::size_t length) const {
    auto bytes = read_part(file_of(hash), offset, length);
    if (!bytes) return bytes.error();
    if (!*bytes) return unknown_blob(hash);
    return std::move(**bytes);
}

// The peaks go first: where the copy's name exists, everything does.
Status FileBlobStore::keep_listening_copy(const ContentHash& hash, ports::ListeningCopy copy) {
    auto own = bring_here(copy.path);
    if (!own) return own.error();
    auto kept = [&]() -> Status {
        if (!has(hash)) return unknown_blob(hash);
        const File file(::open(own->c_str(), O_RDONLY | O_CLOEXEC));
        if (!file.is_open()) return file_error(errno, "reading", *own);
        if (auto synced = sync_file(file, *own); !synced) return synced;
        if (auto done = put_file(file_of(hash) + ".peaks", temporary_name(), copy.peaks); !done) return done;
        return rename_safely(*own, file_of(hash) + ".mp3");
    }();
    if (!kept) ::unlink(own->c_str());
    return kept;
}

Result<std::uint64_t> FileBlobStore::listening_copy_size(const ContentHash& hash) const {
    std::error_code failed;
    const auto size = fs::file_size(file_of(hash) + ".mp3", failed);
    if (failed) return no_listening_copy(hash);
    return size;
}

Result<std::vector<std::uint8_t>> FileBlobStore::read_listening_copy(const ContentHash& hash, std::uint64_t offset,
                                                                     std::size_t length) const {
    auto bytes = read_part(file_of(hash) + ".mp3", offset, length);
    if (!bytes) return bytes.error();
    if (!*bytes) return no_listening_copy(hash);
    return std::move(**bytes);
}

Result<std::vector<std::uint8_t>> FileBlobStore::peaks(const ContentHash& hash) const {
    auto bytes = read_part(file_of(hash) + ".peaks", 0, peaks_max);
    if (!bytes) return bytes.error();
    if (!*bytes) return no_listening_copy(hash);
    return std::move(**bytes);
}

Status FileBlobStore::open_upload(domain::UploadId id, std::uint64_t size_bytes, domain::OperatorId owner) {
    return uploads_.open(id, size_bytes, owner);
}
Result<std::uint64_t> FileBlobStore::upload_offset(domain::UploadId id) const { return uploads_.offset(id); }
Result<std::uint64_t> FileBlobStore::append_upload(domain::UploadId id, std::uint64_t offset, Bytes piece) {
    return uploads_.append(id, offset, piece);
}
Result<std::string> FileBlobStore::upload_path(domain::UploadId id) const { return uploads_.path(id); }
void FileBlobStore::drop_upload(domain::UploadId id) { uploads_.drop(id); }
void FileBlobStore::drop_abandoned_uploads() { uploads_.drop_abandoned(); }

}  // namespace village::storage
