#include "controller/storage/storage.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "controller/storage/announcement_store.hpp"
#include "controller/storage/audit_store.hpp"
#include "controller/storage/broadcast_store.hpp"
#include "controller/storage/commune_store.hpp"
#include "controller/storage/credential_store.hpp"
#include "controller/storage/database_copy.hpp"
#include "controller/storage/emergency_store.hpp"
#include "controller/storage/file_blob_store.hpp"
#include "controller/storage/job_store.hpp"
#include "controller/storage/lock_file.hpp"
#include "controller/storage/migrations.hpp"
#include "controller/storage/operator_store.hpp"
#include "controller/storage/ownership_store.hpp"
#include "controller/storage/programme_store.hpp"
#include "controller/storage/receipt_store.hpp"
#include "controller/storage/rule_store.hpp"
#include "controller/storage/safe_file.hpp"
#include "controller/storage/schedule_store.hpp"
#include "controller/storage/settings_store.hpp"
#include "controller/storage/sql_read_model.hpp"

namespace village::storage {
namespace {

std::string database_path(const StorageOptions& options) { return options.folder + "/village.db"; }

class SqlStorage final : public Storage {
public:
    SqlStorage(const StorageOptions& options, std::unique_ptr<LockFile> lock, std::unique_ptr<Runner> runner)
        : folder_(options.folder),
          check_limit_(options.check_limit),
          lock_(std::move(lock)),
          blobs_(options.folder, {options.upload_bytes_max, options.free_bytes_kept}),
          runner_(std::move(runner)) {}
    ~SqlStorage() override { close(); }

    Status prepare() { return blobs_.prepare(); }
    ports::Stores stores() override {
        return {commune_,     announcements_, schedules_, broadcasts_, receipts_,   operators_, emergencies_,
                credentials_, jobs_,          audit_,     rules_,      programmes_, ownership_};
    }
    ports::ReadModel& read_model() override { return read_model_; }
    ports::BlobStore& blobs() override { return blobs_; }
    ports::Awaitable<Status> save_setting(std::string name, std::string value) override {
        return settings_.save(std::move(name), std::move(value));
    }
    ports::Awaitable<Result<std::optional<std::string>>> load_setting(std::string name) override {
        return settings_.load(std::move(name));
    }
    ports::Awaitable<Status> backup(std::string name) override {
        const auto path = backup_path(name), unfinished = path + ".unfinished";
        auto copy = std::make_shared<DatabaseCopy>(unfinished);  // Shared with the writer's jobs, one after the other.
        TypedJob<void>::Work begin = [copy](Database& database) { return copy->begin(database); };
        TypedJob<void>::Work step = [copy](Database&) { return copy->step(); };
        TypedJob<void>::Work check = [path, unfinished, limit = check_limit_](Database&) {
            auto whole = settle_copy(unfinished);
            if (whole) whole = check_copy(unfinished, limit);
            return whole ? rename_safely(unfinished, path) : whole;
        };
        TypedJob<void>::Work clear = [unfinished](Database&) {
            remove_unfinished(unfinished);
            return Status{};
        };
        auto done = co_await runner_->maintain(begin);
        while (done && !copy->is_complete()) done = co_await runner_->maintain(step);
        if (done) done = co_await runner_->aside(check);
        if (!done) (void)co_await runner_->aside(clear);  // What stays is removed at the next start.
        co_return done;
    }
    ports::Awaitable<Status> remove_backup(std::string name) override {
        TypedJob<void>::Work remove = [path = backup_path(name)](Database&) {
            std::error_code failed;
            if (std::filesystem::remove(path, failed)) return Status{};
            return Status{Error{ErrorCode::storage_failed, fmt::format("cannot remove {}: {}", path, failed.message())}};
        };
        co_return co_await runner_->aside(remove);
    }
    void close() override {
        runner_->close();
        lock_.reset();
    }

private:
    std::string backup_path(const std::string& name) const { return fmt::format("{}/backups/{}.db", folder_, name); }

    std::string folder_;
    std::chrono::milliseconds check_limit_;
    std::unique_ptr<LockFile> lock_;
    FileBlobStore blobs_;
    std::unique_ptr<Runner> runner_;
    CommuneSqlStore commune_{*runner_};
    AnnouncementSqlStore announcements_{*runner_};
    ScheduleSqlStore schedules_{*runner_};
    BroadcastSqlStore broadcasts_{*runner_};
    ReceiptSqlStore receipts_{*runner_};
    OperatorSqlStore operators_{*runner_};
    EmergencySqlStore emergencies_{*runner_};
    CredentialSqlStore credentials_{*runner_};
    JobSqlStore jobs_{*runner_};
    AuditSqlStore audit_{*runner_};
    RuleSqlStore rules_{*runner_};
    ProgrammeSqlStore programmes_{*runner_};
    OwnershipSqlStore ownership_{*runner_};
    SettingsSqlStore settings_{*runner_};
    SqlReadModel read_model_{*runner_};
};

Result<std::unique_ptr<Database>> open_database(const StorageOptions& options) {
    auto database = Database::open(database_path(options), OpenMode::read_write, options.vfs);
    if (!database) return database.error();
    if (auto done = migrate(**database, embedded_migrations(), options.folder + "/backups"); !done) return done.error();
    return database;
}

Result<std::unique_ptr<Runner>> make_runner(const StorageOptions& options, boost::asio::any_io_executor executor,
                                            std::unique_ptr<Database> database) {
    auto ownership = std::make_unique<Ownership>(options.owner);
    if (auto taken = ownership->take(*database); !taken) return taken.error();
    if (options.run_on == RunOn::caller)
        return std::make_unique<Runner>(std::move(executor), std::move(ownership), std::move(database));
    auto readers = Readers::open(database_path(options), 2, options.read_limit);
    if (!readers) return readers.error();
    auto caretaker = Readers::open(database_path(options), 1, options.check_limit);
    if (!caretaker) return caretaker.error();
    const GroupCommit group_commit{options.group_wait, options.group_rows_max};
    auto writer = std::make_unique<Writer>(std::move(database), *ownership, group_commit);
    Runner::Threads threads{std::move(writer), std::move(*readers), std::move(*caretaker)};
    return std::make_unique<Runner>(std::move(executor), std::move(ownership), std::move(threads));
}

}  // namespace

Result<std::unique_ptr<Storage>> Storage::open(StorageOptions options, boost::asio::any_io_executor executor) {
    if (options.folder.empty()) return Error{ErrorCode::configuration_invalid, "no data folder is named; name one with --data"};
    if (auto made = make_folder(options.folder + "/backups"); !made)
        return Error{made.error().code, fmt::format("{}; --data has to name a folder that can be written", made.error().detail)};
    auto lock = LockFile::take(options.folder + "/lock");
    if (!lock) return lock.error();
    remove_all_unfinished(options.folder + "/backups");
    auto database = open_database(options);
    if (!database) return database.error();
    auto runner = make_runner(options, std::move(executor), std::move(*database));
    if (!runner) return runner.error();
    auto storage = std::make_unique<SqlStorage>(options, std::move(*lock), std::move(*runner));
    if (auto ready = storage->prepare(); !ready) return ready.error();
    return std::unique_ptr<Storage>(std::move(storage));
}

}  // namespace village::storage
