#include "controller/web_api/commune_file.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

namespace village::web_api {
namespace {

using domain::ErrorCode;

std::string demo_commune() {
    std::ifstream file{"controller/ctl/demo/demo-commune.json"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), with);
}

TEST(CommuneFile, BecomesACommune) {
    const auto import = read_commune_file(demo_commune(), {}, {});

    ASSERT_TRUE(import) << import.error().error.detail;
    const auto& commune = import->commune;
    EXPECT_EQ(commune.name, "xã An Bình");
    EXPECT_EQ(commune.areas.size(), 14u);
    EXPECT_EQ(commune.nodes.size(), 18u);
    EXPECT_EQ(commune.nodes_of_area(commune.id).size(), 18u);
    EXPECT_EQ(import->templates.size(), 6u);
    EXPECT_EQ(import->templates[0].attention[0].sound, "tone");
    EXPECT_EQ(import->hours->allowed.size(), 2u);
    EXPECT_EQ(import->hours->quiet.from_minute, 21 * 60);
    EXPECT_EQ(commune.duty_phone, "0200 355 0112");
}

TEST(CommuneFile, GivesTheSameIdsAgain) {
    const auto once = read_commune_file(demo_commune(), {}, {});
    const auto again = read_commune_file(demo_commune(), once->commune, {});

    EXPECT_EQ(once->commune.nodes, again->commune.nodes);
    EXPECT_EQ(once->commune.zones, again->commune.zones);
}

TEST(CommuneFile, WhatItDoesNotSayStaysAsItIs) {
    auto existing = read_commune_file(demo_commune(), {}, {})->commune;
    existing.duty_phone = "0912 345 678";
    existing.station_name = "Đài của chúng tôi";
    domain::HoursPolicy hours;
    hours.sessions_per_day = 7;
    auto file = boost::json::parse(demo_commune()).as_object();
    auto& head = file["commune"].as_object();
    for (const auto* said : {"phones", "station_name", "policy"}) head.erase(said);

    const auto silent = read_commune_file(boost::json::serialize(file), existing, hours);
    head["policy"] = {{"max_session_minutes", 20}};
    const auto partly = read_commune_file(boost::json::serialize(file), existing, hours);

    ASSERT_TRUE(silent);
    EXPECT_EQ(silent->commune.duty_phone, existing.duty_phone);
    EXPECT_EQ(silent->commune.station_name, existing.station_name);
    EXPECT_FALSE(silent->hours);
    ASSERT_TRUE(partly);
    EXPECT_EQ(partly->hours->sessions_per_day, 7);
    EXPECT_EQ(partly->hours->longest_session, std::chrono::minutes{20});
}

TEST(CommuneFile, KeepsTheCommuneOfTheSetUpAndItsEnrolledNodes) {
    auto existing = read_commune_file(demo_commune(), {}, {})->commune;
    existing.nodes[3].stage = domain::NodeStage::enrolled;

    const auto import = read_commune_file(demo_commune(), existing, {});

    EXPECT_EQ(import->commune.id, existing.id);
    EXPECT_EQ(import->commune.nodes[3].stage, domain::NodeStage::enrolled);
}

TEST(CommuneFile, LeavesTheEchoGroupsAloneUnlessItSaysThem) {
    auto existing = read_commune_file(demo_commune(), {}, {})->commune;
    for (auto& node : existing.nodes) node.echo_group = 2;
    auto file = boost::json::parse(demo_commune()).as_object();
    file["nodes"].as_array()[0].as_object()["echo_pass"] = 1;

    const auto import = read_commune_file(boost::json::serialize(file), existing, {});

    EXPECT_EQ(import->commune.nodes[0].echo_group, 1);
    EXPECT_EQ(import->commune.nodes[1].echo_group, 2);
}

TEST(CommuneFile, NamesThePlaceOfAMistake) {
    const auto twice = read_commune_file(replaced(demo_commune(), "\"number\": 2,", "\"number\": 1,"), {}, {});
    EXPECT_EQ(twice.error().pointer, "/nodes/1/number");
    EXPECT_EQ(twice.error().error.code, ErrorCode::already_exists);
    const auto homeless = read_commune_file(replaced(demo_commune(), "\"hamlet\": \"h01\"", "\"hamlet\": \"h99\""), {}, {});
    EXPECT_EQ(homeless.error().pointer, "/nodes/0/hamlet");
    const auto same_name = read_commune_file(replaced(demo_commune(), "\"Thôn Chợ\"", "\"Thôn Trung\""), {}, {});
    EXPECT_EQ(same_name.error().pointer, "/hamlets/1/full_name");
    EXPECT_EQ(read_commune_file("{}", {}, {}).error().pointer, "/commune");
}

}  // namespace
}  // namespace village::web_api
