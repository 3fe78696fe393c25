#include "controller/ctl/node_faults.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/controller/ctl/temporary_folder.hpp"

namespace village::ctl {
namespace {

using domain::ErrorCode;

/// Listens where node 3 of the demo would.
class ListeningNode {
public:
    explicit ListeningNode(const TemporaryFolder& demo) : listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        std::filesystem::create_directories(demo.path() + "/node-03");
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const auto path = demo.path() + "/node-03/faults.sock";
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        const bool listens =
            ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && ::listen(listener_, 1) == 0;
        if (!listens) throw std::runtime_error("cannot listen at " + path);
    }
    ~ListeningNode() { ::close(listener_); }
    ListeningNode(const ListeningNode&) = delete;
    ListeningNode& operator=(const ListeningNode&) = delete;

    /// What the one who was here sent; they have gone already.
    std::string heard() const {
        const int caller = ::accept(listener_, nullptr, nullptr);
        char line[64];
        const auto size = ::read(caller, line, sizeof line);
        ::close(caller);
        return {line, size > 0 ? static_cast<std::size_t>(size) : 0};
    }

private:
    int listener_;
};

TEST(NodeFault, ReachesItsNodeAsOneLine) {
    const TemporaryFolder demo;
    const ListeningNode node(demo);

    ASSERT_TRUE(node_fault(demo.path(), 3, {"clock", "+3600"}));

    EXPECT_EQ(node.heard(), "clock +3600\n");
}

TEST(NodeFault, CutsWithoutANumber) {
    const TemporaryFolder demo;
    const ListeningNode node(demo);

    ASSERT_TRUE(node_fault(demo.path(), 3, {"cut"}));

    EXPECT_EQ(node.heard(), "cut\n");
}

TEST(NodeFault, RefusesWhatIsNoFault) {
    const TemporaryFolder demo;
    const std::vector<std::vector<std::string>> wrong{{},           {"explode"},       {"cut", "1"},        {"kill", "9"},
                                                      {"clock"},    {"clock", "soon"}, {"clock", "+-1"},    {"clock", "+1", "+2"},
                                                      {"drop", ""}, {"drop", "20%"},   {"drop", "20\nkill"}};

    for (const auto& words : wrong) {
        const auto done = node_fault(demo.path(), 3, words);
        ASSERT_FALSE(done) << testing::PrintToString(words);
        EXPECT_EQ(done.error().code, ErrorCode::invalid_argument) << testing::PrintToString(words);
    }
}

TEST(NodeFault, RefusesToDropLessThanNothingOrMoreThanAll) {
    const TemporaryFolder demo;

    for (const auto* percent : {"-1", "101", "+101"}) {
        const auto done = node_fault(demo.path(), 3, {"drop", percent});
        ASSERT_FALSE(done) << percent;
        EXPECT_EQ(done.error().code, ErrorCode::invalid_argument) << percent;
    }
}

TEST(NodeFault, SaysSoWhenNoSuchNodeRuns) {
    const TemporaryFolder demo;

    for (const auto* verb : {"cut", "kill"}) {
        const auto done = node_fault(demo.path(), 3, {verb});
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, ErrorCode::not_found);
    }
}

TEST(NodeFault, NeverKillsAGroupOrTheFirstProcess) {
    const TemporaryFolder demo;

    for (const auto* process : {"-1", "0", "1", "-2", "none"}) {
        demo.file("node-03.pid", process);
        const auto done = node_fault(demo.path(), 3, {"kill"});
        ASSERT_FALSE(done) << process;
        EXPECT_EQ(done.error().code, ErrorCode::not_found) << process;
    }
}

TEST(NodeFault, KillsTheProcessOfItsNode) {
    const TemporaryFolder demo;
    const pid_t node = ::fork();
    if (node == 0) {
        ::pause();
        ::_exit(0);
    }
    demo.file("node-03.pid", std::to_string(node));

    const auto done = node_fault(demo.path(), 3, {"kill"});

    int ended = 0;
    if (!done) ::kill(node, SIGKILL);
    ASSERT_EQ(::waitpid(node, &ended, 0), node);
    ASSERT_TRUE(done);
    EXPECT_TRUE(WIFSIGNALED(ended) && WTERMSIG(ended) == SIGKILL);
}

}  // namespace
}  // namespace village::ctl
