// Hours by hamlet and by kind of day in a running controller: who is asked for a reason, who is not, and what each loudspeaker is
// told to keep to by itself.
#include <date/date.h>

#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test::hours_by_hamlet {
namespace {

using date::local_days;
using date::year;
using domain::HourWindow;

constexpr HourWindow siesta{11 * 60 + 30, 13 * 60 + 30}, after_work{17 * 60, 18 * 60};
constexpr std::uint8_t on_sundays = 1U << 6U;
const auto sunday = local_days{year{2026} / 11 / 29};
const auto wednesday = local_days{year{2026} / 11 / 25};

domain::HoursRule rule_for(std::string name, std::vector<domain::AreaId> areas) {
    domain::HoursRule rule;
    rule.name = std::move(name);
    rule.areas = std::move(areas);
    return rule;
}
/// In Bến only the evening, on Sundays.
domain::HoursRule no_sunday_mornings() {
    auto rule = rule_for("Thôn Bến, chủ nhật", {ben});
    rule.weekdays = on_sundays;
    rule.allowed = {{after_work}};
    return rule;
}
domain::HoursRule silent_mourning() {
    auto rule = rule_for("Quốc tang", {});
    rule.kinds = {domain::DayKind::state_mourning};
    rule.allowed.emplace();
    return rule;
}

void keep(World& world, std::vector<domain::HoursRule> rules) {
    auto kept = world.hours_rules();
    kept.rules = std::move(rules);
    ASSERT_OK(world.save(approver(), kept));
    world.settle();
}
/// All of midday, so that a siesta takes something away.
void allow_midday(World& world) {
    auto file = three_hamlets();
    file.hours.emplace();
    file.hours->allowed.push_back({10 * 60, 15 * 60});
    auto both = administrator();
    both.roles.push_back(domain::Role::approver);
    ASSERT_OK(world.import(both, file));
}

domain::Schedule in(domain::AreaId hamlet, std::string local_start, std::string recurrence = "") {
    auto schedule = schedule_at(std::move(local_start), std::move(recurrence));
    schedule.targets.areas = {hamlet};
    return schedule;
}

/// As stored first: the file of the world brings none.
ports::KeptHours own_hours() { return {}; }

TEST(OwnHours, HoldAtOnceForWhoPlansAtLoudspeakersAndAtTheSigner) {
    World world;
    auto own = own_hours();
    own.hours.allowed = {after_work};

    ASSERT_OK(world.save(approver(), own));
    world.settle();

    const auto morning = world.save(approver(), in(ben, "2026-11-25T05:40:00"));
    EXPECT_CODE(morning, confirmation_needed);
    EXPECT_EQ(morning.error().rule->limit, "17:00-18:00");
    EXPECT_EQ(world.loop().profile(node_1)->hours.allowed, std::vector{after_work});
    EXPECT_EQ(world.signer().policy.hours.allowed, std::vector{after_work});
    const auto row = world.audit_rows().back();
    EXPECT_EQ(row.action, "hours.save");
    EXPECT_EQ(row.detail, "17:00-18:00, quiet 21:00-05:00, sessions: 2 of 60 min");
}

TEST(OwnHours, SayWhatFallsAwayByThem) {
    World world;
    world.connect(node_1);
    ASSERT_OK(world.save(approver(), in(ben, "2026-11-23T17:30:00", "FREQ=DAILY")));
    auto in_the_morning = in(ben, "2026-11-24T05:40:00", "FREQ=DAILY");
    in_the_morning.id = make_id<domain::ScheduleId>(81);
    ASSERT_OK(world.save(approver(), in_the_morning));
    world.settle();
    auto own = own_hours();
    own.hours.allowed = {{5 * 60 + 30, 6 * 60 + 30}};

    const auto saved = world.save(approver(), own);

    ASSERT_OK(saved);
    ASSERT_EQ(saved->falls_away->size(), 1u) << "of each schedule the first, and nothing that still sounds";
    EXPECT_EQ(saved->falls_away->at(0).schedule, make_id<domain::ScheduleId>(80));
    EXPECT_EQ(saved->falls_away->at(0).planned, domain::parse_utc("2026-11-23T17:30:00+07:00").value());
    EXPECT_EQ(saved->falls_away->at(0).reason, "outside_allowed_hours");
    own.version = 2;
    own.hours = {};
    EXPECT_TRUE(world.save(approver(), own)->falls_away->empty()) << "wider ones take nothing";
}

TEST(OwnHours, AreSavedWithARemarkWhereTheyLieInTheQuietOnes) {
    World world;
    auto own = own_hours();
    own.hours.allowed.push_back({20 * 60 + 30, 21 * 60 + 30});
    domain::HoursRules rules = world.hours_rules();
    rules.rules = {rule_for("Thôn Bến", {ben})};
    rules.rules[0].allowed = {{{21 * 60, 21 * 60 + 15}}};

    const auto saved = world.save(approver(), own);
    const auto by_hamlet = world.save(approver(), rules);

    ASSERT_OK(saved);
    ASSERT_OK(by_hamlet);
    ASSERT_EQ(saved->remarks.size(), 1u);
    EXPECT_EQ(saved->remarks[0].rule, (domain::BrokenRule{"allowed_in_quiet", "21:00-05:00", "21:00-21:30"}));
    ASSERT_EQ(by_hamlet->remarks.size(), 1u);
    EXPECT_EQ(by_hamlet->remarks[0].rule->by, "Thôn Bến");
}

TEST(HoursByHamlet, SayWhatFallsAwayByThem) {
    World world;
    ASSERT_OK(world.save(approver(), in(commune_area, "2026-11-29T05:40:00")));
    auto kept = world.hours_rules();
    kept.rules = {no_sunday_mornings()};

    const auto saved = world.save(approver(), kept);

    ASSERT_OK(saved);
    ASSERT_EQ(saved->falls_away->size(), 1u);
    EXPECT_EQ(saved->falls_away->at(0).schedule, make_id<domain::ScheduleId>(80));
    EXPECT_EQ(saved->falls_away->at(0).nodes, (NodeSet{node_1, node_2}));
    kept.version = saved->rules.version;
    kept.rules[0].areas = {};
    const auto everywhere = world.save(approver(), kept);
    ASSERT_OK(everywhere);
    ASSERT_EQ(everywhere->falls_away->size(), 1u);
    EXPECT_EQ(everywhere->falls_away->at(0).nodes, NodeSet{node_3}) << "at the others it was silent already";
}

domain::HoursRule quiet_sunday_in_ben() {
    auto rule = rule_for("Chủ nhật yên tĩnh", {ben});
    rule.weekdays = on_sundays;
    rule.quiet = {{5 * 60, 12 * 60}};
    return rule;
}

TEST(HoursByHamlet, NameEveryLoudspeakerThatLosesItForWhateverReason) {
    World world;
    ASSERT_OK(world.save(approver(), in(commune_area, "2026-11-29T05:40:00")));
    auto kept = world.hours_rules();
    auto of_dong = no_sunday_mornings();
    of_dong.areas = {dong};
    kept.rules = {quiet_sunday_in_ben(), of_dong};

    const auto saved = world.save(approver(), kept);

    ASSERT_OK(saved);
    ASSERT_EQ(saved->falls_away->size(), 1u);
    EXPECT_EQ(saved->falls_away->at(0).nodes, (NodeSet{node_1, node_2, node_3}));
}

TEST(HoursByHamlet, DoNotTakeAwayAgainWhatWasSilentForAnotherReason) {
    World world;
    ASSERT_OK(world.save(approver(), in(ben, "2026-11-29T05:40:00")));
    keep(world, {quiet_sunday_in_ben()});
    auto kept = world.hours_rules();
    kept.rules = {no_sunday_mornings()};

    const auto saved = world.save(approver(), kept);

    ASSERT_OK(saved);
    EXPECT_TRUE(saved->falls_away->empty());
}

TEST(OwnHours, AreRefusedToWhoMayNotSetThemBeforeAnythingIsForeseen) {
    World world;
    world.keep_schedule(in(ben, "2026-11-23T17:30:00", "FREQ=DAILY"));
    world.broadcast_store().gate.is_closed = true;  // A forecast would wait here.

    EXPECT_CODE(world.save(administrator(), own_hours()), not_permitted);
    EXPECT_CODE(world.save(administrator(), world.hours_rules()), not_permitted);
    EXPECT_ANY_THROW((void)world.dry_run({.targets = {.areas = {ben}}}));
    world.broadcast_store().gate.open();
}

TEST(OwnHours, AreALeadersAndNobodyOverwritesAnother) {
    World world;

    EXPECT_CODE(world.save(administrator(), own_hours()), not_permitted);
    EXPECT_CODE(world.save(head_of_ben(), own_hours()), not_permitted);
    ASSERT_OK(world.save(approver(), own_hours()));
    EXPECT_CODE(world.save(approver(), own_hours()), version_conflict);
}

TEST(OwnHours, ThatMakeNoSenseChangeNothing) {
    World world;
    keep(world, {no_sunday_mornings()});
    auto empty = own_hours(), narrow = own_hours();
    empty.hours.allowed.push_back({600, 600});
    narrow.hours.allowed = {{5 * 60 + 30, 6 * 60 + 30}};

    const auto of_nothing = world.save(approver(), empty), without_evening = world.save(approver(), narrow);

    EXPECT_CODE(of_nothing, invalid_argument);
    EXPECT_EQ(of_nothing.error().rule->found, "10:00-10:00");
    EXPECT_CODE(without_evening, invalid_argument);
    EXPECT_EQ(without_evening.error().rule->by, "Thôn Bến, chủ nhật");
    EXPECT_EQ(world.loop().hours(), domain::HoursPolicy{});
}

TEST(OwnHours, HoldAfterARestart) {
    World world;
    auto own = own_hours();
    own.hours.sessions_per_day = 1;
    ASSERT_OK(world.save(approver(), own));

    world.restart();

    EXPECT_EQ(world.loop().hours().sessions_per_day, 1);
}

TEST(HoursByHamlet, AskForAReasonInTheirHamletAndNameTheRule) {
    World world;
    keep(world, {no_sunday_mornings()});

    const auto saved = world.save(approver(), in(ben, "2026-11-29T05:40:00"));

    EXPECT_CODE(saved, confirmation_needed);
    ASSERT_TRUE(saved.error().rule);
    EXPECT_EQ(saved.error().rule->name, "allowed_hours");
    EXPECT_EQ(saved.error().rule->limit, "17:00-18:00");
    EXPECT_EQ(saved.error().rule->by, "Thôn Bến, chủ nhật");
    auto explained = in(ben, "2026-11-29T05:40:00");
    explained.outside_hours_reason = "đoàn về thăm";
    EXPECT_CODE(world.save(approver(), explained), confirmation_needed) << "and once more";
    EXPECT_OK(world.save(approver(), explained, true));
}

TEST(HoursByHamlet, LeaveTheNextHamletInPeace) {
    World world;
    keep(world, {no_sunday_mornings()});

    EXPECT_OK(world.save(approver(), in(dong, "2026-11-29T05:40:00")));
}

TEST(HoursByHamlet, LeaveTheOtherDaysInPeace) {
    World world;
    keep(world, {no_sunday_mornings()});

    EXPECT_OK(world.save(approver(), in(ben, "2026-11-28T05:40:00")));
}

TEST(HoursByHamlet, OfOneHamletHoldForWhatSoundsThereToo) {
    World world;
    keep(world, {no_sunday_mornings()});

    EXPECT_CODE(world.save(approver(), in(commune_area, "2026-11-29T05:40:00")), confirmation_needed);
}

TEST(HoursByHamlet, AreTheCommunesOwnWhereItsOwnHoursAreBroken) {
    World world;
    keep(world, {no_sunday_mornings()});

    const auto saved = world.save(approver(), in(ben, "2026-11-29T03:15:00"));

    EXPECT_CODE(saved, quiet_hours);
    EXPECT_EQ(saved.error().rule->name, "quiet_hours");
    EXPECT_EQ(saved.error().rule->by, "");
}

TEST(HoursByHamlet, KeepTheMiddayRestOfOneHamlet) {
    World world;
    allow_midday(world);
    auto rest = rule_for("Nghỉ trưa", {ben});
    rest.quiet = {siesta};
    keep(world, {rest});

    const auto saved = world.save(approver(), in(ben, "2026-11-24T12:00:00"));

    EXPECT_CODE(saved, quiet_hours);
    EXPECT_EQ(saved.error().rule->name, "quiet_hours");
    EXPECT_EQ(saved.error().rule->by, "Nghỉ trưa");
    EXPECT_OK(world.save(approver(), in(dong, "2026-11-24T12:00:00")));
}

TEST(HoursByHamlet, TakeNobodysWeekdaysForOneQuietSunday) {
    World world;
    auto sunday = rule_for("Chủ nhật yên tĩnh", {ben});
    sunday.weekdays = on_sundays;
    sunday.quiet = {{5 * 60, 12 * 60}};
    keep(world, {sunday});
    auto daily = in(ben, "2026-11-24T05:40:00", "FREQ=DAILY");
    daily.outside_hours_reason = "bản tin hằng ngày";

    const auto asked = world.save(approver(), daily);
    EXPECT_CODE(asked, confirmation_needed);
    EXPECT_EQ(asked.error().rule->by, "Chủ nhật yên tĩnh");
    const auto shown = world.preview(approver(), daily);
    ASSERT_OK(shown);
    ASSERT_EQ(shown->problems.size(), 1u);
    EXPECT_EQ(shown->problems[0].code, ErrorCode::confirmation_needed);
    EXPECT_OK(world.save(approver(), daily, true));
    EXPECT_CODE(world.save(approver(), in(ben, "2026-11-29T05:40:00"), true), quiet_hours) << "alone it never sounds";
}

TEST(HoursByHamlet, AreSaidToAnEditorTooWhoMayNotOpenQuietHours) {
    World world;
    domain::Operator editor;
    editor.id = make_id<domain::OperatorId>(47);
    editor.login = "bientap";
    editor.roles = {domain::Role::editor};
    editor.areas = {commune_area};
    auto sunday = rule_for("Chủ nhật yên tĩnh", {ben});
    sunday.weekdays = on_sundays;
    sunday.quiet = {{5 * 60, 12 * 60}};
    keep(world, {sunday});

    EXPECT_CODE(world.save(editor, in(ben, "2026-11-24T03:15:00")), quiet_hours);
    auto daily = in(ben, "2026-11-24T05:40:00", "FREQ=DAILY");
    daily.outside_hours_reason = "bản tin hằng ngày";
    EXPECT_CODE(world.save(editor, daily), confirmation_needed) << "one quiet Sunday takes nobody's weekdays away";
    EXPECT_OK(world.save(editor, daily, true));
    world.now = domain::parse_utc("2026-11-24T03:15:00+07:00").value();
    EXPECT_CODE(world.broadcast(editor, play_now({{ben}, {}, {}})), quiet_hours);
    EXPECT_CODE(world.broadcast(viewer(), play_now({{ben}, {}, {}})), not_permitted);
}

TEST(HoursByHamlet, AQuietDayOfOneHamletIsKeptByItsLoudspeakersAndTheOthersSound) {
    World world;
    for (const auto node : {node_1, node_2, node_3}) world.connect(node);
    auto daily = in(commune_area, "2026-11-24T05:40:00", "FREQ=DAILY");
    daily.outside_hours_reason = "bản tin hằng ngày";
    auto sunday = rule_for("Chủ nhật yên tĩnh", {ben});
    sunday.weekdays = on_sundays;
    sunday.quiet = {{5 * 60, 12 * 60}};
    keep(world, {sunday});
    ASSERT_OK(world.save(approver(), daily, true));
    world.settle();

    const auto on_sunday = [](const auto& entry) {
        return entry.second.grant.starts_at == domain::parse_utc("2026-11-29T05:40:00+07:00").value();
    };
    const auto signed_one = std::ranges::find_if(world.ledger.grants, on_sunday);
    ASSERT_NE(signed_one, world.ledger.grants.end());
    EXPECT_FALSE(signed_one->second.grant.quiet_hours) << "no person's reason opens quiet hours";
    const auto run = world.dry_run({.targets = {.areas = {commune_area}}, .to = world.now + 7 * 24h});
    ASSERT_OK(run);
    std::map<std::string, domain::NodeSet> by_reason;
    for (const auto& sound : run->sounds)
        if (sound.planned == signed_one->second.grant.starts_at) by_reason[sound.reason] = sound.nodes;
    EXPECT_EQ(by_reason["quiet_hours"], (NodeSet{node_1, node_2}));
    EXPECT_EQ(by_reason[""], NodeSet{node_3});
}

TEST(Hours, WhatTheCommuneMakesQuietLaterIsNotPlannedAndTheDryRunSaysWhy) {
    World world;
    world.connect(node_3);
    ASSERT_OK(world.save(approver(), in(dong, "2026-12-05T17:40:00")));
    auto file = three_hamlets();
    file.hours.emplace();
    file.hours->quiet = {17 * 60, 5 * 60};
    auto both = administrator();
    both.roles.push_back(domain::Role::approver);
    ASSERT_OK(world.import(both, file));
    world.now += 6 * 24h;
    world.settle();

    EXPECT_TRUE(world.ledger.grants.empty());
    const auto run = world.dry_run({.targets = {.areas = {dong}}, .to = world.now + 10 * 24h});
    ASSERT_OK(run);
    ASSERT_EQ(run->sounds.size(), 1u);
    EXPECT_EQ(run->sounds[0].reason, "quiet_hours");
    auto beside = in(dong, "2026-12-05T17:40:00");
    beside.id = make_id<domain::ScheduleId>(82);
    EXPECT_EQ(world.preview(approver(), beside)->conflicts.count, 0u) << "nothing is there to be met";
}

TEST(HoursByHamlet, FallOutOfTheZonesCalendarUnlessSomebodyHasAReasonOrAnotherHamletHearsIt) {
    World world;
    auto quiet_sunday = no_sunday_mornings();
    quiet_sunday.quiet = {{5 * 60, 12 * 60}};
    keep(world, {quiet_sunday});
    const auto calendar_with = [&](const domain::Schedule& daily) {
        EXPECT_OK(world.save(approver(), daily, true, true));
        const auto file = world.zone_calendar(domain::ZoneId{commune_area.bytes});
        EXPECT_OK(file);
        EXPECT_OK(world.cancel(approver(), world.stored_schedule(daily.id)));
        return file ? *file : std::string{};
    };
    const std::string on_the_first_sunday = "20261129T0540";
    auto daily = in(ben, "2026-11-24T05:40:00", "FREQ=DAILY");
    daily.outside_hours_reason = "bản tin hằng ngày";
    auto everywhere = daily;
    everywhere.id = make_id<domain::ScheduleId>(81);
    everywhere.targets.areas = {commune_area};

    EXPECT_NE(calendar_with(daily).find(on_the_first_sunday), std::string::npos) << "an EXDATE";
    EXPECT_EQ(calendar_with(everywhere).find(on_the_first_sunday), std::string::npos) << "Đồng hears it";
    keep(world, {no_sunday_mornings()});
    daily.id = make_id<domain::ScheduleId>(82);
    EXPECT_EQ(calendar_with(daily).find(on_the_first_sunday), std::string::npos) << "the reason holds outside the hours";
}

TEST(HoursByHamlet, LetNoHamletHeadPlanOutsideOfThem) {
    World world;
    keep(world, {no_sunday_mornings()});

    EXPECT_CODE(world.save(head_of_ben(), in(ben, "2026-11-29T05:40:00")), not_permitted);
    EXPECT_OK(world.save(head_of_ben(), in(ben, "2026-11-29T17:10:00")));
}

TEST(HoursByHamlet, HoldOnADayOfMourningFromTheMomentItIsDeclared) {
    World world;
    keep(world, {silent_mourning()});
    ASSERT_OK(world.preview(approver(), in(dong, "2026-11-25T17:10:00")));
    EXPECT_TRUE(world.preview(approver(), in(dong, "2026-11-25T17:10:00"))->problems.empty());

    auto days = world.day_rules();
    days.rules.push_back({"Quốc tang", domain::DayKind::state_mourning, domain::DaySpan{wednesday, wednesday}, 0, 0, {}});
    ASSERT_OK(world.save(approver(), days));

    EXPECT_CODE(world.save(approver(), in(dong, "2026-11-25T17:10:00")), confirmation_needed);
    EXPECT_OK(world.save(approver(), in(dong, "2026-11-26T17:10:00")));
}

TEST(HoursByHamlet, AskWhoSpeaksNowThere) {
    World world;
    world.now = domain::parse_utc("2026-11-29T05:40:00+07:00").value();
    keep(world, {no_sunday_mornings()});

    EXPECT_CODE(world.broadcast(approver(), play_now({.areas = {ben}})), confirmation_needed);
    EXPECT_OK(world.broadcast(approver(), play_now({.areas = {dong}}, "press-2")));
}

TEST(HoursByHamlet, LetWhatWasExplainedSoundAtALoudspeakerThatKeepsThem) {
    World world;
    for (const auto node : {node_1, node_2}) world.connect(node);
    keep(world, {no_sunday_mornings()});
    auto explained = in(ben, "2026-11-29T05:40:00");
    explained.outside_hours_reason = "đoàn về thăm";

    ASSERT_OK(world.save(approver(), explained, true));
    world.settle();

    const auto run = world.dry_run({.targets = {.areas = {ben}}, .to = world.now + 7 * 24h});
    ASSERT_OK(run);
    ASSERT_EQ(run->sounds.size(), 1u);
    EXPECT_EQ(run->sounds[0].reason, "");
}

TEST(HoursByHamlet, AreWhyTheDryRunSaysOneHamletStaysSilent) {
    World world;
    for (const auto node : {node_1, node_2, node_3}) world.connect(node);
    ASSERT_OK(world.save(approver(), in(commune_area, "2026-11-29T05:40:00")));
    world.settle();

    keep(world, {no_sunday_mornings()});

    const auto run = world.dry_run({.targets = {.areas = {commune_area}}, .to = world.now + 7 * 24h});
    ASSERT_OK(run);
    ASSERT_EQ(run->sounds.size(), 2u);
    for (const auto& sound : run->sounds) {
        const bool is_in_ben = sound.nodes.contains(node_1);
        EXPECT_EQ(sound.nodes, is_in_ben ? (NodeSet{node_1, node_2}) : NodeSet{node_3});
        EXPECT_EQ(sound.reason, is_in_ben ? "outside_allowed_hours" : "");
    }
}

TEST(HoursByHamlet, AreToldToTheLoudspeakersOfTheirHamlet) {
    World world;

    keep(world, {no_sunday_mornings()});

    const auto& in_ben = world.gateway().profiles.at(node_1).hours;
    const auto& in_dong = world.gateway().profiles.at(node_3).hours;
    EXPECT_EQ(in_ben.on(sunday.time_since_epoch().count()).allowed, std::vector{after_work});
    EXPECT_EQ(in_dong.on(sunday.time_since_epoch().count()), domain::DayHours{});
    EXPECT_EQ(world.gateway().profiles.at(node_1), *world.loop().profile(node_1)) << "as a node that joins is greeted";
}

TEST(HoursByHamlet, AreToldForFiveAndFortyDaysToCome) {
    World world;
    auto every_day_but_monday = no_sunday_mornings();
    every_day_but_monday.weekdays = 0x7E;
    keep(world, {every_day_but_monday});

    const auto days = world.gateway().profiles.at(node_1).hours.days;

    ASSERT_FALSE(days.empty());
    const auto today = local_days{year{2026} / 11 / 23}.time_since_epoch().count();
    EXPECT_EQ(days.front().day, today - 1);
    EXPECT_EQ(days.back().day, today + 45);
}

TEST(HoursByHamlet, LetNoLoudspeakerTestItselfOnAPublicHoliday) {
    World world;
    auto days = world.day_rules();
    days.rules.push_back({"Nghỉ bù", domain::DayKind::public_holiday, domain::DaySpan{wednesday, wednesday}, 0, 0, {}});

    ASSERT_OK(world.save(approver(), days));

    const auto& hours = world.gateway().profiles.at(node_1).hours;
    EXPECT_TRUE(hours.on(wednesday.time_since_epoch().count()).tests.empty());
    EXPECT_FALSE(hours.tests.empty());
}

TEST(HoursByHamlet, CountTheSessionsOfEachLoudspeakerByItsOwnHamlet) {
    World world;
    auto once = rule_for("Thôn Bến mỗi ngày một buổi", {ben});
    once.sessions_per_day = 1;
    keep(world, {once});
    ASSERT_OK(world.save(approver(), in(commune_area, "2026-11-24T05:40:00")));
    world.settle();
    auto second = in(dong, "2026-11-24T17:10:00");
    second.id = make_id<domain::ScheduleId>(81);
    auto third = in(ben, "2026-11-24T17:10:00");
    third.id = make_id<domain::ScheduleId>(82);

    EXPECT_OK(world.save(approver(), second));
    const auto refused = world.save(approver(), third);

    EXPECT_CODE(refused, confirmation_needed);
    EXPECT_EQ(refused.error().rule->name, "sessions_per_day");
    EXPECT_EQ(refused.error().rule->limit, "1");
    EXPECT_EQ(refused.error().rule->by, once.name);
}

TEST(HoursByHamlet, AreOpenedAgainByASurgePeriod) {
    World world;
    keep(world, {no_sunday_mornings()});
    domain::SurgePeriod storm;
    storm.id = make_id<domain::SurgePeriodId>(95);
    storm.name = "Ứng phó bão số 3";
    storm.from = world.now;
    storm.until = world.now + 7 * 24h;
    storm.windows = {{5 * 60 + 30, 6 * 60 + 30}};
    storm.areas = {commune_area};
    ASSERT_OK(world.open(approver(), storm));

    EXPECT_OK(world.save(approver(), in(ben, "2026-11-29T05:40:00")));
}

TEST(HoursByHamlet, AreLaidDownByWhoMaySetHoursAndWrittenIntoTheLog) {
    World world;
    auto rules = world.hours_rules();
    rules.rules = {no_sunday_mornings()};

    EXPECT_CODE(world.save(head_of_ben(), rules), not_permitted);
    EXPECT_CODE(world.save(administrator(), rules), not_permitted);
    ASSERT_OK(world.save(approver(), rules));

    EXPECT_EQ(world.audit_rows().back().action, "hours_rules.save");
    EXPECT_CODE(world.save(approver(), rules), version_conflict);
}

TEST(HoursByHamlet, OpenNothingThatTheCommuneKeepsClosed) {
    World world;
    auto rules = world.hours_rules();
    rules.rules = {no_sunday_mornings()};
    rules.rules[0].allowed = {{{9 * 60, 10 * 60}}};

    EXPECT_CODE(world.save(approver(), rules), invalid_argument);
}

TEST(HoursByHamlet, HoldAfterARestart) {
    World world;
    keep(world, {no_sunday_mornings()});

    world.restart();

    EXPECT_CODE(world.save(approver(), in(ben, "2026-11-29T05:40:00")), confirmation_needed);
    EXPECT_EQ(world.loop().profile(node_1)->hours.on(sunday.time_since_epoch().count()).allowed, std::vector{after_work});
}

}  // namespace
}  // namespace village::test::hours_by_hamlet
