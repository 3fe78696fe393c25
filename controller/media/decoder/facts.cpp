#include "controller/media/decoder/facts.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <cstdio>

namespace village::media {
namespace {

constexpr int facts_descriptor = 3;

}  // namespace

void Facts::reserve() {
    if (fcntl(facts_descriptor, F_GETFD) >= 0) return;
    const int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere == facts_descriptor) return;
    dup2(nowhere, facts_descriptor);
    close(nowhere);
}

void Facts::progress(double share) {
    const int percent = static_cast<int>(share * 100);
    if (percent <= percent_) return;
    percent_ = percent;
    dprintf(facts_descriptor, "{\"percent\":%d}\n", percent);
}

void Facts::finished(Container container, std::uint64_t samples) const {
    dprintf(facts_descriptor, "{\"format\":\"%s\",\"samples\":%llu,\"duration_ms\":%llu}\n", container_name(container),
            static_cast<unsigned long long>(samples), static_cast<unsigned long long>(samples / 48));
}

}  // namespace village::media
