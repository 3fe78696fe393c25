#include "controller/people/people.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "tests/support/counting_ids.hpp"
#include "tests/support/fake_operator_store.hpp"

namespace village::people {
namespace {

using namespace std::chrono_literals;
using domain::ErrorCode;

/// People on one thread with a clock that is set by hand; hashing with the least memory libsodium takes.
struct Desk {
    boost::asio::io_context context;
    support::FakeOperatorStore store;
    support::CountingIds ids;
    domain::UtcTime now = domain::utc_from_us(1'800'000'000'000'000);
    People people{store,
                  ids,
                  SetUpCode{"7K2QF-9XM4T"},
                  context.get_executor(),
                  context.get_executor(),
                  [this] { return now; },
                  PeopleOptions{12h, 24h * 30, 8192, 10}};

    template <class Value>
    Value wait(ports::Awaitable<Value> work) {
        std::optional<Value> result;
        boost::asio::co_spawn(context, std::move(work), [&](std::exception_ptr thrown, Value value) {
            if (thrown) std::rethrow_exception(thrown);
            result = std::move(value);
        });
        context.restart();
        context.run();
        return std::move(*result);
    }

    domain::Operator add(const std::string& login, const std::string& password) {
        domain::Operator who;
        who.login = login;
        who.roles = {domain::Role::editor};
        return *wait(people.create_account(who, password, "kythuat"));
    }
};

TEST(People, AreInTheAuditLogWithWhoChangedThem) {
    Desk desk;

    desk.add("canbo", "mật khẩu dài");

    ASSERT_EQ(desk.store.audit_rows.size(), 1u);
    EXPECT_EQ(desk.store.audit_rows[0].action, "operator.save");
    EXPECT_EQ(desk.store.audit_rows[0].who, "kythuat");
    EXPECT_EQ(desk.store.audit_rows[0].subject, "canbo");
}

TEST(People, AskForSetUpUntilThereIsAnAccount) {
    Desk desk;

    EXPECT_TRUE(*desk.wait(desk.people.needs_set_up()));
    desk.add("kythuat", "mật khẩu dài");

    EXPECT_FALSE(*desk.wait(desk.people.needs_set_up()));
    EXPECT_EQ(desk.wait(desk.people.check_set_up_code("7K2QF-9XM4T")).error().code, ErrorCode::setup_already_done);
}

TEST(People, SlowGuessesOfTheSetUpCode) {
    Desk desk;

    for (int guess = 0; guess < 5; ++guess)
        EXPECT_EQ(desk.wait(desk.people.check_set_up_code("00000-00000")).error().rule->name, "set_up_code");

    EXPECT_EQ(desk.wait(desk.people.check_set_up_code("7K2QF-9XM4T")).error().code, ErrorCode::too_many_requests);
    desk.now += 1s;
    EXPECT_TRUE(desk.wait(desk.people.check_set_up_code("7K2QF-9XM4T")));
}

TEST(People, SignInByNameAndPassword) {
    Desk desk;
    const auto who = desk.add("0912 345 678", "mật khẩu dài");

    const auto session = desk.wait(desk.people.sign_in("0912345678", "mật khẩu dài", "10.0.0.1"));

    ASSERT_TRUE(session);
    EXPECT_EQ(session->token.size(), 43u);
    EXPECT_EQ(desk.wait(desk.people.authenticate(session->token))->id, who.id);
}

TEST(People, DoNotSayWhetherTheNameOrThePasswordIsWrong) {
    Desk desk;
    desk.add("kythuat", "mật khẩu dài");

    const auto wrong_password = desk.wait(desk.people.sign_in("kythuat", "mật khẩu sai", "10.0.0.1"));
    const auto wrong_name = desk.wait(desk.people.sign_in("nobody", "mật khẩu sai", "10.0.0.1"));

    EXPECT_EQ(wrong_password.error(), wrong_name.error());
}

TEST(People, KeepNoPasswordAndNoToken) {
    Desk desk;
    desk.add("kythuat", "mật khẩu dài");

    const auto account = desk.wait(desk.store.find_by_login("kythuat"));

    EXPECT_TRUE(account->password_hash.starts_with("$argon2id$"));
    EXPECT_EQ(account->password_hash.find("dài"), std::string::npos);
}

TEST(People, EndASessionOnTheServer) {
    Desk desk;
    desk.add("kythuat", "mật khẩu dài");
    const auto session = desk.wait(desk.people.sign_in("kythuat", "mật khẩu dài", "10.0.0.1"));
    ASSERT_TRUE(desk.wait(desk.people.authenticate(session->token)));

    ASSERT_TRUE(desk.wait(desk.people.sign_out(session->token)));

    EXPECT_EQ(desk.wait(desk.people.authenticate(session->token)).error().code, ErrorCode::not_authenticated);
}

TEST(People, EndASessionThatWasNotUsedForTwelveHours) {
    Desk desk;
    desk.add("kythuat", "mật khẩu dài");
    const auto session = desk.wait(desk.people.sign_in("kythuat", "mật khẩu dài", "10.0.0.1"));

    desk.now += 11h;
    EXPECT_TRUE(desk.wait(desk.people.authenticate(session->token)));
    desk.now += 11h;
    EXPECT_TRUE(desk.wait(desk.people.authenticate(session->token)));
    desk.now += 12h;
    EXPECT_FALSE(desk.wait(desk.people.authenticate(session->token)));
}

TEST(People, EndEverySessionAfterThirtyDays) {
    Desk desk;
    desk.add("kythuat", "mật khẩu dài");
    const auto session = desk.wait(desk.people.sign_in("kythuat", "mật khẩu dài", "10.0.0.1"));

    for (int half_day = 0; half_day < 60; ++half_day) {
        desk.now += 12h - 1s;  // Just before the session would end for not being used.
        EXPECT_TRUE(desk.wait(desk.people.authenticate(session->token)));
    }
    desk.now += 2min;

    EXPECT_FALSE(desk.wait(desk.people.authenticate(session->token)));
}

TEST(People, CloseTheDoorOnAClosedAccount) {
    Desk desk;
    auto who = desk.add("kythuat", "mật khẩu dài");
    const auto session = desk.wait(desk.people.sign_in("kythuat", "mật khẩu dài", "10.0.0.1"));
    ASSERT_TRUE(desk.wait(desk.people.authenticate(session->token)));

    who.active = false;
    ASSERT_TRUE(desk.wait(desk.people.create_account(who, "", "kythuat")));

    EXPECT_FALSE(desk.wait(desk.people.authenticate(session->token)));
    EXPECT_FALSE(desk.wait(desk.people.sign_in("kythuat", "mật khẩu dài", "10.0.0.1")));
}

TEST(People, EndEverySessionWhenThePasswordIsReplaced) {
    Desk desk;
    const auto who = desk.add("kythuat", "mật khẩu dài");
    const auto thief = desk.wait(desk.people.sign_in("kythuat", "mật khẩu dài", "10.0.0.9"));

    ASSERT_TRUE(desk.wait(desk.people.create_account(who, "mật khẩu mới hơn", "kythuat")));

    EXPECT_EQ(desk.wait(desk.people.authenticate(thief->token)).error().code, ErrorCode::not_authenticated);
}

TEST(People, LetNobodyOutBecauseTheDiskIsFull) {
    Desk desk;
    desk.add("kythuat", "mật khẩu dài");
    const auto session = desk.wait(desk.people.sign_in("kythuat", "mật khẩu dài", "10.0.0.1"));
    desk.store.disk_is_full = true;

    desk.now += 6min;

    EXPECT_TRUE(desk.wait(desk.people.authenticate(session->token)));
}

TEST(People, CountGuessesThatComeAllAtOnce) {
    Desk desk;
    desk.add("kythuat", "mật khẩu dài");
    int refused = 0;
    for (int guess = 0; guess < 12; ++guess)
        boost::asio::co_spawn(desk.context, desk.people.sign_in("kythuat", "đoán mò thôi", "10.0.0.9"),
                              [&](std::exception_ptr, domain::Result<ports::SignedIn> answer) {
                                  refused += !answer && answer.error().code == ErrorCode::too_many_requests;
                              });
    desk.context.restart();
    desk.context.run();

    EXPECT_EQ(refused, 12 - 5);
}

TEST(People, SlowOneClientThatTriesManyNames) {
    Desk desk;
    const auto guess = [&](int name) {
        return desk.wait(desk.people.sign_in("ten" + std::to_string(name), "đoán mò thôi", "10.0.0.9")).error().code;
    };
    for (int name = 0; name < 50; ++name) ASSERT_EQ(guess(name), ErrorCode::wrong_credentials);

    EXPECT_EQ(guess(50), ErrorCode::too_many_requests);
}

TEST(People, KeepThePasswordWhenAnEditNamesNone) {
    Desk desk;
    auto who = desk.add("kythuat", "mật khẩu dài");

    who.title = "Công chức";
    ASSERT_TRUE(desk.wait(desk.people.create_account(who, "", "kythuat")));

    EXPECT_TRUE(desk.wait(desk.people.sign_in("kythuat", "mật khẩu dài", "10.0.0.1")));
}

TEST(People, TakeNoShortPasswordAndNoNameTwice) {
    Desk desk;
    desk.add("kythuat", "mật khẩu dài");
    domain::Operator other;
    other.login = "KyThuat";

    EXPECT_EQ(desk.wait(desk.people.create_account(other, "mật khẩu dài", "kythuat")).error().code, ErrorCode::already_exists);
    other.login = "khac";
    EXPECT_EQ(desk.wait(desk.people.create_account(other, "ngan", "kythuat")).error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace village::people
