// S20 over all judges: what a database that was put back may forget, and what it never brings back.
#include <gtest/gtest.h>

#include "tests/simulation/checker.hpp"
#include "tests/simulation/contents.hpp"

namespace village::simulation {
namespace {

using std::chrono::seconds;

constexpr domain::NodeNumber kept_pole{3};
/// In the afternoon, in the allowed hours.
const domain::UtcTime due_before{seconds{1'795'366'800} + std::chrono::hours{17}};

domain::Grant item_again(std::uint8_t n) {
    domain::Grant grant;
    grant.id = domain::GrantId{{n}};
    grant.broadcast.bytes[0] = 1;
    grant.issuer_sequence = n;
    grant.nodes = {kept_pole};
    grant.content = content_named(ContentKind::item, 1);
    grant.content_duration = grant.max_duration = seconds{30};
    grant.not_before = grant.starts_at = due_before;
    grant.start_by = due_before + seconds{300};
    grant.not_after = due_before + seconds{3600};
    return grant;
}

/// One item was signed, and its database is put back to a time before that.
struct PutBack : testing::Test {
    PutBack() { checker.issued(first, {}, due_before - seconds{60}); }
    void sounds(const domain::Grant& grant, domain::UtcTime when) {
        checker.start_written(kept_pole, grant.id, when);
        checker.sound_started(kept_pole, {grant.id, grant.content}, when);
        checker.sound_stopped(kept_pole, grant.id, when + grant.content_duration);
    }
    std::string broken() const { return checker.violation() ? checker.violation()->invariant : ""; }

    Situations situations;
    Checker checker{domain::HoursPolicy{.utc_offset_minutes = 7 * 60}, situations};
    const domain::Grant first = item_again(1), again = item_again(2);
};

TEST_F(PutBack, ItSoundsNothingThatWasHeard) {
    sounds(first, due_before);
    checker.finished(kept_pole, first.id, domain::DeliveryState::played, due_before + seconds{30});
    checker.database_restored({}, due_before);
    checker.issued(again, {}, due_before + seconds{60});

    sounds(again, due_before + seconds{90});

    EXPECT_EQ(broken(), "S1");
}

TEST_F(PutBack, ItSoundsWhatItsLoudspeakerDroppedUnheard) {
    checker.finished(kept_pole, first.id, domain::DeliveryState::cancelled, due_before - seconds{30});
    checker.database_restored({}, due_before);
    checker.issued(again, {}, due_before - seconds{20});

    sounds(again, due_before);

    EXPECT_EQ(broken(), "");
}

TEST_F(PutBack, ItSoundsNothingWhoseStopWasHeard) {
    domain::StopOrder stop;
    stop.grants = {first.id};
    checker.stop_received(kept_pole, stop);
    checker.database_restored({}, due_before);

    sounds(first, due_before);

    EXPECT_EQ(broken(), "S6");
}

TEST_F(PutBack, ItMayCountAReceiptOfBeforeOnceMoreAndNotTwice) {
    checker.receipt_counted(kept_pole, 1, due_before);
    checker.database_restored({}, due_before);
    checker.receipt_counted(kept_pole, 1, due_before + seconds{60});
    EXPECT_EQ(broken(), "");

    checker.receipt_counted(kept_pole, 1, due_before + seconds{61});
    EXPECT_EQ(broken(), "S7");
}

}  // namespace
}  // namespace village::simulation
