#include "tests/simulation/programmes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tests/simulation/customs.hpp"

namespace village::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

using domain::ItemKind;
using domain::NodeSet;
using domain::Overrun;
using domain::ProgrammeItem;

constexpr std::size_t bulletins_max = 4;
constexpr const char* station_key = "vov1";
constexpr minutes relay_length{10};
/// As the real one.
constexpr minutes planned_every{10};

ProgrammeItem item(const char* key, ItemKind kind, std::optional<domain::AnnouncementId> announcement, Overrun overrun) {
    ProgrammeItem item;
    item.key = key;
    item.kind = kind;
    item.overrun = overrun;
    item.announcement = announcement;
    return item;
}

domain::AnnouncementId some_announcement(const WantedProgramme& wanted, Random& random) {
    return std::next(wanted.sounds.begin(), static_cast<std::ptrdiff_t>(random.below(wanted.sounds.size())))->first;
}

/// Mostly one that the loudspeaker notices and that is over within the slot; now and then a breath, or the rest of the relay.
domain::Duration some_silence(Random& random) {
    if (random.chance(0.2)) return random.between(seconds{1}, seconds{12});
    return random.chance(0.85) ? random.between(seconds{12}, seconds{90}) : random.between(seconds{90}, minutes{10});
}

}  // namespace

void Programmes::begin() {
    // The last one comes to the end of the allowed hours before its own.
    const std::array all{Daily{hours{5} + minutes{31}, minutes{30}}, Daily{hours{11}, minutes{24}, true},
                         Daily{hours{17} + minutes{44}, minutes{25}}};
    happenings_.once({Kind::programme, 0, 1}, [&](Random& random) {
        const auto one = random.below(all.size());
        add(static_cast<std::uint32_t>(one + 1), all[one], random);
        if (random.chance(0.5)) add(static_cast<std::uint32_t>(one + 4), all[(one + 1) % all.size()], random);
    });
    plan_again_and_again();
    happenings_.every(Kind::edit_programme, 0, minutes{30}, hours{4}, [this](Random& random) { edit(random); });
}

domain::AnnouncementId Programmes::add_announcement(WantedProgramme& wanted, ContentKind kind, domain::Duration length) {
    const domain::AnnouncementId id{{++announcements_}};
    wanted.facts.announcements[id].length = length;
    wanted.sounds[id] = content_named(kind, ++sounds_made_);
    return id;
}

void Programmes::add(std::uint32_t number, const Daily& daily, Random& random) {
    domain::Schedule schedule;
    schedule.id.bytes[0] = static_cast<std::uint8_t>(100 + number);
    schedule.when_interrupted = static_cast<domain::WhenInterrupted>(random.below(4));
    schedule.timing.first = local_day(world_.clockwork.now()) - date::days{3} + daily.time_of_day;
    schedule.timing.repeats = domain::Repetition{domain::Rrule{"FREQ=DAILY"}};
    auto rule = calendar::Expander::make(schedule, calendar::ZoneRules::fixed(local_offset)).value();
    WantedProgramme wanted{schedule, std::move(rule), {}, {}, {}, some_nodes(random), daily.outside_hours};
    auto& programme = wanted.programme;
    programme.id.bytes[0] = schedule.id.bytes[0];
    programme.length = daily.length;
    const auto said = [&](ContentKind kind, seconds least, seconds most) {
        return add_announcement(wanted, kind, random.between(least, most));
    };
    const auto quick = ContentKind::piece;
    programme.items = {
        item("tune", ItemKind::signature, said(quick, seconds{12}, seconds{30}), Overrun::cut),
        item("greeting", ItemKind::greeting, said(quick, seconds{4}, seconds{50}), Overrun::cut),
        item("bulletins", ItemKind::bulletins, std::nullopt, Overrun::finish),
        item("march", ItemKind::music, said(ContentKind::music, minutes{1}, minutes{3}), Overrun::cut),
        item("column", ItemKind::column, said(ContentKind::long_piece, minutes{3}, minutes{9}), Overrun::fade),
        item("relay", ItemKind::relay, std::nullopt, Overrun::fade),
        item("farewell", ItemKind::signature, said(quick, seconds{10}, seconds{40}), Overrun::finish),
    };
    programme.items[4].at = minutes{8};
    programme.items[5].at = daily.length - minutes{12};
    programme.items[5].length = relay_length;
    programme.items[5].relay = station_key;
    wanted.facts.relays.insert(station_key);
    if (random.chance(0.8)) programme.items[5].fallback = said(quick, minutes{1}, minutes{5});
    if (random.chance(0.8)) programme.filler = said(ContentKind::music, seconds{50}, seconds{150});
    put_in_bulletin(wanted, random);
    put_in_bulletin(wanted, random);
    programmes_.push_back(std::move(wanted));
    expect_people(programmes_.size() - 1, random);
}

