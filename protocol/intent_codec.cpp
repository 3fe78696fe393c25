#include "protocol/intent_codec.hpp"

#include "protocol/big_endian.hpp"

namespace village::protocol {
namespace {

constexpr std::string_view intent_prefix{"village-intent-v1\0", 18};
constexpr std::string_view device_prefix{"village-device-v1\0", 18};

}  // namespace

std::array<std::uint8_t, intent_bytes> encode_intent(const domain::EmergencyIntent& intent) {
    BigEndianWriter writer(intent_bytes);
    writer.bytes(domain::as_bytes(intent_prefix));
    writer.bytes(intent.officer.bytes);
    writer.bytes(intent.device.bytes);
    writer.bytes(intent.area.bytes);
    writer.bytes(intent.emergency_template.bytes);
    writer.bytes(intent.idempotency_key);
    writer.i64(domain::to_us(intent.made_at));
    auto written = writer.take();
    std::array<std::uint8_t, intent_bytes> canonical;
    std::copy(written.begin(), written.end(), canonical.begin());
    return canonical;
}

Result<domain::EmergencyIntent> decode_intent(Bytes canonical) {
    BigEndianReader reader(canonical);
    auto prefix = reader.take(intent_prefix.size());
    auto expected = domain::as_bytes(intent_prefix);
    domain::EmergencyIntent intent;
    intent.officer.bytes = reader.array<16>();
    intent.device.bytes = reader.array<16>();
    intent.area.bytes = reader.array<16>();
    intent.emergency_template.bytes = reader.array<16>();
    intent.idempotency_key = reader.array<16>();
    auto made_at = reader.i64();
    if (!reader.is_complete()) return domain::Error{domain::ErrorCode::malformed, "an intent has 106 bytes"};
    if (!std::equal(prefix.begin(), prefix.end(), expected.begin(), expected.end())) {
        return domain::Error{domain::ErrorCode::malformed, "an intent begins with village-intent-v1"};
    }
    // Beyond the year 9999 sums with a time overflow; before 1970 no phone was.
    if (made_at < 0 || made_at > 253'402'300'799'000'000)
        return domain::Error{domain::ErrorCode::malformed, "an intent's time is out of range"};
    intent.made_at = domain::utc_from_us(made_at);
    return intent;
}

Status verify_intent(const domain::EmergencyIntent& intent, Bytes public_key) {
    auto proven = verify_p256(public_key, encode_intent(intent), intent.signature);
    if (!proven) return domain::Error{proven.error().code, proven.error().detail, domain::BrokenRule{"signature", {}, {}}};
    return proven;
}

ByteVector device_registration_bytes(domain::DeviceKeyId device, domain::OperatorId owner, Bytes public_key) {
    BigEndianWriter writer(115);
    writer.bytes(domain::as_bytes(device_prefix));
    writer.bytes(device.bytes);
    writer.bytes(owner.bytes);
    writer.bytes(public_key);
    return writer.take();
}

}  // namespace village::protocol
