// What a start finds: a fresh folder, a newer or foreign file, another program, a folder or disk that cannot be written.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "controller/storage/engine_sqlite.hpp"
#include "controller/storage/migrations.hpp"
#include "tests/controller/storage/power_cut_vfs.hpp"
#include "tests/controller/storage/samples.hpp"
#include "tests/controller/storage/storage_fixture.hpp"

namespace village::test {
namespace {

using storage::Database;
using storage::OpenMode;
using storage::Storage;

class Opening : public ::testing::Test {
protected:
    domain::Result<std::unique_ptr<Storage>> open() {
        return Storage::open({.folder = folder_.path(), .run_on = storage::RunOn::caller}, control_.get_executor());
    }
    std::string database() const { return folder_.path() + "/village.db"; }

    Folder folder_;
    boost::asio::io_context control_;
};

TEST_F(Opening, SecondProgramOnTheSameFolderIsRefusedUntilTheFirstCloses) {
    auto first = open();
    ASSERT_OK(first);
    EXPECT_CODE(open(), already_running);

    (*first)->close();

    EXPECT_OK(open());
}

TEST_F(Opening, DatabaseOfANewerProgramIsLeftAlone) {
    ASSERT_OK(open());
    {
        auto newer = Database::open(database(), OpenMode::read_write);
        ASSERT_OK(storage::set_schema_version(**newer, 999));
    }

    EXPECT_CODE(open(), database_newer);

    auto untouched = Database::open(database(), OpenMode::read_only);
    EXPECT_EQ(*storage::schema_version(**untouched), 999U);
}

TEST_F(Opening, FileThatIsNoDatabaseIsRefusedAndNotOverwritten) {
    std::ofstream(database()) << std::string(8192, 'x');

    EXPECT_CODE(open(), storage_failed);

    std::ifstream file(database());
    EXPECT_EQ(file.get(), 'x');
    EXPECT_EQ(std::filesystem::file_size(database()), 8192U);
}

TEST_F(Opening, FolderThatMayNotBeWrittenIsAClearError) {
    // Root may write anywhere, so a child process opens the folder as nobody.
    ASSERT_EQ(::chmod(folder_.path().c_str(), 0555), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(3);
        const auto opened = open();
        ::_exit(opened.has_error() && opened.error().code == domain::ErrorCode::storage_failed ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_FALSE(std::filesystem::exists(database()));
}

TEST_F(Opening, FileWhereTheFolderShouldBeIsAClearError) {
    std::ofstream(folder_.path() + "/file") << "x";
    const auto opened = Storage::open({.folder = folder_.path() + "/file"}, control_.get_executor());
    EXPECT_CODE(opened, storage_failed);
}

TEST_F(Opening, FullDiskRefusesTheWriteKeepsWhatIsThereAndGoesOnAfterwards) {
    PowerCutVfs disk("filling");
    auto opened =
        Storage::open({.folder = folder_.path(), .run_on = storage::RunOn::caller, .vfs = disk.name()}, control_.get_executor());
    ASSERT_OK(opened);
    auto& receipts = (*opened)->stores().receipts;
    ASSERT_OK(wait_for(control_, receipts.append(sample_receipt(1, 1))));

    disk.fill(true);
    const auto refused = wait_for(control_, receipts.append(sample_receipt(1, 2)));
    disk.fill(false);

    EXPECT_CODE(refused, disk_full);
    EXPECT_EQ(*wait_for(control_, receipts.complete_up_to({1}, sample_receipt_key(1), 1)), 1U);
    EXPECT_OK(wait_for(control_, receipts.append(sample_receipt(1, 2))));
}

TEST_F(Opening, SlowQuestionIsEndedByItsTimeLimit) {
    ASSERT_OK(open());
    auto reader = Database::open(database(), OpenMode::read_only);
    ASSERT_OK(reader);
    storage::limit_statements(**reader, std::chrono::milliseconds{1});

    auto endless = (*reader)->prepare("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n");

    EXPECT_CODE(endless->step(), timed_out);
}

TEST_F(Opening, ReaderCannotWrite) {
    ASSERT_OK(open());
    auto reader = Database::open(database(), OpenMode::read_only);
    EXPECT_CODE((*reader)->execute("DELETE FROM receipts"), storage_failed);
}

constexpr storage::Migration old_schema[] = {{1, "one", "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1)"}};
constexpr storage::Migration new_schema[] = {
    old_schema[0], {2, "two", "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = 2; CREATE TABLE b (z INTEGER) STRICT"}};
constexpr storage::Migration broken_schema[] = {old_schema[0], {2, "two", "CREATE TABLE b (z INTEGER) STRICT; NONSENSE"}};

TEST_F(Opening, MigrationMakesABackupBeforeItChangesAnything) {
    auto opened = Database::open(database(), OpenMode::read_write);
    ASSERT_OK(storage::migrate(**opened, old_schema, folder_.path()));
    EXPECT_FALSE(std::filesystem::exists(folder_.path() + "/before-0001.db"));

    ASSERT_OK(storage::migrate(**opened, new_schema, folder_.path()));

    auto copy = Database::open(folder_.path() + "/before-0002.db", OpenMode::read_only);
    ASSERT_OK(copy);
    EXPECT_EQ(*storage::schema_version(**copy), 1U);
    EXPECT_EQ(*storage::schema_version(**opened), 2U);
}

TEST_F(Opening, FailedMigrationLeavesTheOldDatabase) {
    auto opened = Database::open(database(), OpenMode::read_write);
    ASSERT_OK(storage::migrate(**opened, old_schema, ""));

    EXPECT_FALSE(storage::migrate(**opened, broken_schema, "").has_value());

    EXPECT_EQ(*storage::schema_version(**opened), 1U);
    EXPECT_OK(storage::migrate(**opened, new_schema, ""));
}

// S21 of the simulation.
TEST_F(Opening, MigrationCutAtAnyWriteLeavesOldOrNew) {
    for (std::uint64_t cut = 1;; ++cut) {
        PowerCutVfs disk("migrating");
        {
            auto opened = Database::open("m.db", OpenMode::read_write, disk.name());
            ASSERT_OK(storage::migrate(**opened, old_schema, ""));
            disk.cut_after(cut);
            (void)storage::migrate(**opened, new_schema, "");
        }
        const bool reached = disk.is_cut();
        disk.lose_power(cut);
        auto again = Database::open("m.db", OpenMode::read_write, disk.name());
        ASSERT_OK(again);
        ASSERT_OK(storage::migrate(**again, new_schema, ""));
        auto row = (*again)->prepare("SELECT x, y FROM a, (SELECT COUNT(*) FROM b)");
        ASSERT_TRUE(*row->step());
        EXPECT_EQ(row->integer(0) + row->integer(1), 3);
        if (!reached) break;
        ASSERT_LT(cut, 1000U);
    }
}

}  // namespace
}  // namespace village::test
