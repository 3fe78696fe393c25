// The log when its disk is full: nothing is forgotten, nothing half written, and it says that it is not well.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "controller/signer/signing_log.hpp"
#include "tests/controller/signer/signer_process.hpp"

namespace village::test {
namespace {

signer::LogRecord record(std::uint64_t sequence) {
    signer::LogRecord made;
    made.entry.set_issuer_sequence(sequence);
    made.entry.set_what("grant");
    made.envelope = std::string(300, 'e');
    return made;
}

TEST(SigningLog, FullDiskIsSaidAndWhatWaitedIsWrittenWhenThereIsRoom) {
    SignerProcess folder;
    const auto path = folder.folder() + "/log";
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{1000, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        signer::SigningLog log;
        bool good = log.open(path).has_value();
        for (std::uint64_t i = 1; i <= 5; ++i) log.add(record(i));
        good = good && !log.flush() && log.health().has_error() && log.health().error().code == domain::ErrorCode::disk_full;
        limit.rlim_cur = RLIM_INFINITY;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        good = good && log.flush() && log.health() && !log.has_waiting();
        ::_exit(good ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);

    signer::SigningLog again;
    ASSERT_TRUE(again.open(path));
    EXPECT_EQ(again.entries(), 5U);
    EXPECT_EQ(again.highest_sequence(), 5U);
    EXPECT_EQ(again.read(3, 10)->entries_size(), 2);
}

TEST(SigningLog, LongQueueIsNotWell) {
    signer::SigningLog log;
    for (std::uint64_t i = 0; i <= signer::SigningLog::healthy_waiting_max; ++i) log.add(record(i));
    EXPECT_FALSE(log.health());
}

}  // namespace
}  // namespace village::test
