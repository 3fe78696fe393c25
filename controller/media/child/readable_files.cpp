#include "controller/media/child/readable_files.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace village::media {
namespace {

// All that the first version knows (Linux 5.13): what is not handled would stay allowed.
constexpr std::uint64_t handled = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
constexpr std::uint64_t reading_a_file = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t reading_a_folder = reading_a_file | LANDLOCK_ACCESS_FS_READ_DIR;

/// One that is not there cannot be read either.
void allow(int rules, const char* path) {
    const int there = open(path, O_PATH | O_CLOEXEC);
    if (there < 0) return;
    struct stat facts {};
    const bool is_folder = fstat(there, &facts) == 0 && S_ISDIR(facts.st_mode);
    const landlock_path_beneath_attr beneath{is_folder ? reading_a_folder : reading_a_file, there};
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(there);
}

}  // namespace

bool keep_readable(std::span<const char* const> paths) {
    const landlock_ruleset_attr attributes{.handled_access_fs = handled};
    const int rules = static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
    if (rules < 0) return false;
    for (const char* path : paths) allow(rules, path);
    const bool is_kept = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return is_kept;
}

}  // namespace village::media
