// The real storage under the simulated controller: what an old backup of it knows, and what it does not.
#include <gtest/gtest.h>

#include "tests/controller/storage/samples.hpp"
#include "tests/simulation/sqlite_store.hpp"

namespace village::simulation {
namespace {

using std::chrono::seconds;

constexpr domain::NodeNumber reporting_pole{3};
const domain::UtcTime backed_up_at{seconds{1'795'366'800}};

/// One broadcast and one receipt are in the backup, and one of each came later.
struct OldBackup : testing::Test {
    OldBackup() {
        store.on_loss = [this](const std::string& what) { lost += what; };
        store.on_written = [](const Owner&) {};
        store.open(clockwork.now());
        write(1);
        const auto put_back = store.back_up();
        write(2);
        store.crash();
        put_back();
    }
    void write(std::uint8_t number) {
        store.save(dispatch::BroadcastOrder{.broadcast = test::sample_broadcast(number)}, {});
        append(number);
    }
    void append(std::uint64_t number) {
        store.append(test::sample_receipt(reporting_pole.value, number), [this](bool is_fresh) { was_fresh = is_fresh; });
        clockwork.run_until(clockwork.now() + seconds{1}, [] { return false; });
    }

    Clockwork clockwork{backed_up_at};
    Situations situations;
    Checker checker{domain::HoursPolicy{}, situations};
    domain::Commune commune;
    LocalRules rules{checker, commune};
    SqliteStore store{clockwork, Random{1, 1}, rules, Plant::none};
    std::string lost;
    bool was_fresh = false;
};

TEST_F(OldBackup, KnowsWhatWasThereWhenItWasMade) {
    const auto opened = store.open(clockwork.now());

    EXPECT_EQ(lost, "");
    EXPECT_EQ(opened.broadcasts.size(), 1U);
    EXPECT_TRUE(store.knows(test::sample_broadcast(1).id));
    EXPECT_FALSE(store.knows(test::sample_broadcast(2).id));
    EXPECT_EQ(store.complete_up_to(reporting_pole), 1U);
}

TEST_F(OldBackup, TakesAgainWhatItDoesNotKnow) {
    store.open(clockwork.now());
    was_fresh = false;
    append(2);

    EXPECT_TRUE(was_fresh);
    EXPECT_EQ(store.complete_up_to(reporting_pole), 2U);
}

TEST_F(OldBackup, CountsFromTheOldestReceiptThatANodeHas) {
    store.count_receipts_from(reporting_pole, 3);
    store.open(clockwork.now());
    EXPECT_EQ(store.complete_up_to(reporting_pole), 2U);

    append(3);
    store.crash();
    store.open(clockwork.now());
    EXPECT_EQ(store.complete_up_to(reporting_pole), 3U);
    EXPECT_EQ(lost, "");
}

TEST_F(OldBackup, SurvivesThePowerCutAfterIt) {
    store.open(clockwork.now());
    write(5);
    store.crash();
    store.open(clockwork.now());

    EXPECT_EQ(lost, "");
    EXPECT_TRUE(store.knows(test::sample_broadcast(1).id));
    EXPECT_TRUE(store.knows(test::sample_broadcast(5).id));
}

}  // namespace
}  // namespace village::simulation
