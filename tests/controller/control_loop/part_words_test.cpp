// Whatever part of the running control loop is not well, people read of it in their own language.
#include "controller/web_api/part_words.hpp"
#include "tests/controller/control_loop/world.hpp"

namespace village::test {
namespace {

TEST(PartWords, SayOfEachPartWhatIsWrong) {
    World world;
    const auto of_any_other = web_api::trouble_in_words("coffee machine");
    const auto parts = world.loop().parts();

    ASSERT_FALSE(parts.empty());
    for (const auto& part : parts) {
        EXPECT_NE(web_api::trouble_in_words(part.name).vi, of_any_other.vi) << part.name;
        EXPECT_NE(web_api::trouble_in_words(part.name).en, of_any_other.en) << part.name;
    }
}

}  // namespace
}  // namespace village::test
