// The stations that programmes may relay, as the settings name them.
#include "controller/config/stations.hpp"

#include <gtest/gtest.h>

namespace village::config {
namespace {

Config with(std::vector<std::string> relays) {
    Config config;
    config.relays = std::move(relays);
    return config;
}

TEST(Stations, AreKnownByTheirKey) {
    const auto stations =
        stations_of(with({"vov1=https://example.vn/vov1.m3u8?token=a=b", "dai-tinh=http://10.0.0.2:8000/live"}));

    ASSERT_TRUE(stations) << stations.error().detail;
    EXPECT_EQ(stations->at("vov1"), "https://example.vn/vov1.m3u8?token=a=b");
    EXPECT_EQ(stations->at("dai-tinh"), "http://10.0.0.2:8000/live");
}

TEST(Stations, ThatAreWrongAreRefusedInWords) {
    for (const auto& [relay, words] : std::vector<std::pair<std::string, std::string>>{
             {"https://example.vn/vov1.m3u8", "key"},
             {"vov1", "no key=address"},
             {"VOV1=https://example.vn/", "a-z"},
             {"=https://example.vn/", "a-z"},
             {std::string(33, 'a') + "=https://example.vn/", "1 to 32"},
             {"vov1=", "http://"},
             {"vov1=file:///etc/passwd", "http://"},
             {"vov1=https://example.vn/a b", "http://"},
             {"vov1=https://example.vn/\n", "http://"},
             {"vov1=https://" + std::string(2000, 'a'), "http://"},
         }) {
        const auto stations = stations_of(with({relay}));

        ASSERT_FALSE(stations) << relay;
        EXPECT_EQ(stations.error().code, domain::ErrorCode::configuration_invalid);
        EXPECT_NE(stations.error().detail.find(words), std::string::npos) << stations.error().detail;
    }
}

TEST(Stations, HaveAKeyEach) { EXPECT_FALSE(stations_of(with({"vov1=https://example.vn/1", "vov1=https://example.vn/2"}))); }

TEST(Stations, AreNotWithoutNumber) {
    std::vector<std::string> many;
    for (std::size_t n = 0; n <= stations_max; ++n) many.push_back("s" + std::to_string(n) + "=https://example.vn/");

    EXPECT_FALSE(stations_of(with(many)));
}

}  // namespace
}  // namespace village::config
