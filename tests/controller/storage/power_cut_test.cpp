// The power goes at every write in turn. Whatever the disk made of the unsynced ones: the database opens, is sound, and holds
// every receipt that was acknowledged. The same check finds a sync that is left out. A database is made once and put on each disk;
// that the power goes while it is made is a test of its own, or all others would make it anew a thousand times.
#include <fmt/format.h>

#include <random>
#include <set>

#include "controller/storage/audit_chain.hpp"
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

    std::string path() const { return folder_.path() + "/village.db"; }

    /// A new database, closed.
    std::vector<unsigned char> made() {
        PowerCutVfs disk("undisturbed");
        EXPECT_OK(open(disk));
        return disk.bytes_of(path());
    }

    /// What it costs to open it before the first row.
    std::uint64_t operations_of_opening() {
        PowerCutVfs disk("undisturbed");
        disk.put(path(), made_);
        const auto storage = open(disk);
        return disk.operations();
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
        auto database = storage::Database::open(path(), storage::OpenMode::read_write, disk.name());
        if (!database) return false;
        auto check = (*database)->prepare("PRAGMA integrity_check");
        if (!check) return false;
        const auto row = check->step();
        return row.has_value() && *row && check->text(0) == "ok";
    }

    Outcome live_through(std::uint64_t cut, std::uint64_t seed, const std::string& forgotten = {}) {
        PowerCutVfs disk("unstable");
        disk.put(path(), made_);
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
        const auto last = wait_for(control_, (*storage)->stores().receipts.complete_up_to({1}, sample_receipt_key(1), 1));
        outcome.found = last ? *last : 0;
        return outcome;
    }

    Folder folder_;
    boost::asio::io_context control_;
    const std::vector<unsigned char> made_ = made();
};

TEST_F(PowerCut, WhileADatabaseIsMadeLeavesOneThatIsMadeAnewOrGoesOn) {
    constexpr std::uint64_t every = 7;  // The migrations are alike; `Opening` cuts one of them at each write.
    bool is_cut = true;
    for (std::uint64_t cut = 1; is_cut; cut += every) {
        ASSERT_LT(cut, 50'000u);
        PowerCutVfs disk("unstable");
        disk.cut_after(cut);
        (void)open(disk);
        is_cut = disk.is_cut();
        disk.lose_power(cut * 7919);
        ASSERT_TRUE(is_sound(disk)) << "cut " << cut;
        ASSERT_OK(open(disk)) << "cut " << cut;
    }
}

TEST_F(PowerCut, AtEveryWriteNothingIsCorruptAndNoAcknowledgedReceiptIsLost) {
    std::uint64_t cut = 1;
    for (; cut < 5000; ++cut) {
        const auto outcome = live_through(cut, cut * 7919);
        ASSERT_TRUE(outcome.sound) << "cut " << cut;
        ASSERT_GE(outcome.found, outcome.acknowledged) << "cut " << cut;
        if (!outcome.was_cut) break;
    }
    EXPECT_GT(cut, operations_of_opening()) << "the cuts never reached the receipts";
    RecordProperty("cuts", static_cast<int>(cut));
}

// Each change below has its row, and the row its change; the loop's decisions go with the rows of an emergency and a STOP.
ports::AuditEntry numbered_row(std::string action, std::uint8_t number) {
    return {at_second(number), "cán bộ", std::move(action), fmt::format("{:02X}", number), ""};
}

class PowerCutOfPeople : public PowerCut {
protected:
    /// Every way in which a row reaches the disk: an edit, a begun broadcast, what the loop decided. Until the power goes.
    void act(const PowerCutVfs& disk) {
        auto storage = open(disk);
        if (!storage) return;
        auto stores = (*storage)->stores();
        for (std::uint8_t number = 1; number <= 5 && !disk.is_cut(); ++number) {
            (void)wait_for(control_, stores.announcements.save(sample_announcement(number), numbered_row("edit", number)));
            auto begun = sample_broadcast(number);
            (void)wait_for(control_, stores.broadcasts.begin(begun, std::to_string(number), make_hash(number),
                                                             numbered_row("begin", number)));
            const auto other = static_cast<std::uint8_t>(100 + number);
            (void)wait_for(control_, stores.broadcasts.save({.broadcasts = {sample_broadcast(other)},
                                                             .deliveries = {sample_delivery(other, 9)},
                                                             .stops = {sample_stop(number)},
                                                             .audit = {numbered_row("decide", other)}}));
        }
    }

    std::set<std::string> list(storage::Database& database, std::string_view sql) {
        std::set<std::string> found;
        auto rows = database.prepare(sql);
        EXPECT_OK(rows);
        while (rows && *rows->step()) found.emplace(rows->text(0));
        return found;
    }

    /// Changes and rows are the same set, and the chain of the rows holds.
    void expect_agreement(const PowerCutVfs& disk, std::uint64_t cut) {
        auto database = storage::Database::open(path(), storage::OpenMode::read_write, disk.name());
        ASSERT_OK(database);
        EXPECT_OK(storage::verify_audit(**database)) << "cut " << cut;
        const auto changes = list(**database, R"(
          SELECT 'edit ' || substr(hex(id), 1, 2) FROM announcements UNION
          SELECT CASE WHEN hex(id) < '64' THEN 'begin ' ELSE 'decide ' END || substr(hex(id), 1, 2) FROM broadcasts)");
        const auto rows = list(**database, "SELECT action || ' ' || subject FROM audit");
        EXPECT_EQ(changes, rows) << "cut " << cut;
        EXPECT_EQ(list(**database, "SELECT action FROM audit WHERE action = 'begin'").empty(),
                  list(**database, "SELECT name FROM idempotency_keys").empty());
    }
};

TEST_F(PowerCutOfPeople, AtEveryWriteNoChangeIsWithoutItsAuditRowAndNoRowWithoutItsChange) {
    std::uint64_t cut = 1;
    for (; cut < 5000; ++cut) {
        PowerCutVfs disk("unstable");
        disk.put(path(), made_);
        disk.cut_after(cut);
        act(disk);
        const bool was_cut = disk.is_cut();
        disk.lose_power(cut * 7919);
        ASSERT_OK(open(disk));
        expect_agreement(disk, cut);
        if (HasFailure() || !was_cut) break;
    }
    EXPECT_GT(cut, operations_of_opening()) << "the cuts never reached the rows";
}

// Does the test above see anything? A log whose sync is left out must cost an acknowledged receipt, or the soundness.
TEST_F(PowerCut, FindsASyncThatIsLeftOut) {
    int found = 0;
    const auto begun = operations_of_opening();
    for (auto cut = begun; cut < begun + 100; ++cut) {
        const auto outcome = live_through(cut, cut * 7919, "-wal");
        if (!outcome.sound || outcome.found < outcome.acknowledged) ++found;
    }
    EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace village::test
