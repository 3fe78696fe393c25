#include "controller/media/child_process.hpp"

#include <gtest/gtest.h>

namespace village::media {
namespace {

std::string complaint_of(const std::string& shell_words) {
    ChildCommand command{.program = "/bin/sh"};
    command.arguments = {"-c", shell_words};
    command.time_limit = std::chrono::seconds{20};
    const auto outcome = run_child(command, WorkControl{});
    return outcome ? outcome->complaint : outcome.error().detail;
}

TEST(ChildProcess, ComplainsOnOneLineOfPrintableLetters) {
    EXPECT_EQ(complaint_of("echo 'no plugin for it' >&2"), "no plugin for it");
    EXPECT_EQ(complaint_of("printf 'a\\nb\\033[2Jc\\001\\303\\251\\n' >&2"), "a b?[2Jc???");
}

TEST(ChildProcess, ComplainsNotWithoutEnd) { EXPECT_EQ(complaint_of("yes x | tr -d '\\n' | head -c 9000 >&2").size(), 300u); }

}  // namespace
}  // namespace village::media
