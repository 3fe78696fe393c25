// The loudspeaker's order against a model that walks from minute to minute and asks, each time anew, who goes first: higher
// priority, then earlier planned start, then smaller id; nobody is interrupted by an equal; who waited beyond start_by is missed; at
// most one goes on beneath another.
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

/// The loudspeaker as it goes from minute to minute.
class Walk {
public:
    explicit Walk(Model items) : items_(std::move(items)) {}

    std::vector<Line> run(int minutes_long) && {
        for (minute_ = 0; minute_ <= minutes_long; ++minute_) {
            end(holder_);
            end(beneath_);
            if (const auto next = first_of(items_, holder_, minute_); next != holder_) change_to(next);
            for (const auto id : {holder_, beneath_})
                if (id != 0) ++items_.at(id).position;
        }
        return std::move(heard_);
    }

private:
    void end(std::uint8_t& id) {
        if (id == 0 || items_.at(id).position < items_.at(id).length) return;
        items_.at(id).over = true;
        silence(id);
        id = 0;
    }
    void silence(std::uint8_t id) {
        if (const auto line = open_.extract(id)) heard_[line.mapped()].to = minute_;
    }
    void change_to(std::uint8_t next) {
        if (holder_ != 0) give_way();
        holder_ = next;
        items_.at(next).begun = true;
        if (beneath_ == next) {
            beneath_ = 0;
            return;
        }
        open_[next] = heard_.size();
        heard_.push_back({next, minute_, 0, items_.at(next).position});
    }
    void give_way() {
        auto& loser = items_.at(holder_);
        if (loser.when_interrupted == WhenInterrupted::duck) {
            silence(beneath_);
            beneath_ = holder_;
            return;
        }
        silence(holder_);
        loser.over = loser.when_interrupted == WhenInterrupted::drop;
        if (loser.when_interrupted == WhenInterrupted::restart) loser.position = 0;
    }

    Model items_;
    int minute_ = 0;
    std::uint8_t holder_ = 0;
    std::uint8_t beneath_ = 0;
    std::map<std::uint8_t, std::size_t> open_;
    std::vector<Line> heard_;
};

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
            item.when_interrupted = *rc::gen::element(WhenInterrupted::resume, WhenInterrupted::restart, WhenInterrupted::drop,
                                                      WhenInterrupted::duck);
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
        RC_ASSERT(heard == Walk(items).run(240));
    }));
}

}  // namespace
}  // namespace village::dispatch
