// An error of a programme points into the request that brought it.
#include "controller/web_api/programme_places.hpp"

#include <gtest/gtest.h>

namespace village::web_api {
namespace {

using domain::BrokenRule;
using domain::ErrorCode;

domain::AnnouncementId announcement(std::uint8_t number) {
    domain::AnnouncementId id;
    id.bytes.fill(number);
    return id;
}

/// Bulletins, a relay with a fallback, a column with another announcement on Tuesdays, and bulletins once more under the same key.
domain::Programme evening() {
    domain::Programme programme;
    programme.filler = announcement(4);
    programme.items.resize(4);
    programme.items[0].key = programme.items[3].key = "tin";
    programme.items[1].key = "tiep-song";
    programme.items[1].relay = "vov1";
    programme.items[1].fallback = announcement(2);
    programme.items[2].key = "chuyen-muc";
    programme.items[2].announcement = announcement(1);
    programme.items[2].on_weekday.at(1).announcement = announcement(3);
    return programme;
}

std::string place(const char* rule, std::string found) {
    return place_in(evening(), {ErrorCode::invalid_argument, "", BrokenRule{rule, {}, std::move(found)}});
}

TEST(PlaceInAProgramme, IsThatOfTheItemWithTheKeyAndItsField) {
    EXPECT_EQ(place("item_key", "tin"), "/items/0/key");
    EXPECT_EQ(place("item_after_end", "chuyen-muc"), "/items/2/at_s");
    EXPECT_EQ(place("item_order", "tiep-song"), "/items/1/at_s");
    EXPECT_EQ(place("station", "vov1"), "/items/1/relay");
}

TEST(PlaceInAProgramme, IsThatOfItsLengthOrItsItems) {
    EXPECT_EQ(place("programme_length", "121"), "/length_s");
    EXPECT_EQ(place("programme_items", "0"), "/items");
}

TEST(PlaceInAProgramme, IsThatOfTheSecondOfTwoAlike) { EXPECT_EQ(place("item_twice", "tin"), "/items/3/key"); }

TEST(PlaceInAProgramme, IsWhereAnAnnouncementIsNamed) {
    EXPECT_EQ(place("announcement", announcement(1).text()), "/items/2/announcement");
    EXPECT_EQ(place("announcement", announcement(2).text()), "/items/1/fallback");
    EXPECT_EQ(place("announcement", announcement(3).text()), "/items/2/on_weekday/1/announcement");
    EXPECT_EQ(place("announcement", announcement(4).text()), "/filler");
}

TEST(PlaceInAProgramme, IsItsLengthWhereThatIsWrong) {
    EXPECT_EQ(place("longest_session", "75"), "/length_s");
    EXPECT_EQ(place("programme_longer", "75"), "/length_s");
}

TEST(PlaceInAProgramme, IsNoneOfWhatItDoesNotSay) {
    EXPECT_EQ(place("station", "vov2"), "");
    EXPECT_EQ(place("announcement", announcement(9).text()), "");
    EXPECT_EQ(place_in(evening(), {ErrorCode::not_permitted, ""}), "");
}

TEST(PlaceInADay, IsThatOfTheBulletin) {
    domain::ProgrammeDay day;
    day.bulletins = {{announcement(1)}, {announcement(2)}, {announcement(1)}};
    const auto place = [&](const char* rule, std::uint8_t number) {
        return place_in(day, {ErrorCode::invalid_argument, "", BrokenRule{rule, {}, announcement(number).text()}});
    };

    EXPECT_EQ(place("bulletin_twice", 1), "/bulletins/2/announcement");
    EXPECT_EQ(place("bulletin_priority", 2), "/bulletins/1/priority");
    EXPECT_EQ(place("announcement", 2), "/bulletins/1/announcement");
    EXPECT_EQ(place("no_place_for_bulletins", 9), "");
}

}  // namespace
}  // namespace village::web_api