/// Somebody comes with news just before it begins, and somebody does not want to hear it.
void Programmes::expect_people(std::size_t which, Random& random) {
    const auto& wanted = programmes_[which];
    const auto now = world_.clockwork.now();
    const auto place = static_cast<std::uint16_t>(which + 1);
    std::uint32_t number = 0;
    for (const auto& occurrence : wanted.rule.between(now, now + hours{48})) {
        ++number;
        const auto at = [&](Kind kind, std::uint32_t again, domain::UtcTime when, auto act) {
            world_.clockwork.at(when, [this, kind, place, again, act] {
                if (world_.faults) happenings_.once({kind, place, again}, act);
            });
        };
        for (std::uint32_t again = 1; again <= 3; ++again)
            at(Kind::edit_at_last, number * 10 + again, occurrence.planned - random.between(seconds{0}, minutes{12}),
               [this, which](Random& one) {
                   // Before what somebody may have stopped.
                   if (one.chance(0.5)) put_in_bulletin(programmes_[which], one);
                   edit(programmes_[which], one);
               });
        for (std::uint32_t again = 1; again <= 5; ++again)
            at(Kind::station_silence, number * 10 + again,
               occurrence.planned + *wanted.programme.items[5].at + random.between(-minutes{1}, relay_length),
               [this](Random& one) { silence_station(one); });
        at(Kind::stop_piece, number * 10, occurrence.planned - random.between(minutes{12}, minutes{40}),
           [this, which](Random& one) { stop_piece(which, one); });
        at(Kind::stop_piece, number * 10 + 1, occurrence.planned + random.between(seconds{0}, 3 * wanted.programme.length),
           [this, which](Random& one) { stop_piece(which, one); });
        for (std::uint32_t again = 2; again <= 4; ++again)
            at(Kind::stop_piece, number * 10 + again, occurrence.planned + random.between(seconds{0}, wanted.programme.length),
               [this, which](Random& one) { stop_piece(which, one); });
    }
}

void Programmes::plan_again_and_again() {
    plan();
    world_.clockwork.after(planned_every, [this] { plan_again_and_again(); });
}

void Programmes::silence_station(Random& random) {
    const auto now = world_.clockwork.now();
    const auto time = some_silence(random);
    random.chance(0.5) ? world_.station.gives_nothing(now, time) : world_.station.gives_dead_air(now, time);
}

void Programmes::plan() {
    for (const auto& wanted : programmes_) controllers_.owner().plan_programme(wanted);
}

NodeSet Programmes::some_nodes(Random& random) const {
    NodeSet set;
    const auto first = random.below(nodes_.size());
    const auto count = 1 + random.below(std::min<std::size_t>(nodes_.size(), 8));
    for (std::size_t i = 0; i < count; ++i) set.insert(nodes_[(first + i) % nodes_.size()]->number());
    return set;
}

std::vector<domain::BroadcastId> Programmes::open_pieces(const WantedProgramme& wanted) const {
    auto open = controllers_.owner().open_broadcasts();
    std::erase_if(open, [&](domain::BroadcastId id) {
        const auto& place = controllers_.owner().find(id)->place;
        return !place || place->programme != wanted.programme.id;
    });
    return open;
}

void Programmes::edit(Random& random) {
    if (!programmes_.empty()) edit(programmes_[random.below(programmes_.size())], random);
}

void Programmes::edit(WantedProgramme& wanted, Random& random) {
    auto& programme = wanted.programme;
    auto& bulletins = wanted.facts.bulletins;
    switch (random.below(6)) {
        case 0: {
            auto& one = programme.items[random.below(programme.items.size())];
            one.is_on = !one.is_on;
            break;
        }
        case 1: put_in_bulletin(wanted, random); break;
        case 2:
            if (!bulletins.empty())
                bulletins.erase(bulletins.begin() + static_cast<std::ptrdiff_t>(random.below(bulletins.size())));
            break;
        case 3: make_anew(wanted, random); break;
        case 4: withdraw(wanted, random); break;
        default: programme.items[4].at = minutes{6} + seconds{random.below(240)};
    }
    controllers_.owner().plan_programme(wanted);
}

void Programmes::put_in_bulletin(WantedProgramme& wanted, Random& random) {
    auto& bulletins = wanted.facts.bulletins;
    if (bulletins.size() >= bulletins_max) bulletins.erase(bulletins.begin());
    const auto kind = random.chance(0.5) ? ContentKind::long_piece : ContentKind::piece;
    const auto announcement = add_announcement(wanted, kind, random.between(seconds{20}, seconds{150}));
    bulletins.push_back({announcement, static_cast<domain::Priority>(random.below(3))});
}

void Programmes::make_anew(WantedProgramme& wanted, Random& random) {
    const auto id = some_announcement(wanted, random);
    auto& sound = wanted.sounds[id];
    sound = content_named(is_music(sound) ? ContentKind::music : ContentKind::long_piece, ++sounds_made_);
    auto& length = wanted.facts.announcements[id].length;
    length = std::max<domain::Duration>(length + random.between(seconds{-10}, seconds{10}), seconds{3});
}

/// Or takes that back. What is signed of it is stopped as well: nobody wishes for silence by that.
void Programmes::withdraw(WantedProgramme& wanted, Random& random) {
    const auto id = some_announcement(wanted, random);
    auto& is_over = wanted.facts.announcements[id].is_over;
    is_over = !is_over;
    if (!is_over) return;
    auto pieces = open_pieces(wanted);
    std::erase_if(pieces, [&](domain::BroadcastId piece) { return controllers_.owner().find(piece)->announcement != id; });
    if (!pieces.empty()) controllers_.owner().stop({std::move(pieces), {}, "withdrawn", {}});
}

/// One of the first of the day: that is what is heard, or soon will be.
void Programmes::stop_piece(std::size_t which, Random& random) {
    const auto& wanted = programmes_[which];
    auto pieces = open_pieces(wanted);
    const auto starts_at = [this](domain::BroadcastId id) { return controllers_.owner().find(id)->starts_at; };
    std::ranges::sort(pieces, {}, starts_at);
    if (pieces.empty() || random.chance(0.3)) return;
    const auto one = pieces[random.below(std::min<std::size_t>(pieces.size(), 8))];
    const auto nodes = random.chance(0.6) ? some_nodes(random).shared_with(wanted.targets) : NodeSet{};
    controllers_.owner().stop({{one}, nodes, "officer", lead_of_stop});
}

}  // namespace village::simulation
