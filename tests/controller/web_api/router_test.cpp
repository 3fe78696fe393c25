#include "controller/web_api/router.hpp"

#include <gtest/gtest.h>

#include <set>

namespace village::web_api {
namespace {

TEST(Router, FindsAnOperationAndItsArguments) {
    const auto match = find_route(all_routes(), Method::get, "/emergency/audio/one/two");

    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.route->pattern, "/emergency/audio/{template}/{area}");
    EXPECT_EQ(match.arguments, (std::vector<std::string>{"one", "two"}));
}

TEST(Router, SaysWhichMethodsAPathHas) {
    const auto match = find_route(all_routes(), Method::del, "/nodes/17");

    EXPECT_EQ(match.route, nullptr);
    EXPECT_EQ(match.allowed, "GET, PATCH");
}

TEST(Router, KnowsNoHalfPaths) {
    for (const std::string_view path : {"", "/", "/nodes/", "/nodes//enrolment", "/nodes/17/", "/nodes/17/x", "nodes", "/node"}) {
        const auto match = find_route(all_routes(), Method::get, path);
        EXPECT_EQ(match.route, nullptr) << path;
        EXPECT_EQ(match.allowed, "") << path;
    }
}

TEST(Router, EveryLineIsReachedByItsOwnPattern) {
    for (const auto& route : all_routes()) EXPECT_EQ(find_route(all_routes(), route.method, route.pattern).route, &route);
}

TEST(Router, EveryWriteMayHaveABodyAndNoReadMay) {
    for (const auto& route : all_routes()) {
        if (route.method == Method::post || route.method == Method::patch) {
            EXPECT_NE(route.body, Body::none) << route.pattern;
        } else {
            EXPECT_EQ(route.body, Body::none) << route.pattern;
        }
    }
}

TEST(Router, OnlyTheseNeedNobodySignedIn) {
    const std::set<std::string> open{
        "GET /time",   "GET /health",       "GET /metrics",  "GET /trust",        "GET /setup",
        "POST /setup", "POST /setup/check", "POST /session", "POST /emergencies", "POST /emergencies/{id}/cancel"};
    for (const auto& route : all_routes()) {
        const auto name = std::string{method_name(route.method)} + " " + std::string{route.pattern};
        EXPECT_EQ(route.right == Right::anyone, open.contains(name)) << name;
    }
}

}  // namespace
}  // namespace village::web_api
