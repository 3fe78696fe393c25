#include "benchmarks/rows.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "benchmarks/rounds.hpp"

namespace village::benchmarks {
namespace {

TEST(Rows, SayHowTheProgramEnds) {
    const Row held{.name = "a", .verdict = verdict(true)}, missed{.name = "b", .verdict = verdict(false)};
    const Row absent{.name = "c", .verdict = not_run("no sound card")};

    EXPECT_EQ(exit_status({held}), 0);
    EXPECT_EQ(exit_status({held, absent, missed}), 1);
    EXPECT_EQ(exit_status({held, absent}), 2);
    EXPECT_EQ(absent.verdict, "NOT RUN(no sound card)");
}

TEST(Rows, AreJsonWhateverTheReasonSays) {
    const auto path = testing::TempDir() + "rows.json";

    ASSERT_TRUE(write_json({{.name = R"(the "bare\loop")", .ours = "1", .target = "2", .verdict = "PASS"}}, path));

    std::ifstream file(path);
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(text, R"([{"name":"the \"bare\\loop\"","ours":"1","peer":"-","ratio":"-","target":"2","verdict":"PASS"}])"
                    "\n");
    EXPECT_FALSE(write_json({}, "/nowhere/rows.json"));
}

TEST(Rounds, GiveTheMiddleAndNeverTheLeast) {
    EXPECT_EQ(median({9, 1, 5}), 5);
    EXPECT_EQ(quantile({1, 2, 3, 4}, 1), 4);
    EXPECT_EQ(median_ratio({2, 30, 4}, {1, 10, 1}), 3);
}

}  // namespace
}  // namespace village::benchmarks
