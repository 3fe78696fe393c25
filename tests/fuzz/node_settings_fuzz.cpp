// A node's settings file: any text is read or refused with a sentence, never half taken into nonsense.
#include "node-firmware/program/settings.hpp"
#include "tests/fuzz/must.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 64 * 1024) return 0;
    village::node::Settings settings;
    const auto read = village::node::read_settings({reinterpret_cast<const char*>(data), size}, settings);
    village::fuzz::must(read || !read.error().detail.empty());
    village::fuzz::must(settings.volume_percent <= 100 && settings.emergency_volume_percent >= 10 &&
                        settings.controllers.size() <= 8);
    return 0;
}
