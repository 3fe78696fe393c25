#include "controller/web_api/json_reader.hpp"

#include <gtest/gtest.h>

#include "controller/web_api/base64.hpp"
#include "controller/web_api/requests.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr std::string_view an_id = "0190f3c8-0000-7000-8000-000000000001";

TEST(JsonReader, ReadsWhatIsThereAndLeavesOutWhatIsNot) {
    const auto body = read_json<StopBody>(R"({"area":"0190f3c8-0000-7000-8000-000000000001"})");

    ASSERT_TRUE(body);
    EXPECT_FALSE(body->broadcast);
    EXPECT_EQ(body->area->text(), an_id);
}

TEST(JsonReader, ReadsAnEmptyBodyAsAnEmptyObject) { EXPECT_TRUE(read_json<StopBody>("")); }

TEST(JsonReader, NamesAMissingProperty) {
    const auto body = read_json<CredentialsBody>(R"({"login":"a"})");

    EXPECT_EQ(body.error().pointer, "/password");
    EXPECT_EQ(body.error().error.code, ErrorCode::invalid_argument);
}

TEST(JsonReader, NamesAnUnknownPropertyEscaped) { EXPECT_EQ(read_json<StopBody>(R"({"a/b~c":1})").error().pointer, "/a~1b~0c"); }

TEST(JsonReader, NamesTheRuleTheFieldAndWhatItHasToBe) {
    using domain::BrokenRule;
    const auto rule = [](std::string_view text) { return read_json<NewSurgePeriodBody>(text).error().error.rule.value(); };
    const auto with = [](std::string_view more) {
        return R"({"name":"Bão","from":"2026-11-23T00:00:00Z","until":"2026-11-24T00:00:00Z","windows":[],"areas":[])" +
               std::string{more} + "}";
    };

    EXPECT_EQ(rule("[]"), (BrokenRule{"field_form", "{}", "the body"}));
    EXPECT_EQ(rule("{}"), (BrokenRule{"field_missing", "", "/name"}));
    EXPECT_EQ(rule(with(R"(,"colour":1)")), (BrokenRule{"field_unknown", "", "/colour"}));
    EXPECT_EQ(rule(with(R"(,"sessions_per_day":11)")), (BrokenRule{"field_number", "0 - 10", "/sessions_per_day"}));
    EXPECT_EQ(rule(with(R"(,"from_priority":"loud")")), (BrokenRule{"field_word", "", "/from_priority"}));
    EXPECT_EQ(rule(with(R"(,"in_quiet_hours":"yes")")), (BrokenRule{"field_form", "true, false", "/in_quiet_hours"}));
    EXPECT_EQ(rule(R"({"name":""})"), (BrokenRule{"field_length", "1 - 100", "/name"}));
    EXPECT_EQ(rule(R"({"name":"a\u0007"})"), (BrokenRule{"field_characters", "", "/name"}));
    EXPECT_EQ(rule(R"({"name":"Bão","from":"sáng mai"})"), (BrokenRule{"field_form", "2026-11-22T22:30:00.000Z", "/from"}));
    EXPECT_EQ(read_json<EditScheduleBody>(R"({"scope":"all","targets":{"areas":"ben"}})").error().error.rule,
              (BrokenRule{"field_items", "0 - 256", "/targets/areas"}));
}

TEST(JsonReader, PointsIntoLists) {
    const auto body = read_json<NewZoneBody>(R"({"name":"a","areas":["0190f3c8-0000-7000-8000-000000000001","x"]})");

    EXPECT_EQ(body.error().pointer, "/areas/1");
}

TEST(JsonReader, RefusesNullWhereAValueIsLeftOut) { EXPECT_FALSE(read_json<StopBody>(R"({"area":null})")); }

