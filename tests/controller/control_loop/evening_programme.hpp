// A world with a programme that somebody may put on its calendar, and what its loudspeakers were told of it.
#pragma once

#include <date/date.h>

#include <algorithm>

#include "tests/controller/control_loop/world.hpp"

namespace village::test {

inline constexpr date::local_days monday{date::year{2026} / 11 / 23};
inline const auto monday_1700 = domain::parse_utc("2026-11-23T17:00:00+07:00").value();
inline const auto tune = make_id<domain::AnnouncementId>(72), music = make_id<domain::AnnouncementId>(73),
                  farming = make_id<domain::AnnouncementId>(74);

inline domain::ProgrammeItem item(const char* key, domain::ItemKind kind,
                                  std::optional<domain::AnnouncementId> announcement = {}) {
    domain::ProgrammeItem made;
    made.key = key;
    made.kind = kind;
    made.announcement = announcement;
    made.overrun = domain::Overrun::finish;
    return made;
}

/// Tune, bulletins of the day, a column at 17:20 for five minutes, and music for the gaps; every day at 17:00 in the whole commune.
struct EveningProgramme {
    EveningProgramme() {
        keep(tune, 8s, 1);
        keep(music, 120s, 2, true);
        keep(farming, 300s, 3);
        for (const auto node : {node_1, node_3}) world.connect(node);
        programme.id = make_id<domain::ProgrammeId>(40);
        programme.name = "Chương trình chiều";
        programme.length = std::chrono::minutes{30};
        programme.filler = music;
        programme.items = {item("tune", domain::ItemKind::signature, tune), item("news", domain::ItemKind::bulletins),
                           item("column", domain::ItemKind::music, farming)};
        programme.items[2].at = std::chrono::minutes{20};
        EXPECT_OK(world.add(approver(), programme));
        schedule = schedule_at("2026-11-23T17:00:00", "FREQ=DAILY");
        schedule.announcement = {};
        schedule.programme = programme.id;
        schedule.targets = {.areas = {commune_area}};
    }
    void keep(domain::AnnouncementId id, domain::Duration length, std::uint8_t content, bool is_music = false) {
        auto made = world.stored_announcement(bulletin);
        made.id = id;
        made.version = 0;
        made.music = is_music;
        made.title = "Tin " + std::to_string(content);
        made.content->hash = make_id<domain::ContentHash>(content);
        made.content->duration = length;
        world.keep_announcement(made);
    }
    EveningProgramme& save() {
        EXPECT_OK(world.save(approver(), schedule));
        settle();
        return *this;
    }
    /// Until the next plan is sent.
    void settle() {
        const auto plans = world.gateway().plans[node_1].size();
        world.settle();
        world.now += 300ms;
        world.until([&] { return world.gateway().plans[node_1].size() > plans; });
    }
    void put_in(std::vector<domain::DayBulletin> bulletins, date::local_days day = monday) {
        auto put = world.put_in(approver(), {programme.id, day, std::move(bulletins), day_version++});
        EXPECT_OK(put);
        settle();
    }
    /// The loop looks at the clock every five seconds at least.
    void come_to(domain::UtcTime moment) {
        const auto first = planned_of(1)->broadcast;
        const auto has_begun = [&] { return world.stored_broadcast(first).state != domain::BroadcastState::planned; };
        world.now = moment;
        EXPECT_TRUE(world.until(has_begun) || world.until(has_begun) || world.until(has_begun));
        world.settle();
    }
    void change() {
        auto changed = world.save(approver(), programme);
        EXPECT_OK(changed);
        if (changed) programme = *changed;
        settle();
    }
    /// In this node's plan, from this moment on and before the next day's.
    std::vector<domain::Grant> planned(domain::UtcTime from = monday_1700, NodeNumber node = node_1) {
        std::vector<domain::Grant> found;
        if (world.gateway().plans[node].empty()) return found;
        for (const auto& one : world.gateway().plans[node].back().grants)
            if (one.grant.starts_at >= from && one.grant.starts_at < from + 12h) found.push_back(one.grant);
        std::ranges::sort(found, {},
                          [](const domain::Grant& grant) { return std::pair(grant.starts_at, grant.stands_in_for.has_value()); });
        return found;
    }
    std::optional<domain::Grant> planned_of(std::uint8_t content, bool stands_in = false) {
        for (const auto& grant : planned())
            if (grant.content == make_id<domain::ContentHash>(content) && grant.stands_in_for.has_value() == stands_in)
                return grant;
        return std::nullopt;
    }
    bool is_planned_in_dong(domain::UtcTime moment) {
        return std::ranges::any_of(planned(monday_1700, node_3),
                                   [&](const domain::Grant& grant) { return grant.starts_at == moment; });
    }
    /// "17:00:00 Tin 1", sorted, of the first occurrence in Bến; what does not sound with its reason.
    std::vector<std::string> foreseen(std::chrono::hours from = 0h) {
        const auto run = world.dry_run({.targets = {.areas = {ben}}, .from = world.now + from, .to = world.now + from + 14h});
        EXPECT_OK(run);
        std::vector<std::string> lines;
        for (const auto& sound : run->sounds) {
            if (!sound.nodes.contains(node_1)) continue;
            auto line = domain::utc_text(sound.planned + 7h).substr(11, 8) + " " + sound.title;
            if (sound.outcome != domain::ReceiptOutcome::played) line += " " + sound.reason;
            lines.push_back(std::move(line));
        }
        std::ranges::sort(lines);
        return lines;
    }

    World world;
    domain::Programme programme;
    domain::Schedule schedule;
    std::uint32_t day_version = 0;
};

}  // namespace village::test
