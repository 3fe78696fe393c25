#include "controller/media/child_process.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <optional>

namespace village::media {
namespace {

using Clock = std::chrono::steady_clock;
using domain::ErrorCode;

constexpr std::size_t facts_bytes_max = 16 * 1024;
constexpr std::size_t complaint_bytes_max = 300;
constexpr int look_every_ms = 50;

domain::Error unavailable(std::string_view what, int number) {
    return {ErrorCode::unavailable, fmt::format("{}: {}", what, strerror(number))};
}

struct Pipe {
    Descriptor read_end;
    Descriptor write_end;
};

domain::Result<Pipe> open_pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return unavailable("no pipe can be made", errno);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// The four descriptors of the child, first moved out of the way of the numbers they are to get.
class ChildDescriptors {
public:
    bool add(int number) {
        const int nowhere = number < 0 ? open("/dev/null", O_RDWR | O_CLOEXEC) : -1;
        moved_[count_] = Descriptor(fcntl(number < 0 ? nowhere : number, F_DUPFD_CLOEXEC, 10));
        if (nowhere >= 0) ::close(nowhere);
        return moved_[count_++].is_open();
    }
    void arrange(posix_spawn_file_actions_t& actions) const {
        for (int number = 0; number < static_cast<int>(count_); ++number)
            posix_spawn_file_actions_adddup2(&actions, moved_[static_cast<std::size_t>(number)].number(), number);
        posix_spawn_file_actions_addclosefrom_np(&actions, static_cast<int>(count_));
    }

private:
    std::array<Descriptor, 4> moved_;
    std::size_t count_ = 0;
};

domain::Result<pid_t> spawn(const ChildCommand& command, const ChildDescriptors& descriptors) {
    std::string program = command.program.string();
    std::vector<std::string> words = command.arguments;
    std::vector<char*> arguments{program.data()};
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    char path[] = "PATH=/usr/bin:/bin";
    char language[] = "LANG=C.UTF-8";
    char* environment[] = {path, language, nullptr};

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    descriptors.arrange(actions);
    // A group of its own: killing it also ends what a broken child may have started.
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    pid_t child = -1;
    const int problem = posix_spawn(&child, program.c_str(), &actions, &attributes, arguments.data(), environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (problem != 0) return unavailable(fmt::format("{} cannot be started", program), problem);
    return child;
}

// Reads what is there. False when the other end is closed.
bool drain(int pipe, const std::function<void(std::string_view)>& take) {
    std::array<char, 4096> piece;
    for (int round = 0; round < 16; ++round) {
        const auto count = read(pipe, piece.data(), piece.size());
        if (count < 0) return errno == EAGAIN || errno == EINTR;
        if (count == 0) return false;
        take({piece.data(), static_cast<std::size_t>(count)});
    }
    return true;
}

// Keeps the beginning, drops the rest.
auto beginning_of(std::string& into, std::size_t bytes_max) {
    return [&into, bytes_max](std::string_view piece) {
        into.append(piece.substr(0, bytes_max - std::min(bytes_max, into.size())));
    };
}

// The number of the last {"percent":37}; what else a child may write there reads as 0.
double progress_in(const std::string& facts) {
    constexpr std::string_view key = "{\"percent\":";
    const auto at = facts.rfind(key);
    if (at == std::string::npos) return 0;
    int percent = 0;
    for (auto i = at + key.size(); i < facts.size() && i < at + key.size() + 3 && facts[i] >= '0' && facts[i] <= '9'; ++i)
        percent = percent * 10 + (facts[i] - '0');
    return std::min(percent, 100) / 100.0;
}

// A hostile file may have taken the child over, and its words reach logs and pages: printable ASCII, on one line.
std::string one_line(std::string words) {
    for (char& c : words)
        if (c < ' ' || c > '~') c = c == '\n' ? ' ' : '?';
    words.erase(words.find_last_not_of(' ') + 1);
    return words;
}

class RunningChild {
public:
    RunningChild(pid_t child, const ChildCommand& command, Pipe complaints, Pipe facts, Pipe output)
        : child_(child),
          command_(command),
          // Debian 12's header forgets that pidfd_open is a C function.
          ended_(static_cast<int>(syscall(SYS_pidfd_open, child, 0))),
          complaints_(std::move(complaints.read_end)),
          facts_(std::move(facts.read_end)),
          output_(std::move(output.read_end)) {}
    RunningChild(const RunningChild&) = delete;
    RunningChild& operator=(const RunningChild&) = delete;
    ~RunningChild() {
        if (!waited_) kill_and_wait();
    }

    domain::Result<ChildOutcome> watch(const WorkControl& control) {
        const auto limit = command_.time_limit;
        const auto deadline = Clock::now() + limit;
        while (!has_ended()) {
            if (is_cancelled_ || !control.go_on(progress_in(outcome_.facts))) return cancelled_error();
            if (Clock::now() > deadline)
                return domain::Error{ErrorCode::timed_out, fmt::format("it took longer than {} s", limit.count() / 1000)};
        }
        read_pipes();
        wait();
        outcome_.complaint = one_line(std::move(outcome_.complaint));
        return std::move(outcome_);
    }

private:
    bool has_ended() {
        std::array<pollfd, 5> waits{{{ended_.number(), POLLIN, 0},
                                     {command_.cancel, POLLIN, 0},
                                     {complaints_.number(), POLLIN, 0},
                                     {facts_.number(), POLLIN, 0},
                                     {output_.number(), POLLIN, 0}}};
        poll(waits.data(), waits.size(), look_every_ms);
        is_cancelled_ = (waits[1].revents & POLLIN) != 0;
        read_pipes();
        if (!ended_.is_open()) return waitid(P_PID, static_cast<id_t>(child_), nullptr, WEXITED | WNOHANG | WNOWAIT) != 0;
        return (waits[0].revents & POLLIN) != 0;
    }
    void read_pipes() {
        read_pipe(complaints_, beginning_of(outcome_.complaint, complaint_bytes_max));
        read_pipe(facts_, beginning_of(outcome_.facts, facts_bytes_max));
        read_pipe(output_, command_.take_output);
    }
    static void read_pipe(Descriptor& pipe, const std::function<void(std::string_view)>& take) {
        if (pipe.is_open() && !drain(pipe.number(), take)) pipe.close();
    }
    void kill_and_wait() {
        kill(-child_, SIGKILL);
        wait();
    }
    void wait() {
        int status = 0;
        while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
        }
        waited_ = true;
        if (WIFEXITED(status)) outcome_.exit_status = WEXITSTATUS(status);
        if (WIFSIGNALED(status)) outcome_.signal = WTERMSIG(status);
    }

    pid_t child_;
    const ChildCommand& command_;
    bool is_cancelled_ = false;
    Descriptor ended_;
    Descriptor complaints_;
    Descriptor facts_;
    Descriptor output_;
    ChildOutcome outcome_;
    bool waited_ = false;
};

}  // namespace

Descriptor::~Descriptor() { close(); }

void Descriptor::close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
}

