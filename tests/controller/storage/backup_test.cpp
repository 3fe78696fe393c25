// Backups: whole, tested, bounded, and in nobody's way.
#include <fmt/format.h>

#include <fstream>

#include "controller/storage/backup_keeper.hpp"
#include "controller/storage/database_copy.hpp"
#include "tests/controller/storage/samples.hpp"
#include "tests/controller/storage/storage_fixture.hpp"

namespace village::test {
namespace {

using storage::Database;
using storage::OpenMode;
using storage::Storage;

constexpr std::chrono::minutes minute{1};

class Backup : public ::testing::Test {
protected:
    Backup() {
        auto opened = Storage::open({.folder = folder_.path()}, control_.get_executor());
        EXPECT_OK(opened);
        storage_ = std::move(*opened);
        EXPECT_OK(wait(storage_->stores().receipts.append(sample_receipt(1, 1))));
        EXPECT_OK(wait(storage_->stores().audit.append({at_second(1), "cán bộ", "node.enrol", "x", ""})));
    }
    template <class Value>
    Value wait(ports::Awaitable<Value> work) {
        return wait_for(control_, std::move(work));
    }
    /// About 4 KB of audit rows each.
    void fill(int rows) {
        ports::Decided many;
        for (int row = 0; row < rows; ++row)
            many.audit.push_back({at_second(row), "cán bộ", "node.enrol", "x", std::string(4000, 'x')});
        ASSERT_OK(wait(storage_->stores().broadcasts.save(std::move(many))));
    }
    /// Commits one row after the other until `is_over`.
    template <class IsOver>
    std::chrono::duration<double, std::milli> longest_commit(IsOver is_over) {
        std::chrono::duration<double, std::milli> longest{0};
        while (!is_over()) {
            const auto begun = std::chrono::steady_clock::now();
            auto append = storage_->stores().audit.append({at_second(1), "cán bộ", "node.enrol", "x", ""});
            auto appended = boost::asio::co_spawn(control_, std::move(append), boost::asio::use_future);
            control_.restart();
            while (appended.wait_for(std::chrono::seconds{0}) != std::future_status::ready)
                control_.run_one_for(std::chrono::seconds{1});
            EXPECT_OK(appended.get());
            longest = std::max<std::chrono::duration<double, std::milli>>(longest, std::chrono::steady_clock::now() - begun);
        }
        return longest;
    }
    std::string copy_named(const std::string& name) const { return folder_.path() + "/backups/" + name + ".db"; }
    std::vector<std::string> copies() const {
        std::vector<std::string> names;
        for (const auto& file : std::filesystem::directory_iterator(folder_.path() + "/backups"))
            names.push_back(file.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }
    std::int64_t receipts_in(const std::string& path) {
        auto copy = Database::open(path, OpenMode::read_only);
        EXPECT_OK(copy);
        auto count = (*copy)->prepare("SELECT COUNT(*) FROM receipts");
        EXPECT_TRUE(*count->step());
        return count->integer(0);
    }
    storage::BackupKeeper keeper(std::size_t kept_max) {
        return {*storage_, control_.get_executor(), [this] { return now_; }, {folder_.path(), std::chrono::hours{1}, kept_max}};
    }

    Folder folder_;
    boost::asio::io_context control_;
    std::unique_ptr<Storage> storage_;
    domain::UtcTime now_ = at_second(0);
};

TEST_F(Backup, IsAWholeDatabaseThatAStorageOpens) {
    ASSERT_OK(wait(storage_->backup("hourly")));

    Folder restored;
    std::filesystem::copy_file(copy_named("hourly"), restored.path() + "/village.db");
    auto opened = Storage::open({.folder = restored.path()}, control_.get_executor());
    ASSERT_OK(opened);
    EXPECT_EQ(*wait((*opened)->stores().receipts.complete_up_to({1}, sample_receipt_key(1), 1)), 1U);
}

TEST_F(Backup, TakesInWhatIsWrittenWhileItIsMade) {
    auto database = Database::open(folder_.path() + "/other.db", OpenMode::read_write);
    ASSERT_OK(database);
    ASSERT_OK((*database)->execute("CREATE TABLE receipts (x BLOB) STRICT"));
    for (int i = 0; i < 40; ++i) ASSERT_OK((*database)->execute("INSERT INTO receipts VALUES (zeroblob(100000))"));
    storage::DatabaseCopy copy(folder_.path() + "/copy.db");
    ASSERT_OK(copy.begin(**database));
    ASSERT_OK(copy.step());
    ASSERT_FALSE(copy.is_complete()) << "one step is the whole copy: this test sees nothing";

    ASSERT_OK((*database)->execute("INSERT INTO receipts VALUES (x'01')"));
    while (!copy.is_complete()) ASSERT_OK(copy.step());

    EXPECT_EQ(receipts_in(folder_.path() + "/copy.db"), 41);
}

TEST_F(Backup, IsNamedByItsTimeAndTheOldestGoesFirst) {
    auto backups = keeper(2);

    for (int hour = 0; hour < 4; ++hour, now_ += std::chrono::hours{1}) ASSERT_OK(wait(backups.back_up_now()));

    ASSERT_EQ(copies().size(), 2U);
    EXPECT_GT(copies()[0], "2026-") << "named by the year first";
    now_ -= std::chrono::hours{1};
    EXPECT_EQ(copies()[1].substr(0, 13), domain::utc_text(now_).substr(0, 13));
    EXPECT_FALSE(backups.trouble());
}

TEST_F(Backup, ThatWasJustMadeIsKeptWhenTheClockWasAhead) {
    auto backups = keeper(2);
    now_ += std::chrono::hours{1000};
    for (int hour = 0; hour < 2; ++hour, now_ += std::chrono::hours{1}) ASSERT_OK(wait(backups.back_up_now()));

    now_ -= std::chrono::hours{1000};
    ASSERT_OK(wait(backups.back_up_now()));

    ASSERT_EQ(copies().size(), 2U);
    EXPECT_EQ(copies()[0].substr(0, 13), domain::utc_text(now_).substr(0, 13));
}

TEST_F(Backup, LeavesNothingBehindThatAPowerCutBrokeOff) {
    for (const char* end : {".db.unfinished", ".db.unfinished-wal"}) std::ofstream(folder_.path() + "/backups/x" + end) << "x";
    storage_.reset();

    auto opened = Storage::open({.folder = folder_.path()}, control_.get_executor());

    ASSERT_OK(opened);
    EXPECT_TRUE(copies().empty());
}

TEST_F(Backup, OfBeforeAMigrationIsNeverRemoved) {
    std::ofstream(copy_named("before-0002")) << "x";
    auto backups = keeper(1);

    for (int hour = 0; hour < 3; ++hour, now_ += std::chrono::hours{1}) ASSERT_OK(wait(backups.back_up_now()));

    EXPECT_EQ(copies().size(), 2U);
    EXPECT_EQ(copies().back(), "before-0002.db");
}

TEST_F(Backup, ThatFailsSaysSoInWordsUntilOneSucceeds) {
    auto backups = keeper(2);
    std::filesystem::remove_all(folder_.path() + "/backups");

    EXPECT_FALSE(wait(backups.back_up_now()));
    ASSERT_TRUE(backups.trouble());
    EXPECT_NE(backups.trouble()->find("no backup was made at 20"), std::string::npos);
    std::filesystem::create_directory(folder_.path() + "/backups");

    EXPECT_OK(wait(backups.back_up_now()));
    EXPECT_FALSE(backups.trouble());
}

TEST_F(Backup, WhoseAuditChainIsBrokenIsNoBackup) {
    {
        auto forger = Database::open(folder_.path() + "/village.db", OpenMode::read_write);
        ASSERT_OK((*forger)->execute("UPDATE audit SET detail = 'y'"));
    }

    EXPECT_CODE(wait(storage_->backup("hourly")), signature_invalid);

    EXPECT_TRUE(copies().empty());
}

TEST_F(Backup, ThatTakesTooLongToReadThroughIsNone) {
    fill(4000);
    ASSERT_OK(wait(storage_->backup("hourly")));

    EXPECT_CODE(storage::check_copy(copy_named("hourly"), std::chrono::milliseconds{1}), timed_out);
}

TEST_F(Backup, HoldsUpNoCommitForLong) {
    fill(4000);
    const auto alone = longest_commit([&, number = std::uint64_t{0}]() mutable { return ++number > 200; });

    bool is_done = false;
    boost::asio::co_spawn(control_, storage_->backup("hourly"), [&](std::exception_ptr, domain::Status made) {
        EXPECT_OK(made);
        is_done = true;
    });
    const auto meanwhile = longest_commit([&] { return is_done; });

    fmt::print("longest commit: {:.1f} ms alone, {:.1f} ms while a backup of {} MB is made\n", alone.count(), meanwhile.count(),
               std::filesystem::file_size(copy_named("hourly")) / 1'000'000);
    EXPECT_LE(meanwhile.count(), 1000) << "an administrator waits for it";
}

TEST_F(Backup, ThatWasDamagedDoesNotPassTheRestoreTest) {
    ASSERT_OK(wait(storage_->backup("hourly")));
    ASSERT_OK(storage::check_copy(copy_named("hourly"), minute));
    std::fstream file(copy_named("hourly"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 3);
    file << std::string(4096, 'x');
    file.close();

    EXPECT_FALSE(storage::check_copy(copy_named("hourly"), minute));
}

}  // namespace
}  // namespace village::test
