// What the emergency page is told of each template in each of its hamlets.
#include "controller/web_api/json_writers.hpp"
#include "tests/controller/web_api/server_fixture.hpp"

namespace village::web_api {
namespace {

class EmergencyPage : public Server {
protected:
    /// In Bến, whose sounds all say "Khẩn cấp! Thôn Bến"; at its head's page.
    boost::json::object sentence_of(const std::string& text) {
        domain::Commune commune;
        auto& hamlet = commune.areas.emplace_back();
        hamlet.id.bytes.fill(2);
        hamlet.kind = domain::AreaKind::hamlet;
        hamlet.unit = "Thôn";
        hamlet.name = "Bến";
        hamlet.full_name = "Thôn Bến";
        domain::EmergencyTemplate flood;
        flood.text = text;
        domain::Operator head;
        head.areas = {hamlet.id};
        EXPECT_TRUE(wait(controller.import_commune({}, {commune, {}, {flood}})));
        const auto page = write_emergency_page(controller, head, std::chrono::milliseconds{3000}, now);
        const auto& sentences = page.at("tiles").at(0).at("sentences").as_array();
        EXPECT_EQ(sentences.size(), 1u);
        return sentences.at(0).as_object();
    }
    std::string flaw_of(const std::string& text) {
        const auto sentence = sentence_of(text);
        if (!sentence.contains("flaw")) return "";
        const auto& words = sentence.at("flaw").at("words");
        EXPECT_FALSE(words.at("vi").as_string().empty());
        EXPECT_FALSE(words.at("en").as_string().empty());
        return std::string{sentence.at("flaw").at("name").as_string()};
    }
};

TEST_F(EmergencyPage, SaysOfNoneThatIsAsItShouldBeWhatIsWrong) { EXPECT_EQ(flaw_of("Khẩn cấp! {hamlet}"), ""); }

TEST_F(EmergencyPage, SaysWhichIsOlderThanItsWordsAndWhatIsHeardUntilThen) {
    EXPECT_EQ(flaw_of("Lũ! {hamlet}"), "older");
    EXPECT_EQ(sentence_of("Lũ! {hamlet}").at("sentence"), "Khẩn cấp! Thôn Bến");
    EXPECT_EQ(sentence_of("Lũ! {hamlet}").at("ready"), true);
}

TEST_F(EmergencyPage, DoesNotPromiseASoundThatCouldNotBeMade) {
    controller.failed_sentence = "Lũ! Thôn Bến";

    EXPECT_EQ(flaw_of("Lũ! {hamlet}"), "failed");
}

TEST_F(EmergencyPage, SaysWhichLacksASlotInThisHamlet) { EXPECT_EQ(flaw_of("Lũ! Đến {assembly_point}"), "incomplete"); }

}  // namespace
}  // namespace village::web_api
