#include "tests/simulation/shrink.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "tests/simulation/world.hpp"

namespace village::simulation {
namespace {

/// What village-sim makes of the command line that it printed.
RunOptions read_back(std::string arguments) {
    RunOptions options;
    std::string plant = "none";
    CLI::App app;
    add_run_options(app, options);
    app.add_option("--plant", plant);
    app.parse(arguments);
    options.plant = plant_named(plant).value_or(Plant::none);
    return options;
}

struct ShrunkFailure : testing::Test {
    ShrunkFailure() {
        // A day on the real storage takes a second and more; there would be time for a few attempts only.
        RunOptions options{.plant = Plant::resume_ignores_stop};
        options.storage = StorageKind::memory;
        while (!shown.violation && options.seed <= 20) {
            failing = options;
            shown = run(options);
            ++options.seed;
        }
    }

    RunOptions failing;
    RunResult shown;
};

TEST_F(ShrunkFailure, IsSmallerAndViolatesTheSameInvariant) {
    ASSERT_TRUE(shown.violation);

    const auto small = shrink(failing, shown, std::chrono::seconds{20});

    ASSERT_TRUE(small.result.violation);
    EXPECT_EQ(small.result.violation->invariant, shown.violation->invariant);
    EXPECT_LT(small.options.hours, failing.hours);
    EXPECT_LT(small.result.happened.size(), shown.happened.size());
    EXPECT_FALSE(small.result.trace_tail.empty());
}

TEST_F(ShrunkFailure, ComesAgainFromThePrintedCommandLine) {
    ASSERT_TRUE(shown.violation);
    const auto small = shrink(failing, shown, std::chrono::seconds{2});

    const auto again = run(read_back(arguments_of(small.options)));

    ASSERT_TRUE(again.violation);
    EXPECT_EQ(again.violation->words, small.result.violation->words);
    EXPECT_EQ(again.trace_hash, small.result.trace_hash);
}

TEST(HappeningNames, AreReadBack) {
    const Happening cut{Kind::line_cut, 7, 3};

    EXPECT_EQ(happening_text(cut), "line_cut/7/3");
    EXPECT_EQ(happening_named("line_cut/7/3"), cut);
    EXPECT_FALSE(happening_named("line_cut/7"));
    EXPECT_FALSE(happening_named("earthquake/7/3"));
}

// Leaving one happening out must not move the others, or nothing could be left out one by one.
TEST(Happenings, AreTheSameWhateverElseIsLeftOut) {
    const auto times = [](const Selection& selection) {
        Clockwork clockwork{domain::UtcTime{}};
        Trace trace{Show::nothing};
        Happenings happenings{clockwork, trace, 5, selection, domain::UtcTime{std::chrono::hours{24}}};
        std::vector<domain::UtcTime> times;
        happenings.every(Kind::stop, 0, std::chrono::minutes{1}, std::chrono::hours{1},
                         [&](Random& random) { times.push_back(clockwork.now() + domain::Duration{random.below(9)}); });
        clockwork.run_until(domain::UtcTime{std::chrono::hours{25}}, [] { return false; });
        return times;
    };
    auto all = times({});
    ASSERT_GT(all.size(), 3U);

    const auto only_third = times({.without = {}, .only = std::set{Happening{Kind::stop, 0, 3}}});

    EXPECT_EQ(only_third, std::vector{all[2]});
}

}  // namespace
}  // namespace village::simulation
