#include <gtest/gtest.h>
#include <srtp2/srtp.h>

#include "protocol/aead.hpp"
#include "protocol/srtp_key_schedule.hpp"
#include "protocol/srtp_receiver.hpp"
#include "protocol/srtp_sender.hpp"
#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using samples::opus_like;

const auto grant = samples::id<domain::GrantId>(4);
constexpr domain::MonotonicTime start{std::chrono::seconds{100}};

domain::MonotonicTime at(std::uint64_t index) { return start + std::chrono::milliseconds{40 * index}; }

SrtpSender sender_of(const StreamKey& key) { return std::move(*SrtpSender::create({key, grant}, samples::key(4))); }
SrtpReceiver receiver_of(const StreamKey& key) { return SrtpReceiver({key, grant, samples::key(4).public_key()}); }

/// What a thief of the content key can make: right encryption, no stream key to sign with.
ByteVector forge(const StreamKey& key, PacketIndex index, std::uint8_t signing_seed = 66) {
    auto type = key.stream_class == StreamClass::r1 ? red_payload_type : opus_payload_type;
    auto payload = opus_like(999);
    RtpHeader header{false, type, index.sequence(), index.timestamp(), key.ssrc};
    auto unsigned_packet = encode_rtp(header, Ed25519Signature{}, payload);
    auto signature = sign_rtp(samples::key(signing_seed), grant, index.rollover(), Bytes(unsigned_packet).first(12), payload);
    auto packet = encode_rtp(header, signature, {});
    auto keys = derive_srtp_keys(key);
    auto sealed = aead_seal(keys.key.view(), srtp_nonce(keys.salt, key.ssrc, index), packet, payload);
    packet.insert(packet.end(), sealed.begin(), sealed.end());
    return packet;
}

struct LibraryReceiver {
    explicit LibraryReceiver(const StreamKey& key, std::uint32_t rollover = 0) {
        std::copy(key.key.view().begin(), key.key.view().end(), master.begin());
        std::copy(key.salt.view().begin(), key.salt.view().end(), master.begin() + 16);
        srtp_policy_t policy{};
        srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
        srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
        policy.ssrc = {ssrc_specific, key.ssrc};
        policy.key = master.data();
        policy.window_size = 1024;
        EXPECT_EQ(srtp_create(&session, &policy), srtp_err_status_ok);
        if (rollover > 0) {
            EXPECT_EQ(srtp_set_stream_roc(session, key.ssrc, rollover), srtp_err_status_ok);
        }
    }
    ~LibraryReceiver() { srtp_dealloc(session); }
    LibraryReceiver(const LibraryReceiver&) = delete;
    LibraryReceiver& operator=(const LibraryReceiver&) = delete;
    /// The plaintext packet, or nothing.
    ByteVector open(ByteVector packet) {
        int size = static_cast<int>(packet.size());
        if (srtp_unprotect(session, packet.data(), &size) != srtp_err_status_ok) return {};
        packet.resize(static_cast<std::size_t>(size));
        return packet;
    }
    std::array<std::uint8_t, 28> master{};
    srtp_t session = nullptr;
};

TEST(SrtpReceiver, HearsWhatTheSenderSaysInBothClasses) {
    for (auto stream_class : {StreamClass::r0, StreamClass::r1}) {
        auto key = samples::stream_key(stream_class);
        auto sender = sender_of(key);
        auto receiver = receiver_of(key);
        for (std::uint64_t index = 0; index < 50; ++index) {
            auto received = receiver.receive(*sender.send({index}, opus_like(index)), at(index));
            ASSERT_EQ(received.verdict, RtpVerdict::accepted) << index;
            EXPECT_EQ(received.index.value, index);
            EXPECT_EQ(received.header.timestamp, index * 1920);
            auto opus = stream_class == StreamClass::r0 ? Bytes(received.payload) : parse_red(received.payload)->back().data;
            EXPECT_EQ(ByteVector(opus.begin(), opus.end()), opus_like(index));
        }
    }
}

TEST(SrtpReceiver, AgreesWithLibsrtp2InBothDirections) {
    auto key = samples::stream_key();
    auto sender = sender_of(key);
    LibraryReceiver library(key), library_for_ours(key);
    auto receiver = receiver_of(key);

    for (std::uint64_t index = 0; index < 30; ++index) {
        auto packet = *sender.send({index}, opus_like(index));
        auto plain = library.open(packet);
        auto received = receiver.receive(packet, at(index));
        ASSERT_FALSE(plain.empty()) << "libsrtp2 opens what libsrtp2 sealed";
        ASSERT_EQ(received.verdict, RtpVerdict::accepted) << "we open what libsrtp2 sealed";
        EXPECT_EQ(ByteVector(plain.begin() + rtp_header_bytes, plain.end()), received.payload);
        EXPECT_FALSE(library_for_ours.open(forge(key, {index}, 4)).empty()) << "libsrtp2 opens what we sealed";
    }
}

