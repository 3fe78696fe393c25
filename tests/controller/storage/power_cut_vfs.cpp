#include "tests/controller/storage/power_cut_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <random>

namespace village::test {
namespace {

using File = PowerCutVfs::File;
using Change = PowerCutVfs::Change;

constexpr std::size_t sector = 512;

struct Handle {
    sqlite3_file base;
    PowerCutVfs* disk;
    std::string* path;
    std::shared_ptr<File>* file;
};

Handle& of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }

void apply(std::vector<unsigned char>& to, const Change& change, std::size_t bytes) {
    const auto offset = static_cast<std::size_t>(change.offset);
    if (change.kind == Change::Kind::truncate) {
        to.resize(offset);
        return;
    }
    if (to.size() < offset + bytes) to.resize(offset + bytes);
    std::copy_n(change.bytes.begin(), bytes, to.begin() + static_cast<std::ptrdiff_t>(offset));
}

int close_file(sqlite3_file* file) {
    delete of(file).path;
    delete of(file).file;
    return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    const auto& seen = (*of(file).file)->seen;
    const auto start = std::min(static_cast<std::size_t>(offset), seen.size());
    const auto there = std::min(static_cast<std::size_t>(size), seen.size() - start);
    std::copy_n(seen.begin() + static_cast<std::ptrdiff_t>(start), there, static_cast<unsigned char*>(to));
    if (there == static_cast<std::size_t>(size)) return SQLITE_OK;
    std::memset(static_cast<unsigned char*>(to) + there, 0, static_cast<std::size_t>(size) - there);
    return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    return of(file).disk->write(**of(file).file, from, size, offset);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) { return of(file).disk->truncate(**of(file).file, size); }
int sync_file(sqlite3_file* file, int) { return of(file).disk->sync(*of(file).path, **of(file).file); }
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>((*of(file).file)->seen.size());
    return SQLITE_OK;
}
int lock_file(sqlite3_file*, int) { return SQLITE_OK; }
int check_lock(sqlite3_file*, int* taken) { return *taken = 0, SQLITE_OK; }
int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(sector); }
int device_characteristics(sqlite3_file*) { return 0; }

// Version 1 has no shared memory, so SQLite keeps the log's index on the heap, for one connection only.
const sqlite3_io_methods methods = {
    1,         close_file, read_file,    write_file,  truncate_file,          sync_file, file_size, lock_file,
    lock_file, check_lock, control_file, sector_size, device_characteristics, nullptr,   nullptr,   nullptr,
    nullptr,   nullptr,    nullptr};

PowerCutVfs& disk_of(sqlite3_vfs* vfs) { return *static_cast<PowerCutVfs*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    static int unnamed = 0;
    const std::string name = path ? path : "temporary-" + std::to_string(++unnamed);
    file->pMethods = nullptr;
    auto opened = disk_of(vfs).open(name, (flags & SQLITE_OPEN_CREATE) != 0);
    if (!opened) return SQLITE_CANTOPEN;
    auto& handle = of(file);
    handle.disk = &disk_of(vfs);
    handle.path = new std::string(name);
    handle.file = new std::shared_ptr<File>(std::move(opened));
    file->pMethods = &methods;
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_folder) { return disk_of(vfs).remove(path, sync_folder != 0); }
int access_file(sqlite3_vfs* vfs, const char* path, int, int* there) {
    return *there = disk_of(vfs).exists(path) ? 1 : 0, SQLITE_OK;
}
int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", path);
    return SQLITE_OK;
}
int randomness(sqlite3_vfs*, int size, char* out) {
    std::memset(out, 7, static_cast<std::size_t>(size));  // The same every time: a seed repeats a run.
    return size;
}
int sleep_us(sqlite3_vfs*, int us) { return us; }
int current_time(sqlite3_vfs*, double* days) { return *days = 2461000.0, SQLITE_OK; }
int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

struct PowerCutVfs::Registration {
    sqlite3_vfs vfs{};
};

