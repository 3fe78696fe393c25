#include "controller/config/config.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace village::config {
namespace {

domain::Result<Parsed> parse_words(std::vector<const char*> words) {
    words.insert(words.begin(), "village-controller");
    return parse(static_cast<int>(words.size()), words.data());
}

std::string write_file(const std::string& text) {
    const std::string path = testing::TempDir() + "village-config-test.toml";
    std::ofstream(path) << text;
    return path;
}

TEST(Config, HasWorkingDefaults) {
    const auto parsed = parse_words({});

    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->config.port, 8443);
    EXPECT_TRUE(parsed->print.empty());
}

TEST(Config, ReadsItsOwnExample) {
    const auto parsed = parse_words({"--config", "controller/config/village-controller.example.toml"});

    ASSERT_TRUE(parsed) << parsed.error().detail;
    EXPECT_EQ(parsed->config.names.size(), 2u);
}

TEST(Config, LetsTheCommandLineWinOverTheFileAndThatOverTheEnvironment) {
    const auto path = write_file("port = 1111\nlocal_port = 2222\n");
    setenv("VILLAGE_PORT", "3333", 1);

    const auto by_environment = parse_words({});
    const auto by_file = parse_words({"--config", path.c_str()});
    const auto by_command_line = parse_words({"--config", path.c_str(), "--port", "4444"});
    unsetenv("VILLAGE_PORT");

    ASSERT_TRUE(by_environment && by_file && by_command_line);
    EXPECT_EQ(by_environment->config.port, 3333);
    EXPECT_EQ(by_file->config.port, 1111);
    EXPECT_EQ(by_command_line->config.port, 4444);
    EXPECT_EQ(by_command_line->config.local_port, 2222);
}

TEST(Config, NamesTheSettingThatIsWrong) {
    for (const auto& [words, expected] : std::vector<std::pair<std::vector<const char*>, std::string>>{
             {{"--port", "70000"}, "port"},
             {{"--port", "eighty"}, "port"},
             {{"--emergency-countdown-seconds", "6"}, "emergency-countdown-seconds"},
             {{"--log-level", "loud"}, "log-level"},
             {{"--volume", "11"}, "volume"},
         }) {
        const auto parsed = parse_words(words);

        ASSERT_FALSE(parsed) << words[0];
        EXPECT_EQ(parsed.error().code, domain::ErrorCode::configuration_invalid);
        EXPECT_NE(parsed.error().detail.find(expected), std::string::npos) << parsed.error().detail;
    }
}

TEST(Config, RefusesAFileItCannotUnderstand) {
    for (const auto* text : {"port = ", "prot = 1\n", "port = [[1]]\n", "port = 1.5\n", "\xff\xfe\x00"}) {
        const auto path = write_file(text);

        const auto parsed = parse_words({"--config", path.c_str()});

        EXPECT_FALSE(parsed) << text;
    }
}

TEST(Config, NamesTheLineOfASettingThatDoesNotExist) {
    const auto path = write_file("# Loa\nport = 1111\nprot = 1\n");

    const auto parsed = parse_words({"--config", path.c_str()});

    ASSERT_FALSE(parsed);
    EXPECT_NE(parsed.error().detail.find("line 3: there is no setting \"prot\""), std::string::npos) << parsed.error().detail;
}

TEST(Config, RefusesAFileThatIsNotThere) { EXPECT_FALSE(parse_words({"--config", "/no/such/file.toml"})); }

TEST(Config, PrintsHelpWithEveryOption) {
    const auto parsed = parse_words({"--help"});

    ASSERT_TRUE(parsed);
    for (const auto* name : {"--data", "--port", "--signer-socket", "--names", "--log-level"})
        EXPECT_NE(parsed->print.find(name), std::string::npos) << name;
}

}  // namespace
}  // namespace village::config
