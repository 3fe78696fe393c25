// The Range header of a prefetch: what is served lies inside the file, and what is refused is refused for every file alike.
#include "controller/sessions/byte_range.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const std::uint64_t file = data[0] < 8 ? data[0] : data[0] * 12'345'678'901ULL;
    const std::string_view header(reinterpret_cast<const char*>(data + 1), size - 1);
    const auto range = sessions::parse_range(header, file);
    fuzz::must(range.has_value() == sessions::parse_range(header, 1000).has_value());
    if (!range || !*range) return 0;
    fuzz::must((*range)->length >= 1);
    fuzz::must((*range)->first < file && (*range)->length <= file - (*range)->first);
    return 0;
}
