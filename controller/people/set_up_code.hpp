// The code that proves, before there is any account, that whoever opens the pages may also read the program's first output:
// made by main at the first start, printed once, valid until the first account exists. 50 random bits, wrong tries are slowed.
#pragma once

#include <string>
#include <string_view>

namespace village::people {

class SetUpCode {
public:
    /// Ten characters of Crockford's base32 in two groups: "7K2QF-9XM4T".
    static SetUpCode make();
    /// A given code (demo, tests); the same form or any text of at least ten characters.
    explicit SetUpCode(std::string code) : code_(std::move(code)) {}

    const std::string& text() const { return code_; }
    /// As people type: case, blanks and hyphens do not matter, O is 0, I and L are 1. Compared in constant time.
    bool matches(std::string_view typed) const;

private:
    std::string code_;
};

}  // namespace village::people
