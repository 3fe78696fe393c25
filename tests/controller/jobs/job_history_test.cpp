#include "controller/job_history.hpp"

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>

#include "tests/support/fake_stores.hpp"

namespace village {
namespace {

/// A disk that has no room for one of the rows.
class ForgetfulJobStore final : public ports::JobStore {
public:
    support::StoreStatus save(ports::JobRow row) override {
        if (row.state == "running") co_return domain::Error{domain::ErrorCode::disk_full, "the disk is full; free some room"};
        kept.push_back(row.state);
        co_return domain::Status{};
    }
    support::StoreAnswer<std::vector<ports::JobRow>> unfinished() override { co_return std::vector<ports::JobRow>{}; }
    std::vector<std::string> kept;
};

TEST(JobHistory, TellsWhatItCouldNotKeepAndGoesOn) {
    boost::asio::io_context control;
    ForgetfulJobStore store;
    testing::internal::CaptureStderr();

    for (const auto* state : {"waiting", "running", "done"}) {
        ports::JobRow row;
        row.state = state;
        keep_in_history(control.get_executor(), store, row);
    }
    control.run();

    EXPECT_EQ(store.kept, (std::vector<std::string>{"waiting", "done"}));
    EXPECT_THAT(testing::internal::GetCapturedStderr(),
                testing::HasSubstr("a job is not in the history: the disk is full; free some room [disk_full]"));
}

}  // namespace
}  // namespace village
