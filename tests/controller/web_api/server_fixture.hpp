// The server with everything behind it in memory, asked over a socket of this machine or by its handlers.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "controller/people/people.hpp"
#include "controller/web_api/cookies.hpp"
#include "controller/web_api/handlers.hpp"
#include "controller/web_api/live_feed.hpp"
#include "controller/web_api/web_server.hpp"
#include "tests/support/counting_ids.hpp"
#include "tests/support/fake_blob_store.hpp"
#include "tests/support/fake_controller.hpp"
#include "tests/support/fake_operator_store.hpp"
#include "tests/support/fake_signer.hpp"

namespace village::web_api {

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
        {ids, clock, people, operators, communes, announcements, schedules, audit, rules, programmes, jobs, blobs, feed}};
};

/// One request of a person to a handler.
inline Request asked(std::vector<std::string> arguments, std::string body = {}, std::string if_match = {}) {
    Request request;
    request.arguments = std::move(arguments);
    request.body = std::move(body);
    if (!if_match.empty()) request.headers["if-match"] = std::move(if_match);
    request.caller = domain::Operator{};
    return request;
}
inline std::string header_of(const Answer& answer, const std::string& name) {
    for (const auto& [key, value] : answer.headers)
        if (key == name) return value;
    return {};
}

}  // namespace village::web_api