TEST(SrtpReceiver, FollowsTheRolloverOfTheSequence) {
    for (std::uint64_t first : {std::uint64_t{65'500}, std::uint64_t{3 * 65'536 + 40'000}, std::uint64_t{7 * 65'536 - 3}}) {
        auto key = samples::stream_key(StreamClass::r1, first);
        auto sender = sender_of(key);
        auto receiver = receiver_of(key);
        LibraryReceiver library(key, PacketIndex{first}.rollover());
        for (auto index = first; index < first + 100; ++index) {
            auto packet = *sender.send({index}, opus_like(index));
            EXPECT_EQ(receiver.receive(packet, at(index - first)).index.value, index);
            EXPECT_FALSE(library.open(packet).empty()) << index;
        }
    }
}

TEST(SrtpReceiver, TakesPacketsInAnyOrderButEachOnce) {
    auto key = samples::stream_key();
    auto sender = sender_of(key);
    auto receiver = receiver_of(key);
    std::vector<ByteVector> packets;
    for (std::uint64_t index = 0; index < 40; ++index) packets.push_back(*sender.send({index}, opus_like(index)));

    for (std::size_t i = packets.size(); i-- > 0;) EXPECT_EQ(receiver.receive(packets[i], at(39)).verdict, RtpVerdict::accepted);
    for (const auto& packet : packets) EXPECT_EQ(receiver.receive(packet, at(40)).verdict, RtpVerdict::duplicate);
    EXPECT_EQ(receiver.counts().accepted, 40U);
}

