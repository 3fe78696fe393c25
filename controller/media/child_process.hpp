// Runs one of the room's children (village-decoder, village-speech, village-relay) with everything bounded: time, output, and what
// it may say about itself. Blocks: call it from a worker's thread only. A child that does not end is killed; none outlives
// the call.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "controller/media/work_control.hpp"
#include "scheduler/domain/error.hpp"

namespace village::media {

struct ChildCommand {
    std::filesystem::path program;
    std::vector<std::string> arguments{};
    int input = -1;   ///< Becomes descriptor 0; not closed here.
    int output = -1;  ///< Becomes descriptor 1: a regular file, so that nothing has to be pumped ...
    std::function<void(std::string_view)> take_output{};  ///< ... or else this gets what it writes there, as it comes.
    int cancel = -1;                                      ///< Once it can be read, the child is ended at once: `cancelled`.
    std::chrono::milliseconds time_limit{std::chrono::minutes{15}};
};

struct ChildOutcome {
    int exit_status = -1;   ///< Valid if `signal` is 0.
    int signal = 0;         ///< What killed it, if something did.
    std::string facts;      ///< What it wrote to descriptor 3: at most 16 KiB, the rest is dropped. {"percent":37} is progress.
    std::string complaint;  ///< The first 4 KiB of its standard error.
};

/// `unavailable` if it cannot be started, `timed_out` after the limit, `cancelled` on request; else how it ended.
domain::Result<ChildOutcome> run_child(const ChildCommand& command, const WorkControl& control);

/// Owns a file descriptor.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();
    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    void close();

private:
    int number_;
};

/// A nameless file in memory holding `text`, to be a child's standard input.
domain::Result<Descriptor> text_as_input(std::string_view text);

}  // namespace village::media
