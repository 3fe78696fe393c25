#include "tests/controller/signer/signer_process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

extern char** environ;

namespace village::test {
namespace {

struct Child {
    pid_t id = -1;
    int output = -1;  ///< Standard output and error.
};

Child spawn(const std::vector<std::string>& words) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    std::vector<std::string> all{VILLAGE_SIGNER};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> pointers;
    for (auto& word : all) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    Child child{-1, ends[0]};
    if (::posix_spawn(&child.id, all[0].c_str(), &actions, nullptr, pointers.data(), environ) != 0) child.id = -1;
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    return child;
}

int end_status(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

SignerProcess::SignerProcess() {
    // The leak check of a sanitized build traces the process at its end, which the signer has forbidden itself.
    ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
    std::string name = (std::filesystem::temp_directory_path() / "village-signer-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder_ = name;
}

SignerProcess::~SignerProcess() {
    kill_hard();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

ProgramEnd SignerProcess::run(const std::vector<std::string>& words) {
    const auto child = spawn(words);
    ProgramEnd end;
    char buffer[4096];
    for (ssize_t got; (got = ::read(child.output, buffer, sizeof buffer)) > 0;)
        end.output.append(buffer, static_cast<std::size_t>(got));
    ::close(child.output);
    end.status = end_status(child.id);
    return end;
}

ProgramEnd SignerProcess::set_up() {
    std::ofstream(folder_ + "/passphrase") << "mười hai con cò\n";
    return run({"--data", data(), "--setup", "--passphrase-file", folder_ + "/passphrase"});
}

void SignerProcess::start() {
    const auto child = spawn({"--data", data(), "--socket", socket()});
    child_ = child.id;
    errors_ = child.output;
    std::string said;
    char buffer[512];
    while (said.find("listening on") == std::string::npos) {
        const auto got = ::read(errors_, buffer, sizeof buffer);
        ASSERT_GT(got, 0) << "the signer did not start: " << said;
        said.append(buffer, static_cast<std::size_t>(got));
    }
}

void SignerProcess::kill_hard() {
    if (child_ < 0) return;
    ::kill(child_, SIGKILL);
    end_status(child_);
    ::close(errors_);
    child_ = -1;
}

int SignerProcess::stop() {
    ::kill(child_, SIGTERM);
    const int status = end_status(child_);
    ::close(errors_);
    child_ = -1;
    return status;
}

std::string frame_of(const std::string& body) {
    std::string frame;
    for (int shift = 24; shift >= 0; shift -= 8) frame += static_cast<char>(body.size() >> shift);
    return frame + body;
}

PlainSocket::PlainSocket(const std::string& path) : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const timeval limit{10, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    EXPECT_EQ(::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0) << path;
}

PlainSocket::~PlainSocket() { ::close(descriptor_); }

bool PlainSocket::send(const std::string& bytes) const {
    return ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

bool PlainSocket::receive(std::string& into, std::size_t size) const {
    into.resize(size);
    return ::recv(descriptor_, into.data(), size, MSG_WAITALL) == static_cast<ssize_t>(size);
}

std::optional<std::string> PlainSocket::receive_frame() const {
    std::string head, body;
    if (!receive(head, 4)) return std::nullopt;
    std::size_t size = 0;
    for (char byte : head) size = size << 8 | static_cast<unsigned char>(byte);
    if (!receive(body, size)) return std::nullopt;
    return body;
}

wire::SignerResponse PlainSocket::ask(const wire::SignerRequest& request) const {
    wire::SignerResponse response;
    EXPECT_TRUE(send(frame_of(request.SerializeAsString())));
    const auto body = receive_frame();
    EXPECT_TRUE(body && response.ParseFromString(*body)) << "no answer";
    return response;
}

bool PlainSocket::is_closed_by_peer() const {
    char byte = 0;
    const auto got = ::recv(descriptor_, &byte, 1, 0);
    return got == 0 || (got < 0 && errno == ECONNRESET);
}

}  // namespace village::test
