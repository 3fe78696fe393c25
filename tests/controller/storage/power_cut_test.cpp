// The power goes at every write in turn. Whatever the disk made of the unsynced ones: the database opens, is sound, and holds
// every receipt that was acknowledged. The same check finds a sync that is left out.
#include <random>

#include "controller/storage/database.hpp"
#include "controller/storage/engine_sqlite.hpp"
#include "tests/controller/storage/power_cut_vfs.hpp"
#include "tests/controller/storage/samples.hpp"
#include "tests/controller/storage/storage_fixture.hpp"

namespace village::test {
namespace {

using storage::Storage;

constexpr std::uint64_t receipts_wanted = 40;

struct Outcome {
    std::uint64_t acknowledged = 0;
    std::uint64_t found = 0;
    bool sound = false;
    bool was_cut = false;
};

class PowerCut : public ::testing::Test {
protected:
    domain::Result<std::unique_ptr<Storage>> open(const PowerCutVfs& disk) {
        return Storage::open({.folder = folder_.path(), .run_on = storage::RunOn::caller, .vfs = disk.name()},
                             control_.get_executor());
    }

    std::uint64_t append_until_cut(const PowerCutVfs& disk) {
        auto storage = open(disk);
        if (!storage) return 0;
        std::uint64_t acknowledged = 0;
        for (std::uint64_t number = 1; number <= receipts_wanted; ++number) {
            if (!wait_for(control_, (*storage)->stores().receipts.append(sample_receipt(1, number)))) break;
            acknowledged = number;
        }
        return acknowledged;
    }

    bool is_sound(const PowerCutVfs& disk) {
        auto database = storage::Database::open(folder_.path() + "/village.db", storage::OpenMode::read_write, disk.name());
        if (!database) return false;
        auto check = (*database)->prepare("PRAGMA integrity_check");
        if (!check) return false;
        const auto row = check->step();
        return row.has_value() && *row && check->text(0) == "ok";
    }

    Outcome live_through(std::uint64_t cut, std::uint64_t seed, const std::string& forgotten = {}) {
        PowerCutVfs disk("unstable");
        disk.forget_syncs_of(forgotten);
        disk.cut_after(cut);
        Outcome outcome;
        outcome.acknowledged = append_until_cut(disk);
        outcome.was_cut = disk.is_cut();
        disk.lose_power(seed);
        disk.forget_syncs_of("");
        outcome.sound = is_sound(disk);
        auto storage = open(disk);
        if (!storage) return outcome;
        const auto last = wait_for(control_, (*storage)->stores().receipts.last_number({1}, sample_receipt_key(1)));
        outcome.found = last ? *last : 0;
        return outcome;
    }

    Folder folder_;
    boost::asio::io_context control_;
};

TEST_F(PowerCut, AtEveryWriteNothingIsCorruptAndNoAcknowledgedReceiptIsLost) {
    std::uint64_t cut = 1;
    for (; cut < 5000; ++cut) {
        const auto outcome = live_through(cut, cut * 7919);
        ASSERT_TRUE(outcome.sound) << "cut " << cut;
        ASSERT_GE(outcome.found, outcome.acknowledged) << "cut " << cut;
        if (!outcome.was_cut) break;
    }
    EXPECT_GT(cut, 100U) << "the cuts never reached the receipts";
    RecordProperty("cuts", static_cast<int>(cut));
}

// Does the test above see anything? A log whose sync is left out must cost an acknowledged receipt, or the soundness.
TEST_F(PowerCut, FindsASyncThatIsLeftOut) {
    int found = 0;
    for (std::uint64_t cut = 100; cut < 200; ++cut) {
        const auto outcome = live_through(cut, cut * 7919, "-wal");
        if (!outcome.sound || outcome.found < outcome.acknowledged) ++found;
    }
    EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace village::test
