#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "node-firmware/program/fault_socket.hpp"
#include "node-firmware/program/settings.hpp"

namespace village::node {
namespace {
using domain::ErrorCode;

TEST(Settings, TheExampleFileIsRead) {
    std::ifstream in("node-firmware/village-node.example.toml");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    ASSERT_FALSE(text.empty()) << "run from the project's folder";
    Settings settings;

    const auto read = read_settings(text, settings);

    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(settings.controllers.size(), 2U);
    EXPECT_EQ(settings.controllers[1].text(), "[2001:db8::7]:8443");
    EXPECT_EQ(settings.sink, SinkKind::alsa);
    EXPECT_EQ(settings.volume_percent, 80);
    EXPECT_EQ(settings.battery_clock, Settings{}.battery_clock);
}

TEST(Settings, AMistakeNamesTheSettingAndTheFix) {
    for (const auto& [text, name] : std::vector<std::pair<std::string, std::string>>{{"sink.kind = \"horn\"", "sink.kind"},
                                                                                     {"volume.percent = 300", "volume.percent"},
                                                                                     {"colour = 1", "colour"},
                                                                                     {"data = 4", "data"},
                                                                                     {"controllers = \"one\"", "controllers"},
                                                                                     {"x = = 1", "line 1"}}) {
        Settings settings;
        const auto read = read_settings(text, settings);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, ErrorCode::configuration_invalid);
        EXPECT_EQ(read.error().detail.rfind(name, 0), 0U) << read.error().detail;
    }
}

TEST(Settings, TheCommandLineGoesOverTheFileAndAddressesAreTriedInOrder) {
    const char* words[] = {"village-node", "--controller", "10.0.0.1:9,[::1]:10,horn.example", "--sink", "file",
                           "--data",       "/tmp/n"};
    const auto invocation = read_invocation(7, words);
    ASSERT_TRUE(invocation) << invocation.error().detail;
    ASSERT_EQ(invocation->settings.controllers.size(), 3U);
    EXPECT_EQ(invocation->settings.controllers[1].host, "::1");
    EXPECT_EQ(invocation->settings.controllers[2].port, 8443);
    EXPECT_EQ(invocation->settings.record, "/tmp/n/sound");
}

TEST(Settings, WithoutAControllerItDoesNotStart) {
    const char* words[] = {"village-node"};
    EXPECT_EQ(read_invocation(1, words).error().code, ErrorCode::configuration_invalid);
}

TEST(Faults, AreReadStrictly) {
    EXPECT_EQ(parse_fault("drop 20\n")->value, 20);
    EXPECT_EQ(parse_fault("clock +3600\n")->value, 3600);
    EXPECT_EQ(parse_fault("clock -5")->value, -5);
    EXPECT_EQ(parse_fault("uncut\n")->kind, Fault::Kind::uncut);
    for (const auto* line : {"", "drop", "drop x", "drop 101", "rm -rf", "cut now"}) EXPECT_FALSE(parse_fault(line)) << line;
}

}  // namespace
}  // namespace village::node
