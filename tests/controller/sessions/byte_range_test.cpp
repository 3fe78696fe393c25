#include "controller/sessions/byte_range.hpp"

#include <gtest/gtest.h>

namespace village::sessions {
namespace {

std::optional<ByteRange> range(std::string_view header, std::uint64_t size = 1000) {
    auto parsed = parse_range(header, size);
    EXPECT_TRUE(parsed) << header;
    return parsed ? *parsed : std::nullopt;
}

TEST(ByteRange, ReadsTheThreeFormsOfRfc9110) {
    EXPECT_EQ(range("bytes=0-99"), (ByteRange{0, 100}));
    EXPECT_EQ(range("bytes=900-"), (ByteRange{900, 100}));
    EXPECT_EQ(range("bytes=-100"), (ByteRange{900, 100}));
}

TEST(ByteRange, EndsWithTheFile) {
    EXPECT_EQ(range("bytes=500-5000"), (ByteRange{500, 500}));
    EXPECT_EQ(range("bytes=-5000"), (ByteRange{0, 1000}));
    EXPECT_EQ(range("bytes=999-18446744073709551615"), (ByteRange{999, 1}));
}

TEST(ByteRange, MeansNothingBehindTheEnd) {
    EXPECT_EQ(range("bytes=1000-"), std::nullopt);
    EXPECT_EQ(range("bytes=-0"), std::nullopt);
    EXPECT_EQ(range("bytes=0-", 0), std::nullopt);
}

TEST(ByteRange, RefusesEverythingElse) {
    for (const auto* header :
         {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,3-4", "bytes= 0-1", "bytes=+1-2", "items=0-1",
          "bytes=0-99999999999999999999999999", "bytes=1", "bytes=--1", "bytes=0x1-2"})
        EXPECT_FALSE(parse_range(header, 1000)) << header;
}

}  // namespace
}  // namespace village::sessions
