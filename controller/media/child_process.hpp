// Runs one of the room's children (village-decoder, village-speech) with everything bounded: time, output, and what it may
// say about itself. Blocks: call it from the worker thread only. A child that does not end is killed; none outlives the call.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "controller/media/work_control.hpp"
#include "scheduler/domain/error.hpp"

namespace village::media {

struct ChildCommand {
    std::filesystem::path program;
    std::vector<std::string> arguments{};
    int input = -1;                       ///< Becomes descriptor 0; not closed here.
    int output = -1;                      ///< Becomes descriptor 1: a regular file, so that nothing has to be pumped.
    std::chrono::milliseconds time_limit{std::chrono::minutes{15}};
    /// Expected size of the output, for honest progress; 0 = unknown (then none is reported).
    std::uint64_t output_bytes_expected = 0;
};

struct ChildOutcome {
    int exit_status = -1;      ///< Valid if `signal` is 0.
    int signal = 0;            ///< What killed it, if something did.
    std::string facts;         ///< What it wrote to descriptor 3: at most 16 KiB, the rest is dropped.
    std::string complaint;     ///< The first 4 KiB of its standard error.
};

/// `unavailable` if it cannot be started, `timed_out` after the limit, `cancelled` on request; else how it ended.
domain::Result<ChildOutcome> run_child(const ChildCommand& command, const WorkControl& control);

/// A temporary descriptor holding `text`, to be a child's standard input. The caller closes it.
domain::Result<int> text_as_input(std::string_view text);

}  // namespace village::media
