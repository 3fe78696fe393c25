// One controller owns the commune: whoever opens the database takes it with the next epoch, and nothing of an earlier one is written.
#include "controller/storage/engine_sqlite.hpp"
#include "tests/controller/storage/power_cut_vfs.hpp"
#include "tests/controller/storage/samples.hpp"
#include "tests/controller/storage/storage_fixture.hpp"

namespace village::test {
namespace {

using storage::Database;
using storage::OpenMode;
using storage::RunOn;
using storage::Storage;

class OwnedStorage : public ::testing::TestWithParam<RunOn> {
protected:
    std::unique_ptr<Storage> opened(std::uint8_t owner) {
        storage::StorageOptions options{.folder = folder_.path(), .run_on = GetParam()};
        options.owner = {owner};
        return std::move(Storage::open(std::move(options), control_.get_executor()).value());
    }
    /// As a second controller would on a shared database.
    void take_over() {
        auto other = Database::open(folder_.path() + "/village.db", OpenMode::read_write);
        ASSERT_OK(other);
        ASSERT_OK((*other)->execute("UPDATE ownership SET epoch = epoch + 1, owner = x'01020304050607080910111213141516'"));
    }
    template <class Value>
    Value wait(ports::Awaitable<Value> work) {
        return wait_for(control_, std::move(work));
    }

    Folder folder_;
    boost::asio::io_context control_;
};

class OwnedOnAFullDisk : public ::testing::Test {
protected:
    std::unique_ptr<Storage> opened(std::uint8_t owner) {
        storage::StorageOptions options{.folder = folder_.path(), .run_on = RunOn::caller, .vfs = disk_.name()};
        options.owner = {owner};
        return std::move(Storage::open(std::move(options), control_.get_executor()).value());
    }

    PowerCutVfs disk_{"filling-ownership"};
    Folder folder_;
    boost::asio::io_context control_;
};

TEST_P(OwnedStorage, EpochRisesWithEveryStart) {
    for (std::uint64_t start = 1; start <= 3; ++start) {
        const auto storage = opened(static_cast<std::uint8_t>(start));
        EXPECT_EQ(storage->stores().ownership.owner().epoch, start);
        EXPECT_EQ(storage->stores().ownership.owner().id[0], start);
    }
}

TEST_P(OwnedStorage, NothingIsWrittenOnceAnotherOwnsTheCommune) {
    const auto storage = opened(1);
    ASSERT_OK(wait(storage->save_setting("before", "yes")));
    take_over();

    EXPECT_CODE(wait(storage->save_setting("after", "no")), superseded);
    EXPECT_CODE(wait(storage->stores().receipts.append(sample_receipt(1, 1))), superseded);
    EXPECT_CODE(wait(storage->stores().ownership.rise_above(50)), superseded);
    EXPECT_OK(wait(storage->load_setting("before"))) << "who only reads goes on";

    auto kept = Database::open(folder_.path() + "/village.db", OpenMode::read_only);
    ASSERT_OK(kept);
    auto rows = (*kept)->prepare("SELECT (SELECT COUNT(*) FROM receipts), (SELECT COUNT(*) FROM settings WHERE name = 'after')");
    ASSERT_OK(rows);
    ASSERT_TRUE(*rows->step());
    EXPECT_EQ(rows->integer(0), 0);
    EXPECT_EQ(rows->integer(1), 0);
}

TEST_P(OwnedStorage, RisesAboveWhatWasSeenAndStaysThere) {
    {
        const auto storage = opened(1);
        ASSERT_OK(wait(storage->stores().ownership.rise_above(41)));
        EXPECT_EQ(storage->stores().ownership.owner().epoch, 42U);
        ASSERT_OK(wait(storage->stores().ownership.rise_above(3)));
        EXPECT_EQ(storage->stores().ownership.owner().epoch, 42U);
        ASSERT_OK(wait(storage->save_setting("still", "ours")));
    }
    EXPECT_EQ(opened(2)->stores().ownership.owner().epoch, 43U);
}

TEST_F(OwnedOnAFullDisk, StartsAndTakesTheCommuneWithItsFirstWrite) {
    ASSERT_OK(wait_for(control_, opened(1)->save_setting("there", "is a database")));
    {
        disk_.fill(true);
        const auto storage = opened(2);
        EXPECT_EQ(storage->stores().ownership.owner().epoch, 2U);
        EXPECT_EQ(storage->stores().ownership.epoch_on_disk(), 1U) << "the next one would take the second for another's";
        EXPECT_CODE(wait_for(control_, storage->save_setting("more", "than fits")), disk_full);
        EXPECT_OK(wait_for(control_, storage->load_setting("there")));
        EXPECT_OK(wait_for(control_, storage->stores().rules.approval_policy()))
            << "what is read on the writer's connection, too";
        EXPECT_OK(wait_for(control_, storage->stores().commune.hours()));
        EXPECT_CODE(wait_for(control_, storage->stores().ownership.rise_above(7)), disk_full);
        EXPECT_EQ(storage->stores().ownership.owner().epoch, 8U) << "whatever the disk says";
        disk_.fill(false);

        EXPECT_OK(wait_for(control_, storage->save_setting("now", "it fits")));
        EXPECT_EQ(storage->stores().ownership.epoch_on_disk(), 8U);
    }
    EXPECT_EQ(opened(3)->stores().ownership.owner().epoch, 9U) << "the second one's is on disk";
}

INSTANTIATE_TEST_SUITE_P(Both, OwnedStorage, ::testing::Values(RunOn::own_threads, RunOn::caller));

}  // namespace
}  // namespace village::test
