// What every store keeps its word about, whichever engine lies below: one suite, run for each. A PostgreSQL storage joins by
// one more type in `Engines`.
#include "tests/controller/storage/samples.hpp"
#include "tests/controller/storage/storage_fixture.hpp"
#include "tests/support/fake_stores.hpp"

namespace village::test {
namespace {

using namespace std::chrono_literals;

struct SqliteOnThreads {
    static constexpr storage::RunOn run_on = storage::RunOn::own_threads;
};
struct SqliteOnCaller {
    static constexpr storage::RunOn run_on = storage::RunOn::caller;
};
using Engines = ::testing::Types<SqliteOnThreads, SqliteOnCaller>;

ports::AuditEntry row_of(std::string action) { return {at_second(1), "cán bộ", std::move(action), "x", ""}; }

template <class Engine>
class StoreContract : public ::testing::Test {
protected:
    void SetUp() override { open(); }
    void open() {
        auto opened = storage::Storage::open({.folder = folder_.path(), .run_on = Engine::run_on}, control_.get_executor());
        ASSERT_OK(opened);
        storage_ = std::move(*opened);
    }
    void reopen() {
        storage_.reset();
        open();
    }
    ports::Stores stores() { return storage_->stores(); }
    template <class Value>
    Value wait(ports::Awaitable<Value> work) {
        return wait_for(control_, std::move(work));
    }
    /// What the audit log says was done, oldest first.
    std::vector<std::string> actions() {
        std::vector<std::string> done;
        const auto page = wait(storage_->read_model().audit({}));
        for (const auto& row : page->rows) done.insert(done.begin(), row.action);
        return done;
    }
    // A schedule rests on its announcement.
    void store_announcement() { ASSERT_OK(wait(stores().announcements.save(sample_announcement(1), {}))); }

