// The server with everything behind it in memory, asked over a socket of this machine or by its handlers.
#include "controller/web_api/web_server.hpp"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>

#include "controller/people/people.hpp"
#include "controller/web_api/connection_room.hpp"
#include "controller/web_api/cookies.hpp"
#include "controller/web_api/dispatch.hpp"
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/live_feed.hpp"
#include "tests/support/counting_ids.hpp"
#include "tests/support/fake_blob_store.hpp"
#include "tests/support/fake_controller.hpp"
#include "tests/support/fake_operator_store.hpp"
#include "tests/support/fake_signer.hpp"

namespace village::web_api {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Counts how often anybody needed its keys.
class CountingCredentials final : public ports::CredentialStore {
public:
    support::StoreAnswer<std::vector<ports::NodeCredential>> all() override {
        ++asked;
        co_return std::vector<ports::NodeCredential>{};
    }
    support::StoreStatus save(ports::NodeCredential, ports::Audit) override { co_return domain::Status{}; }
    int asked = 0;
};

class Server : public testing::Test {
protected:
    WebWorld world() {
        return {controller, controller, controller, stores, people, blobs, jobs, signer, ids, feed, context.get_executor(),
                clock,      {},         {}};
    }
    template <class Value>
    Value wait(ports::Awaitable<Value> work) {
        std::optional<Value> result;
        asio::co_spawn(context, std::move(work), [&](std::exception_ptr thrown, Value value) {
            if (thrown) std::rethrow_exception(thrown);
            result = std::move(value);
        });
        context.restart();
        while (!result && context.run_one_for(std::chrono::seconds{10}) > 0) {
        }
        return std::move(*result);
    }
    std::string cookie_of_somebody() {
        domain::Operator who;
        who.login = "canbo";
        EXPECT_TRUE(wait(people.create_account(who, "mật khẩu dài", "kythuat")));
        const auto session = wait(people.sign_in("canbo", "mật khẩu dài", "here"));
        return std::string{session_cookie_name} + "=" + session->token;
    }
    /// Everything the server answers until it closes the connection.
    ports::Awaitable<std::string> ask(std::uint16_t port, std::string request) {
        tcp::socket socket{context};
        co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
        co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
        std::string answer;
        boost::system::error_code closed;
        auto token = asio::redirect_error(asio::use_awaitable, closed);
        co_await asio::async_read(socket, asio::dynamic_buffer(answer), std::move(token));
        co_return answer;
    }

    domain::UtcTime now = domain::utc_from_us(1'800'000'000'000'000);
    std::function<domain::UtcTime()> clock = [this] { return now; };
    asio::io_context context;
    support::CountingIds ids;
    support::FakeOperatorStore operators;
    support::FakeCommuneStore communes;
    support::FakeAnnouncementStore announcements;
    support::FakeScheduleStore schedules;
    support::FakeBroadcastStore broadcasts;
    support::FakeReceiptStore receipts;
    support::FakeEmergencyStore emergencies;
    CountingCredentials credentials;
    support::FakeJobStore job_rows;
    support::FakeAuditStore audit;
    support::FakeRuleStore rules;
    support::FakeProgrammeStore programmes;
    support::FakeOwnershipStore ownership;
    support::FakeBlobStore blobs;
    support::FakeJobs jobs;
    support::FakeSigner signer;
    ports::Stores stores{communes,    announcements, schedules, broadcasts, receipts,   operators, emergencies,
                         credentials, job_rows,      audit,     rules,      programmes, ownership};
    LiveFeed feed{context.get_executor()};
    people::PeopleOptions cheap{.hash_memory_bytes = 8192};
    people::People people{operators, ids,  people::SetUpCode{"7K2QF-9XM4T"}, context.get_executor(), context.get_executor(),
                          clock,     cheap};
    support::FakeController controller{
        {ids, clock, people, operators, announcements, schedules, audit, rules, programmes, jobs, blobs, feed}};
};

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

/// One request of a person to a handler.
Request asked(std::vector<std::string> arguments, std::string body = {}, std::string if_match = {}) {
    Request request;
    request.arguments = std::move(arguments);
    request.body = std::move(body);
    if (!if_match.empty()) request.headers["if-match"] = std::move(if_match);
    request.caller = domain::Operator{};
    return request;
}
std::string header_of(const Answer& answer, const std::string& name) {
    for (const auto& [key, value] : answer.headers)
        if (key == name) return value;
    return {};
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
    domain::Broadcast stored;
    stored.id = domain::BroadcastId::parse(made.at("id").as_string()).value();
    stored.corrects = wrong->id;
    broadcasts.corrections = {stored};
    EXPECT_THAT(wait(get_broadcast(api, asked({wrong->id.text()}))).body,
                testing::HasSubstr("\"corrected_by\":[\"" + stored.id.text() + "\"]"));
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
