#include "controller/media/child/input_bytes.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

namespace village::media {
namespace {

constexpr std::size_t copy_bytes = 256 * 1024;

bool write_all(int descriptor, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto written = write(descriptor, bytes.data(), bytes.size());
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

// A descriptor with what came through the pipe, or what went wrong.
int spool(std::uint64_t bytes_max, InputProblem& problem) {
    const int copy = memfd_create("input", MFD_CLOEXEC);
    std::vector<std::uint8_t> piece(copy_bytes);
    std::uint64_t total = 0;
    problem = copy < 0 ? InputProblem::unreadable : InputProblem::none;
    while (problem == InputProblem::none) {
        const auto count = read(STDIN_FILENO, piece.data(), piece.size());
        if (count == 0) break;
        total += count > 0 ? static_cast<std::uint64_t>(count) : 0;
        if (total > bytes_max) problem = InputProblem::too_large;
        else if (count < 0 || !write_all(copy, std::span(piece).first(static_cast<std::size_t>(count))))
            problem = InputProblem::unreadable;
    }
    return copy;
}

InputBytes map(int descriptor, std::uint64_t bytes_max) {
    struct stat status {};
    if (fstat(descriptor, &status) != 0) return {{}, InputProblem::unreadable};
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > bytes_max) return {{}, InputProblem::too_large};
    if (size == 0) return {};
    void* memory = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (memory == MAP_FAILED) return {{}, InputProblem::unreadable};
    return {{static_cast<const std::uint8_t*>(memory), size}, InputProblem::none};
}

}  // namespace

InputBytes map_standard_input(std::uint64_t bytes_max) {
    struct stat status {};
    if (fstat(STDIN_FILENO, &status) != 0) return {{}, InputProblem::unreadable};
    if (S_ISREG(status.st_mode)) return map(STDIN_FILENO, bytes_max);
    auto problem = InputProblem::none;
    const int copy = spool(bytes_max, problem);
    if (problem != InputProblem::none) return {{}, problem};
    return map(copy, bytes_max);
}

}  // namespace village::media
