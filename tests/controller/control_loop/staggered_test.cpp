// Phát so le through the running controller: how a wish becomes passes, what is refused, and what counts.
#include <algorithm>

#include "scheduler/policy/passes.hpp"
#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

std::vector<ports::EchoGroupEdit> groups_now(World& world, std::initializer_list<std::uint8_t> groups) {
    std::vector<ports::EchoGroupEdit> edits;
    const auto& nodes = world.loop().commune().nodes;
    for (const auto group : groups) {
        const auto& node = nodes.at(edits.size());
        edits.push_back({node.id, group, node.version});
    }
    return edits;
}
/// Nodes 1, 2 (Bến) and 3 (Đồng).
void group(World& world, std::initializer_list<std::uint8_t> groups) {
    ASSERT_OK(world.save(administrator(), groups_now(world, groups)));
}

domain::Schedule staggered_at(std::string local_start, std::string recurrence = "") {
    auto schedule = schedule_at(std::move(local_start), std::move(recurrence));
    schedule.staggered = true;
    return schedule;
}

void keep_length(World& world, domain::Duration length) {
    auto item = world.stored_announcement(bulletin);
    item.content->duration = length;
    world.keep_announcement(item);
}

/// In the order in which they were signed.
std::vector<domain::Grant> signed_grants(const World& world) {
    std::vector<domain::Grant> grants;
    for (const auto& [broadcast, signed_grant] : world.ledger.grants) grants.push_back(signed_grant.grant);
    std::ranges::sort(grants, {}, &domain::Grant::issuer_sequence);
    return grants;
}

std::vector<domain::Pass> one_after_the_other(domain::Duration after = 31s) {
    return {{NodeSet{node_1}, 0s}, {NodeSet{node_2}, after}};
}

template <class Any>
std::string rule_of(const domain::Result<Any>& refused) {
    return refused || !refused.error().rule ? "" : refused.error().rule->name + " " + refused.error().rule->found;
}

TEST(StaggeredSchedule, IsSignedAsOneGrantWithAPassForEachEchoGroup) {
    World world;
    group(world, {0, 1, 1});

    ASSERT_OK(world.save(approver(), staggered_at("2026-11-23T17:00:00")));
    world.settle();

    const auto grants = signed_grants(world);
    ASSERT_EQ(grants.size(), 1u);
    const auto& grant = grants.front();
    EXPECT_EQ(grant.nodes, (NodeSet{node_1, node_2}));
    EXPECT_EQ(grant.starts_at, domain::parse_utc("2026-11-23T17:00:00+07:00").value());
    EXPECT_EQ(grant.passes, one_after_the_other());
    EXPECT_TRUE(policy::check_passes(grant));
    EXPECT_EQ(world.stored_broadcast(grant.broadcast).passes, grant.passes);
}

TEST(StaggeredSchedule, WithoutGroupsBeginsEverywhereAtOnce) {
    World world;

    ASSERT_OK(world.save(approver(), staggered_at("2026-11-23T17:00:00")));
    world.settle();

    EXPECT_TRUE(signed_grants(world).at(0).passes.empty());
}

TEST(StaggeredSchedule, OfOverTwoMinutesIsRefusedByTheNameOfTheRule) {
    World world;
    group(world, {0, 1, 1});
    keep_length(world, 121s);

    const auto refused = world.save(approver(), staggered_at("2026-11-23T17:00:00"));

    EXPECT_CODE(refused, too_long);
    EXPECT_EQ(rule_of(refused), "staggered_longest 121 s");
    EXPECT_EQ(rule_of(world.preview(approver(), staggered_at("2026-11-23T17:00:00"))), "staggered_longest 121 s");
    EXPECT_OK(world.save(approver(), schedule_at("2026-11-23T17:00:00")));
}

