// What a person sees who starts a loudspeaker wrongly: one line that names the setting and the fix, and exit status 2.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/node-firmware/program/node_process.hpp"
#include "tests/node-firmware/temporary_folder.hpp"

namespace village::node {
namespace {

class StartUp : public testing::Test {
protected:
    std::string refusal(std::vector<std::string> words) {
        NodeProcess node(folder.path(), std::move(words));
        node.wait();
        EXPECT_EQ(node.ended(), 2) << node.said();
        return node.said();
    }
    void expect_line(const std::string& said, const std::string& setting, const std::string& fix) {
        EXPECT_EQ(said.rfind("village-node: " + setting, 0), 0U) << said;
        EXPECT_NE(said.find(fix), std::string::npos) << said;
        EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
    }
    std::vector<std::string> with_data(const std::filesystem::path& data, std::vector<std::string> more = {}) {
        std::vector<std::string> words{"--controller", "127.0.0.1:1", "--sink", "file", "--data", data};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
    std::filesystem::path write(const std::string& name, const std::string& text) {
        std::ofstream(folder.path() / name) << text;
        return folder.path() / name;
    }

    test::TemporaryFolder folder;
};

TEST_F(StartUp, AnUnreadableConfigurationNamesFileLineAndSetting) {
    expect_line(refusal({"--config", folder.path() / "none.toml"}), "--config: ", "cannot be read");
    const auto garbage = write("garbage.toml", "data = \"/x\"\n= = =\n");
    expect_line(refusal({"--config", garbage}), garbage.string() + ": line 2", "");
    const auto unknown = write("unknown.toml", "colour = 4\n");
    expect_line(refusal({"--config", unknown}), unknown.string() + ": colour", "village-node.example.toml");
}

TEST_F(StartUp, AnUnknownWordOnTheCommandLinePointsAtHelp) {
    expect_line(refusal({"--loud"}), "command line: ", "village-node --help");
    expect_line(refusal({"--sink", "horn", "--controller", "127.0.0.1:1"}), "sink.kind: ", "write alsa, pulse, file or model");
    expect_line(refusal({"--log-level", "loud", "--controller", "127.0.0.1:1"}), "log", "debug, info, warning, error");
}

TEST_F(StartUp, WithoutAControllerItSaysHowToNameOne) { expect_line(refusal({}), "controllers: ", "--controller HOST:8443"); }

TEST_F(StartUp, ADataFolderThatCannotBeMadeIsNamed) {
    const auto file = write("file", "");
    expect_line(refusal(with_data(file / "data")), "data: ", "name a folder that can be written");
}

TEST_F(StartUp, ANodeOfNoCommuneSaysWhereTheCodeComesFrom) {
    expect_line(refusal(with_data(folder.path() / "data")), "--enrol: ", "--enrol TICKET");
    expect_line(refusal(with_data(folder.path() / "data", {"--enrol", "12345"})), "--enrol: ", "copy the whole line");
}

TEST_F(StartUp, AnEmptyKeyOfANodeOfNoCommuneIsMadeAnew) {
    const auto identity = folder.path() / "data" / "identity";
    std::filesystem::create_directories(identity);
    std::ofstream(identity / "tls.key").close();

    refusal(with_data(folder.path() / "data"));

    EXPECT_GT(std::filesystem::file_size(identity / "tls.key"), 100U);
}

}  // namespace
}  // namespace village::node
