// kill -9 in the middle of everything, many times on the same folder: no receipt that was acknowledged is missing afterwards.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <random>

#include "tests/controller/storage/samples.hpp"
#include "tests/controller/storage/storage_fixture.hpp"

extern char** environ;

namespace village::test {
namespace {

constexpr int kills = 30;

using Acknowledged = std::map<std::uint16_t, std::uint64_t>;

// Reads `lines` acknowledgements, kills, then reads what was still in the pipe.
void run_and_kill(const std::string& folder, int lines, Acknowledged& acknowledged) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe2(pipe_ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    std::string program = RECEIPT_APPENDER, argument = folder;
    char* words[] = {program.data(), argument.data(), nullptr};
    pid_t child = 0;
    ASSERT_EQ(::posix_spawn(&child, program.c_str(), &actions, nullptr, words, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe_ends[1]);

    std::FILE* output = ::fdopen(pipe_ends[0], "r");
    unsigned node = 0;
    unsigned long long number = 0;
    int seen = 0;
    while (std::fscanf(output, "%u %llu", &node, &number) == 2) {
        acknowledged[static_cast<std::uint16_t>(node)] = number;
        if (++seen == lines) ::kill(child, SIGKILL);
    }
    std::fclose(output);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the appender ended by itself";
}

TEST(Kill, NoAcknowledgedReceiptIsLost) {
    Folder folder;
    std::mt19937 random(20261122);
    Acknowledged acknowledged;
    for (int i = 0; i < kills; ++i) {
        run_and_kill(folder.path(), 1 + static_cast<int>(random() % 60), acknowledged);
        if (HasFatalFailure()) return;
        boost::asio::io_context control;
        auto storage = storage::Storage::open({.folder = folder.path()}, control.get_executor());
        ASSERT_OK(storage);
        for (const auto& [node, number] : acknowledged)
            ASSERT_GE(*wait_for(control, (*storage)->stores().receipts.complete_up_to({node}, sample_receipt_key(node), 1)),
                      number)
                << "kill " << i;
    }
    EXPECT_EQ(acknowledged.size(), 10U);
}

}  // namespace
}  // namespace village::test