TEST(SrtpReceiver, IsNotMovedByAForgeryThirtyThousandAhead) {
    auto key = samples::stream_key();
    auto sender = sender_of(key);
    auto receiver = receiver_of(key);
    LibraryReceiver library(key);
    std::uint64_t index = 0;
    for (; index < 10; ++index) {
        auto packet = *sender.send({index}, opus_like(index));
        ASSERT_EQ(receiver.receive(packet, at(index)).verdict, RtpVerdict::accepted);
        library.open(packet);
    }

    auto forged = forge(key, {index + 30'000});
    EXPECT_EQ(receiver.receive(forged, at(index)).verdict, RtpVerdict::forged);
    EXPECT_FALSE(library.open(forged).empty()) << "the library cannot know better";
    int library_lost = 0;
    for (; index < 110; ++index) {
        auto packet = *sender.send({index}, opus_like(index));
        EXPECT_EQ(receiver.receive(packet, at(index)).verdict, RtpVerdict::accepted) << index;
        library_lost += library.open(packet).empty();
    }
    EXPECT_EQ(library_lost, 100) << "why the receiver is our own";
}

TEST(SrtpReceiver, SpendsAtMostSixtyChecksASecondAndKeepsHalfForWhatIsDue) {
    auto key = samples::stream_key();
    auto sender = sender_of(key);
    auto receiver = receiver_of(key);
    std::map<RtpVerdict, int> verdicts;

    // A flood far ahead, 500 a second, beside the true 25.
    for (std::uint64_t index = 0; index < 250; ++index) {
        EXPECT_EQ(receiver.receive(*sender.send({index}, opus_like(index)), at(index)).verdict, RtpVerdict::accepted) << index;
        for (std::uint64_t i = 0; i < 20; ++i) ++verdicts[receiver.receive(forge(key, {index + 1000 + i}), at(index)).verdict];
    }

    EXPECT_LE(verdicts[RtpVerdict::forged], 10 * 60 - 250 + 60);
    EXPECT_GT(verdicts[RtpVerdict::rate_limited], 4000);
}

TEST(SrtpReceiver, DoesNotLetGarbageEatTheAllowance) {
    auto key = samples::stream_key();
    auto sender = sender_of(key);
    auto receiver = receiver_of(key);
    auto packet = *sender.send({0}, opus_like(0));
    auto garbage = packet;
    garbage.back() ^= 1;

    for (int i = 0; i < 1000; ++i) EXPECT_EQ(receiver.receive(garbage, at(0)).verdict, RtpVerdict::not_authentic);

    EXPECT_EQ(receiver.receive(packet, at(0)).verdict, RtpVerdict::accepted);
}

TEST(SrtpReceiver, RefusesAPacketOfAnotherStreamGrantOrGeneration) {
    auto key = samples::stream_key();
    auto packet = *sender_of(key).send({0}, opus_like(0));
    auto other_generation = key;
    other_generation.key.writable()[0] ^= 1;
    SrtpReceiver other_grant({key, samples::id<domain::GrantId>(5), samples::key(4).public_key()});

    EXPECT_EQ(receiver_of(samples::stream_key(StreamClass::r0)).receive(packet, at(0)).verdict, RtpVerdict::unknown_ssrc);
    EXPECT_EQ(receiver_of(other_generation).receive(packet, at(0)).verdict, RtpVerdict::not_authentic);
    EXPECT_EQ(other_grant.receive(packet, at(0)).verdict, RtpVerdict::forged);
}

TEST(SrtpReceiver, RefusesAnOldGenerationsSoundUnderTheNewKey) {
    // Same stream, same grant: what was signed at packet 3 stays packet 3.
    auto old_key = samples::stream_key();
    auto new_key = samples::stream_key(StreamClass::r1, 100);
    auto receiver = receiver_of(new_key);

    EXPECT_EQ(receiver.receive(forge(new_key, {3}, 4), at(0)).verdict, RtpVerdict::too_old);
}

TEST(SrtpReceiver, RefusesEveryFlippedBit) {
    auto key = samples::stream_key();
    auto packet = *sender_of(key).send({5}, opus_like(5));
    auto receiver = receiver_of(key);

    for (std::size_t bit = 0; bit < packet.size() * 8; ++bit) {
        auto altered = packet;
        altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ 1U << bit % 8);
        EXPECT_NE(receiver.receive(altered, at(bit)).verdict, RtpVerdict::accepted) << bit;
    }
    EXPECT_EQ(receiver.receive(packet, at(0)).verdict, RtpVerdict::accepted);
}

TEST(SrtpReceiver, FindsTheStreamAgainAfterAnHourAwayWhenToldTheTime) {
    auto key = samples::stream_key();
    auto sender = sender_of(key);
    auto receiver = receiver_of(key);
    ASSERT_EQ(receiver.receive(*sender.send({0}, opus_like(0)), at(0)).verdict, RtpVerdict::accepted);
    auto packet = *sender.send({90'000}, opus_like(1));

    EXPECT_EQ(receiver.receive(packet, at(1)).verdict, RtpVerdict::not_authentic) << "the rollover cannot be guessed";
    receiver.expect_around({89'990});

    EXPECT_EQ(receiver.receive(packet, at(2)).verdict, RtpVerdict::accepted);
}

TEST(SrtpReceiver, FindsAStreamWhoseKeyComesAfterARolloverOnlyWhenToldTheTime) {
    // Of the 16 bits of the sequence in the first and a later hour, of the 32 bits of the timestamp after a day, of 32 bits of packets.
    for (const auto first : {std::uint64_t{65'536 - 5}, std::uint64_t{2 * 65'536 + 12}, std::uint64_t{2'236'962 - 5},
                             (std::uint64_t{1} << 32) - 5}) {
        auto key = samples::stream_key();
        auto sender = sender_of(key);
        auto lost = receiver_of(key), told = receiver_of(key);
        told.expect_around({first + 3});
        for (auto index = first; index < first + 10; ++index) {
            auto packet = *sender.send({index}, opus_like(index));
            const auto received = told.receive(packet, at(index - first));
            EXPECT_EQ(received.verdict, RtpVerdict::accepted) << index;
            EXPECT_EQ(received.index.value, index);
            if (index > 65'536) {
                EXPECT_NE(lost.receive(packet, at(index - first)).verdict, RtpVerdict::accepted) << index;
            }
        }
    }
}

TEST(SrtpSender, NeverUsesANumberTwice) {
    auto sender = sender_of(samples::stream_key(StreamClass::r1, 10));

    EXPECT_EQ(sender.send({9}, opus_like(9)).error().code, domain::ErrorCode::replayed) << "before the key began";
    EXPECT_TRUE(sender.send({12}, opus_like(12)));
    EXPECT_EQ(sender.send({12}, opus_like(12)).error().code, domain::ErrorCode::replayed);
    EXPECT_EQ(sender.send({11}, opus_like(11)).error().code, domain::ErrorCode::replayed);
    EXPECT_TRUE(sender.send({13}, opus_like(13)));
}

TEST(SrtpSender, MakesR1PacketsOfAboutFiveHundredBytesAt24KilobitsPerSecond) {
    auto sender = sender_of(samples::stream_key());
    ByteVector packet;
    for (std::uint64_t index = 0; index < 20; ++index) packet = *sender.send({index}, opus_like(index));

    EXPECT_EQ(packet.size(), rtp_header_bytes + 3 * 120 + 9 + srtp_tag_bytes);
}

}  // namespace
}  // namespace village::protocol