PowerCutVfs::PowerCutVfs(std::string name) : name_(std::move(name)), registration_(std::make_unique<Registration>()) {
    auto& vfs = registration_->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = sizeof(Handle);
    vfs.mxPathname = 512;
    vfs.zName = name_.c_str();
    vfs.pAppData = this;
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleep_us;
    vfs.xCurrentTime = current_time;
    vfs.xGetLastError = last_error;
    sqlite3_vfs_register(&vfs, 0);
}

PowerCutVfs::~PowerCutVfs() { sqlite3_vfs_unregister(&registration_->vfs); }

bool PowerCutVfs::spend() {
    if (operations_left_ == 0) return false;
    --operations_left_;
    ++operations_;
    return true;
}

std::shared_ptr<File> PowerCutVfs::open(const std::string& path, bool create) {
    const auto found = files_.find(path);
    if (found != files_.end()) return found->second;
    if (!create || is_cut()) return nullptr;
    return files_[path] = std::make_shared<File>();
}

void PowerCutVfs::put(const std::string& path, std::vector<unsigned char> bytes) {
    auto file = std::make_shared<File>();
    file->seen = bytes;
    file->durable = std::move(bytes);
    file->name_synced = true;
    files_[path] = std::move(file);
}

int PowerCutVfs::remove(const std::string& path, bool synced) {
    if (!spend()) return SQLITE_IOERR_DELETE;
    const auto found = files_.find(path);
    if (found == files_.end()) return SQLITE_IOERR_DELETE_NOENT;
    if (!synced) removed_[path] = found->second;
    files_.erase(found);
    return SQLITE_OK;
}

int PowerCutVfs::write(File& file, const void* bytes, int size, std::int64_t offset) {
    const auto* start = static_cast<const unsigned char*>(bytes);
    Change change{Change::Kind::write, offset, {start, start + size}};
    if (full_ && static_cast<std::size_t>(offset + size) > file.seen.size()) return SQLITE_FULL;
    // The write in which the power goes has begun: it too may be on the disk, in part.
    const bool powered = spend();
    if (powered || file.unsynced.empty() || file.unsynced.back().bytes != change.bytes) file.unsynced.push_back(change);
    if (!powered) return SQLITE_IOERR_WRITE;
    apply(file.seen, change, change.bytes.size());
    return SQLITE_OK;
}

int PowerCutVfs::truncate(File& file, std::int64_t size) {
    if (!spend()) return SQLITE_IOERR_TRUNCATE;
    Change change{Change::Kind::truncate, size, {}};
    apply(file.seen, change, 0);
    file.unsynced.push_back(std::move(change));
    return SQLITE_OK;
}

int PowerCutVfs::sync(const std::string& path, File& file) {
    if (!spend()) return SQLITE_IOERR_FSYNC;
    if (!forgotten_suffix_.empty() && path.ends_with(forgotten_suffix_)) return SQLITE_OK;
    file.durable = file.seen;
    file.unsynced.clear();
    file.name_synced = true;
    return SQLITE_OK;
}

void PowerCutVfs::lose_power(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const auto chance = [&] { return random() % 2 == 0; };
    for (auto& [path, file] : removed_)
        if (chance() && !files_.contains(path)) files_[path] = file;
    removed_.clear();
    std::map<std::string, std::shared_ptr<File>> left;
    for (auto& [path, file] : files_) {
        if (!file->name_synced && chance()) continue;
        auto survivor = std::make_shared<File>();
        survivor->durable = file->durable;
        std::shuffle(file->unsynced.begin(), file->unsynced.end(), random);
        for (const auto& change : file->unsynced) {
            if (chance()) continue;
            const auto sectors = change.bytes.size() / sector + 1;
            const bool torn = change.kind == Change::Kind::write && random() % 4 == 0;
            apply(survivor->durable, change,
                  torn ? std::min(change.bytes.size(), random() % sectors * sector) : change.bytes.size());
        }
        survivor->seen = survivor->durable;
        survivor->name_synced = true;
        left[path] = std::move(survivor);
    }
    files_ = std::move(left);
    operations_left_ = std::numeric_limits<std::uint64_t>::max();
}

}  // namespace village::test
