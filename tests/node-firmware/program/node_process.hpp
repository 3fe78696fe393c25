// The real `village-node` as a child of the test: its own folder, its words in a file, signals, exit status.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace village::node {

class NodeProcess {
public:
    NodeProcess(const std::filesystem::path& folder, std::vector<std::string> words) : output_(folder / "output") {
        words.insert(words.begin(), VILLAGE_NODE);
        process_ = ::fork();
        if (process_ != 0) return;
        const int out = ::open(output_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) ::dup2(out, stream);
        // The test's sockets are its own: a controller that is away has to be away.
        ::close_range(3, ~0U, 0);
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    NodeProcess(const NodeProcess&) = delete;
    ~NodeProcess() { end(SIGKILL); }

    /// Its exit status when it has ended by itself.
    std::optional<int> ended() {
        if (process_ > 0 && ::waitpid(process_, &status_, WNOHANG) == process_) process_ = 0;
        if (process_ != 0) return std::nullopt;
        return WIFEXITED(status_) ? WEXITSTATUS(status_) : -WTERMSIG(status_);
    }
    void tell(int signal) const { ::kill(process_, signal); }
    void end(int signal) {
        if (process_ > 0) tell(signal);
        wait();
    }
    void wait() {
        if (process_ > 0) ::waitpid(process_, &status_, 0);
        process_ = 0;
    }
    std::string said() const {
        std::ifstream in(output_);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    bool has_said(const std::string& words) const { return said().find(words) != std::string::npos; }

private:
    std::filesystem::path output_;
    pid_t process_ = 0;
    int status_ = 0;
};

}  // namespace village::node