    Folder folder_;
    boost::asio::io_context control_;
    std::unique_ptr<storage::Storage> storage_;
};

TYPED_TEST_SUITE(StoreContract, Engines);

TYPED_TEST(StoreContract, NoCommuneMeansSetUpIsNeeded) { EXPECT_CODE(this->wait(this->stores().commune.load()), setup_needed); }

TYPED_TEST(StoreContract, CommuneComesBackAsItWasImported) {
    const auto commune = sample_commune();
    ASSERT_OK(this->wait(this->stores().commune.import({commune, {}, {}}, {})));
    this->reopen();

    const auto loaded = this->wait(this->stores().commune.load());

    ASSERT_OK(loaded);
    EXPECT_EQ(loaded->name, commune.name);
    EXPECT_EQ(loaded->station_name, commune.station_name);
    EXPECT_EQ(loaded->duty_phone, commune.duty_phone);
    EXPECT_EQ(loaded->areas, commune.areas);
    EXPECT_EQ(loaded->zones, commune.zones);
    EXPECT_EQ(loaded->nodes, commune.nodes);
}

TYPED_TEST(StoreContract, SeveralNodesAreSavedTogetherOrNotAtAll) {
    auto commune = sample_commune();
    commune.nodes.push_back(commune.nodes[0]);
    commune.nodes[1].id = make_id<domain::NodeId>(5);
    commune.nodes[1].number = domain::NodeNumber{10};
    ASSERT_OK(this->wait(this->stores().commune.import({commune, {}, {}}, {})));
    auto nodes = this->wait(this->stores().commune.load())->nodes;
    for (auto& node : nodes) node.echo_group = 3;
    auto outdated = nodes;
    ++outdated[1].version;

    EXPECT_CODE(this->wait(this->stores().commune.save(outdated, row_of("late"))), version_conflict);
    const auto unchanged = *this->wait(this->stores().commune.load());
    for (const auto& node : unchanged.nodes) EXPECT_EQ(node.echo_group, 2);
    ASSERT_OK(this->wait(this->stores().commune.save(nodes, row_of("echo_groups.save"))));

    const auto changed = *this->wait(this->stores().commune.load());
    for (const auto& node : changed.nodes) {
        EXPECT_EQ(node.echo_group, 3);
        EXPECT_EQ(node.version, 2u);
    }
    EXPECT_EQ(this->actions(), std::vector<std::string>{"echo_groups.save"});
}

TYPED_TEST(StoreContract, ImportIsAllOrNothing) {
    auto commune = sample_commune();
    commune.nodes.push_back(commune.nodes[0]);
    commune.nodes[1].id = make_id<domain::NodeId>(5);  // The same number twice.

    EXPECT_CODE(this->wait(this->stores().commune.import({commune, {}, {}}, {})), already_exists);

    EXPECT_CODE(this->wait(this->stores().commune.load()), setup_needed);
}

TYPED_TEST(StoreContract, SetUpIsKeptWithItsAccountOrNotAtAll) {
    ports::Account first;
    first.who.id = make_id<domain::OperatorId>(1);
    first.who.login = "quantri";
    first.password_hash = "x";
    const auto stores = this->stores();
    auto broken = sample_commune();
    broken.nodes.push_back(broken.nodes[0]);
    broken.nodes.back().id = make_id<domain::NodeId>(99);

    EXPECT_FALSE(this->wait(stores.commune.set_up({broken, {}, {}}, first, {row_of("broken")})));
    EXPECT_EQ(*this->wait(stores.operators.count()), 0U);
    EXPECT_CODE(this->wait(stores.commune.load()), setup_needed);

    ASSERT_OK(this->wait(stores.commune.set_up({sample_commune(), {}, {}}, first, {row_of("one"), row_of("two")})));
    EXPECT_EQ(*this->wait(stores.operators.count()), 1U);
    EXPECT_EQ(this->wait(stores.commune.load())->name, sample_commune().name);
    EXPECT_EQ(this->actions(), (std::vector<std::string>{"one", "two"}));

    first.who.id = make_id<domain::OperatorId>(2);
    first.who.login = "khac";
    EXPECT_CODE(this->wait(stores.commune.set_up({sample_commune(), {}, {}}, first, {})), setup_already_done);
}

TYPED_TEST(StoreContract, ImportAgainKeepsTheDeviceThatHangsThere) {
    auto commune = sample_commune();
    ASSERT_OK(this->wait(this->stores().commune.import({commune, {}, {}}, {})));
    commune.nodes[0].stage = domain::NodeStage::expected;
    commune.nodes[0].name = "Bến đò mới";

    ASSERT_OK(this->wait(this->stores().commune.import({commune, {}, {}}, {})));

    const auto loaded = this->wait(this->stores().commune.load());
    EXPECT_EQ(loaded->nodes.at(0).stage, domain::NodeStage::enrolled);
    EXPECT_EQ(loaded->nodes.at(0).name, "Bến đò mới");
}

TYPED_TEST(StoreContract, SavedAreaGetsTheNextVersionAndAnOldOneConflicts) {
    ASSERT_OK(this->wait(this->stores().commune.import({sample_commune(), {}, {}}, {})));
    auto area = sample_commune().areas[1];
    area.name = "Bến Mới";

    const auto saved = this->wait(this->stores().commune.save(area, {}));
    const auto late = this->wait(this->stores().commune.save(area, {}));

    ASSERT_OK(saved);
    EXPECT_EQ(saved->version, 2U);
    EXPECT_CODE(late, version_conflict);
}

TYPED_TEST(StoreContract, HoursComeBack) {
    domain::HoursPolicy hours;
    hours.allowed = {{1, 2}, {1380, 60}};
    hours.quiet = {0, 0};
    hours.longest_session = 7min;
    hours.sessions_per_day = 9;
    hours.utc_offset_minutes = -30;
    hours.tests = {{600, 660}};
    EXPECT_EQ(*this->wait(this->stores().commune.hours()), ports::KeptHours{});

    ASSERT_OK(this->wait(this->stores().commune.import({sample_commune(), hours, {}}, {})));

    EXPECT_EQ(*this->wait(this->stores().commune.hours()), (ports::KeptHours{hours, 1}));
}

TYPED_TEST(StoreContract, HoursThatSomebodyElseChangedAreNotOverwritten) {
    auto& store = this->stores().commune;
    domain::HoursPolicy hours;
    hours.sessions_per_day = 9;

    EXPECT_EQ(*this->wait(store.save(ports::KeptHours{hours, 1}, {})), (ports::KeptHours{hours, 2}))
        << "the usual ones were read";
    EXPECT_CODE(this->wait(store.save(ports::KeptHours{{}, 1}, {})), version_conflict);
    ASSERT_OK(this->wait(store.import({sample_commune(), hours, {}}, {})));
    EXPECT_CODE(this->wait(store.save(ports::KeptHours{{}, 2}, {})), version_conflict) << "a file came between";
    EXPECT_EQ(*this->wait(store.hours()), (ports::KeptHours{hours, 3}));
}

TYPED_TEST(StoreContract, SoundsOfAnnouncementsAreNamedOnceNewestFirst) {
    const auto keep = [&](std::uint8_t number, std::optional<domain::ContentHash> sound, int second) {
        auto item = sample_announcement(number);
        item.created_at = at_second(second);
        if (sound) item.content->hash = *sound;
        else item.content.reset();
        ASSERT_OK(this->wait(this->stores().announcements.save(item, {})));
    };
    keep(1, make_hash(1), 10);
    keep(2, make_hash(2), 30);
    keep(3, std::nullopt, 40);
    keep(4, make_hash(1), 20);

    const auto sounds = this->wait(this->stores().announcements.sounds());

    ASSERT_OK(sounds);
    EXPECT_EQ(*sounds, (std::vector{make_hash(2), make_hash(1)}));
}

TYPED_TEST(StoreContract, ApprovalRulesComeBackInTheirOrderAndGuardTheirVersion) {
    domain::ApprovalPolicy policy;
    policy.rules = {
        {domain::Priority::priority, {"Tin buồn - tìm người", "Khẩn cấp"}, {make_id<domain::AreaId>(1)}, true, 2, true},
        {.steps = 1}};
    const auto before = this->wait(this->stores().rules.approval_policy());
    ASSERT_OK(before);
    EXPECT_TRUE(before->rules.empty());
    policy.version = before->version;
    policy.second_person_outside_hours = true;

    const auto saved = this->wait(this->stores().rules.save(policy, row_of("approval_policy.save")));
    const auto lost = this->wait(this->stores().rules.save(policy, row_of("approval_policy.save")));
    this->reopen();

    ASSERT_OK(saved);
    EXPECT_CODE(lost, version_conflict);
    const auto found = this->wait(this->stores().rules.approval_policy());
    ASSERT_OK(found);
    EXPECT_EQ(*found, *saved);
    EXPECT_EQ(found->rules, policy.rules);
    EXPECT_EQ(this->actions(), (std::vector<std::string>{"approval_policy.save"}));
}

TYPED_TEST(StoreContract, SpecialDaysComeBackInTheirOrderAndGuardTheirVersion) {
    using date::local_days;
    const auto none = this->wait(this->stores().rules.day_rules());
    ASSERT_OK(none);
    EXPECT_FALSE(*none) << "nothing was ever saved";
    domain::DayRules days;
    days.version = 0;
    days.rules = {{"Tết Nguyên đán", domain::DayKind::public_holiday, domain::LunarRule{.days = {1}, .months = {1}}, 1, 3, {}},
                  {"Quốc khánh\n2/9", domain::DayKind::public_holiday, domain::YearlyDay{9, 2}, 0, 0, {}},
                  {"Tang lễ",
                   domain::DayKind::local_mourning,
                   domain::DaySpan{local_days{date::year{2026} / 12 / 1}, local_days{date::year{2026} / 12 / 3}},
                   0,
                   0,
                   {make_id<domain::AreaId>(1)}}};

    const auto saved = this->wait(this->stores().rules.save(days, row_of("special_days.save")));
    const auto lost = this->wait(this->stores().rules.save(days, row_of("special_days.save")));
    this->reopen();

    ASSERT_OK(saved);
    EXPECT_CODE(lost, version_conflict);
    const auto found = this->wait(this->stores().rules.day_rules());
    ASSERT_OK(found);
    EXPECT_EQ(**found, *saved);
    EXPECT_EQ((*found)->rules, days.rules);
    EXPECT_EQ((*found)->version, 1u);
}

TYPED_TEST(StoreContract, HoursRulesComeBackInTheirOrderAndGuardTheirVersion) {
    const auto none = this->wait(this->stores().rules.hours_rules());
    ASSERT_OK(none);
    EXPECT_EQ(*none, domain::HoursRules{}) << "nothing was ever saved";
    domain::HoursRules hours;
    hours.rules = {{.name = "Thôn Bến, chủ nhật",
                    .areas = {make_id<domain::AreaId>(1)},
                    .weekdays = 0x40,
                    .kinds = {domain::DayKind::lunar_day, domain::DayKind::election_day},
                    .allowed = {{{1020, 1080}, {1380, 60}}},
                    .quiet = {{690, 810}},
                    .longest_session = 15min,
                    .sessions_per_day = 0},
                   {.name = "Quốc tang: im lặng", .allowed = std::vector<domain::HourWindow>{}},
                   {.name = "Cả ngày như xã"}};

    const auto saved = this->wait(this->stores().rules.save(hours, row_of("hours_rules.save")));
    const auto lost = this->wait(this->stores().rules.save(hours, row_of("hours_rules.save")));
    this->reopen();

    ASSERT_OK(saved);
    EXPECT_CODE(lost, version_conflict);
    const auto found = this->wait(this->stores().rules.hours_rules());
    ASSERT_OK(found);
    EXPECT_EQ(found->rules, hours.rules);
    EXPECT_EQ(found->version, 2u);
}

TYPED_TEST(StoreContract, DelegationComesBackAndStaysEnded) {
    for (std::uint8_t number : {6, 7}) ASSERT_OK(this->wait(this->stores().operators.save({sample_operator(number), "x"}, {})));
    domain::Delegation lent{make_id<domain::DelegationId>(5),
                            make_id<domain::OperatorId>(6),
                            make_id<domain::OperatorId>(7),
                            at_second(1),
                            at_second(100),
                            {}};
    ASSERT_OK(this->wait(this->stores().rules.save(lent, {})));
    auto ended = lent;
    ended.ended_at = at_second(50);

    ASSERT_OK(this->wait(this->stores().rules.save(ended, {})));
    ASSERT_OK(this->wait(this->stores().rules.save(lent, {})));

    const auto all = this->wait(this->stores().rules.delegations());
    ASSERT_OK(all);
    EXPECT_EQ(*all, std::vector{ended});
}

TYPED_TEST(StoreContract, SurgePeriodComesBackAndStaysEnded) {
    domain::SurgePeriod period;
    period.id = make_id<domain::SurgePeriodId>(5);
    period.name = "Ứng phó bão số 3";
    period.from = at_second(1);
    period.until = at_second(100);
    period.windows = {{540, 660}, {1320, 60}};
    period.in_quiet_hours = true;
    period.sessions_per_day = 4;
    period.from_priority = domain::Priority::priority;
    period.categories = {"Thời tiết - thiên tai", "Khẩn cấp"};
    period.areas = {make_id<domain::AreaId>(1), make_id<domain::AreaId>(2)};
    period.approved_by = make_id<domain::OperatorId>(6);
    period.approved_at = at_second(0);
    ASSERT_OK(this->wait(this->stores().rules.save(period, row_of("surge.open"))));
    auto ended = period;
    ended.ended_at = at_second(50);

    ASSERT_OK(this->wait(this->stores().rules.save(ended, {})));
    ASSERT_OK(this->wait(this->stores().rules.save(period, {})));
    this->reopen();

    const auto all = this->wait(this->stores().rules.surge_periods());
    ASSERT_OK(all);
    EXPECT_EQ(*all, std::vector{ended});
}

TYPED_TEST(StoreContract, AnnouncementComesBackAndGuardsItsVersion) {
    const auto item = sample_announcement(1);
    ASSERT_OK(this->wait(this->stores().announcements.save(item, {})));
    auto edited = item;
    edited.content.reset();
    edited.audio_error.reset();

    const auto found = this->wait(this->stores().announcements.find(item.id));
    const auto second = this->wait(this->stores().announcements.save(edited, {}));
    const auto lost = this->wait(this->stores().announcements.save(item, {}));

    ASSERT_OK(found);
    EXPECT_EQ(*found, item);
    ASSERT_OK(second);
    EXPECT_EQ(second->version, 2U);
    EXPECT_CODE(lost, version_conflict);
    EXPECT_EQ(this->wait(this->stores().announcements.find(item.id))->content, std::nullopt);
    EXPECT_CODE(this->wait(this->stores().announcements.find(make_id<domain::AnnouncementId>(9))), not_found);
}

TYPED_TEST(StoreContract, ConsentByTelephoneWaitsForHimWhoseItIsWhateverBecomesOfTheAnnouncement) {
    auto& announcements = this->stores().announcements;
    auto first = sample_announcement(1);
    const auto second = sample_announcement(2);
    const auto leader = first.consents[0].approver, writer = first.consents[0].given_by;
    ASSERT_OK(this->wait(announcements.save(first, {})));
    ASSERT_OK(this->wait(announcements.save(second, {})));
    first.consents.clear();
    ASSERT_OK(this->wait(announcements.save(first, {})));

    const auto unseen = this->wait(announcements.unseen_consents(leader));

    ASSERT_OK(unseen);
    const std::vector<ports::UnseenConsent> expected{{second.id, second.title, writer, second.consents[0].at, true},
                                                     {first.id, first.title, writer, at_second(2), false}};
    EXPECT_EQ(*unseen, expected);
    EXPECT_EQ(*this->wait(announcements.unseen_consents(writer)), std::vector<ports::UnseenConsent>{});
}

TYPED_TEST(StoreContract, ConsentByTelephoneIsSeenOnceByItsOwnerAlone) {
    auto& announcements = this->stores().announcements;
    auto item = sample_announcement(1);
    const auto heard = item.consents[0];
    ASSERT_OK(this->wait(announcements.save(item, {})));
    item.consents[0].at = at_second(50);
    ASSERT_OK(this->wait(announcements.save(item, {})));
    const auto acknowledge = [&](domain::OperatorId who) {
        return this->wait(announcements.acknowledge_consents(who, item.id, heard.at, at_second(60), row_of("consent.see")));
    };

    EXPECT_CODE(acknowledge(heard.given_by), not_found);
    EXPECT_OK(acknowledge(heard.approver));
    EXPECT_CODE(acknowledge(heard.approver), not_found);

    const auto later = this->wait(announcements.unseen_consents(heard.approver));
    ASSERT_EQ(later->size(), 1U);
    EXPECT_EQ(later->front().at, at_second(50)) << "one that he was not shown";
}

TYPED_TEST(StoreContract, ScheduleComesBackAndOnlyActiveOnesAreListed) {
    this->store_announcement();
    const auto item = sample_schedule(1);
    auto cancelled = sample_schedule(2);
    cancelled.state = domain::ScheduleState::cancelled;

    ASSERT_OK(this->wait(this->stores().schedules.save(item, {})));
    ASSERT_OK(this->wait(this->stores().schedules.save(cancelled, {})));

    EXPECT_EQ(*this->wait(this->stores().schedules.find(item.id)), item);
    EXPECT_EQ(*this->wait(this->stores().schedules.active()), std::vector{item});
    cancelled.version = 2;
    EXPECT_CODE(this->wait(this->stores().schedules.save(cancelled, {})), version_conflict);
}

TYPED_TEST(StoreContract, ScheduleOfAProgrammeComesBackWithoutAnAnnouncement) {
    auto schedule = sample_schedule(1);
    schedule.announcement = {};
    schedule.programme = make_id<domain::ProgrammeId>(4);
    auto earlier = domain::wanted_of(schedule);
    earlier.programme = make_id<domain::ProgrammeId>(5);
    schedule.edits.earlier = {{.timing = schedule.timing, .wanted = earlier}};
    schedule.edits.since = at_second(5);
    ASSERT_OK(this->wait(this->stores().schedules.save(schedule, {})));

    const auto found = this->wait(this->stores().schedules.find(schedule.id));

    ASSERT_OK(found);
    EXPECT_EQ(*found, schedule);
}

TYPED_TEST(StoreContract, OpenBroadcastsComeBackWithDeliveriesGrantsAndStops) {
    const auto open = sample_broadcast(1);
    auto over = sample_broadcast(2);
    over.state = domain::BroadcastState::ended;
    over.ended_at = at_second(60);
    auto over_delivery = sample_delivery(2, 9);
    over_delivery.state = domain::DeliveryState::played;
    const auto delivery = sample_delivery(1, 9);
    ASSERT_OK(this->wait(this->stores().broadcasts.save({.broadcasts = {open, over}, .deliveries = {delivery, over_delivery}})));
    ASSERT_OK(this->wait(this->stores().broadcasts.save(
        {.grants = {sample_grant(1, 1), sample_grant(2, 2)}, .stops = {sample_stop(5), sample_stop_of_area(6)}})));
    ASSERT_OK(this->wait(this->stores().broadcasts.save({.calls = {sample_call(1), sample_call(2)}})));
    this->reopen();

    const auto found = this->wait(this->stores().broadcasts.open(at_second(100)));

    ASSERT_OK(found);
    EXPECT_EQ(found->broadcasts, std::vector{open});
    EXPECT_EQ(found->deliveries, std::vector{delivery});
    EXPECT_EQ(found->grants, std::vector{sample_grant(1, 1)});
    EXPECT_EQ(found->stops, (std::vector{sample_stop(5), sample_stop_of_area(6)}));
    EXPECT_EQ(found->calls, std::vector{sample_call(1)}) << "of what is not over";
    EXPECT_EQ(*this->wait(this->stores().broadcasts.find(over.id)), over);
}

TYPED_TEST(StoreContract, PiecesOfAnOccurrenceComeBackWithThoseThatWereWithdrawn) {
    auto withdrawn = sample_broadcast(1), later = sample_broadcast(2), alone = sample_broadcast(3);
    withdrawn.withdrawn = true;
    later.occurrence = alone.occurrence = withdrawn.occurrence;
    alone.place.reset();
    ports::Decided decided;
    decided.broadcasts = {later, withdrawn, alone, sample_broadcast(4)};
    ASSERT_OK(this->wait(this->stores().broadcasts.save(decided)));

    EXPECT_EQ(*this->wait(this->stores().broadcasts.pieces_of(*withdrawn.occurrence)), (std::vector{withdrawn, later}));
}

TYPED_TEST(StoreContract, WhatWasTakenBackOfTheComingDaysComesBackWithWhatGoesOn) {
    auto withdrawn = sample_broadcast(1);
    withdrawn.withdrawn = true;
    withdrawn.state = domain::BroadcastState::cancelled;
    withdrawn.ended_at = withdrawn.starts_at - 48h;
    ports::Decided decided;
    decided.broadcasts = {withdrawn};
    ASSERT_OK(this->wait(this->stores().broadcasts.save(decided)));

    EXPECT_EQ(this->wait(this->stores().broadcasts.open(withdrawn.starts_at - 24h))->broadcasts, std::vector{withdrawn});
    EXPECT_TRUE(this->wait(this->stores().broadcasts.open(withdrawn.starts_at + 25h))->broadcasts.empty()) << "its day is over";
}

TYPED_TEST(StoreContract, CorrectionsOfABroadcastComeBackByStartAndWhatBecameOfEachNode) {
    auto first = sample_broadcast(1), second = sample_broadcast(2), other = sample_broadcast(3), wrong = sample_broadcast(4);
    first.corrects = second.corrects = wrong.id;
    wrong.corrects.reset();
    wrong.announcement = other.announcement = make_id<domain::AnnouncementId>(99);
    other.starts_at = wrong.starts_at + 24h;
    ports::Decided decided;
    decided.broadcasts = {second, first, other, wrong};
    decided.deliveries = {sample_delivery(4, 9), sample_delivery(4, 1), sample_delivery(1, 9)};
    auto& broadcasts = this->stores().broadcasts;
    ASSERT_OK(this->wait(broadcasts.save(decided)));

    EXPECT_EQ(*this->wait(broadcasts.corrections_of(wrong.id)), (std::vector{first, second}));
    EXPECT_EQ(*this->wait(broadcasts.later_of(*wrong.announcement, wrong.starts_at)), std::vector{other}) << "and not itself";
    EXPECT_EQ(*this->wait(broadcasts.deliveries_of(wrong.id)), (std::vector{sample_delivery(4, 1), sample_delivery(4, 9)}));
}

TYPED_TEST(StoreContract, BroadcastsOfADayComeBackByStartOverOrNot) {
    auto before = sample_broadcast(1), over = sample_broadcast(2), planned = sample_broadcast(3), after = sample_broadcast(4);
    before.starts_at = at_second(0);
    over.starts_at = at_second(10);
    over.ended_at = at_second(20);
    planned.starts_at = at_second(30);
    planned.ended_at.reset();
    after.starts_at = at_second(40);
    ports::Decided decided;
    decided.broadcasts = {planned, after, over, before};
    auto& broadcasts = this->stores().broadcasts;
    ASSERT_OK(this->wait(broadcasts.save(decided)));

    EXPECT_EQ(*this->wait(broadcasts.beginning_in(at_second(10), at_second(40))), (std::vector{over, planned}));
}

TYPED_TEST(StoreContract, BroadcastThatStillWaitsForAReceiptIsOpen) {
    auto over = sample_broadcast(1);
    over.ended_at = at_second(60);
    ASSERT_OK(this->wait(this->stores().broadcasts.save({.broadcasts = {over}, .deliveries = {sample_delivery(1, 9)}})));

    EXPECT_EQ(this->wait(this->stores().broadcasts.open(at_second(100)))->broadcasts.size(), 1U);
    EXPECT_EQ(this->wait(this->stores().broadcasts.open(at_second(100) + 91 * 24h))->broadcasts.size(), 0U);
}

TYPED_TEST(StoreContract, ReceiptWhoseDeliveryDidNotReachTheDiskComesBackToBeApplied) {
    auto waits = sample_delivery(1, 9), knows = sample_delivery(1, 8), over = sample_delivery(1, 7);
    over.state = domain::DeliveryState::played;
    auto unapplied = sample_receipt(9, 3), applied = sample_receipt(8, 4), of_the_played = sample_receipt(7, 5);
    for (auto* receipt : {&unapplied, &applied, &of_the_played}) receipt->broadcast = waits.broadcast;
    knows.receipt_number = applied.number;
    ASSERT_OK(
        this->wait(this->stores().broadcasts.save({.broadcasts = {sample_broadcast(1)}, .deliveries = {waits, knows, over}})));
    for (const auto* receipt : {&unapplied, &applied, &of_the_played})
        ASSERT_OK(this->wait(this->stores().receipts.append(*receipt)));

    EXPECT_EQ(this->wait(this->stores().broadcasts.open(at_second(100)))->unapplied, std::vector{unapplied});
}

TYPED_TEST(StoreContract, BegunBroadcastIsTheAnswerToItsKeyAndAnotherRequestIsRefused) {
    const auto broadcast = sample_broadcast(1);
    auto& broadcasts = this->stores().broadcasts;
    EXPECT_EQ(*this->wait(broadcasts.find_idempotent("k", make_hash(1))), std::nullopt);

    ASSERT_OK(this->wait(broadcasts.begin(broadcast, "k", make_hash(1), row_of("broadcast.start"))));

    EXPECT_EQ(*this->wait(broadcasts.find_idempotent("k", make_hash(1))), broadcast.id);
    EXPECT_EQ(*this->wait(broadcasts.find(broadcast.id)), broadcast);
    EXPECT_CODE(this->wait(broadcasts.find_idempotent("k", make_hash(2))), idempotency_mismatch);
    EXPECT_CODE(this->wait(broadcasts.begin(broadcast, "k", make_hash(2), row_of("other"))), idempotency_mismatch);
}

TYPED_TEST(StoreContract, BroadcastBegunTwiceIsBegunOnce) {
    auto broadcast = sample_broadcast(1);
    auto& broadcasts = this->stores().broadcasts;
    ASSERT_OK(this->wait(broadcasts.begin(broadcast, "k", make_hash(1), row_of("broadcast.start"))));
    broadcast.state = domain::BroadcastState::stopped;
    ASSERT_OK(this->wait(broadcasts.save({.broadcasts = {broadcast}})));

    ASSERT_OK(this->wait(broadcasts.begin(sample_broadcast(1), "k", make_hash(1), row_of("broadcast.start"))));

    EXPECT_EQ(this->wait(broadcasts.find(broadcast.id))->state, domain::BroadcastState::stopped);
    EXPECT_EQ(this->actions(), std::vector<std::string>{"broadcast.start"});
}

TYPED_TEST(StoreContract, EveryChangeOfAPersonHasItsAuditRow) {
    ASSERT_OK(this->wait(this->stores().commune.import({sample_commune(), {}, {}}, row_of("commune.import"))));
    ASSERT_OK(this->wait(this->stores().commune.save(sample_commune().areas[1], row_of("area.save"))));
    ASSERT_OK(this->wait(this->stores().commune.save(sample_commune().nodes[0], row_of("node.save"))));
    ASSERT_OK(this->wait(this->stores().announcements.save(sample_announcement(1), row_of("announcement.save"))));
    ASSERT_OK(this->wait(this->stores().schedules.save(sample_schedule(1), row_of("schedule.save"))));
    ASSERT_OK(this->wait(this->stores().operators.save({sample_operator(7), "x"}, row_of("operator.save"))));
    const auto device = sample_device(1, make_id<domain::OperatorId>(7));
    ASSERT_OK(this->wait(this->stores().operators.save_device_key(device, row_of("device.pair"))));
    ASSERT_OK(this->wait(this->stores().credentials.save({{9}, "PEM", {}, at_second(1), {}}, row_of("credential.issue"))));
    ASSERT_OK(this->wait(this->stores().broadcasts.save({.broadcasts = {sample_broadcast(1)}, .audit = {row_of("stop")}})));

    EXPECT_EQ(this->actions(),
              (std::vector<std::string>{"commune.import", "area.save", "node.save", "announcement.save", "schedule.save",
                                        "operator.save", "device.pair", "credential.issue", "stop"}));
}

TYPED_TEST(StoreContract, RefusedChangeLeavesNoAuditRow) {
    ASSERT_OK(this->wait(this->stores().announcements.save(sample_announcement(1), row_of("first"))));
    auto late = sample_announcement(1);
    late.version = 7;
    auto without_broadcast = sample_delivery(9, 9);

    EXPECT_CODE(this->wait(this->stores().announcements.save(late, row_of("late"))), version_conflict);
    EXPECT_CODE(this->wait(this->stores().broadcasts.save({.deliveries = {without_broadcast}, .audit = {row_of("lost")}})),
                internal);

    EXPECT_EQ(this->actions(), std::vector<std::string>{"first"});
}

TYPED_TEST(StoreContract, ReceiptIsKeptOnceAndAnotherUnderItsNumberIsRefused) {
    const auto receipt = sample_receipt(9, 1);
    auto forged = receipt;
    forged.signed_bytes += "!";
    EXPECT_EQ(*this->wait(this->stores().receipts.complete_up_to({9}, receipt.receipt_key, 1)), 0U);

    EXPECT_OK(this->wait(this->stores().receipts.append(receipt)));
    EXPECT_OK(this->wait(this->stores().receipts.append(receipt)));
    EXPECT_CODE(this->wait(this->stores().receipts.append(forged)), already_exists);

    EXPECT_EQ(*this->wait(this->stores().receipts.complete_up_to({9}, receipt.receipt_key, 1)), 1U);
    const auto page = this->wait(this->storage_->read_model().receipts(receipt.broadcast, receipt.node, {}));
    ASSERT_OK(page);
    EXPECT_EQ(page->rows, std::vector{receipt});
}

TYPED_TEST(StoreContract, ReceiptsOfAReplacedBoxAndOfItsSuccessorAreNumberedEachForItself) {
    auto old_box = sample_receipt(9, 1), new_box = old_box;
    old_box.receipt_key.fill(1);
    new_box.receipt_key.fill(2);
    new_box.signed_bytes = "of the new box";
    auto& receipts = this->stores().receipts;

    ASSERT_OK(this->wait(receipts.append(old_box)));
    ASSERT_OK(this->wait(receipts.append(new_box)));
    old_box.number = 2;
    ASSERT_OK(this->wait(receipts.append(old_box)));

    EXPECT_EQ(*this->wait(receipts.complete_up_to({9}, old_box.receipt_key, 1)), 2U);
    EXPECT_EQ(*this->wait(receipts.complete_up_to({9}, new_box.receipt_key, 1)), 1U);
}

TYPED_TEST(StoreContract, ReceiptsAreCompleteUpToTheFirstThatIsMissing) {
    auto& receipts = this->stores().receipts;
    auto receipt = sample_receipt(9, 1);
    for (const std::uint64_t number : {1, 2, 4, 5, 7}) {
        receipt.number = number;
        ASSERT_OK(this->wait(receipts.append(receipt)));
    }

    EXPECT_EQ(*this->wait(receipts.complete_up_to({9}, receipt.receipt_key, 1)), 2U);
    EXPECT_EQ(*this->wait(receipts.complete_up_to({9}, receipt.receipt_key, 3)), 2U);
    EXPECT_EQ(*this->wait(receipts.complete_up_to({9}, receipt.receipt_key, 4)), 5U);
    EXPECT_EQ(*this->wait(receipts.complete_up_to({9}, receipt.receipt_key, 20)), 19U);
}

TYPED_TEST(StoreContract, CredentialOfAReplacedBoxIsRevokedAndKept) {
    auto& credentials = this->stores().credentials;
    ASSERT_OK(this->wait(credentials.save({{9}, "old", make_hash(1).bytes, at_second(1), {}}, {})));
    ASSERT_OK(this->wait(credentials.save({{8}, "neighbour", make_hash(3).bytes, at_second(2), {}}, {})));

    ASSERT_OK(this->wait(credentials.save({{9}, "new", make_hash(2).bytes, at_second(7), {}}, {})));

    const auto all = this->wait(credentials.all());
    ASSERT_EQ(all->size(), 3U);
    EXPECT_EQ(all->at(0).revoked_at, at_second(7));
    EXPECT_FALSE(all->at(1).revoked_at);
    EXPECT_EQ(all->at(2).certificate_pem, "new");
    EXPECT_FALSE(all->at(2).revoked_at);
}

TYPED_TEST(StoreContract, RevokedNodeAndItsCredentialsAreRevokedTogetherOrNotAtAll) {
    ASSERT_OK(this->wait(this->stores().commune.import({sample_commune(), {}, {}}, {})));
    auto& credentials = this->stores().credentials;
    auto node = sample_commune().nodes[0];
    ASSERT_OK(this->wait(credentials.save({node.number, "box", make_hash(1).bytes, at_second(1), {}}, {})));
    const domain::NodeNumber neighbour{static_cast<std::uint16_t>(node.number.value + 100)};
    ASSERT_OK(this->wait(credentials.save({neighbour, "neighbour", make_hash(3).bytes, at_second(2), {}}, {})));
    auto outdated = node;
    outdated.version += 7;

    EXPECT_CODE(this->wait(this->stores().commune.revoke(outdated, at_second(8), row_of("late"))), version_conflict);
    EXPECT_FALSE(this->wait(credentials.all())->at(0).revoked_at);

    node.stage = domain::NodeStage::revoked;
    ASSERT_OK(this->wait(this->stores().commune.revoke(node, at_second(9), row_of("node.revoke"))));

    const auto all = this->wait(credentials.all());
    EXPECT_EQ(all->at(0).revoked_at, at_second(9));
    EXPECT_FALSE(all->at(1).revoked_at);
    EXPECT_EQ(this->wait(this->stores().commune.load())->find_node(node.id)->stage, domain::NodeStage::revoked);
    EXPECT_EQ(this->actions(), std::vector<std::string>{"node.revoke"});
}

TYPED_TEST(StoreContract, RefusedReceiptLeavesItsNeighboursInTheGroupAlone) {
    ASSERT_OK(this->wait(this->stores().receipts.append(sample_receipt(9, 1))));
    auto forged = sample_receipt(9, 1);
    forged.signed_bytes = "other";
    std::vector<std::future<domain::Status>> answers;
    for (const auto& receipt : {sample_receipt(1, 1), forged, sample_receipt(2, 1)})
        answers.push_back(
            boost::asio::co_spawn(this->control_, this->stores().receipts.append(receipt), boost::asio::use_future));
    this->control_.restart();
    this->control_.run();

    EXPECT_OK(answers[0].get());
    EXPECT_CODE(answers[1].get(), already_exists);
    EXPECT_OK(answers[2].get());
    EXPECT_EQ(*this->wait(this->stores().receipts.complete_up_to({2}, sample_receipt_key(2), 1)), 1U);
}

TYPED_TEST(StoreContract, AccountComesBackAndAnEmptyHashKeepsTheStoredOne) {
    auto& operators = this->stores().operators;
    const auto who = sample_operator(7);
    EXPECT_EQ(*this->wait(operators.count()), 0U);
    ASSERT_OK(this->wait(operators.save({who, "$argon2id$..."}, {})));
    ASSERT_OK(this->wait(operators.save({who, ""}, {})));

    const auto account = this->wait(operators.find_by_login(who.login));

    ASSERT_OK(account);
    EXPECT_EQ(account->password_hash, "$argon2id$...");
    EXPECT_EQ(account->who.version, 2U);
    EXPECT_EQ(this->wait(operators.find(who.id))->roles, who.roles);
    EXPECT_EQ(this->wait(operators.all())->size(), 1U);
    auto namesake = sample_operator(8);
    namesake.login = who.login;
    EXPECT_CODE(this->wait(operators.save({namesake, "x"}, {})), already_exists);
    EXPECT_CODE(this->wait(operators.save({who, "late"}, {})), version_conflict);
}

TYPED_TEST(StoreContract, SessionEndsWhenItIsEndedOrLongExpired) {
    auto& operators = this->stores().operators;
    ASSERT_OK(this->wait(operators.save({sample_operator(7), "x"}, {})));
    const ports::StoredSession one{make_hash(1), make_id<domain::OperatorId>(7), at_second(0), at_second(1), at_second(50)};
    const ports::StoredSession two{make_hash(2), make_id<domain::OperatorId>(7), at_second(60), at_second(60), at_second(99)};
    ASSERT_OK(this->wait(operators.save_session(one)));
    EXPECT_EQ(this->wait(operators.find_session(one.token_hash))->expires_at, one.expires_at);

    ASSERT_OK(this->wait(operators.save_session(two)));
    EXPECT_CODE(this->wait(operators.find_session(one.token_hash)), not_found);

    ASSERT_OK(this->wait(operators.end_session(two.token_hash)));
    EXPECT_CODE(this->wait(operators.find_session(two.token_hash)), not_found);
}

TYPED_TEST(StoreContract, ANewPasswordOrAClosedAccountEndsItsSessions) {
    auto& operators = this->stores().operators;
    auto who = sample_operator(7);
    ASSERT_OK(this->wait(operators.save({who, "x"}, {})));
    const ports::StoredSession one{make_hash(1), who.id, at_second(0), at_second(1), at_second(50)};
    ASSERT_OK(this->wait(operators.save_session(one)));

    who = *this->wait(operators.save({who, ""}, {}));
    ASSERT_OK(this->wait(operators.find_session(one.token_hash))) << "a new title signs nobody out";
    who = *this->wait(operators.save({who, "y"}, {}));
    EXPECT_CODE(this->wait(operators.find_session(one.token_hash)), not_found);

    ASSERT_OK(this->wait(operators.session_used(one.token_hash, at_second(2))));
    EXPECT_CODE(this->wait(operators.find_session(one.token_hash)), not_found) << "using it does not bring it back";

    ASSERT_OK(this->wait(operators.save_session(one)));
    who.active = false;
    ASSERT_OK(this->wait(operators.save({who, ""}, {})));
    EXPECT_CODE(this->wait(operators.find_session(one.token_hash)), not_found);
}

TYPED_TEST(StoreContract, RevokedDeviceKeyStaysRevoked) {
    auto& operators = this->stores().operators;
    ASSERT_OK(this->wait(operators.save({sample_operator(7), "x"}, {})));
    auto key = sample_device(1, make_id<domain::OperatorId>(7));
    key.revoked_at = at_second(9);
    ASSERT_OK(this->wait(operators.save_device_key(key, {})));
    auto revived = key;
    revived.revoked_at.reset();

    ASSERT_OK(this->wait(operators.save_device_key(revived, {})));

    EXPECT_EQ(*this->wait(operators.device_keys(std::nullopt)), std::vector{key});
    EXPECT_TRUE(this->wait(operators.device_keys(make_id<domain::OperatorId>(8)))->empty());
}

TYPED_TEST(StoreContract, EmergencyTemplatesAndWhatWasRenderedComeBack) {
    auto& emergencies = this->stores().emergencies;
    const domain::RenderedTemplate rendered{.emergency_template = make_id<domain::TemplateId>(1),
                                            .place = make_id<domain::AreaId>(2),
                                            .drill = false,
                                            .sentence = "Khẩn cấp! Thôn Bến",
                                            .content = domain::AudioContent{make_hash(3), 9, 20s, -16, -1},
                                            .rendered_at = at_second(4)};
    auto drill = rendered;
    drill.drill = true;
    drill.content->hash = make_hash(4);
    ASSERT_OK(this->wait(this->stores().commune.import({sample_commune(), {}, {sample_template(1), sample_template(2)}}, {})));
    ASSERT_OK(this->wait(emergencies.save(drill)));
    ASSERT_OK(this->wait(emergencies.save(rendered)));

    const std::vector templates{sample_template(1), sample_template(2)};
    const std::vector both{rendered, drill};
    EXPECT_EQ(*this->wait(emergencies.templates()), templates);
    EXPECT_EQ(*this->wait(emergencies.rendered()), both);
}

TYPED_TEST(StoreContract, ATemplateIsAddedSavedAndRemovedByItsVersion) {
    auto& emergencies = this->stores().emergencies;
    auto one = sample_template(1);
    one.version = 1;
    auto rendered = domain::RenderedTemplate{.emergency_template = one.id, .place = make_id<domain::AreaId>(2), .sentence = "x"};

    EXPECT_EQ(*this->wait(emergencies.add(one, {})), one);
    EXPECT_CODE(this->wait(emergencies.add(one, {})), version_conflict) << "it is there";
    ASSERT_OK(this->wait(emergencies.save(rendered)));
    one.tile = "LŨ QUÉT";
    EXPECT_EQ(this->wait(emergencies.save(one, {}))->version, 2U);
    EXPECT_CODE(this->wait(emergencies.save(one, {})), version_conflict);
    EXPECT_CODE(this->wait(emergencies.remove(one.id, 1, {})), version_conflict);
    EXPECT_EQ(*this->wait(emergencies.rendered()), std::vector{rendered}) << "what is refused loses nothing";
    ASSERT_OK(this->wait(emergencies.remove(one.id, 2, {})));
    EXPECT_TRUE(this->wait(emergencies.templates())->empty());
    EXPECT_TRUE(this->wait(emergencies.rendered())->empty());
}

TYPED_TEST(StoreContract, WhatWasMadeWithAnotherSirenIsMadeAgainAndWhatIsNowAnAllClearIsNoWarning) {
    auto& emergencies = this->stores().emergencies;
    auto one = sample_template(1);
    auto rendered = domain::RenderedTemplate{.emergency_template = one.id,
                                             .place = make_id<domain::AreaId>(2),
                                             .drill = false,
                                             .sentence = "Khẩn cấp! Thôn Bến",
                                             .content = domain::AudioContent{make_hash(3), 9, 20s, -16, -1},
                                             .rendered_at = at_second(4)};
    ASSERT_OK(this->wait(this->stores().commune.import({sample_commune(), {}, {one}}, {})));
    ASSERT_OK(this->wait(emergencies.save(rendered)));

    ASSERT_OK(this->wait(this->stores().commune.import({sample_commune(), {}, {one}}, {})));
    EXPECT_EQ(*this->wait(emergencies.rendered()), std::vector{rendered}) << "nothing changed";

    one.siren.push_back({"siren", 5});
    ASSERT_OK(this->wait(this->stores().commune.import({sample_commune(), {}, {one}}, {})));
    rendered.rendered_at = {};
    EXPECT_EQ(*this->wait(emergencies.rendered()), std::vector{rendered}) << "it warns until it is made again";

    one.all_clear = true;
    ASSERT_OK(this->wait(this->stores().commune.import({sample_commune(), {}, {one}}, {})));
    EXPECT_TRUE(this->wait(emergencies.rendered())->empty());
}

TYPED_TEST(StoreContract, CredentialAndJobComeBack) {
    ports::NodeCredential credential{{9}, "PEM", make_hash(1).bytes, at_second(1), at_second(2)};
    ports::JobRow job{make_id<domain::JobId>(1),
                      "prepare_file",
                      "subject",
                      "running",
                      40,
                      "decoding",
                      domain::Error{domain::ErrorCode::timed_out, "x"},
                      at_second(1),
                      at_second(2)};
    ASSERT_OK(this->wait(this->stores().credentials.save(credential, {})));
    ASSERT_OK(this->wait(this->stores().jobs.save(job)));

    const auto credentials = this->wait(this->stores().credentials.all());
    const auto jobs = this->wait(this->stores().jobs.unfinished());

    ASSERT_EQ(credentials->size(), 1U);
    EXPECT_EQ(credentials->at(0).receipt_key, credential.receipt_key);
    EXPECT_EQ(credentials->at(0).revoked_at, credential.revoked_at);
    ASSERT_EQ(jobs->size(), 1U);
    EXPECT_EQ(jobs->at(0).error, job.error);
    job.state = "done";
    ASSERT_OK(this->wait(this->stores().jobs.save(job)));
    EXPECT_TRUE(this->wait(this->stores().jobs.unfinished())->empty());
}

TYPED_TEST(StoreContract, SettingComesBackAndIsBounded) {
    EXPECT_EQ(*this->wait(this->storage_->load_setting("set_up_code")), std::nullopt);
    ASSERT_OK(this->wait(this->storage_->save_setting("set_up_code", "abc")));
    this->reopen();
    EXPECT_EQ(*this->wait(this->storage_->load_setting("set_up_code")), "abc");
    EXPECT_CODE(this->wait(this->storage_->save_setting("big", std::string(65 * 1024, 'x'))), too_large);
}

// ---- Programmes, which the fake of the API's tests keeps as the engines do ----

struct InMemory {};

template <class Engine>
class ProgrammeContract : public StoreContract<Engine> {
protected:
    ports::ProgrammeStore& programmes() { return this->stores().programmes; }
};

template <>
class ProgrammeContract<InMemory> : public ::testing::Test {
protected:
    ports::ProgrammeStore& programmes() { return programmes_; }
    void reopen() {}
    template <class Value>
    Value wait(ports::Awaitable<Value> work) {
        return wait_for(control_, std::move(work));
    }

private:
    boost::asio::io_context control_;
    support::FakeProgrammeStore programmes_;
};

using EnginesAndFake = ::testing::Types<SqliteOnThreads, SqliteOnCaller, InMemory>;
TYPED_TEST_SUITE(ProgrammeContract, EnginesAndFake);

TYPED_TEST(ProgrammeContract, OneComesBackWithItsItemsAndGuardsItsVersion) {
    const auto programme = sample_programme(7);
    ASSERT_OK(this->wait(this->programmes().add(programme, {})));
    EXPECT_CODE(this->wait(this->programmes().add(programme, {})), already_exists);
    auto edited = programme;
    edited.name = "Chương trình tối";
    edited.items.pop_back();
    edited.filler.reset();

    const auto first = this->wait(this->programmes().find(programme.id));
    const auto saved = this->wait(this->programmes().save(edited, {}));
    const auto lost = this->wait(this->programmes().save(programme, {}));
    this->reopen();

    ASSERT_OK(first);
    EXPECT_EQ(*first, programme);
    ASSERT_OK(saved);
    EXPECT_EQ(saved->version, 2U);
    EXPECT_CODE(lost, version_conflict);
    EXPECT_EQ(this->wait(this->programmes().find(programme.id)).value(), *saved);
    EXPECT_CODE(this->wait(this->programmes().find(make_id<domain::ProgrammeId>(99))), not_found);
}

TYPED_TEST(ProgrammeContract, AllAreListedByName) {
    auto last = sample_programme(1);
    last.name = "Chương trình tối";
    for (const auto& one : {last, sample_programme(2), sample_programme(3)})
        ASSERT_OK(this->wait(this->programmes().add(one, {})));

    EXPECT_EQ(this->wait(this->programmes().all()).value(), (std::vector{sample_programme(2), sample_programme(3), last}));
}

TYPED_TEST(ProgrammeContract, ADayIsEmptyUntilSomethingIsPutInAndGuardsItsVersion) {
    const auto programme = sample_programme(7);
    ASSERT_OK(this->wait(this->programmes().add(programme, {})));
    constexpr date::local_days monday{date::year{2026} / 11 / 23};
    auto day = this->wait(this->programmes().day(programme.id, monday)).value();
    EXPECT_EQ(day, (domain::ProgrammeDay{programme.id, monday, {}, 0}));
    day.bulletins = {{make_id<domain::AnnouncementId>(4), domain::Priority::priority}, {make_id<domain::AnnouncementId>(3)}};

    const auto saved = this->wait(this->programmes().save(day, {}));
    const auto lost = this->wait(this->programmes().save(day, {}));
    this->reopen();

    ASSERT_OK(saved);
    EXPECT_EQ(saved->version, 1U);
    EXPECT_CODE(lost, version_conflict);
    EXPECT_EQ(this->wait(this->programmes().day(programme.id, monday)).value(), *saved);
    EXPECT_TRUE(this->wait(this->programmes().day(programme.id, monday + date::days{1})).value().bulletins.empty());
    EXPECT_CODE(this->wait(this->programmes().day(make_id<domain::ProgrammeId>(99), monday)), not_found);
}

TYPED_TEST(ProgrammeContract, ADayCanBeEmptiedAgain) {
    const auto programme = sample_programme(7);
    ASSERT_OK(this->wait(this->programmes().add(programme, {})));
    constexpr date::local_days monday{date::year{2026} / 11 / 23};
    ASSERT_OK(this->wait(this->programmes().save({programme.id, monday, {{make_id<domain::AnnouncementId>(4)}}, 0}, {})));

    ASSERT_OK(this->wait(this->programmes().save({programme.id, monday, {}, 1}, {})));

    EXPECT_EQ(this->wait(this->programmes().day(programme.id, monday)).value(),
              (domain::ProgrammeDay{programme.id, monday, {}, 2}));
}

TYPED_TEST(ProgrammeContract, OneThatIsRemovedTakesItsDaysWithItAndNoEditBringsItBack) {
    const auto gone = sample_programme(7), stays = sample_programme(8);
    constexpr date::local_days monday{date::year{2026} / 11 / 23};
    for (const auto& one : {gone, stays}) {
        ASSERT_OK(this->wait(this->programmes().add(one, {})));
        ASSERT_OK(this->wait(this->programmes().save({one.id, monday, {{make_id<domain::AnnouncementId>(4)}}, 0}, {})));
    }
    EXPECT_CODE(this->wait(this->programmes().remove(gone.id, 2, {})), version_conflict);
    EXPECT_EQ(this->wait(this->programmes().day(gone.id, monday)).value().version, 1U) << "a refusal removes nothing";

    ASSERT_OK(this->wait(this->programmes().remove(gone.id, 1, {})));
    this->reopen();

    EXPECT_CODE(this->wait(this->programmes().find(gone.id)), not_found);
    EXPECT_CODE(this->wait(this->programmes().save(gone, {})), not_found);
    EXPECT_CODE(this->wait(this->programmes().save({gone.id, monday, {}, 1}, {})), not_found);
    EXPECT_CODE(this->wait(this->programmes().remove(gone.id, 1, {})), not_found);
    EXPECT_EQ(this->wait(this->programmes().all()).value(), std::vector{stays});
    EXPECT_EQ(this->wait(this->programmes().day(stays.id, monday)).value().bulletins.size(), 1U);
}

TYPED_TEST(StoreContract, WhatIsDoneToAProgrammeIsWrittenDownWithIt) {
    const auto programme = sample_programme(7);
    constexpr date::local_days monday{date::year{2026} / 11 / 23};
    auto& programmes = this->stores().programmes;
    ASSERT_OK(this->wait(programmes.add(programme, row_of("add"))));
    ASSERT_OK(this->wait(programmes.save(programme, row_of("save"))));
    ASSERT_OK(this->wait(programmes.save({programme.id, monday, {}, 0}, row_of("bulletins"))));
    EXPECT_CODE(this->wait(programmes.save({programme.id, monday, {}, 0}, row_of("lost"))), version_conflict);
    ASSERT_OK(this->wait(programmes.remove(programme.id, 2, row_of("remove"))));

    EXPECT_EQ(this->actions(), (std::vector<std::string>{"add", "save", "bulletins", "remove"}));
}

}  // namespace
}  // namespace village::test