TEST(StaggeredSchedule, IsNeverAProgrammeOrARelay) {
    World world;
    domain::Programme programme;
    programme.id = make_id<domain::ProgrammeId>(40);
    programme.name = "Chương trình chiều";
    programme.length = std::chrono::minutes{2};
    domain::ProgrammeItem tune;
    tune.key = "tune";
    tune.kind = domain::ItemKind::signature;
    tune.announcement = bulletin;
    programme.items = {tune};
    ASSERT_OK(world.add(approver(), programme));
    auto of_programme = staggered_at("2026-11-23T17:00:00");
    of_programme.announcement = {};
    of_programme.programme = programme.id;
    auto relay = world.stored_announcement(bulletin);
    relay.source = domain::AnnouncementSource::relay;
    world.keep_announcement(relay);

    EXPECT_EQ(rule_of(world.save(approver(), of_programme)), "staggered_kind programme");
    EXPECT_EQ(rule_of(world.save(approver(), staggered_at("2026-11-23T17:00:00"))), "staggered_kind relay");
}

TEST(StaggeredSchedule, CountsEveryPassAgainstTheHours) {
    World world;
    group(world, {0, 1, 1});

    EXPECT_OK(world.preview(approver(), schedule_at("2026-11-23T17:59:20")));
    EXPECT_CODE(world.save(approver(), staggered_at("2026-11-23T17:59:20")), confirmation_needed);
    EXPECT_OK(world.save(approver(), schedule_at("2026-11-23T17:59:20")));
}

TEST(StaggeredSchedule, FallsTogetherWhenItsSoundBecomesTooLong) {
    World world;
    group(world, {0, 1, 1});
    ASSERT_OK(world.save(approver(), staggered_at("2026-11-23T17:00:00", "FREQ=DAILY")));
    world.settle();
    keep_length(world, 121s);

    world.now += 24h;
    world.restart();
    world.settle();

    EXPECT_EQ(world.ledger.grants.size(), 8u);
    EXPECT_TRUE(signed_grants(world).back().passes.empty()) << "rather an echo than silence";
}

TEST(StaggeredSchedule, IsEditedLikeEverythingThatIsWanted) {
    World world;
    group(world, {0, 1, 1});
    const auto saved = world.save(approver(), schedule_at("2026-11-23T17:00:00"));
    ASSERT_OK(saved);
    ports::ScheduleEdit edit;
    edit.schedule = saved->id;
    edit.scope = ports::EditScope::all;
    edit.wanted.staggered = true;

    const auto edited = world.edit(approver(), edit);

    ASSERT_OK(edited);
    world.settle();
    EXPECT_TRUE(edited->schedule.staggered);
    EXPECT_TRUE(world.stored_schedule(saved->id).staggered);
    EXPECT_EQ(signed_grants(world).back().passes, one_after_the_other());
    keep_length(world, 121s);
    edit.version = 0;
    edit.wanted = {.start_grace = 60s};
    EXPECT_EQ(rule_of(world.edit(approver(), edit)), "staggered_longest 121 s");
}

TEST(StaggeredSchedule, SaysOfEachLoudspeakerItsOwnTime) {
    World world;
    group(world, {0, 1, 0});
    for (const auto node : {node_1, node_2, node_3}) world.connect(node);
    auto schedule = staggered_at("2026-11-23T17:00:00", "FREQ=DAILY");
    schedule.targets = {.areas = {commune_area}};
    ASSERT_OK(world.save(approver(), schedule));
    world.settle();
    const auto five = domain::parse_utc("2026-11-23T17:00:00+07:00").value();

    // Also beyond what is planned, and asked for one hamlet: who is in which pass follows from all.
    for (const auto ahead : {24h, 10 * 24h}) {
        const auto run = world.dry_run({.targets = {.areas = {ben}}, .from = world.now + ahead - 24h, .to = world.now + ahead});
        ASSERT_OK(run);
        ASSERT_EQ(run->sounds.size(), 2u);
        EXPECT_EQ(run->sounds[0].nodes, NodeSet{node_1});
        EXPECT_EQ(run->sounds[0].planned, five + ahead - 24h);
        EXPECT_EQ(run->sounds[1].nodes, NodeSet{node_2});
        EXPECT_EQ(run->sounds[1].planned, five + ahead - 24h + 31s);
        EXPECT_EQ(run->sounds[1].parts.at(0).from, run->sounds[1].planned);
    }
}

