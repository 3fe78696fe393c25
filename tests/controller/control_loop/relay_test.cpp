// A relay in a programme on the calendar: when its stream is made, who gets the keys, and what a restart leaves of it.
#include "tests/controller/control_loop/evening_programme.hpp"

namespace village::test {
namespace {

bool is_among(const std::vector<std::string>& lines, std::string_view line) {
    return std::ranges::find(lines, line) != lines.end();
}

constexpr auto relay_at = std::chrono::minutes{10};

/// A relay of ten minutes at 17:10, with music instead of it.
struct EveningWithARelay : EveningProgramme {
    EveningWithARelay() {
        auto relay = item("relay", domain::ItemKind::relay);
        relay.title = "Tiếp sóng đài tỉnh";
        relay.relay = "vov1";
        relay.at = relay_at;
        relay.length = std::chrono::minutes{9};
        programme.items.insert(programme.items.begin() + 2, relay);
        change();
        save();
    }
    RecordingStreams& streams() { return world.streams(); }
    std::optional<domain::Grant> relay() {
        for (const auto& grant : planned())
            if (grant.stream) return grant;
        return std::nullopt;
    }
    std::optional<domain::Grant> instead() {
        for (const auto& grant : planned())
            if (grant.starts_at == monday_1700 + relay_at && grant.content) return grant;
        return std::nullopt;
    }
    void restart(const std::function<void(World&)>& before_start = [](World&) {}) {
        world.restart(before_start);
        for (const auto node : {node_1, node_3}) world.connect(node);
        settle();
    }
    /// The planning that comes every ten minutes.
    void plan_at(domain::UtcTime moment) {
        world.now = moment;
        put_in({});
    }
};

TEST(Relay, GetsItsStreamShortlyBeforeItsProgrammeAndItsFallbackAtOnce) {
    EveningWithARelay test;
    ASSERT_TRUE(test.instead());
    EXPECT_TRUE(test.instead()->stands_in_for);
    EXPECT_FALSE(test.relay());
    EXPECT_TRUE(test.streams().prepared.empty());

    test.plan_at(monday_1700 - 20min);

    const auto relay = test.relay();
    ASSERT_TRUE(relay);
    EXPECT_EQ(test.instead()->stands_in_for, relay->broadcast);
    EXPECT_EQ(std::pair(relay->starts_at, relay->max_duration),
              (std::pair<domain::UtcTime, domain::Duration>(monday_1700 + relay_at, 9min)));
    EXPECT_EQ(relay->kind, domain::BroadcastKind::scheduled);
    EXPECT_EQ(test.world.gateway().keyed, relay->nodes);

    test.plan_at(monday_1700 - 10min);

    EXPECT_EQ(test.streams().prepared, std::vector{relay->broadcast}) << "one stream, however often it is planned";
}

TEST(Relay, IsCalledByItsKeyBeforeItsMoment) {
    EveningWithARelay test;
    test.plan_at(monday_1700 - 20min);
    ASSERT_TRUE(test.relay());

    test.come_to(monday_1700);
    test.world.now = monday_1700 + relay_at - 15s;

    const auto is_called = [&] { return !test.streams().sources.empty(); };
    // The loop looks at the clock every five seconds at least.
    ASSERT_TRUE(test.world.until(is_called) || test.world.until(is_called) || test.world.until(is_called));
    EXPECT_EQ(test.streams().sources[0].kind, ports::LiveSource::Kind::relay);
    EXPECT_EQ(test.streams().sources[0].name, "vov1");
}

TEST(Relay, GetsAnotherStreamAfterARestartBeforeItsProgramme) {
    EveningWithARelay test;
    test.plan_at(monday_1700 - 20min);
    const auto before = test.relay();
    ASSERT_TRUE(before);

    test.restart();

    const auto after = test.relay();
    ASSERT_TRUE(after);
    EXPECT_NE(after->broadcast, before->broadcast);
    EXPECT_EQ(test.instead()->stands_in_for, after->broadcast);
    EXPECT_EQ(test.streams().prepared, std::vector{after->broadcast});
}

TEST(Relay, GetsAnotherStreamAfterARestartInItsProgrammeBeforeItsOwnMoment) {
    EveningWithARelay test;
    test.plan_at(monday_1700 - 20min);
    const auto before = test.relay(), column = test.planned_of(3);
    ASSERT_TRUE(before && column);
    test.come_to(monday_1700);
    test.world.now = monday_1700 + 5min;

    test.restart();

    const auto after = test.relay();
    ASSERT_TRUE(after);
    EXPECT_NE(after->broadcast, before->broadcast);
    EXPECT_EQ(after->starts_at, before->starts_at);
    EXPECT_EQ(test.instead()->stands_in_for, after->broadcast);
    EXPECT_EQ(test.streams().prepared, std::vector{after->broadcast});
    EXPECT_EQ(test.planned_of(3)->id, column->id) << "the rest of the programme stays as it was signed";
    test.settle();
    EXPECT_EQ(test.relay()->id, after->id);

    test.world.now = monday_1700 + relay_at - 15s;
    const auto is_called = [&] { return !test.streams().sources.empty(); };
    EXPECT_TRUE(test.world.until(is_called) || test.world.until(is_called) || test.world.until(is_called));
}

TEST(Relay, IsLeftToItsFallbackAfterARestartShortlyBeforeItsOwnMoment) {
    EveningWithARelay test;
    test.plan_at(monday_1700 - 20min);
    const auto before = test.relay(), instead = test.instead();
    ASSERT_TRUE(before && instead);
    test.come_to(monday_1700);
    test.world.now = monday_1700 + relay_at - 25s;

    test.restart();

    EXPECT_EQ(test.relay()->id, before->id);
    EXPECT_EQ(test.instead()->id, instead->id) << "no STOP silences it";
    EXPECT_TRUE(test.streams().prepared.empty());
}

TEST(Relay, KeepsItsFallbackWhereTheSignerIsAwayAfterARestartInItsProgramme) {
    EveningWithARelay test;
    test.plan_at(monday_1700 - 20min);
    const auto before = test.relay(), instead = test.instead();
    ASSERT_TRUE(before && instead);
    test.come_to(monday_1700);
    test.world.now = monday_1700 + 5min;

    test.restart([](World& world) { world.signer().refusal = domain::Error{ErrorCode::unavailable, "it is away"}; });

    EXPECT_EQ(test.relay()->id, before->id);
    EXPECT_EQ(test.instead()->id, instead->id) << "nobody could sign another one";
}

TEST(Relay, KeepsItsFallbackWhereARestartInItsProgrammeFindsNoPlaceForItsStream) {
    EveningWithARelay test;
    test.plan_at(monday_1700 - 20min);
    const auto instead = test.instead();
    ASSERT_TRUE(instead);
    test.come_to(monday_1700);
    test.world.now = monday_1700 + 5min;

    test.restart([](World& world) { world.streams().refusal = domain::Error{ErrorCode::too_large, "no place"}; });

    EXPECT_EQ(test.instead()->id, instead->id);
}

TEST(Relay, IsHeldBackWhereTheRulesAskForAnApprovalUnlessTheyLetItsCategoryPass) {
    EveningWithARelay test;
    domain::ApprovalPolicy rules;
    rules.rules = {{.categories = {"tiếp sóng"}, .steps = 1}};
    ASSERT_OK(test.world.save(approver(), rules));

    test.plan_at(monday_1700 - 20min);

    EXPECT_FALSE(test.relay());
    EXPECT_TRUE(test.instead());
    EXPECT_TRUE(is_among(test.foreseen(), "17:00:00 Tiếp sóng đài tỉnh not_approved"));
    const auto day = test.world.preview(test.programme.id, monday).value();
    const auto left = std::ranges::find(day.left_out, "relay", &ports::LeftOutItem::key);
    ASSERT_NE(left, day.left_out.end());
    EXPECT_EQ(left->reason, "not_approved");
    EXPECT_EQ(left->replaced_by, music);
    rules.rules[0].steps = 0;
    rules.version = 2;
    ASSERT_OK(test.world.save(approver(), rules));
    test.settle();
    EXPECT_TRUE(test.relay());
}

TEST(Relay, ThatOtherRulesHoldBackIsNamedToWhoSavesThem) {
    EveningWithARelay test;
    domain::ApprovalPolicy rules;
    rules.rules = {{.areas = {commune_area}, .steps = 1}};

    const auto saved = test.world.save(approver(), rules);

    ASSERT_OK(saved);
    ASSERT_TRUE(saved->falls_away);
    ASSERT_EQ(saved->falls_away->size(), 1u) << "of each schedule the first; the rest of this day is on the calendar";
    EXPECT_EQ(saved->falls_away->at(0).title, "Tiếp sóng đài tỉnh");
    EXPECT_EQ(saved->falls_away->at(0).reason, "not_approved");
    EXPECT_FALSE(saved->falls_away->at(0).announcement);
}

TEST(Relay, IsHeardInTheQuietHoursOnlyWhereASurgePeriodOpensThemUntilItsEnd) {
    EveningWithARelay test;
    ports::KeptHours own;
    own.hours.quiet = {17 * 60, 5 * 60};
    ASSERT_OK(test.world.save(approver(), own));
    domain::SurgePeriod storm{.id = make_id<domain::SurgePeriodId>(95), .name = "Bão số 3"};
    storm.from = test.world.now;
    storm.until = test.world.now + 7 * 24h;
    storm.windows = {{17 * 60, 17 * 60 + 15}};
    storm.in_quiet_hours = true;
    storm.areas = {commune_area};
    ASSERT_OK(test.world.open(approver(), storm));

    test.plan_at(monday_1700 - 20min);

    ASSERT_TRUE(test.planned_of(1));
    EXPECT_TRUE(test.planned_of(1)->quiet_hours);
    EXPECT_FALSE(test.relay()) << "it would go on until 17:19";
}

TEST(Relay, IsForeseenForTheDaysToComeThoughItHasNoStreamYet) {
    EveningWithARelay test;

    const auto lines = test.foreseen(30h);

    EXPECT_TRUE(is_among(lines, "17:10:00 Tiếp sóng đài tỉnh"));
}

TEST(Relay, OfAStationThatTheSettingsNoLongerNameIsForeseenAsMissing) {
    EveningWithARelay test;

    test.world.relays.clear();
    test.restart();

    EXPECT_TRUE(is_among(test.foreseen(30h), "17:00:00 Tiếp sóng đài tỉnh no_relay"));
    EXPECT_TRUE(is_among(test.foreseen(30h), "17:10:00 Tin 2")) << "and what is heard instead";
}

TEST(Relay, OfAStationThatNobodyKnowsIsRefused) {
    EveningWithARelay test;
    test.programme.items[2].relay = "dai-huyen";

    const auto refused = test.world.save(approver(), test.programme);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, domain::ErrorCode::not_found);
    EXPECT_NE(refused.error().detail.find("dai-huyen"), std::string::npos);
}

}  // namespace
}  // namespace village::test
