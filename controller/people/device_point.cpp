#include "controller/people/device_point.hpp"

#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include <memory>

namespace village::people {
namespace {

struct FreeEc {
    void operator()(EC_GROUP* group) const { EC_GROUP_free(group); }
    void operator()(EC_POINT* point) const { EC_POINT_free(point); }
};

bool lies_on_p256(const std::vector<std::uint8_t>& bytes) {
    const std::unique_ptr<EC_GROUP, FreeEc> group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
    if (!group) return false;
    const std::unique_ptr<EC_POINT, FreeEc> point{EC_POINT_new(group.get())};
    // EC_POINT_oct2point itself checks that the point satisfies the curve's equation.
    return point && EC_POINT_oct2point(group.get(), point.get(), bytes.data(), bytes.size(), nullptr) == 1 &&
           EC_POINT_is_at_infinity(group.get(), point.get()) == 0;
}

}  // namespace

domain::Status check_device_point(const std::vector<std::uint8_t>& point) {
    if (point.size() != 65 || point[0] != 0x04 || !lies_on_p256(point))
        return domain::Error{domain::ErrorCode::invalid_argument,
                             "the public key must be an uncompressed P-256 point of 65 bytes",
                             domain::BrokenRule{"field_form", "P-256, 65 byte", "/public_key"}};
    return {};
}

}  // namespace village::people
