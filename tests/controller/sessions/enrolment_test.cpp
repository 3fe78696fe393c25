#include <gtest/gtest.h>

#include "protocol/enrolment.hpp"
#include "protocol/six_words.hpp"
#include "tests/controller/sessions/test_node.hpp"

namespace village::sessions {
namespace {

using namespace std::chrono_literals;
using domain::ErrorCode;

const domain::NodeId node_id{{4, 4}};

protocol::PairingCode begin(TestCommune& commune) {
    auto code = commune.service->begin(node_id, test_number);
    if (!code) throw std::runtime_error(code.error().detail);
    auto ticket = protocol::PairingTicket::parse(code->qr_payload);
    if (!ticket || ticket->code.text() != code->code) throw std::runtime_error("the payload is no ticket for the code");
    return ticket->code;
}

bool proof_holds(TestCommune& commune, TestNode& node, const protocol::PairingCode& code, const wire::EnrolResult& result) {
    const auto root = commune.signer.root.public_key().fingerprint();
    const auto expected = protocol::controller_enrolment_proof(code, node.enrolment_exporter(), node.receipt_key.public_key(),
                                                               commune.service->ca_fingerprint(), root);
    return protocol::check_enrolment_proof(expected, protocol::bytes_of(result.controller_proof())).has_value();
}

TEST(Enrolment, GivesABoxItsCertificateAfterAPersonComparedTheWords) {
    TestCommune commune;
    TestNode node{commune};
    const auto code = begin(commune);

    ASSERT_TRUE(node.connect(protocol::alpn_session));
    const auto waiting = node.prove(code).enrol_result();
    ASSERT_TRUE(commune.run_until([&] { return commune.events.requests.size() == 1; }));
    const auto words =
        protocol::six_words(node.receipt_key.public_key(), commune.service->ca_fingerprint(), node.enrolment_exporter());
    EXPECT_EQ(commune.events.requests[0].six_words, protocol::six_words_text(words));
    EXPECT_TRUE(commune.credentials.rows.empty());
    ASSERT_TRUE(commune.service->confirm(node_id));
    const auto result = node.receive().enrol_result();

    EXPECT_TRUE(waiting.waiting_for_person());
    EXPECT_TRUE(waiting.certificate().empty());
    EXPECT_TRUE(proof_holds(commune, node, code, waiting));
    EXPECT_TRUE(proof_holds(commune, node, code, result));
    EXPECT_EQ(result.node_number(), test_number.value);
    EXPECT_EQ(result.node_name(), "Bến đò");
    EXPECT_EQ(result.trust().anchors_size(), 1);
    ASSERT_EQ(commune.credentials.rows.size(), 1u);
    EXPECT_EQ(commune.credentials.rows[0].receipt_key, node.receipt_key.public_key().bytes);
    ASSERT_EQ(commune.events.finished.size(), 1u);
    EXPECT_TRUE(commune.events.finished[0]);
}

TEST(Enrolment, LetsTheBoxJoinAtOnceWithWhatItWasGiven) {
    SessionOptions options;
    options.confirm_enrolment_automatically = true;
    TestCommune commune{options};
    TestNode node{commune};

    ASSERT_TRUE(node.connect(protocol::alpn_session));
    node.prove(begin(commune));
    const auto result = node.receive().enrol_result();
    const auto* at = reinterpret_cast<const unsigned char*>(result.certificate().data());
    Certificate certificate{d2i_X509(nullptr, &at, static_cast<long>(result.certificate().size()))};
    ASSERT_TRUE(certificate);
    node.certificate = pem_of(*certificate);
    node.number = test_number;
    const auto welcome = node.join().welcome();

    EXPECT_EQ(welcome.policy().node_name(), "Bến đò");
    EXPECT_EQ(commune.events.connected, std::vector<std::uint16_t>{test_number.value});
}

TEST(Enrolment, RefusesAWrongCode) {
    TestCommune commune;
    TestNode node{commune};
    begin(commune);

    ASSERT_TRUE(node.connect(protocol::alpn_session));
    const auto answer = node.prove(protocol::PairingCode{{6, 6, 6}});

    EXPECT_EQ(answer.error().code(), "enrolment_code_wrong");
    EXPECT_TRUE(node.is_closed_by_controller());
    EXPECT_TRUE(commune.credentials.rows.empty());
}

TEST(Enrolment, BlocksAnAddressAfterFiveWrongTries) {
    TestCommune commune;
    const auto code = begin(commune);
    for (int i = 0; i < 5; ++i) {
        TestNode guesser{commune};
        ASSERT_TRUE(guesser.connect(protocol::alpn_session));
        EXPECT_EQ(guesser.prove(protocol::PairingCode{{6, 6, 6}}).error().code(), "enrolment_code_wrong");
    }

    TestNode node{commune};
    ASSERT_TRUE(node.connect(protocol::alpn_session));
    EXPECT_EQ(node.prove(code).error().code(), "too_many_requests");
}

TEST(Enrolment, RefusesAnExpiredCode) {
    TestCommune commune;
    TestNode node{commune};
    const auto code = begin(commune);
    commune.clock_offset = 15min;

    ASSERT_TRUE(node.connect(protocol::alpn_session));

    EXPECT_EQ(node.prove(code).error().code(), "expired");
}

TEST(Enrolment, TellsTheBoxWhenTheAdministratorRefuses) {
    TestCommune commune;
    TestNode node{commune};
    ASSERT_TRUE(node.connect(protocol::alpn_session));
    node.prove(begin(commune));

    ASSERT_TRUE(commune.service->reject(node_id));

    EXPECT_EQ(node.receive().error().code(), "not_permitted");
    ASSERT_EQ(commune.events.finished.size(), 1u);
    EXPECT_FALSE(commune.events.finished[0]);
    EXPECT_TRUE(commune.credentials.rows.empty());
}

TEST(Enrolment, WaitsForTheSignerBeforeItMakesACode) {
    TestCommune commune;
    commune.signer.is_away = true;
    commune.restart();

    auto before = commune.service->begin(node_id, test_number);
    commune.signer.is_away = false;
    ASSERT_TRUE(commune.await(commune.service->refresh_trust()));
    auto after = commune.service->begin(node_id, test_number);

    ASSERT_FALSE(before);
    EXPECT_EQ(before.error().code, ErrorCode::unavailable);
    EXPECT_TRUE(after);
}

TEST(Enrolment, HasNobodyToConfirmWhenTheBoxWentAway) {
    TestCommune commune;
    TestNode node{commune};
    ASSERT_TRUE(node.connect(protocol::alpn_session));
    node.prove(begin(commune));
    node.close();
    ASSERT_TRUE(commune.run_until([&] { return commune.events.finished.size() == 1; }));

    auto confirmed = commune.service->confirm(node_id);

    ASSERT_FALSE(confirmed);
    EXPECT_EQ(confirmed.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace village::sessions
