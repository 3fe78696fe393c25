#include "tests/controller/web_api/server_fixture.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "controller/web_api/connection_room.hpp"
#include "controller/web_api/dispatch.hpp"
#include "controller/web_api/handlers.hpp"

namespace village::web_api {
namespace {

TEST_F(Server, SaysWhyNoMorePagesAreToldWhatIsNew) {
    const auto cookie = cookie_of_somebody();
    WebOptions full;
    full.live_clients_max = 0;
    WebServer server{context.get_executor(), world(), full};
    ASSERT_TRUE(server.listen("127.0.0.1", 0));

    const auto answer = wait(ask(server.port(),
                                 "GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                 "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: " +
                                     cookie + "\r\n\r\n"));

    EXPECT_THAT(answer, testing::StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(answer, testing::HasSubstr("\"unavailable\""));
    asio::co_spawn(context, server.stop(), [](std::exception_ptr) {});
    context.restart();
    context.run_for(std::chrono::seconds{5});
}

TEST_F(Server, AsksForItsPublicKeysOnceASecondHoweverManyWantThem) {
    Api api{world(), {}};

    for (int i = 0; i < 50; ++i) EXPECT_EQ(wait(get_trust(api, {})).status, 200u);
    EXPECT_EQ(credentials.asked, 1);

    now += std::chrono::seconds{1};
    EXPECT_EQ(wait(get_trust(api, {})).status, 200u);
    EXPECT_EQ(credentials.asked, 2);
}

TEST_F(Server, TellsNobodyButThoseWhoWorkHereWhatIsNotWell) {
    Api api{world(), {}};
    Request stranger, colleague, this_machine;
    stranger.over_tls = colleague.over_tls = true;
    colleague.headers["cookie"] = cookie_of_somebody();
    this_machine.from_this_machine = true;

    EXPECT_THAT(wait(get_health(api, stranger)).body, testing::HasSubstr(R"("well":true,"parts":[],)"));
    EXPECT_THAT(wait(get_health(api, colleague)).body, testing::HasSubstr(R"("name":"signer")"));
    EXPECT_THAT(wait(get_health(api, this_machine)).body, testing::HasSubstr(R"("name":"signer")"));
    EXPECT_EQ(wait(get_metrics(api, stranger)).problem->error.code, domain::ErrorCode::not_authenticated);
}

TEST_F(Server, LooksThroughItsPartsOnceASecondHoweverManyAsk) {
    Api api{world(), {}};

    for (int i = 0; i < 50; ++i) EXPECT_EQ(wait(get_health(api, {})).status, 200u);
    EXPECT_EQ(controller.parts_asked, 1);

    now += std::chrono::seconds{1};
    EXPECT_EQ(wait(get_health(api, {})).status, 200u);
    EXPECT_EQ(controller.parts_asked, 2);
}

constexpr auto said = "00000000-0000-0000-0000-000000000001", instead = "00000000-0000-0000-0000-000000000002";
const auto morning =
    R"({"name":"Chương trình sáng","length_s":3000,"items":[)"
    R"({"key":"nhac","kind":"signature","title":"Nhạc hiệu","is_on":false,"overrun":"fade","length_s":30,"announcement":")" +
    std::string{said} + R"("},{"key":"tin","kind":"bulletins","title":"Bản tin","is_on":true,"overrun":"finish","fallback":")" +
    instead + R"("},{"key":"cot","kind":"column","title":"Chuyên mục","is_on":true,"overrun":"cut","at_s":900,"on_weekday":)" +
    R"([{"title":"Pháp luật","announcement":")" + said + R"("},{},{},{},{},{},{"title":"Việc tốt"}]}],"filler":")" + instead +
    R"("})";

