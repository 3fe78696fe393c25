#include "scheduler/domain/content.hpp"

#include <gtest/gtest.h>

namespace village::domain {
namespace {

TEST(Sha256, AgreesWithFips180) {
    EXPECT_EQ(sha256(as_bytes("abc")).text(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(*Sha256::parse(sha256(as_bytes("abc")).text()), sha256({as_bytes("a"), as_bytes("bc")}));
    EXPECT_FALSE(Sha256::parse("ba78"));
    EXPECT_FALSE(Sha256::parse(std::string(64, 'g')));
}

TEST(Content, HasAChunkForEach64KiB) {
    EXPECT_EQ(content_chunks({}).size(), 0u);
    EXPECT_EQ(content_chunks(std::vector<std::uint8_t>(content_chunk_bytes)).size(), 1u);
    EXPECT_EQ(content_chunks(std::vector<std::uint8_t>(content_chunk_bytes + 1)).size(), 2u);
}

TEST(Content, IsNamedByEveryByteAndByItsSize) {
    std::vector<std::uint8_t> file(3 * content_chunk_bytes + 5, 7);
    const auto name = content_hash(file);

    file.back() ^= 1;
    EXPECT_NE(content_hash(file), name);
    file.back() ^= 1;
    EXPECT_EQ(content_hash(file), name);
    EXPECT_NE(content_root(file.size() + 1, content_chunks(file)), name);
}

}  // namespace
}  // namespace village::domain
