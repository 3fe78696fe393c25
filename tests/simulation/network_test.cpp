#include "tests/simulation/network.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

const domain::UtcTime cut_at{seconds{1'795'366'800}};

struct CutLine : testing::Test {
    CutLine() {
        line.open_session();
        line.cut_for(hours{1}, true, true);
        for (const int number : {1, 2}) line.in_session(false, [this, number] { come.push_back(number); });
    }
    void run_for(domain::Duration time) {
        clockwork.run_until(clockwork.now() + time, [] { return false; });
    }

    Clockwork clockwork{cut_at};
    Line line{clockwork, Random{1, 1}, 0};
    std::vector<int> come;
};

TEST_F(CutLine, HoldsBackWhatASessionSays) {
    run_for(hours{1} - seconds{1});
    EXPECT_TRUE(come.empty());

    run_for(seconds{2});
    EXPECT_EQ(come, (std::vector{1, 2}));
}

TEST_F(CutLine, GivesThatAsSoonAsItIsHealed) {
    run_for(seconds{20});
    line.heal();
    line.in_session(false, [this] { come.push_back(3); });
    run_for(seconds{1});

    EXPECT_EQ(come, (std::vector{1, 2, 3}));
}

TEST_F(CutLine, LosesThatWithItsSession) {
    run_for(seconds{20});
    line.open_session();
    line.heal();
    run_for(hours{2});

    EXPECT_TRUE(come.empty());
}

}  // namespace
}  // namespace village::simulation