domain::Result<ChildOutcome> run_child(const ChildCommand& command, const WorkControl& control) {
    auto complaints = open_pipe();
    if (!complaints) return complaints.error();
    auto facts = open_pipe();
    if (!facts) return facts.error();
    auto output = command.take_output ? open_pipe() : domain::Result<Pipe>(Pipe{Descriptor(), Descriptor()});
    if (!output) return output.error();
    ChildDescriptors descriptors;
    const int output_number = command.take_output ? output->write_end.number() : command.output;
    const bool ready = descriptors.add(command.input) && descriptors.add(output_number) &&
                       descriptors.add(complaints->write_end.number()) && descriptors.add(facts->write_end.number());
    if (!ready) return unavailable("no descriptor is left for a child", errno);
    const auto child = spawn(command, descriptors);
    if (!child) return child.error();
    descriptors = ChildDescriptors{};
    RunningChild running(*child, command, std::move(*complaints), std::move(*facts), std::move(*output));
    return running.watch(control);
}

domain::Result<Descriptor> text_as_input(std::string_view text) {
    Descriptor file(memfd_create("text", MFD_CLOEXEC));
    if (!file.is_open()) return unavailable("no memory file can be made", errno);
    while (!text.empty()) {
        const auto count = write(file.number(), text.data(), text.size());
        if (count <= 0) return unavailable("the text cannot be handed over", errno);
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    lseek(file.number(), 0, SEEK_SET);
    return file;
}

}  // namespace village::media
