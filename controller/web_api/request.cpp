#include "controller/web_api/request.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;

namespace {

constexpr std::size_t query_parameters_max = 16;

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

Error bad_target() {
    return Error{ErrorCode::invalid_argument, "the address of the request has a wrong form",
                 domain::BrokenRule{"address_form", {}, {}}};
}

domain::Result<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char one = text[at];
        if (one == '%') {
            if (at + 2 >= text.size()) return bad_target();
            const int high = hex_value(text[at + 1]);
            const int low = hex_value(text[at + 2]);
            if (high < 0 || low < 0) return bad_target();
            one = static_cast<char>(high * 16 + low);
            at += 2;
        } else if (one == '+' && plus_is_blank) {
            one = ' ';
        }
        if (static_cast<unsigned char>(one) < 0x20 || one == 0x7f) return bad_target();
        decoded += one;
    }
    return decoded;
}

bool names_a_parent(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

domain::Status parse_query(std::string_view text, std::map<std::string, std::string>& into) {
    while (!text.empty()) {
        const auto pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        auto name = percent_decoded(pair.substr(0, equals), true);
        auto value = percent_decoded(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
        if (!name || !value) return bad_target();
        if (into.size() >= query_parameters_max) return bad_target();
        into[std::move(*name)] = std::move(*value);
    }
    return {};
}

}  // namespace

std::string_view method_name(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::patch: return "PATCH";
        case Method::del: return "DELETE";
        case Method::other: return "other";
    }
    return "other";
}

domain::Result<Target> parse_target(std::string_view target) {
    if (target.empty() || target.size() > target_bytes_max || target[0] != '/') return bad_target();
    const auto question = target.find('?');
    auto path = percent_decoded(target.substr(0, question), false);
    if (!path) return path.error();
    if (path->find('\\') != std::string::npos || names_a_parent(*path)) return bad_target();
    Target parsed{std::move(*path), {}};
    if (question != std::string_view::npos)
        if (auto read = parse_query(target.substr(question + 1), parsed.query); !read) return read.error();
    return parsed;
}

std::string_view Request::header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view Request::query(const std::string& name) const {
    const auto found = target.query.find(name);
    return found == target.query.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace village::web_api