TEST_F(Server, TakesNothingButSilenceAndDangerWhereAnotherControllerOwnsTheCommune) {
    controller.taken_over = domain::Error{domain::ErrorCode::superseded, "another controller"};
    Api api{world(), {}};
    const auto cookie = cookie_of_somebody();
    const auto code_of = [&](Method method, const std::string& path) {
        Request request;
        request.method = method;
        request.target.path = "/api/v1" + path;
        request.headers["host"] = "localhost";
        request.headers["cookie"] = cookie;
        const auto admission = wait(admit(api, nullptr, std::move(request)));
        return admission.answer && admission.answer->problem ? admission.answer->problem->error.code
                                                             : domain::ErrorCode::internal;
    };

    EXPECT_EQ(code_of(Method::post, "/announcements"), domain::ErrorCode::superseded);
    EXPECT_EQ(code_of(Method::post, "/broadcasts"), domain::ErrorCode::superseded);
    EXPECT_EQ(code_of(Method::patch, "/special-days"), domain::ErrorCode::superseded);
    for (const auto* path : {"/stop", "/session", "/emergencies", "/emergencies/x/cancel"})
        EXPECT_NE(code_of(Method::post, path), domain::ErrorCode::superseded) << path;
    EXPECT_NE(code_of(Method::get, "/announcements"), domain::ErrorCode::superseded);
}

TEST_F(Server, KeepsAProgrammeAsItWasSaidAndSaysItAsItWasKept) {
    Api api{world(), {}};

    const auto made = wait(create_programme(api, asked({}, morning)));

    ASSERT_EQ(made.status, 201u);
    ASSERT_EQ(programmes.rows.size(), 1u);
    const auto& kept = programmes.rows.begin()->second;
    ASSERT_EQ(kept.items.size(), 3u);
    EXPECT_EQ(kept.length, std::chrono::minutes{50});
    EXPECT_EQ(kept.filler, domain::AnnouncementId::parse(instead).value());
    EXPECT_FALSE(kept.items[0].is_on);
    EXPECT_EQ(kept.items[0].length, std::chrono::seconds{30});
    EXPECT_EQ(kept.items[1].overrun, domain::Overrun::finish);
    EXPECT_EQ(kept.items[2].at, std::chrono::minutes{15});
    EXPECT_EQ(kept.items[2].on_weekday[6].title, "Việc tốt");
    EXPECT_EQ(header_of(made, "ETag"), "\"1\"");
    auto body = boost::json::parse(wait(get_programme(api, asked({kept.id.text()}))).body).as_object();
    body.erase("id");
    body.erase("version");
    EXPECT_EQ(body, boost::json::parse(morning).as_object());
}

TEST_F(Server, SaysWhichItemOfAProgrammeSaysWhatItsKindCannot) {
    Api api{world(), {}};
    for (const auto* item :
         {R"({"key":"x","kind":"music","title":"","on_weekday":[]})",
          R"({"key":"x","kind":"relay","title":"","announcement":"00000000-0000-0000-0000-000000000001"})",
          R"({"key":"x","kind":"music","title":"","relay":"vov1"})",
          R"({"key":"x","kind":"bulletins","title":"","announcement":"00000000-0000-0000-0000-000000000001"})"}) {
        const auto body = R"({"name":"Sáng","length_s":60,"items":[)" + std::string{item} + "]}";

        const auto answer = wait(create_programme(api, asked({}, body)));

        ASSERT_TRUE(answer.problem);
        EXPECT_EQ(answer.problem->error.code, domain::ErrorCode::invalid_argument);
        EXPECT_THAT(answer.problem->error.detail, testing::HasSubstr("item \"x\""));
    }
    EXPECT_TRUE(programmes.rows.empty());
}

