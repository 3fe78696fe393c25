#include "controller/sessions/device_ca.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "controller/sessions/x509_text.hpp"
#include "tests/controller/sessions/test_node.hpp"

namespace village::sessions {
namespace {

using namespace std::chrono_literals;
using domain::ErrorCode;
using domain::UtcTime;

class DeviceCaInAFolder : public testing::Test {
protected:
    DeviceCaInAFolder() : folder_(std::filesystem::temp_directory_path() / ("village-ca-" + std::to_string(::getpid()))) {
        std::filesystem::remove_all(folder_);
    }
    ~DeviceCaInAFolder() override { std::filesystem::remove_all(folder_); }

    DeviceCa open() {
        auto ca = DeviceCa::open(folder_, "Xã Phú Lạc", now_);
        if (!ca) throw std::runtime_error(ca.error().detail);
        return std::move(*ca);
    }
    std::string read(const std::string& path) {
        std::ifstream file(path);
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }

    std::filesystem::path folder_;
    UtcTime now_ = domain::utc_from_us(1'795'000'000'000'000);
};

TEST_F(DeviceCaInAFolder, IsTheSameAfterARestart) {
    const auto first = open().fingerprint();

    EXPECT_EQ(open().fingerprint(), first);
}

TEST_F(DeviceCaInAFolder, KeepsItsKeyToItself) {
    open();

    struct stat status {};
    ASSERT_EQ(::stat((folder_ / "device-ca.key").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(DeviceCaInAFolder, SaysSoWhenTheKeyIsLost) {
    open();
    std::filesystem::remove(folder_ / "device-ca.key");

    auto again = DeviceCa::open(folder_, "Xã Phú Lạc", now_);

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::configuration_invalid);
}

TEST_F(DeviceCaInAFolder, SaysSoWhenTheKeyIsAnothers) {
    open();
    std::ofstream(folder_ / "device-ca.key") << pem_of(*make_p256_key());

    auto again = DeviceCa::open(folder_, "Xã Phú Lạc", now_);

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::configuration_invalid);
}

TEST_F(DeviceCaInAFolder, KeepsTheServerCertificateWhileTheNamesAreTheSame) {
    const auto ca = open();
    const auto first = ca.server_identity({"loa.phulac.vn", "10.0.0.5"}, now_);
    ASSERT_TRUE(first);
    const auto before = read(first->certificate_path);

    ASSERT_TRUE(ca.server_identity({"loa.phulac.vn", "10.0.0.5"}, now_ + 24h));
    EXPECT_EQ(read(first->certificate_path), before);
    ASSERT_TRUE(ca.server_identity({"loa.phulac.vn"}, now_));
    EXPECT_NE(read(first->certificate_path), before);
}

TEST_F(DeviceCaInAFolder, RenewsTheServerCertificateThirtyDaysBeforeItsEnd) {
    const auto ca = open();
    const auto first = ca.server_identity({}, now_);
    ASSERT_TRUE(first);
    const auto before = read(first->certificate_path);

    ASSERT_TRUE(ca.server_identity({}, now_ + 380 * 24h));

    EXPECT_NE(read(first->certificate_path), before);
}

TEST_F(DeviceCaInAFolder, RefusesNamesThatAreNone) {
    const auto ca = open();

    for (const auto* name : {"", "a,DNS:evil", "hai từ", "x\ny"}) {
        auto identity = ca.server_identity({name}, now_);
        ASSERT_FALSE(identity) << name;
        EXPECT_EQ(identity.error().code, ErrorCode::configuration_invalid);
    }
}

TEST_F(DeviceCaInAFolder, RefusesARequestThatIsNone) {
    const auto ca = open();

    auto issued = ca.issue_node(domain::as_bytes("not a request"), {{17}, {}}, now_);

    ASSERT_FALSE(issued);
    EXPECT_EQ(issued.error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace village::sessions
