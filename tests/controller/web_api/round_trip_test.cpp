// What is saved over HTTP is read back as it was said, and what is refused leaves nothing behind, whatever it is.
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "controller/web_api/dispatch.hpp"
#include "tests/controller/web_api/any_body.hpp"
#include "tests/controller/web_api/server_fixture.hpp"

namespace village::web_api {
namespace {

/// How one kind of body is saved and read again.
struct Kind {
    const char* name;
    Method method;
    const char* path;    ///< Where it is saved; read from there, too.
    const char* needed;  ///< What such a body has to say.
    std::function<any::Said()> any_body;
};
const std::vector<Kind> kinds{
    {"schedule", Method::post, "/schedules", "local_start", any::schedule},
    {"programme", Method::post, "/programmes", "length_s", any::programme},
    {"zone", Method::post, "/zones", "name", any::zone},
    {"emergency template", Method::post, "/emergency-templates", "code", any::emergency_template},
    {"special days", Method::patch, "/special-days", "rules", [] { return any::rules_of(any::special_day); }},
    {"hours rules", Method::patch, "/hours-rules", "rules", [] { return any::rules_of(any::hours_rule); }},
    {"approval rules", Method::patch, "/approval-policy", "rules", any::approval},
};

class RoundTrip : public Server {
protected:
    void SetUp() override {
        domain::Commune commune;
        for (const auto& id : any::areas) commune.areas.emplace_back().id = domain::AreaId::parse(id).value();
        for (const auto& id : any::zones) commune.zones.emplace_back().id = domain::ZoneId::parse(id).value();
        for (const auto& id : any::nodes) {
            auto& node = commune.nodes.emplace_back();
            node.id = domain::NodeId::parse(id).value();
            node.number = domain::NodeNumber{static_cast<std::uint16_t>(commune.nodes.size())};
            node.hamlet = commune.areas.front().id;
        }
        ASSERT_TRUE(wait(controller.import_commune({}, {commune, {}, {}})));
    }
    Answer ask(Method method, const std::string& path, std::string body = {}, std::string version = {}) {
        const auto match = find_route(all_routes(), method, path);
        EXPECT_NE(match.route, nullptr) << path;
        auto request = asked(match.arguments, std::move(body), std::move(version));
        request.method = method;
        return wait(run(api, *match.route, std::move(request)));
    }
    Answer save(const Kind& kind, std::string body) {
        const auto version = kind.method == Method::patch ? header_of(ask(Method::get, kind.path), "ETag") : std::string{};
        return ask(kind.method, kind.path, std::move(body), version);
    }
    /// As anybody reads it afterwards: the one with this id in a list, or the only one.
    boost::json::object read_back(const Kind& kind, const Answer& saved) {
        const auto made = boost::json::parse(saved.body).as_object();
        auto read = boost::json::parse(ask(Method::get, kind.path).body).as_object();
        const auto* items = read.if_contains("items");
        if (items == nullptr) return read;
        for (const auto& item : items->as_array())
            if (item.at("id") == made.at("id")) return item.as_object();
        return {};
    }
    /// Everything that is kept, as it is read.
    std::string all_that_is_kept() {
        std::string all;
        for (const auto& kind : kinds) all += ask(Method::get, kind.path).body + "\n";
        return all;
    }

    Api api{world(), {}};
};

/// Without what the server adds of itself.
boost::json::object as_said(boost::json::object read) {
    for (const auto* own : {"id", "version", "created_by", "created_at", "state", "askings"}) read.erase(own);
    return read;
}

TEST_F(RoundTrip, GivesBackWhateverWasSaid) {
    for (const auto& kind : kinds) {
        SCOPED_TRACE(kind.name);
        EXPECT_TRUE(rc::check([&] {
            const auto said = kind.any_body();

            const auto saved = save(kind, boost::json::serialize(said.sent));

            RC_LOG() << boost::json::serialize(said.sent) << "\n" << (saved.problem ? saved.problem->error.detail : saved.body);
            RC_ASSERT(saved.status / 100 == 2U);
            RC_ASSERT(boost::json::value(as_said(read_back(kind, saved))) == boost::json::value(said.kept));
        }));
    }
}

/// A refusal that a person and a program understand.
void expect_refused(const Answer& answer, domain::UtcTime now) {
    RC_ASSERT(answer.status >= 400U);
    RC_ASSERT(answer.status < 500U);
    RC_ASSERT(answer.problem.has_value());
    const auto body = boost::json::parse(problem_text(*answer.problem, now)).as_object();
    for (const auto* name : {"type", "title", "status", "code", "detail", "fix", "server_time"}) RC_ASSERT(body.contains(name));
    for (const auto* language : {"vi", "en"}) RC_ASSERT(!body.at("words").at(language).as_string().empty());
}

TEST_F(RoundTrip, RefusesOrKeepsWhatHasOneStrangeValueAndNeverFails) {
    for (const auto& kind : kinds) {
        SCOPED_TRACE(kind.name);
        EXPECT_TRUE(rc::check([&] {
            boost::json::value body = kind.any_body().sent;
            auto& place = any::somewhere_in(body);
            place = any::value();
            const auto before = all_that_is_kept();

            const auto answer = save(kind, boost::json::serialize(body));

            RC_LOG() << boost::json::serialize(body);
            if (answer.status / 100 == 2U) return;
            expect_refused(answer, now);
            RC_ASSERT(all_that_is_kept() == before);
        }));
    }
}

TEST_F(RoundTrip, RefusesWhatSaysTooMuchOrTooLittle) {
    for (const auto& kind : kinds) {
        SCOPED_TRACE(kind.name);
        EXPECT_TRUE(rc::check([&] {
            auto body = kind.any_body().sent;
            if (any::coin()) body["x" + any::text(1, 9)] = any::value();
            else body.erase(kind.needed);
            const auto before = all_that_is_kept();

            const auto answer = save(kind, boost::json::serialize(body));

            RC_LOG() << boost::json::serialize(body);
            expect_refused(answer, now);
            RC_ASSERT(all_that_is_kept() == before);
        }));
    }
}

TEST_F(RoundTrip, RefusesWhatIsNoBodyAtAll) {
    for (const auto& kind : kinds) {
        SCOPED_TRACE(kind.name);
        EXPECT_TRUE(rc::check([&] {
            const auto garbage = any::coin() ? *rc::gen::arbitrary<std::string>()
                                             : boost::json::serialize(any::list(0, 4, [] { return any::value(); }));
            const auto before = all_that_is_kept();

            expect_refused(save(kind, garbage), now);

            RC_ASSERT(all_that_is_kept() == before);
        }));
    }
}

}  // namespace
}  // namespace village::web_api