TEST_F(Server, EditsTheBulletinsOfADayForTheVersionThatWasSeen) {
    Api api{world(), {}};
    ASSERT_EQ(wait(create_programme(api, asked({}, morning))).status, 201u);
    announcements.rows[domain::AnnouncementId::parse(said).value()] = {};
    const std::vector<std::string> day{programmes.rows.begin()->first.text(), "2027-01-18"};
    const auto body = R"({"bulletins":[{"announcement":")" + std::string{said} + R"(","priority":"priority"}]})";

    const auto seen = wait(get_day_bulletins(api, asked(day)));
    const auto blind = wait(save_day_bulletins(api, asked(day, body)));
    const auto saved = wait(save_day_bulletins(api, asked(day, body, header_of(seen, "ETag"))));
    const auto late = wait(save_day_bulletins(api, asked(day, body, header_of(seen, "ETag"))));

    EXPECT_EQ(header_of(seen, "ETag"), "\"0\"");
    ASSERT_TRUE(blind.problem);
    EXPECT_EQ(blind.problem->status, 428u);
    EXPECT_EQ(saved.status, 200u);
    EXPECT_EQ(header_of(saved, "ETag"), "\"1\"");
    ASSERT_TRUE(late.problem);
    EXPECT_EQ(late.problem->error.code, domain::ErrorCode::version_conflict);
    const auto shown = wait(preview_programme_day(api, asked(day)));
    EXPECT_THAT(shown.body, testing::HasSubstr("\"day\":\"2027-01-18\""));
    EXPECT_THAT(shown.body, testing::HasSubstr(said));
}

TEST_F(Server, ShowsAsExpiredWhatWentOutOfDateAMomentAgoThoughThatIsNotWrittenDownYet) {
    Api api{world(), {}};
    const auto id = domain::AnnouncementId::parse(said).value();
    auto& kept = announcements.rows[id];
    kept.id = id;
    kept.state = domain::AnnouncementState::approved;
    kept.valid_until = now + std::chrono::seconds{1};
    EXPECT_THAT(wait(get_announcement(api, asked({said}))).body, testing::HasSubstr("\"state\":\"approved\""));

    now += std::chrono::seconds{1};

    EXPECT_THAT(wait(get_announcement(api, asked({said}))).body, testing::HasSubstr("\"state\":\"expired\""));
    EXPECT_THAT(wait(list_announcements(api, asked({}))).body, testing::HasSubstr("\"state\":\"expired\""));
}

TEST_F(Server, TiesAWrongBroadcastAndWhatCorrectedItTogether) {
    Api api{world(), {}};
    domain::Commune commune;
    domain::Node node;
    node.id = domain::NodeId::parse(said).value();
    node.number = domain::NodeNumber{1};
    commune.nodes = {node};
    ASSERT_TRUE(wait(controller.import_commune({}, {commune, {}, {}})));
    for (const auto* one : {said, instead}) {
        auto& kept = announcements.rows[domain::AnnouncementId::parse(one).value()];
        kept.id = domain::AnnouncementId::parse(one).value();
        kept.content.emplace();
    }
    ports::BroadcastRequest request;
    request.announcement = domain::AnnouncementId::parse(said).value();
    request.targets.nodes = {node.id};
    request.idempotency_key = "press-1";
    const auto wrong = wait(controller.start_broadcast({}, request));
    ASSERT_TRUE(wrong);
    auto correcting = asked({wrong->id.text()}, R"({"announcement":")" + std::string{instead} + R"("})");
    correcting.headers["idempotency-key"] = "correct-1";

    const auto corrected = wait(correct_broadcast(api, correcting));

    ASSERT_EQ(corrected.status, 201u);
    const auto made = boost::json::parse(corrected.body).at("broadcast").as_object();
    EXPECT_EQ(made.at("corrects").as_string(), wrong->id.text());
    EXPECT_EQ(made.at("priority"), "priority");
    const auto told = boost::json::parse(wait(get_broadcast(api, asked({wrong->id.text()}))).body);
    EXPECT_EQ(told.at("corrected_by"), boost::json::value({made.at("id")}));
    EXPECT_EQ(told.at("replay_to"), boost::json::value(boost::json::array{}));
}

TEST(ConnectionRoom, IsNotTakenByOneStrangerAlone) {
    const WebOptions options;

    EXPECT_TRUE(has_room({63, 63}, false, options));
    EXPECT_FALSE(has_room({64, 64}, false, options));
    EXPECT_TRUE(has_room({64, 0}, false, options)) << "another one still comes in";
    EXPECT_TRUE(has_room({64, 64}, true, options)) << "this machine's own programs share one address";
    EXPECT_FALSE(has_room({256, 0}, true, options));
}

}  // namespace
}  // namespace village::web_api
