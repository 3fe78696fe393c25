#include "protocol/pairing_code.hpp"

#include <fmt/format.h>

#include "protocol/enrolment.hpp"

namespace village::protocol {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t code_characters = 26, check_characters = 2, all_characters = code_characters + check_characters;

domain::Error wrong(std::string detail) { return {domain::ErrorCode::enrolment_code_wrong, std::move(detail)}; }

/// Five bits from bit `position` of (two zero bits ‖ code).
std::uint8_t five_bits(const PairingCode& code, std::size_t character) {
    std::uint8_t value = 0;
    for (std::size_t i = 0; i < 5; ++i) {
        auto position = character * 5 + i;
        bool bit = position >= 2 && (code.bytes[(position - 2) / 8] >> (7 - (position - 2) % 8) & 1);
        value = static_cast<std::uint8_t>(value << 1 | bit);
    }
    return value;
}

std::array<std::uint8_t, check_characters> check_of(const PairingCode& code) {
    auto id = pairing_code_id(code);
    auto ten_bits = static_cast<unsigned>(id[0] << 2 | id[1] >> 6);
    return {static_cast<std::uint8_t>(ten_bits >> 5), static_cast<std::uint8_t>(ten_bits & 31)};
}

int value_of(char character) {
    if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
    if (character == 'O') character = '0';
    if (character == 'I' || character == 'L') character = '1';
    auto place = alphabet.find(character);
    return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

Result<std::array<std::uint8_t, all_characters>> read_characters(std::string_view text) {
    std::array<std::uint8_t, all_characters> values{};
    std::size_t count = 0;
    for (char character : text) {
        if (character == '-' || character == ' ') continue;
        auto value = value_of(character);
        if (value < 0) return wrong(fmt::format("character {} of the pairing code is not one of its letters", count + 1));
        if (count == all_characters) return wrong("the pairing code is too long");
        values[count++] = static_cast<std::uint8_t>(value);
    }
    if (count < all_characters) return wrong(fmt::format("the pairing code has 28 characters, {} were given", count));
    return values;
}

PairingCode from_characters(const std::array<std::uint8_t, all_characters>& values) {
    PairingCode code;
    for (std::size_t position = 2; position < code_characters * 5; ++position) {
        auto bit = values[position / 5] >> (4 - position % 5) & 1;
        auto target = position - 2;
        code.bytes[target / 8] = static_cast<std::uint8_t>(code.bytes[target / 8] | bit << (7 - target % 8));
    }
    return code;
}

std::string characters_of(const PairingCode& code) {
    std::string text;
    for (std::size_t i = 0; i < code_characters; ++i) text += alphabet[five_bits(code, i)];
    for (auto value : check_of(code)) text += alphabet[value];
    return text;
}

}  // namespace

std::string PairingCode::text() const {
    auto characters = characters_of(*this);
    for (std::size_t at = 24; at > 0; at -= 4) characters.insert(at, 1, '-');
    return characters;
}

Result<PairingCode> PairingCode::parse(std::string_view text) {
    auto values = read_characters(text);
    if (!values) return values.error();
    auto code = from_characters(*values);
    auto check = check_of(code);
    if ((*values)[0] > 7 || (*values)[26] != check[0] || (*values)[27] != check[1]) return wrong("the pairing code is mistyped");
    return code;
}

std::string PairingTicket::text() const {
    return fmt::format("village1.{}.{}.{}", characters_of(code), controller_fingerprint.text(), root_fingerprint.text());
}

Result<PairingTicket> PairingTicket::parse(std::string_view text) {
    constexpr std::string_view beginning = "village1.";
    constexpr std::size_t size = beginning.size() + all_characters + 1 + 64 + 1 + 64;
    if (text.size() != size || !text.starts_with(beginning) || text[37] != '.' || text[102] != '.') {
        return wrong("not a pairing ticket (village1.<code>.<fingerprint>.<fingerprint>)");
    }
    auto code = PairingCode::parse(text.substr(beginning.size(), all_characters));
    if (!code) return code.error();
    auto controller = domain::Sha256::parse(text.substr(38, 64));
    if (!controller) return controller.error();
    auto root = domain::Sha256::parse(text.substr(103, 64));
    if (!root) return root.error();
    return PairingTicket{*code, *controller, *root};
}

}  // namespace village::protocol
