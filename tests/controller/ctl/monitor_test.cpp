#include "controller/ctl/monitor.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "controller/ctl/local_api.hpp"

namespace village::ctl {
namespace {

using domain::ErrorCode;

boost::json::value answer_of_controller() {
    return boost::json::parse(R"({"broadcast": "0192f0c1-0000-7000-8000-000000000001", "ssrc": 4000000001, "redundancy_class": 1,
        "generation": 1, "rollover": 2, "key": "AAECAwQFBgcICQoLDA0ODw==", "salt": "EBESExQVFhcYGRob"})");
}

const MonitorWish wish{"0192f0c1-0000-7000-8000-000000000001", 5010, "fakesink"};

TEST(MonitorText, EndsWithACommandForStockGStreamer) {
    const auto text = monitor_text(answer_of_controller(), wish);

    ASSERT_TRUE(text);
    const auto command = text->substr(text->rfind("\n", text->size() - 2) + 1);
    EXPECT_TRUE(command.starts_with("gst-launch-1.0 -e udpsrc port=5010 ")) << command;
    EXPECT_NE(command.find("ssrc=(uint)4000000001, roc=(uint)2"), std::string::npos) << command;
    EXPECT_NE(command.find("srtp-key=(buffer)000102030405060708090a0b0c0d0e0f101112131415161718191a1b"), std::string::npos)
        << command;
    EXPECT_NE(command.find("rtpreddec pt=111"), std::string::npos) << command;
    EXPECT_TRUE(command.ends_with("! fakesink\n")) << command;
}

TEST(MonitorText, HasTheSdpWithTheKeyInline) {
    const auto text = monitor_text(answer_of_controller(), wish);

    ASSERT_TRUE(text);
    EXPECT_TRUE(text->starts_with("v=0\r\n"));
    EXPECT_NE(text->find("m=audio 5010 RTP/SAVP 111 96"), std::string::npos);
    EXPECT_NE(text->find("a=crypto:1 AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGw=="), std::string::npos);
}

TEST(MonitorText, RefusesAKeyOfAnotherLength) {
    auto answer = answer_of_controller();
    answer.as_object()["key"] = "AAECAw==";

    const auto text = monitor_text(answer, wish);

    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::malformed);
}

TEST(LocalApi, SaysThatNobodyAnswers) {
    LocalApi nobody{1};

    const auto entered = nobody.sign_in("quantri", "x");

    ASSERT_FALSE(entered);
    EXPECT_EQ(entered.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace village::ctl