TEST(JsonReader, CountsCharactersNotBytes) {
    std::string name;
    for (int count = 0; count < 64; ++count) name += "ờ";

    EXPECT_TRUE(read_json<CredentialsBody>(R"({"password":"","login":")" + name + "\"}"));
    EXPECT_FALSE(read_json<CredentialsBody>(R"({"password":"","login":")" + name + "x\"}"));
}

TEST(JsonReader, RefusesControlCharacters) {
    EXPECT_FALSE(read_json<CredentialsBody>(R"({"login":"a\u0000b","password":""})"));
    EXPECT_TRUE(read_json<CredentialsBody>(R"({"login":"a\nb","password":""})"));
}

TEST(JsonReader, RefusesWhatIsNotJson) {
    for (const std::string_view text : {"{", "{}x", "[1,2", "\"", "nul", "{\"a\":1,}", "{\"login\":\"\xff\"}"})
        EXPECT_EQ(read_json<StopBody>(text).error().error.code, ErrorCode::malformed) << text;
}

TEST(JsonReader, RefusesDepth) {
    std::string deep;
    for (int count = 0; count < 100'000; ++count) deep += "[";

    EXPECT_EQ(read_json<StopBody>(deep).error().error.code, ErrorCode::malformed);
}

TEST(JsonReader, RefusesNumbersOutOfBounds) {
    EXPECT_TRUE(read_json<VolumeBody>(R"({"day":0,"evening":100,"emergency":1e1})"));
    EXPECT_FALSE(read_json<VolumeBody>(R"({"day":0,"evening":0,"emergency":9})"));
    EXPECT_FALSE(read_json<VolumeBody>(R"({"day":101,"evening":0,"emergency":10})"));
    EXPECT_FALSE(read_json<VolumeBody>(R"({"day":-1,"evening":0,"emergency":10})"));
    EXPECT_FALSE(read_json<VolumeBody>(R"({"day":1.5,"evening":0,"emergency":10})"));
    EXPECT_FALSE(read_json<VolumeBody>(R"({"day":1e99,"evening":0,"emergency":10})"));
}

TEST(JsonReader, ReadsTimesOfDay) {
    const auto body = read_json<HourWindowBody>(R"({"from":"05:30","to":"23:59"})");

    EXPECT_EQ(body->from.minute, 330);
    EXPECT_EQ(body->to.minute, 1439);
    for (const std::string_view bad : {"5:30", "24:00", "05:60", "05-30", "ab:cd"})
        EXPECT_FALSE(read_json<HourWindowBody>("{\"from\":\"" + std::string{bad} + R"(","to":"05:30"})")) << bad;
}

TEST(JsonReader, ReadsAMemberNamedLikeAWordOfCpp) {
    const auto body = read_json<IntentBody>(R"({})");

    EXPECT_EQ(body.error().pointer, "/officer");
    const std::string id{an_id};
    const auto whole =
        read_json<IntentBody>(R"({"officer":")" + id + R"(","device":")" + id + R"(","area":")" + id + R"(","template":")" + id +
                              R"(","idempotency_key":")" + id + R"(","made_at":"2026-11-22T22:30:00.123Z","signature":"AAEC"})");
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->template_.text(), an_id);
    EXPECT_EQ(whole->signature.bytes, (std::vector<std::uint8_t>{0, 1, 2}));
}

TEST(Base64, GoesThereAndBack) {
    for (std::size_t size = 0; size < 70; ++size) {
        std::vector<std::uint8_t> bytes;
        for (std::size_t at = 0; at < size; ++at) bytes.push_back(static_cast<std::uint8_t>(at * 37 + size));
        EXPECT_EQ(base64_bytes(base64_text(bytes)), bytes);
    }
}

TEST(Base64, RefusesWhatAnotherEncoderWouldNotWrite) {
    for (const std::string_view text : {"A", "AA", "AAA", "A===", "====", "AB==", "A-_A", "AA=A", "AAAA=", "A A="})
        EXPECT_FALSE(base64_bytes(text)) << text;
}

}  // namespace
}  // namespace village::web_api
