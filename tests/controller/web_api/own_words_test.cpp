// What the program itself says in an answer that refuses nothing, in both languages.
#include <gtest/gtest.h>

#include "controller/web_api/json_writers.hpp"
#include "controller/web_api/part_words.hpp"
#include "controller/web_api/reason_words.hpp"
#include "scheduler/calendar/compose_programme.hpp"
#include "scheduler/domain/forecast.hpp"
#include "scheduler/domain/names.hpp"
#include "scheduler/domain/refused_by_hours.hpp"
#include "scheduler/domain/remarks.hpp"

namespace village::web_api {
namespace {

domain::Foreseen on_special_days(std::string name) {
    domain::Foreseen sound;
    sound.in_the_way = domain::InTheWay{domain::InTheWay::Kind::special_day, {}, std::move(name)};
    return sound;
}

boost::json::object in_the_way_of(const domain::Foreseen& sound) { return write(sound).at("in_the_way").as_object(); }

TEST(OwnWords, SayAKindOfSpecialDaysAsPeopleDoAndADayByItsName) {
    const auto thing = in_the_way_of(on_special_days("election_day, Tết Nguyên đán"));

    EXPECT_EQ(thing.at("name"), "election_day, Tết Nguyên đán");
    EXPECT_EQ(thing.at("words"),
              (boost::json::object{{"vi", "ngày bầu cử, Tết Nguyên đán"}, {"en", "election days, Tết Nguyên đán"}}));
}

TEST(OwnWords, AreNotPutBesideWhatAPersonNamed) {
    auto sound = on_special_days("election_day");
    sound.in_the_way->kind = domain::InTheWay::Kind::broadcast;

    EXPECT_FALSE(in_the_way_of(sound).contains("words"));
}

TEST(OwnWords, SayThatWhatIsHeardIsTheEarlierVersion) {
    domain::Foreseen sound;
    EXPECT_FALSE(write(sound).contains("note"));

    sound.earlier_version = true;

    const auto note = write(sound).at("note").as_object();
    EXPECT_EQ(note.at("name"), "earlier_version");
    EXPECT_FALSE(note.at("words").at("vi").as_string().empty());
    EXPECT_FALSE(note.at("words").at("en").as_string().empty());
}

TEST(OwnWords, SayWhySomethingIsNotHeardAsPlanned) {
    domain::Delivery delivery;
    delivery.reason = "no_content";
    EXPECT_EQ(write(delivery).at("reason_words").at("vi"), "Cụm loa chưa tải được âm thanh.");
    domain::Foreseen sound;
    sound.announcement = domain::AnnouncementId{};
    sound.reason = "not_approved";
    EXPECT_EQ(write(sound).at("reason_words").at("en"), "The announcement is not approved.");
    EXPECT_FALSE(write(domain::Delivery{}).contains("reason_words"));
}

TEST(OwnWords, KnowEachReasonOfOurOwn) {
    std::vector<std::string> reasons{"not_in_plan",  "plan_full", "late_arrival", "max_duration", "not_after",
                                     "no_contact",   "quench",    "zone_empty",   "intent_life",  "device_key",
                                     "device_owner", "signature", "own_area",     "rendered"};
    for (int one = 0; one <= static_cast<int>(calendar::LeftOut::no_room); ++one)
        reasons.emplace_back(calendar::left_out_name(static_cast<calendar::LeftOut>(one)));
    for (int one = 0; one <= static_cast<int>(domain::Priority::emergency); ++one)
        reasons.emplace_back(domain::priority_name(static_cast<domain::Priority>(one)));
    for (const auto why : domain::refused_by_hours) reasons.emplace_back(domain::error_name(why));
    const auto of_any_other = reason_in_words("coffee");

    for (const auto& reason : reasons) {
        EXPECT_NE(reason_in_words(reason).vi, of_any_other.vi) << reason;
        EXPECT_NE(reason_in_words(reason).en, of_any_other.en) << reason;
    }
}

TEST(OwnWords, NameTheWayOutForARelayThatNobodyCanApprove) {
    boost::json::object relay, item;
    write_reason("not_approved", std::nullopt, relay);
    write_reason("not_approved", domain::AnnouncementId{}, item);

    for (const auto* language : {"vi", "en"})
        EXPECT_NE(relay.at("reason_words").as_object().at(language).as_string().find("tiếp sóng"), boost::json::string::npos);
    EXPECT_EQ(relay.at("reason"), "not_approved");
    EXPECT_EQ(item.at("reason_words").as_object().at("en").as_string(), reason_in_words("not_approved").en);
}

/// The others are asked for their names themselves, by part_words_test.cpp of the control loop.
TEST(OwnWords, SayOfThePartsBesideTheControlLoopWhatIsWrong) {
    const auto of_any_other = trouble_in_words("coffee machine");
    EXPECT_FALSE(of_any_other.vi.empty());
    for (const auto* part : {"backup", "stations"}) {
        EXPECT_NE(trouble_in_words(part).vi, of_any_other.vi) << part;
        EXPECT_NE(trouble_in_words(part).en, of_any_other.en) << part;
    }
}

TEST(OwnWords, SayInEnglishTooThatALeaderDenied) {
    domain::Announcement item;
    item.remark = "Sai ngày";
    EXPECT_FALSE(write(item).contains("remark_words")) << "a person's words are left as they are";

    item.remark = domain::denied_by_telephone;

    EXPECT_EQ(write(item).at("remark_words").at("vi"), write(item).at("remark"));
    EXPECT_EQ(write(item).at("remark_words").at("en"), "The leader says that he did not agree by telephone.");
}

}  // namespace
}  // namespace village::web_api
