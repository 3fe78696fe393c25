#include "controller/sessions/helping_hand.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace village::sessions {
namespace {

TEST(HelpingHand, DividesTheWorkSoThatEachPartIsDoneOnce) {
    constexpr std::size_t parts = 1000;
    HelpingHand hand;
    std::vector<int> done(parts);

    for (int round = 0; round < 100; ++round) {
        std::atomic<std::size_t> begun{0};
        hand.share([&] {
            for (std::size_t part; (part = begun++) < parts;) ++done[part];
        });
    }

    EXPECT_EQ(done, std::vector<int>(parts, 100));
}

TEST(HelpingHand, HelpsOnAThreadOfItsOwnAndIsWaitedFor) {
    HelpingHand hand;
    const auto caller = std::this_thread::get_id();
    std::atomic<bool> is_helping{false}, caller_leaves{false};
    int helped = 0;

    hand.share([&] {
        if (std::this_thread::get_id() == caller) {
            is_helping.wait(false);
            caller_leaves = true;
            caller_leaves.notify_one();
        } else {
            is_helping = true;
            is_helping.notify_one();
            caller_leaves.wait(false);
            for (int i = 0; i < 1000; ++i) ++helped;
        }
    });

    EXPECT_EQ(helped, 1000);
}

TEST(HelpingHand, NeverTouchesWhatWasLentOnceItWasGivenBack) {
    HelpingHand hand;

    for (int round = 0; round < 2000; ++round) {
        // So short that the other thread mostly wakes too late; the sanitizers see it reach for what is gone.
        const auto inside = std::make_unique<std::atomic<int>>(0);
        hand.share([inside = inside.get()] { ++*inside; });
        EXPECT_GE(*inside, 1);
        EXPECT_LE(*inside, 2);
    }
}

TEST(HelpingHand, EndsAtOnceWhetherItHelpedOrNot) {
    { HelpingHand unused; }

    HelpingHand used;
    used.share([] {});
}

}  // namespace
}  // namespace village::sessions
