// The log when its disk is full: nothing is forgotten, nothing half written, and it says that it is not well.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

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

/// A log of three entries, damaged by `harm`; what opening it says then.
domain::Status after(const std::function<void(std::string&)>& harm, std::uint64_t& entries) {
    SignerProcess folder;
    const auto path = folder.folder() + "/log";
    {
        signer::SigningLog log;
        EXPECT_TRUE(log.open(path));
        for (std::uint64_t i = 1; i <= 3; ++i) log.add(record(i));
    }
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    harm(bytes);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    signer::SigningLog log;
    const auto opened = log.open(path);
    entries = log.entries();
    if (opened) {
        log.add(record(9));
        EXPECT_TRUE(log.flush());
        EXPECT_TRUE(signer::SigningLog{}.open(path)) << "the chain goes on";
    }
    return opened;
}

TEST(SigningLog, WhatAPowerCutLeftAtItsEndStopsNoSigner) {
    std::uint64_t entries = 0;
    EXPECT_TRUE(after([](std::string& log) { log.append(300, '\0'); }, entries)) << "zeros";
    EXPECT_EQ(entries, 3U);
    EXPECT_TRUE(after([](std::string& log) { log.resize(log.size() - 20); }, entries)) << "half an entry";
    EXPECT_EQ(entries, 2U);
    EXPECT_TRUE(after([](std::string& log) { log[log.size() - 20] ^= 1; }, entries)) << "torn within the last";
    EXPECT_EQ(entries, 2U);
}

TEST(SigningLog, AChangeBeforeWholeEntriesIsNotTakenForAPowerCut) {
    std::uint64_t entries = 0;
    const auto changed = after([](std::string& log) { log[5] ^= 1; }, entries);
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().code, domain::ErrorCode::signature_invalid);
    EXPECT_FALSE(after([](std::string& log) { log[0] = '\x7F'; }, entries)) << "a damaged length hides nothing either";
}

TEST(SigningLog, LongQueueIsNotWell) {
    signer::SigningLog log;
    for (std::uint64_t i = 0; i <= signer::SigningLog::healthy_waiting_max; ++i) log.add(record(i));
    EXPECT_FALSE(log.health());
}

}  // namespace
}  // namespace village::test
