#include "controller/web_api/pages.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "controller/web_api/content_policy.hpp"
#include "controller/web_api/gzip.hpp"

namespace village::web_api {
namespace {

struct Folder {
    std::string path;
    Folder() {
        std::string name = std::filesystem::temp_directory_path() / "village-pages-XXXXXX";
        path = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
    void put(const std::string& name, const std::string& content) const {
        std::filesystem::create_directories(std::filesystem::path(path + "/" + name).parent_path());
        std::ofstream(path + "/" + name) << content;
    }
};

Request asking(std::string path) {
    Request request;
    request.target.path = std::move(path);
    return request;
}

struct BuiltPages : testing::Test {
    void SetUp() override {
        folder.put("index.html", "<script>admin()</script>");
        folder.put("khan-cap.html", "<style>a{}</style><script type=\"module\">go()</script>");
        folder.put("assets/app-1234.js", std::string(2000, 'x'));
        pages = std::move(*Pages::load(folder.path));
    }
    Folder folder;
    Pages pages;
};

TEST_F(BuiltPages, AnswerByNameAndTheAdminsRoutesByIndex) {
    EXPECT_EQ(*pages.answer(asking("/")).shared_body, "<script>admin()</script>");
    EXPECT_EQ(*pages.answer(asking("/cum-loa/17")).shared_body, "<script>admin()</script>");
    EXPECT_NE(pages.answer(asking("/khan-cap")).shared_body->find("go()"), std::string::npos);
    EXPECT_EQ(pages.answer(asking("/assets/none.js")).status, 404u);
}

TEST_F(BuiltPages, AreNotSentTwice) {
    auto request = asking("/khan-cap");
    const auto first = pages.answer(request);

    request.headers["if-none-match"] = first.headers[0].second;

    EXPECT_EQ(pages.answer(request).status, 304u);
}

TEST_F(BuiltPages, GoOutSmallerToWhoUnderstandsGzip) {
    auto request = asking("/assets/app-1234.js");
    request.headers["accept-encoding"] = "br, gzip";

    EXPECT_LT(pages.answer(request).shared_body->size(), 100u);
    EXPECT_EQ(pages.answer(asking("/assets/app-1234.js")).shared_body->size(), 2000u);
}

TEST(Pages, NeedAnIndex) {
    const Folder folder;

    EXPECT_EQ(Pages::load(folder.path).error().code, domain::ErrorCode::configuration_invalid);
    EXPECT_EQ(Pages::load(folder.path + "/none").error().code, domain::ErrorCode::configuration_invalid);
}

TEST(ContentPolicy, AllowsTheInlineScriptByItsHashAndNoOther) {
    // printf '%s' 'go()' | openssl dgst -sha256 -binary | base64
    const auto policy = page_policy("<script type=\"module\">go()</script>");

    EXPECT_NE(policy.find("'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='"), std::string::npos) << policy;
    EXPECT_EQ(policy.find("unsafe-inline"), std::string::npos);
}

TEST(ContentPolicy, DoesNotHashWhatIsEmpty) { EXPECT_EQ(page_policy("<script src=\"/a.js\"></script>"), page_policy("")); }

TEST(Gzip, IsWhatTheRfcSays) {
    const auto zipped = gzip("Loa loa loa loa loa loa loa loa");

    EXPECT_EQ(zipped.substr(0, 3), "\x1f\x8b\x08");
    EXPECT_EQ(static_cast<unsigned char>(zipped[zipped.size() - 4]), 31u);
}

}  // namespace
}  // namespace village::web_api
