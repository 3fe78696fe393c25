// The loudspeaker's order against a model that walks from minute to minute and asks, each time anew, who goes first: higher
// priority, then earlier planned start, then smaller id; nobody is interrupted by an equal; who waited beyond start_by is missed.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <ostream>

#include "tests/scheduler/dispatch/player_bench.hpp"

namespace village::dispatch {

std::ostream& operator<<(std::ostream& out, const Heard& heard) {
    const auto minute = [](domain::UtcTime time) { return (time - half_past_five) / minutes{1}; };
    return out << "item " << int{heard.grant.bytes[0]} << " from minute " << minute(heard.from) << " to " << minute(heard.to)
               << " at " << heard.position / minutes{1};
}

namespace {

using domain::Priority;
using domain::WhenInterrupted;

struct Line {
    std::uint8_t item = 0;
    int from = 0;
    int to = 0;
    int position = 0;
    bool operator==(const Line&) const = default;
};

struct ModelItem {
    Priority priority = Priority::normal;
    WhenInterrupted when_interrupted = WhenInterrupted::resume;
    int starts = 0;
    int start_by = 0;
    int length = 0;
    int position = 0;
    bool begun = false;
    bool over = false;
};
using Model = std::map<std::uint8_t, ModelItem>;

bool wants_to_sound(const ModelItem& item, int minute) {
    return !item.over && minute >= item.starts && (item.begun || minute <= item.start_by);
}

std::uint8_t first_of(const Model& items, std::uint8_t holder, int minute) {
    std::uint8_t best = holder;
    for (const auto& [id, item] : items) {
        if (id == holder || !wants_to_sound(item, minute)) continue;
        const bool earlier =
            best != 0 && best != holder && item.priority == items.at(best).priority && item.starts < items.at(best).starts;
        if (best == 0 || item.priority > items.at(best).priority || earlier) best = id;
    }
    return best;
}

std::vector<Line> walk(Model items, int minutes_long) {
    std::vector<Line> heard;
    std::uint8_t holder = 0;
    for (int minute = 0; minute <= minutes_long; ++minute) {
        if (holder != 0 && items.at(holder).position == items.at(holder).length) {
            items.at(holder).over = true;
            heard.back().to = minute;
            holder = 0;
        }
        const auto next = first_of(items, holder, minute);
        if (next != holder && holder != 0) {
            auto& loser = items.at(holder);
            heard.back().to = minute;
            loser.over = loser.when_interrupted == WhenInterrupted::drop;
            if (loser.when_interrupted == WhenInterrupted::restart) loser.position = 0;
        }
        if (next != holder) {
            items.at(next).begun = true;
            heard.push_back({next, minute, 0, items.at(next).position});
        }
        holder = next;
        if (holder != 0) ++items.at(holder).position;
    }
    return heard;
}

domain::Grant grant_of(std::uint8_t id, const ModelItem& item) {
    auto grant = bulletin(id, half_past_five + minutes{item.starts}, minutes{item.length});
    grant.priority = item.priority;
    grant.when_interrupted = item.when_interrupted;
    grant.start_by = half_past_five + minutes{item.start_by} + PlayerOptions{}.device_latency;
    grant.not_after = half_past_five + hours{5};
    grant.outside_hours = true;
    return grant;
}

TEST(Order, AgreesWithAModelThatAsksEachMinuteWhoGoesFirst) {
    EXPECT_TRUE(rc::check([] {
        Model items;
        const auto count = *rc::gen::inRange<std::uint8_t>(1, 7);
        for (std::uint8_t id = 1; id <= count; ++id) {
            auto& item = items[id];
            item.priority = *rc::gen::element(Priority::background, Priority::normal, Priority::priority);
            item.when_interrupted = *rc::gen::element(WhenInterrupted::resume, WhenInterrupted::restart, WhenInterrupted::drop);
            item.starts = *rc::gen::inRange(0, 30);
            item.start_by = item.starts + *rc::gen::inRange(0, 20);
            item.length = *rc::gen::inRange(1, 15);
        }
        PlayerBench bench(half_past_five - minutes{5});
        for (const auto& [id, item] : items) bench.take(grant_of(id, item));

        bench.run_for(hours{4});

        std::vector<Line> heard;
        for (const auto& sound : bench.heard) {
            RC_LOG() << sound << "\n";
            const auto minute = [](domain::UtcTime time) { return static_cast<int>((time - half_past_five) / minutes{1}); };
            heard.push_back(
                {sound.grant.bytes[0], minute(sound.from), minute(sound.to), static_cast<int>(sound.position / minutes{1})});
        }
        RC_ASSERT(heard == walk(items, 240));
    }));
}

}  // namespace
}  // namespace village::dispatch
