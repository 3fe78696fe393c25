#include "tests/simulation/shrink.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "controller/observability/log.hpp"
#include "protocol/keys.hpp"
#include "tests/simulation/media/world.hpp"
#include "tests/simulation/run_options.hpp"

namespace village::simulation::media {
namespace {

/// What village-sim makes of the command line that it printed.
RunOptions read_back(std::string arguments) {
    simulation::RunOptions shared;
    RunOptions options;
    std::string mode, plant = "none";
    CLI::App app;
    add_run_options(app, shared);
    app.add_option("--mode", mode);
    app.add_option("--minutes", options.minutes);
    app.add_option("--plant", plant);
    app.parse(arguments);
    EXPECT_EQ(mode, "media");
    options.seed = shared.seed;
    options.nodes = shared.nodes;
    options.selection = shared.selection;
    options.plant = plant_named(plant).value_or(Plant::none);
    return options;
}

struct ShrunkMediaFailure : testing::Test {
    ShrunkMediaFailure() {
        log::open("simulation_media_test", log::Level::error);
        EXPECT_TRUE(protocol::prepare_cryptography());
        shown = run(failing);
    }

    RunOptions failing{.seed = 3, .minutes = 3, .nodes = 4, .plant = Plant::number_used_twice};
    RunResult shown;
};

TEST_F(ShrunkMediaFailure, IsWhatTheFailureNeedsAndNothingElse) {
    ASSERT_TRUE(shown.violation);
    ASSERT_GT(shown.happened.size(), 1U);

    const auto small = shrink(failing, shown, std::chrono::seconds{60});

    ASSERT_TRUE(small.result.violation);
    EXPECT_EQ(small.result.violation->invariant, shown.violation->invariant);
    EXPECT_LT(small.options.minutes, failing.minutes);
    EXPECT_EQ(small.options.nodes, 1U);
    EXPECT_EQ(small.result.happened, (std::vector{Happening{Kind::live, 0, 1}}));
    EXPECT_FALSE(small.result.trace_tail.empty());
}

TEST_F(ShrunkMediaFailure, ComesAgainFromThePrintedCommandLine) {
    ASSERT_TRUE(shown.violation);
    const auto small = shrink(failing, shown, std::chrono::seconds{2});

    const auto again = run(read_back(arguments_of(small.options)));

    ASSERT_TRUE(again.violation);
    EXPECT_EQ(again.violation->words, small.result.violation->words);
    EXPECT_EQ(again.trace_hash, small.result.trace_hash);
}

// The same acts at the same moments, whatever is left out beside them.
TEST(MediaHappenings, AreTheSameWhateverElseIsLeftOut) {
    log::open("simulation_media_test", log::Level::error);
    ASSERT_TRUE(protocol::prepare_cryptography());
    RunOptions options{.seed = 5, .minutes = 2, .nodes = 2};
    const auto all = run(options).happened;

    options.selection.without = {Kind::copied_packet, Kind::rubbish, Kind::line_cut};
    const auto some = run(options).happened;

    auto expected = all;
    std::erase_if(expected, [&](const Happening& one) { return options.selection.without.contains(one.kind); });
    ASSERT_LT(expected.size(), all.size());
    EXPECT_EQ(some, expected);
}

}  // namespace
}  // namespace village::simulation::media
