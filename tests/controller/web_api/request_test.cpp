#include "controller/web_api/request.hpp"

#include <gtest/gtest.h>

#include "controller/web_api/cookies.hpp"
#include "controller/web_api/failure_limit.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/same_origin.hpp"
#include "controller/web_api/sound_answer.hpp"

namespace village::web_api {
namespace {

using namespace std::chrono_literals;

TEST(Target, IsDecoded) {
    const auto target = parse_target("/api/v1/announcements?text=h%E1%BB%8Dp+th%C3%B4n&limit=5&empty");

    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/api/v1/announcements");
    EXPECT_EQ(target->query.at("text"), "họp thôn");
    EXPECT_EQ(target->query.at("empty"), "");
}

TEST(Target, NeverLeavesTheSite) {
    for (const std::string_view bad : {"", "x", "http://a/", "/../etc/passwd", "/a/../b", "/%2e%2e/x", "/a/%2E./x", "/a/.",
                                       "/a\\b", "/%5c..", "/%00", "/a%0d%0ab", "/%", "/%1", "/%zz"})
        EXPECT_FALSE(parse_target(bad)) << bad;
    EXPECT_TRUE(parse_target("/..."));
    EXPECT_FALSE(parse_target("/" + std::string(target_bytes_max, 'a')));
}

TEST(Target, HasAtMostSixteenParameters) {
    std::string target = "/?";
    for (int count = 0; count < 17; ++count) target += "p" + std::to_string(count) + "=1&";

    EXPECT_FALSE(parse_target(target));
}

TEST(Cookie, KeepsToThisHostAndToHttp) {
    const auto cookie = session_cookie("token", 30s);

    EXPECT_EQ(cookie, "__Host-village=token; Path=/; Max-Age=30; Secure; HttpOnly; SameSite=Strict");
}

TEST(Cookie, IsFoundAmongOthers) {
    EXPECT_EQ(token_from_cookies("a=1; __Host-village=abc; b=2"), "abc");
    EXPECT_EQ(token_from_cookies("x__Host-village=abc"), "");
    EXPECT_EQ(token_from_cookies(";;=; "), "");
}

Request request_with(std::string origin, std::string host, bool over_tls) {
    Request request;
    request.headers = {{"origin", std::move(origin)}, {"host", std::move(host)}};
    request.over_tls = over_tls;
    return request;
}

TEST(SameOrigin, IsThePagesOwnHostAndScheme) {
    EXPECT_TRUE(is_same_origin(request_with("", "loa.example", true)));
    EXPECT_TRUE(is_same_origin(request_with("https://loa.example", "loa.example", true)));
    EXPECT_TRUE(is_same_origin(request_with("http://localhost:8080", "localhost:8080", false)));
    EXPECT_FALSE(is_same_origin(request_with("https://evil.example", "loa.example", true)));
    EXPECT_FALSE(is_same_origin(request_with("http://loa.example", "loa.example", true)));
    EXPECT_FALSE(is_same_origin(request_with("https://loa.example.evil", "loa.example", true)));
    EXPECT_FALSE(is_same_origin(request_with("null", "loa.example", true)));
}

TEST(SameOrigin, PlainHttpIsForThisMachineOnly) {
    for (const std::string_view own : {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "[::1]"})
        EXPECT_TRUE(names_this_machine(own)) << own;
    for (const std::string_view foreign : {"", "loa.example:8080", "127.0.0.1.evil.example", "localhost.evil", "[::2]:8080"})
        EXPECT_FALSE(names_this_machine(foreign)) << foreign;
}

TEST(Range, IsReadAsTheRfcSays) {
    const auto range = [](std::string_view text) { return read_range(text, 1000); };

    EXPECT_EQ(range("bytes=0-")->length, 1000u);
    EXPECT_EQ(range("bytes=10-19")->offset, 10u);
    EXPECT_EQ(range("bytes=10-19")->length, 10u);
    EXPECT_EQ(range("bytes=990-5000")->length, 10u);
    EXPECT_EQ(range("bytes=-100")->offset, 900u);
    EXPECT_EQ(range("bytes=-5000")->length, 1000u);
    EXPECT_EQ(range("bytes=1000-")->length, 0u);
    for (const std::string_view other : {"", "bytes=", "bytes=-", "bytes=5-3", "bytes=0-1,5-6", "lines=0-1", "bytes=a-b"})
        EXPECT_FALSE(range(other)) << other;
}

TEST(IfMatch, NeedsAVersion) {
    Request request;
    EXPECT_FALSE(if_match(request));
    request.headers["if-match"] = "\"17\"";
    EXPECT_EQ(*if_match(request), 17u);
    request.headers["if-match"] = "*";
    EXPECT_FALSE(if_match(request));
}

TEST(Pages, HaveAtMostTwoHundredRows) {
    Request request;
    EXPECT_EQ(page_request(request)->limit, 50);
    request.target.query["limit"] = "200";
    EXPECT_EQ(page_request(request)->limit, 200);
    for (const char* bad : {"0", "201", "-1", "x", "", "99999999999999999999"}) {
        request.target.query["limit"] = bad;
        EXPECT_FALSE(page_request(request)) << bad;
    }
}

TEST(FailureLimit, SlowsOnlyWhoFailedAndOnlyForAMinute) {
    const auto noon = domain::utc_from_us(1'800'000'000'000'000);
    FailureLimit limit;

    for (unsigned count = 0; count < FailureLimit::failures_max; ++count) limit.failed("a", noon);

    EXPECT_TRUE(limit.is_over("a", noon + 59s));
    EXPECT_FALSE(limit.is_over("a", noon + 60s));
    EXPECT_FALSE(limit.is_over("b", noon));
}

}  // namespace
}  // namespace village::web_api
