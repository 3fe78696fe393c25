#include "controller/ctl/json_file.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <boost/json/parse.hpp>
#include <fstream>

namespace village::ctl {
namespace {

using domain::Error;
using domain::ErrorCode;

constexpr std::streamoff file_bytes_max = 256LL * 1024 * 1024;

}  // namespace

domain::Result<boost::json::value> read_json_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return Error{ErrorCode::not_found, fmt::format("cannot read {}", path)};
    if (file.tellg() > file_bytes_max) return Error{ErrorCode::too_large, fmt::format("{} has more than 256 MiB", path)};
    file.seekg(0);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    boost::system::error_code failed;
    auto value = boost::json::parse(text, failed, {}, {.max_depth = 32});
    if (failed) return Error{ErrorCode::malformed, fmt::format("{} is not JSON: {}", path, failed.message())};
    return value;
}

domain::Result<const boost::json::value*> member(const boost::json::value& object, std::string_view name) {
    const auto* found = object.is_object() ? object.as_object().if_contains(name) : nullptr;
    if (found == nullptr) return Error{ErrorCode::malformed, fmt::format("\"{}\" is missing", name)};
    return found;
}

domain::Result<std::string> text_member(const boost::json::value& object, std::string_view name) {
    const auto found = member(object, name);
    if (!found) return found.error();
    if (!(*found)->is_string()) return Error{ErrorCode::malformed, fmt::format("\"{}\" is no text", name)};
    return std::string((*found)->as_string());
}

domain::Result<std::string> base64_decode(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                                         nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
    if (failed != 0) return Error{ErrorCode::malformed, "not base64"};
    bytes.resize(size);
    return bytes;
}

}  // namespace village::ctl
