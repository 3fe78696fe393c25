#include "protocol/enrolment.hpp"

#include <gtest/gtest.h>

#include <set>

#include "protocol/six_words.hpp"
#include "protocol/syllables.hpp"
#include "tests/protocol/samples.hpp"

namespace village::protocol {
namespace {

using domain::ErrorCode;

PairingCode code() {
    PairingCode code;
    for (std::size_t i = 0; i < 16; ++i) code.bytes[i] = static_cast<std::uint8_t>(0xF0 + i * 3);
    return code;
}

const EnrolmentExporter exporter{1, 2, 3}, other_exporter{1, 2, 4};
const auto enrolling_key = samples::key(17).public_key();

TEST(PairingCode, IsSevenGroupsOfFour) {
    auto text = code().text();

    EXPECT_EQ(text.size(), 34U);
    EXPECT_EQ(std::count(text.begin(), text.end(), '-'), 6);
    EXPECT_EQ(*PairingCode::parse(text), code());
}

TEST(PairingCode, IsReadAsPeopleTypeIt) {
    PairingCode zeros;
    auto text = zeros.text();
    std::replace(text.begin(), text.begin() + 29, '0', 'o');
    std::string spaced;
    for (char character : code().text()) spaced += character == '-' ? ' ' : static_cast<char>(std::tolower(character));

    EXPECT_EQ(*PairingCode::parse(text), zeros);
    EXPECT_EQ(*PairingCode::parse(spaced), code());
}

TEST(PairingCode, TellsASlipOfTheFingerBeforeItCostsATry) {
    auto text = code().text();
    int unnoticed = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '-') continue;
        auto slipped = text;
        slipped[i] = slipped[i] == 'Z' ? 'Y' : 'Z';
        unnoticed += PairingCode::parse(slipped).has_value();
    }

    EXPECT_LE(unnoticed, 1) << "one in 1024 by chance";
    EXPECT_EQ(PairingCode::parse("").error().code, ErrorCode::enrolment_code_wrong);
    EXPECT_EQ(PairingCode::parse(text + "0").error().code, ErrorCode::enrolment_code_wrong);
    EXPECT_EQ(PairingCode::parse("U" + text.substr(1)).error().code, ErrorCode::enrolment_code_wrong);
}

TEST(PairingTicket, ComesBackFromItsText) {
    PairingTicket ticket{code(), samples::hash(0xAA), samples::hash(0xBB)};

    EXPECT_EQ(*PairingTicket::parse(ticket.text()), ticket);
    EXPECT_FALSE(PairingTicket::parse(ticket.text() + " "));
    EXPECT_FALSE(PairingTicket::parse("village2" + ticket.text().substr(8)));
}

TEST(Enrolment, ProofHoldsForThisCodeConnectionAndKeyOnly) {
    auto proof = node_enrolment_proof(code(), exporter, enrolling_key);
    auto other_code = code();
    other_code.bytes[0] ^= 1;

    EXPECT_TRUE(check_enrolment_proof(proof, node_enrolment_proof(code(), exporter, enrolling_key)));
    for (const auto& other :
         {node_enrolment_proof(other_code, exporter, enrolling_key), node_enrolment_proof(code(), other_exporter, enrolling_key),
          node_enrolment_proof(code(), exporter, samples::key(18).public_key())}) {
        EXPECT_EQ(check_enrolment_proof(proof, other).error().code, ErrorCode::enrolment_code_wrong);
    }
    EXPECT_FALSE(check_enrolment_proof(proof, Bytes(proof).first(31)));
}

TEST(Enrolment, AnswerCannotBeMadeFromTheQuestion) {
    auto answer = controller_enrolment_proof(code(), exporter, enrolling_key, samples::hash(1), samples::hash(2));

    EXPECT_NE(answer, node_enrolment_proof(code(), exporter, enrolling_key));
    EXPECT_NE(answer, controller_enrolment_proof(code(), exporter, enrolling_key, samples::hash(1), samples::hash(3)));
}

TEST(SixWords, DifferWhenSomebodyStandsBetween) {
    auto mine = six_words_text(six_words(enrolling_key, samples::hash(1), exporter));

    EXPECT_EQ(std::count(mine.begin(), mine.end(), ' '), 5);
    EXPECT_EQ(mine, six_words_text(six_words(enrolling_key, samples::hash(1), exporter)));
    EXPECT_NE(mine, six_words_text(six_words(enrolling_key, samples::hash(1), other_exporter)));
    EXPECT_NE(mine, six_words_text(six_words(enrolling_key, samples::hash(2), exporter)));
}

TEST(SixWords, ComeFrom256DifferentSyllables) {
    EXPECT_EQ(std::set<std::string_view>(syllables.begin(), syllables.end()).size(), 256U);
}

}  // namespace
}  // namespace village::protocol
