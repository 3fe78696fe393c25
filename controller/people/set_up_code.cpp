#include "controller/people/set_up_code.hpp"

#include <sodium.h>

namespace village::people {
namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What is meant by a typed character; 0 for one that only separates.
char meant(char typed) {
    if (typed == ' ' || typed == '-') return 0;
    if (typed >= 'a' && typed <= 'z') typed = static_cast<char>(typed - 'a' + 'A');
    if (typed == 'O') return '0';
    if (typed == 'I' || typed == 'L') return '1';
    return typed;
}

std::string plain(std::string_view text) {
    std::string kept;
    for (const char typed : text)
        if (const char one = meant(typed)) kept += one;
    return kept;
}

}  // namespace

SetUpCode SetUpCode::make() {
    std::string text;
    for (int place = 0; place < 10; ++place) {
        if (place == 5) text += '-';
        text += crockford[randombytes_uniform(crockford.size())];
    }
    return SetUpCode{std::move(text)};
}

bool SetUpCode::matches(std::string_view typed) const {
    const auto wanted = plain(code_);
    const auto given = plain(typed);
    return wanted.size() >= 10 && wanted.size() == given.size() && sodium_memcmp(wanted.data(), given.data(), wanted.size()) == 0;
}

}  // namespace village::people
