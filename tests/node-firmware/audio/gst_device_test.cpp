// ALSA's and PulseAudio's devices against a real sound server with a null sink. Not run, and said so, where `pulseaudio` is missing.
#include <gtest/gtest.h>

#include "node-firmware/audio/gst_device.hpp"
#include "tests/node-firmware/audio/sound_server.hpp"

/// GLib, ALSA and PulseAudio keep what they allocated once for the whole life of a program; only that is excused.
extern "C" const char* __lsan_default_suppressions() { return "leak:g_malloc\nleak:libasound\nleak:libpulse\n"; }

namespace village::node::audio {
namespace {
using namespace std::chrono_literals;

class GstDeviceTest : public testing::TestWithParam<GstSink> {
protected:
    void SetUp() override { ASSERT_TRUE(SoundServer::is_installed()) << "install pulseaudio, as ./village test does"; }
    GstDeviceOptions horn() const { return {GetParam(), "horn", 200ms}; }

    SoundServer server;
    Tone tone;
};

TEST_P(GstDeviceTest, WhatIsRenderedComesOutOfTheHorn) {
    server.start();
    GstDevice device(horn());
    ASSERT_TRUE(device.start(tone));
    ASSERT_TRUE(SoundServer::wait_until([&] { return device.state().ok && tone.audible > 50; }));

    const auto heard = server.hear(3s);

    EXPECT_TRUE(device.state().ok);
    ASSERT_GT(heard.size(), 24'000U);
    EXPECT_NEAR(loudest(heard), Tone::amplitude / std::numbers::sqrt2, 400);
}

TEST_P(GstDeviceTest, ADeviceThatIsAwayIsOpenedWhenItComesAndTimeGoesOnMeanwhile) {
    GstDevice device(horn());
    ASSERT_TRUE(device.start(tone));
    EXPECT_TRUE(SoundServer::wait_until([&] { return tone.inaudible > 20; }));
    EXPECT_FALSE(device.state().ok);

    server.start();

    EXPECT_TRUE(SoundServer::wait_until([&] { return device.state().ok && tone.audible > 20; }));
}

TEST_P(GstDeviceTest, ADeviceThatDiesIsSaidToFailAndComesBackAtItsLevel) {
    server.start();
    GstDevice device(horn());
    ASSERT_TRUE(device.start(tone));
    ASSERT_TRUE(SoundServer::wait_until([&] { return device.state().ok && tone.audible > 20; }));

    server.die();
    EXPECT_TRUE(SoundServer::wait_until([&] { return !device.state().ok && tone.inaudible > 20; }));
    server.start();
    EXPECT_TRUE(SoundServer::wait_until([&] { return device.state().ok; }));

    EXPECT_NEAR(loudest(server.hear(3s)), Tone::amplitude / std::numbers::sqrt2, 400);
}

TEST_P(GstDeviceTest, ADeviceThatDoesNotExistIsNoReasonToStop) {
    server.start();
    GstDevice device({GetParam(), "no-such-horn", 200ms});
    ASSERT_TRUE(device.start(tone));

    EXPECT_TRUE(SoundServer::wait_until([&] { return tone.inaudible > 50; }));
    EXPECT_FALSE(device.state().ok);
}

INSTANTIATE_TEST_SUITE_P(Real, GstDeviceTest, testing::Values(GstSink::alsa, GstSink::pulse),
                         [](const auto& sink) { return sink.param == GstSink::alsa ? "Alsa" : "Pulse"; });

TEST(AlsaDevice, OneThatPlaysFasterThanTimeIsTakenForNone) {
    SoundServer server;
    Tone tone;
    GstDevice device({GstSink::alsa, "nowhere", 60s});
    const auto began = monotonic_now();
    ASSERT_TRUE(device.start(tone));

    EXPECT_TRUE(SoundServer::wait_until([&] { return tone.inaudible > 50; }));

    EXPECT_FALSE(device.state().ok);
    EXPECT_LE(tone.audible + tone.inaudible, (monotonic_now() - began) / 10ms + 20) << "no faster than time";
}

}  // namespace
}  // namespace village::node::audio
