// The promises about live sound: packets of 40 ms, speech levelled, peaks held, and a file streamed is the file heard.
#include "controller/media/live_encoder.hpp"

#include <gtest/gtest.h>

#include "controller/media/live_file.hpp"
#include "controller/media/opus_writer.hpp"
#include "tests/controller/media/sound_fixtures.hpp"

namespace village::media {
namespace {

std::vector<LivePacket> encoded(LiveEncoder& encoder, const Samples& sound, std::size_t step) {
    std::vector<LivePacket> all;
    for (std::size_t at = 0; at < sound.size(); at += step) {
        auto packets = encoder.push(PcmFrame(sound).subspan(at, std::min(step, sound.size() - at)));
        EXPECT_TRUE(packets);
        for (auto& packet : *packets) all.push_back(std::move(packet));
    }
    auto rest = encoder.finish();
    EXPECT_TRUE(rest);
    for (auto& packet : *rest) all.push_back(std::move(packet));
    return all;
}

std::vector<std::vector<std::uint8_t>> payloads_of(const std::vector<LivePacket>& packets) {
    std::vector<std::vector<std::uint8_t>> payloads;
    for (const auto& packet : packets) payloads.push_back(packet.payload);
    return payloads;
}

TEST(LiveEncoder, MakesPacketsOfFortyMillisecondsFromFramesOfTwenty) {
    LiveEncoder encoder;

    const auto packets = encoded(encoder, sweep(2, 0.3), 960);

    ASSERT_EQ(packets.size(), 51U);  // 50 and the limiter's 5 ms.
    for (std::size_t i = 0; i < packets.size(); ++i) {
        EXPECT_EQ(packets[i].rtp_timestamp, i * 1920);
        EXPECT_LE(packets[i].payload.size(), 400U);
    }
    EXPECT_GE(likeness(as_floats(sweep(2, 0.3)), decoded(payloads_of(packets))), 0.95);
}

TEST(LiveEncoder, MakesTheSamePacketsHoweverTheSoundArrives) {
    LiveEncoderOptions options{.level = false};
    LiveEncoder one(options);
    LiveEncoder other(options);

    EXPECT_EQ(payloads_of(encoded(one, sweep(1, 0.3), 960)), payloads_of(encoded(other, sweep(1, 0.3), 777)));
}

TEST(LiveEncoder, KeepsToSixteenKilobits) {
    LiveEncoder encoder({.bitrate_bps = 16'000});
    std::size_t bytes = 0;
    for (const auto& packet : encoded(encoder, sweep(10, 0.3), 960)) bytes += packet.payload.size();

    EXPECT_LE(bytes * 8 / 10, 18'000U);
}

TEST(LiveEncoder, BringsAQuietMicrophoneUpWithinSeconds) {
    LiveEncoder encoder;

    const auto sound = decoded(payloads_of(encoded(encoder, sweep(8, 0.03), 960)));

    EXPECT_NEAR(rms_dbfs(std::span(sound).last(48'000 * 2)), -17, 3);
}

TEST(LiveEncoder, HoldsItsGainInPauses) {
    LiveLevel level;
    auto speech = as_floats(sweep(4, 0.05));
    level.process(std::span(speech));
    const double before = level.gain_db();
    std::vector<float> pause(48'000, 0.0005F);

    level.process(pause);

    EXPECT_EQ(level.gain_db(), before);
}

TEST(LiveEncoder, RefusesMoreThanASecondAtOnce) {
    LiveEncoder encoder;

    EXPECT_EQ(encoder.push(PcmFrame(sweep(1.5, 0.3))).error().code, domain::ErrorCode::too_large);
}

TEST(LiveFile, StreamsAFileAsItSounds) {
    TemporaryFolder folder;
    const auto sound = sweep(3, 0.4);
    OpusFileWriter writer;
    ASSERT_TRUE(writer.write(as_floats(sound)));
    const auto path = folder.write("a.opus", *writer.finish());

    auto file = open_live_file(path, 24'000);
    ASSERT_TRUE(file);
    std::vector<std::vector<std::uint8_t>> packets;
    while (true) {
        auto packet = (*file)->next();
        ASSERT_TRUE(packet);
        if (!*packet) break;
        packets.push_back(std::move(**packet));
    }

    EXPECT_NEAR(static_cast<double>(packets.size()), 75, 1);
    EXPECT_GE(likeness(as_floats(sound), decoded(packets)), 0.95);
}

TEST(LiveFile, NamesWhatIsMissingOrNoOpus) {
    TemporaryFolder folder;

    EXPECT_EQ(open_live_file(folder.path() / "none", 24'000).error().code, domain::ErrorCode::not_found);
    EXPECT_EQ(open_live_file(folder.write("text", std::string("hello")), 24'000).error().code, domain::ErrorCode::malformed);
}

}  // namespace
}  // namespace village::media
