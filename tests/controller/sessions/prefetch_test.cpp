#include <gtest/gtest.h>

#include "tests/controller/sessions/test_node.hpp"

namespace village::sessions {
namespace {

class Prefetch : public testing::Test {
protected:
    Prefetch() : node(commune) {
        for (std::size_t i = 0; i < 200'000; ++i) file.push_back(static_cast<std::uint8_t>(i * 7));
        hash = commune.blobs.add(file);
        node.enrol_directly(test_number);
        EXPECT_TRUE(node.connect(protocol::alpn_http));
    }
    TestNode::Answer get(const std::string& fields, const std::string& method = "GET") {
        return node.request(method + " /content/" + hash.text() + " HTTP/1.1\r\nHost: c\r\n" + fields + "\r\n", method == "HEAD");
    }
    std::string piece(std::size_t from, std::size_t size) const {
        return {file.begin() + static_cast<long>(from), file.begin() + static_cast<long>(from + size)};
    }

    TestCommune commune;
    TestNode node;
    std::vector<std::uint8_t> file;
    domain::ContentHash hash;
};

TEST_F(Prefetch, GivesTheWholeFile) {
    const auto answer = get("");

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, piece(0, file.size()));
    EXPECT_EQ(answer.fields.at("ETag"), "\"" + hash.text() + "\"");
}

TEST_F(Prefetch, GivesRangesOneAfterTheOtherOnOneConnection) {
    const auto first = get("Range: bytes=0-65535\r\n"), last = get("Range: bytes=131072-\r\n");

    EXPECT_EQ(first.status, 206);
    EXPECT_EQ(first.body, piece(0, 65536));
    EXPECT_EQ(first.fields.at("Content-Range"), "bytes 0-65535/200000");
    EXPECT_EQ(last.status, 206);
    EXPECT_EQ(last.body, piece(131072, 200'000 - 131072));
}

TEST_F(Prefetch, SaysWhereTheFileEnds) {
    const auto answer = get("Range: bytes=200000-\r\n");

    EXPECT_EQ(answer.status, 416);
    EXPECT_EQ(answer.fields.at("Content-Range"), "bytes */200000");
    EXPECT_EQ(get("").status, 200);
}

TEST_F(Prefetch, AnswersHeadWithoutTheBytes) {
    const auto answer = get("", "HEAD");

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.fields.at("Content-Length"), "200000");
    EXPECT_EQ(get("Range: bytes=0-0\r\n").body, piece(0, 1));
}

TEST_F(Prefetch, RefusesMalformedRanges) {
    for (const auto* range : {"bytes=5-4", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2"})
        EXPECT_EQ(get(std::string("Range: ") + range + "\r\n").status, 400) << range;
}

TEST_F(Prefetch, KnowsNothingElse) {
    EXPECT_EQ(node.request("GET /api/v1/nodes HTTP/1.1\r\nHost: c\r\n\r\n").status, 404);
    EXPECT_EQ(node.request("GET /content/../../etc/passwd HTTP/1.1\r\nHost: c\r\n\r\n").status, 404);
    EXPECT_EQ(node.request("GET /content/" + std::string(64, '0') + " HTTP/1.1\r\nHost: c\r\n\r\n").status, 404);
    EXPECT_EQ(node.request("DELETE /content/" + hash.text() + " HTTP/1.1\r\nHost: c\r\n\r\n").status, 405);
}

TEST_F(Prefetch, ClosesOnWhatIsNoRequest) {
    EXPECT_EQ(node.request("\x01\x02\x03\r\n\r\n").status, 400);
    EXPECT_TRUE(node.is_closed_by_controller());
}

TEST_F(Prefetch, ClosesOnAHeaderWithoutEnd) {
    EXPECT_EQ(node.request("GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x')).status, 400);
    EXPECT_TRUE(node.is_closed_by_controller());
}

TEST_F(Prefetch, ClosesOnARequestWithABody) {
    const auto answer = node.request("GET /content/" + hash.text() + " HTTP/1.1\r\nHost: c\r\nContent-Length: 5\r\n\r\nhello");

    EXPECT_EQ(answer.status, 400);
}

}  // namespace
}  // namespace village::sessions
