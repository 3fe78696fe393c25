// The promises about the slots of an emergency template (scheduler/domain): every one filled, or a sentence that names
// it.
#include "scheduler/domain/template_slots.hpp"

#include <gmock/gmock.h>

namespace village::domain {
namespace {

using ::testing::HasSubstr;

TEST(FillSlots, PutsTheHamletsWordsIn) {
    const auto filled = fill_slots("{issuer} thông báo: lũ tại {hamlet}. Gọi {duty_phone}!",
                                   {{"issuer", "Trưởng thôn"}, {"hamlet", "Bản Mới"}, {"duty_phone", "0912 345 678"}});

    ASSERT_TRUE(filled);
    EXPECT_EQ(*filled, "Trưởng thôn thông báo: lũ tại Bản Mới. Gọi 0912 345 678!");
}

TEST(FillSlots, NamesTheSlotWithoutAValue) {
    EXPECT_THAT(fill_slots("đến {assembly_point}", {}).error().detail, HasSubstr("{assembly_point}"));
    EXPECT_THAT(fill_slots("đến {assembly_point}", {{"assembly_point", ""}}).error().detail, HasSubstr("{assembly_point}"));
}

TEST(FillSlots, RefusesBracesThatDoNotMatch) {
    EXPECT_FALSE(fill_slots("tại {hamlet", {{"hamlet", "A"}}));
    EXPECT_FALSE(fill_slots("tại hamlet}", {{"hamlet", "A"}}));
    EXPECT_FALSE(fill_slots("tại {{hamlet}}", {{"hamlet", "A"}}));
}

TEST(FillSlots, TakesValuesLiterally) { EXPECT_EQ(*fill_slots("{a}", {{"a", "{b}"}, {"b", "x"}}), "{b}"); }

TEST(FillSlots, LeavesATextWithoutSlotsAlone) { EXPECT_EQ(*fill_slots("Đây là diễn tập.", {}), "Đây là diễn tập."); }

}  // namespace
}  // namespace village::domain
