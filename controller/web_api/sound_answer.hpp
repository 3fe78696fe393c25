// Finished sound for listening in a browser: all of it or one byte range, or that the browser has it (RFC 9110, 13 and 14).
#pragma once

#include <optional>

#include "controller/ports/blob_store.hpp"
#include "controller/web_api/answer.hpp"
#include "controller/web_api/request.hpp"

namespace village::web_api {

struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};
/// Nothing: the header is absent, has several ranges or another form, so all of it is sent. A range of length 0: not satisfiable.
std::optional<ByteRange> read_range(std::string_view header, std::uint64_t size);

struct Sound {
    BlobBody whole;
    std::string content_type;
    std::string tag;  ///< The ETag, quotes included.
};
Sound sound_of(const domain::AudioContent& content);
/// `not_ready` when there is none.
domain::Result<Sound> listening_copy_of(const ports::BlobStore& blobs, const domain::AudioContent& content);

Answer answer_sound(const Request& request, const Sound& sound);

}  // namespace village::web_api
