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

#include "controller/people/people.hpp"
#include "controller/web_api/connection_room.hpp"
#include "controller/web_api/cookies.hpp"
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
                clock,      {}};
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
    support::FakeBlobStore blobs;
    support::FakeJobs jobs;
    support::FakeSigner signer;
    ports::Stores stores{communes,    announcements, schedules, broadcasts, receipts, operators,
                         emergencies, credentials,   job_rows,  audit,      rules,    programmes};
    LiveFeed feed{context.get_executor()};
    people::PeopleOptions cheap{.hash_memory_bytes = 8192};
    people::People people{operators, ids,  people::SetUpCode{"7K2QF-9XM4T"}, context.get_executor(), context.get_executor(),
                          clock,     cheap};
    support::FakeController controller{
        {ids, clock, people, operators, announcements, schedules, audit, rules, jobs, blobs, feed}};
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