TEST(StaggeredSchedule, MeetsOthersOnlyWhereItSoundsThen) {
    World world;
    group(world, {0, 1, 1});
    ASSERT_OK(world.save(approver(), staggered_at("2026-11-23T17:00:00")));
    auto later = schedule_at("2026-11-23T17:00:31");
    later.id = make_id<domain::ScheduleId>(81);

    const auto shown = world.preview(approver(), later);

    ASSERT_OK(shown);
    ASSERT_EQ(shown->conflicts.count, 1u);
    EXPECT_EQ(shown->conflicts.first[0].draft.nodes, NodeSet{node_2});
}

TEST(StaggeredBroadcast, OfNowGoesOutWithItsPasses) {
    World world;
    group(world, {0, 1, 1});
    world.connect(node_2);
    auto request = play_now({.areas = {ben}});
    request.staggered = true;

    const auto started = world.broadcast(approver(), request);
    world.settle();

    ASSERT_OK(started);
    EXPECT_EQ(started->passes, one_after_the_other());
    EXPECT_EQ(signed_grants(world).at(0).passes, one_after_the_other());
    auto other_wish = request;
    other_wish.staggered = false;
    EXPECT_CODE(world.broadcast(approver(), other_wish), idempotency_mismatch);
}

TEST(StaggeredBroadcast, IsNeverStreamedAndCountsEveryPass) {
    World world;
    group(world, {0, 1, 1});
    auto request = play_now({.areas = {ben}});
    request.staggered = request.streamed = true;

    EXPECT_EQ(rule_of(world.broadcast(approver(), request)), "staggered_kind stream");
    request.streamed = false;
    request.starts_at = domain::parse_utc("2026-11-23T17:59:20+07:00").value();
    EXPECT_CODE(world.broadcast(approver(), request), confirmation_needed);
}

TEST(StaggeredBroadcast, KeepsItsPassesOverARestart) {
    World world;
    group(world, {0, 1, 1});
    ASSERT_OK(world.save(approver(), staggered_at("2026-11-23T17:00:00")));
    world.settle();
    group(world, {0, 0, 0});

    world.restart();
    world.settle();

    const auto run = world.dry_run({.targets = {.areas = {ben}}});
    ASSERT_OK(run);
    EXPECT_EQ(run->sounds.size(), 2u) << "what is planned keeps its passes, whatever the groups are now";
    EXPECT_EQ(world.ledger.grants.size(), 1u);
}

TEST(EchoGroupsOfACommune, AreSavedTogetherOrNotAtAll) {
    World world;
    auto edits = groups_now(world, {0, 1, 2});
    ++edits[2].version;
    EXPECT_CODE(world.save(administrator(), edits), version_conflict);
    edits[2] = {make_id<domain::NodeId>(99), 1, 1};
    EXPECT_CODE(world.save(administrator(), edits), node_unknown);
    edits[2] = edits[1];
    EXPECT_CODE(world.save(administrator(), edits), invalid_argument);
    EXPECT_CODE(world.save(head_of_ben(), groups_now(world, {0, 1, 2})), not_permitted);

    const auto saved = world.save(administrator(), groups_now(world, {0, 1, 2}));

    ASSERT_OK(saved);
    world.restart();
    EXPECT_EQ(world.loop().commune().find_node(node_3)->echo_group, 2);
    EXPECT_EQ(world.loop().commune().find_node(node_3)->version, 2u);
    EXPECT_EQ(world.loop().commune().find_node(node_1)->version, 1u) << "what stays as it is is not written";
    EXPECT_EQ(world.audit_rows().back().action, "echo_groups.save");
}

}  // namespace
}  // namespace village::test
