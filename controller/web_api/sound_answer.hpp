// Finished sound for listening in a browser: all of it or one byte range (RFC 9110, 14).
#pragma once

#include <optional>

#include "controller/web_api/answer.hpp"
#include "controller/web_api/request.hpp"

namespace village::web_api {

struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};
/// Nothing: the header is absent, has several ranges or another form, so all of it is sent. A range of length 0: not satisfiable.
std::optional<ByteRange> read_range(std::string_view header, std::uint64_t size);

Answer answer_sound(const Request& request, const domain::AudioContent& content);

}  // namespace village::web_api
