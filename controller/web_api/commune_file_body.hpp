// The form of a commune's file, as far as the controller reads it; what it does not know it passes over.
#pragma once

#include <boost/describe/class.hpp>

#include "controller/web_api/json_fields.hpp"

namespace village::web_api::file {

using Name = Text<1, 200>;
using Optional = std::optional<Text<0, 400>>;
using Position = Pair<Decimal<-90, 90>, Decimal<-180, 180>>;
using Window = Pair<ClockMinute, ClockMinute>;

struct Place {
    static constexpr bool passes_over_unknown = true;
    Name unit;
    Name name;
};
BOOST_DESCRIBE_STRUCT(Place, (), (unit, name))

struct Phones {
    static constexpr bool passes_over_unknown = true;
    Optional duty_officer;
};
BOOST_DESCRIBE_STRUCT(Phones, (), (duty_officer))

struct Policy {
    static constexpr bool passes_over_unknown = true;
    std::optional<List<Window, 16>> allowed_windows;
    std::optional<Window> quiet;
    std::optional<Whole<1, 1440>> max_session_minutes;
    std::optional<Whole<0, 48>> max_sessions_per_day;
    std::optional<List<Window, 16>> test_windows;  ///< When loudspeakers may test themselves audibly, from Monday to Friday.
};
BOOST_DESCRIBE_STRUCT(Policy, (), (allowed_windows, quiet, max_session_minutes, max_sessions_per_day, test_windows))

struct Commune {
    static constexpr bool passes_over_unknown = true;
    Name unit;
    Name name;
    std::optional<Place> province;
    Optional time_zone;
    Optional station_name;
    std::optional<Phones> phones;
    std::optional<Policy> policy;
};
BOOST_DESCRIBE_STRUCT(Commune, (), (unit, name, province, time_zone, station_name, phones, policy))

struct Hamlet {
    static constexpr bool passes_over_unknown = true;
    Name id;
    Name unit;
    Name name;
    Optional full_name;
    std::optional<Position> center;
    Optional assembly_point;
};
BOOST_DESCRIBE_STRUCT(Hamlet, (), (id, unit, name, full_name, center, assembly_point))

struct Volume {
    static constexpr bool passes_over_unknown = true;
    Whole<0, 100> day;
    Whole<0, 100> evening;
    Whole<10, 100> emergency;  ///< Turned down to nothing, a loudspeaker still warns.
};
BOOST_DESCRIBE_STRUCT(Volume, (), (day, evening, emergency))

struct Node {
    static constexpr bool passes_over_unknown = true;
    Name id;
    domain::NodeNumber number;
    Name hamlet;
    Name name;
    Optional device_code;
    Optional link;
    std::optional<Position> position;
    std::optional<Volume> volume;
    std::optional<Whole<0, 5000>> start_delay_ms;
    std::optional<Whole<0, 3>> echo_pass;  ///< In the API `echo_group`: in files that word has named who echoes with whom.
};
BOOST_DESCRIBE_STRUCT(Node, (), (id, number, hamlet, name, device_code, link, position, volume, start_delay_ms, echo_pass))

struct Zone {
    static constexpr bool passes_over_unknown = true;
    Name id;
    Name name;
    std::optional<List<Name, 256>> hamlets;
    std::optional<List<Name, 1024>> nodes;
};
BOOST_DESCRIBE_STRUCT(Zone, (), (id, name, hamlets, nodes))

struct Siren {
    static constexpr bool passes_over_unknown = true;
    Name id;
    List<Pair<Name, Decimal<0, 600>>, 64> pattern;
};
BOOST_DESCRIBE_STRUCT(Siren, (), (id, pattern))

struct Template {
    static constexpr bool passes_over_unknown = true;
    Name id;
    Name tile;
    Optional icon;
    Optional attention;
    Optional siren;
    Text<1, 4000> text;
    std::optional<Whole<10, 3600>> repeat_every_seconds;
    std::optional<Whole<1, 240>> max_minutes;
    std::optional<bool> all_clear;
};
BOOST_DESCRIBE_STRUCT(Template, (), (id, tile, icon, attention, siren, text, repeat_every_seconds, max_minutes, all_clear))

struct File {
    static constexpr bool passes_over_unknown = true;
    Commune commune;
    List<Hamlet, 256> hamlets;
    List<Node, 1024> nodes;
    std::optional<List<Zone, 256>> zones;
    std::optional<List<Siren, 64>> sirens;
    std::optional<List<Template, 64>> emergency_templates;
    std::optional<List<Name, 64>> emergency_tile_order;
};
BOOST_DESCRIBE_STRUCT(File, (), (commune, hamlets, nodes, zones, sirens, emergency_templates, emergency_tile_order))

}  // namespace village::web_api::file
