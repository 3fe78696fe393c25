#include "controller/ctl/verify_receipts.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "controller/sessions/device_ca.hpp"
#include "controller/sessions/x509_text.hpp"
#include "protocol/receipt_codec.hpp"
#include "tests/controller/ctl/temporary_folder.hpp"

namespace village::ctl {
namespace {

using domain::ErrorCode;
using domain::NodeNumber;

constexpr auto now = domain::utc_from_us(1'795'386'900'000'000);

protocol::Ed25519KeyPair key_of(NodeNumber node) {
    std::array<std::uint8_t, 32> seed;
    seed.fill(static_cast<std::uint8_t>(node.value));
    return protocol::Ed25519KeyPair::from_seed(seed);
}

std::vector<std::uint8_t> certificate_request() {
    const auto key = sessions::make_p256_key();
    const sessions::CertificateRequest request{X509_REQ_new()};
    X509_REQ_set_pubkey(request.get(), key.get());
    X509_REQ_sign(request.get(), key.get(), EVP_sha256());
    std::vector<std::uint8_t> der(static_cast<std::size_t>(i2d_X509_REQ(request.get(), nullptr)));
    auto* end = der.data();
    i2d_X509_REQ(request.get(), &end);
    return der;
}

std::string base64(const std::string& bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();
    return text;
}

std::string whole_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Envelopes of a node's receipts 1 to `count`, each with the hash of the one before.
std::vector<std::string> signed_chain(NodeNumber node, std::uint64_t count, NodeNumber whose_key) {
    std::vector<std::string> chain;
    domain::Sha256 previous;
    for (std::uint64_t number = 1; number <= count; ++number) {
        domain::PlaybackReceipt receipt;
        receipt.node = node;
        receipt.number = number;
        receipt.previous = previous;
        receipt.samples_played = receipt.samples_expected = 48'000;
        const auto made = protocol::sign_receipt(key_of(whose_key), receipt);
        previous = made.hash;
        chain.push_back(made.receipt.signed_bytes);
    }
    return chain;
}

std::vector<std::string> signed_chain(NodeNumber node, std::uint64_t count) { return signed_chain(node, count, node); }

/// A commune with a Device CA and what its API gave an inspector.
class ReceiptsAtHand : public testing::Test {
protected:
    ReceiptsAtHand() : ca_(open_ca("ca")) {
        if (!protocol::prepare_cryptography()) throw std::runtime_error("no cryptography");
    }
    sessions::DeviceCa open_ca(const std::string& name) {
        return std::move(sessions::DeviceCa::open(folder_.path() + "/" + name, "Xã An Bình", now).value());
    }
    static std::string certificate(const sessions::DeviceCa& ca, NodeNumber node, NodeNumber whose_key) {
        return ca.issue_node(certificate_request(), {node, {}, key_of(whose_key).public_key().bytes}, now).value().pem;
    }
    void trust(const std::string& certificate_pem) {
        nodes_.push_back(boost::json::object{{"certificate_pem", certificate_pem}});
    }
    void add(NodeNumber node, std::uint64_t number, const std::string& envelope) {
        items_.push_back(boost::json::object{{"node", node.value}, {"number", number}, {"signed_bytes", base64(envelope)}});
    }
    void add_chain(NodeNumber node, std::uint64_t count) {
        std::uint64_t number = 0;
        for (const auto& envelope : signed_chain(node, count)) add(node, ++number, envelope);
    }
    domain::Result<VerifiedReceipts> verify(const std::string& ca_path = {}) {
        const boost::json::value trust{{"device_ca_pem", whole_file(ca_.certificate_path())}, {"nodes", nodes_}};
        const boost::json::value receipts{{"items", items_}};
        return verify_receipts(folder_.file("trust.json", boost::json::serialize(trust)), ca_path,
                               folder_.file("receipts.json", boost::json::serialize(receipts)));
    }
    void expect_refused(ErrorCode code) {
        const auto verified = verify();
        ASSERT_FALSE(verified);
        EXPECT_EQ(verified.error().code, code) << verified.error().detail;
    }

    TemporaryFolder folder_;
    sessions::DeviceCa ca_;
    boost::json::array nodes_, items_;
};

TEST_F(ReceiptsAtHand, OfAGoodChainAreVerified) {
    trust(certificate(ca_, {7}, {7}));
    trust(certificate(ca_, {9}, {9}));
    add_chain({7}, 3);
    add_chain({9}, 2);

    const auto verified = verify();

    ASSERT_TRUE(verified) << verified.error().detail;
    EXPECT_EQ(verified->receipts, 5u);
    EXPECT_EQ(verified->nodes, 2u);
}

TEST_F(ReceiptsAtHand, AreVerifiedInWhateverOrderTheyWereListed) {
    trust(certificate(ca_, {7}, {7}));
    const auto chain = signed_chain({7}, 2);
    add({7}, 2, chain[1]);
    add({7}, 1, chain[0]);

    EXPECT_TRUE(verify());
}

TEST_F(ReceiptsAtHand, AreVerifiedFromTheFirstOneAtHand) {
    trust(certificate(ca_, {7}, {7}));
    const auto chain = signed_chain({7}, 4);
    add({7}, 3, chain[2]);
    add({7}, 4, chain[3]);

    EXPECT_TRUE(verify());
}

TEST_F(ReceiptsAtHand, AreVerifiedByTheKeyTheNodeHadBeforeItWasReplaced) {
    trust(certificate(ca_, {7}, {8}));
    trust(certificate(ca_, {7}, {7}));
    add_chain({7}, 2);

    EXPECT_TRUE(verify());
}

TEST_F(ReceiptsAtHand, OfABoxAndOfTheOneThatReplacedItAreVerifiedAsTwoChains) {
    trust(certificate(ca_, {7}, {7}));
    trust(certificate(ca_, {7}, {8}));
    add_chain({7}, 2);
    add({7}, 1, signed_chain({7}, 1, {8})[0]);

    const auto verified = verify();

    ASSERT_TRUE(verified) << verified.error().detail;
    EXPECT_EQ(verified->receipts, 3u);
    EXPECT_EQ(verified->nodes, 1u);
}

TEST_F(ReceiptsAtHand, WithOneAlteredByteAreRefused) {
    trust(certificate(ca_, {7}, {7}));
    const auto chain = signed_chain({7}, 1);
    for (std::size_t at = 0; at < chain[0].size(); ++at) {
        auto altered = chain[0];
        altered[at] = static_cast<char>(altered[at] ^ 1);
        items_.clear();
        add({7}, 1, altered);
        EXPECT_FALSE(verify()) << "byte " << at;
    }
}

TEST_F(ReceiptsAtHand, WithAMissingNumberAreRefused) {
    trust(certificate(ca_, {7}, {7}));
    const auto chain = signed_chain({7}, 3);
    add({7}, 1, chain[0]);
    add({7}, 3, chain[2]);

    EXPECT_FALSE(verify());
}

TEST_F(ReceiptsAtHand, ListedUnderAnotherNumberAreRefused) {
    trust(certificate(ca_, {7}, {7}));
    const auto chain = signed_chain({7}, 3);
    add({7}, 1, chain[0]);
    add({7}, 2, chain[1]);
    add({7}, 3, chain[1]);

    EXPECT_FALSE(verify());
}

TEST_F(ReceiptsAtHand, ListedTwiceAreRefused) {
    trust(certificate(ca_, {7}, {7}));
    const auto chain = signed_chain({7}, 1);
    add({7}, 1, "anything");
    add({7}, 1, chain[0]);

    EXPECT_FALSE(verify());
}

TEST_F(ReceiptsAtHand, ShownUnderAnotherNumberThanTheNodeSignedAreRefused) {
    trust(certificate(ca_, {7}, {7}));
    add({7}, 5, signed_chain({7}, 1)[0]);

    EXPECT_FALSE(verify());
}

TEST_F(ReceiptsAtHand, WhoseFirstOneClaimsOneBeforeItAreRefused) {
    trust(certificate(ca_, {7}, {7}));
    domain::PlaybackReceipt first;
    first.node = {7};
    first.number = 1;
    first.previous = domain::sha256(domain::as_bytes("a receipt that was left out"));
    add({7}, 1, protocol::sign_receipt(key_of({7}), first).receipt.signed_bytes);

    EXPECT_FALSE(verify());
}

TEST_F(ReceiptsAtHand, OfAnotherNodeAreRefused) {
    trust(certificate(ca_, {7}, {7}));
    trust(certificate(ca_, {9}, {9}));
    add({7}, 1, signed_chain({9}, 1)[0]);

    EXPECT_FALSE(verify());
}

TEST_F(ReceiptsAtHand, OfANodeThatNobodyCertifiedAreRefused) {
    trust(certificate(ca_, {9}, {9}));
    add_chain({7}, 1);

    expect_refused(ErrorCode::key_unknown);
}

TEST_F(ReceiptsAtHand, OfANodeCertifiedByAForeignCaAreRefused) {
    trust(certificate(open_ca("foreign"), {7}, {7}));
    add_chain({7}, 1);

    expect_refused(ErrorCode::certificate_foreign);
}

TEST_F(ReceiptsAtHand, AreHeldAgainstTheCaTheInspectorKnowsAndNotTheOneInTheFile) {
    trust(certificate(ca_, {7}, {7}));
    add_chain({7}, 1);

    const auto verified = verify(open_ca("known-to-the-inspector").certificate_path());

    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().code, ErrorCode::certificate_foreign);
}

TEST_F(ReceiptsAtHand, AreRefusedWithoutReadableFiles) {
    const auto good = folder_.file("trust.json", R"({"device_ca_pem": "", "nodes": []})");
    for (const auto* garbage : {"", "{", "[]", "{\"items\": 7}", "{\"items\": [7]}", "\xff\xfe garbage",
                                R"({"items": [{"node": 70000, "number": 1, "signed_bytes": "AA=="}]})",
                                R"({"items": [{"node": 7, "number": -1, "signed_bytes": "AA=="}]})",
                                R"({"items": [{"node": 7, "number": 1, "signed_bytes": "no base64!"}]})"}) {
        const auto verified = verify_receipts(good, {}, folder_.file("receipts.json", garbage));
        ASSERT_FALSE(verified) << garbage;
        EXPECT_EQ(verified.error().code, ErrorCode::malformed) << garbage;
    }
}

TEST_F(ReceiptsAtHand, AreRefusedWhenTheFileIsNotThere) {
    const auto verified = verify_receipts(folder_.path() + "/none.json", {}, folder_.path() + "/none.json");

    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace village::ctl
