#include "controller/web_api/content_policy.hpp"

#include <fmt/format.h>

#include "controller/web_api/base64.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::web_api {
namespace {

/// " 'sha256-...'" for the content of every <name ...>...</name>.
std::string inline_hashes(std::string_view html, std::string_view name) {
    const auto opening = fmt::format("<{}", name);
    const auto closing = fmt::format("</{}", name);
    std::string hashes;
    std::size_t at = 0;
    while ((at = html.find(opening, at)) != std::string_view::npos) {
        const auto start = html.find('>', at);
        const auto end = html.find(closing, at);
        if (start == std::string_view::npos || end == std::string_view::npos) break;
        if (end > start + 1) {
            const auto content = html.substr(start + 1, end - start - 1);
            hashes += fmt::format(" 'sha256-{}'", base64_text(domain::sha256(domain::as_bytes(content)).bytes));
        }
        at = end;
    }
    return hashes;
}

}  // namespace

std::string bare_policy() { return "default-src 'none'; frame-ancestors 'none'"; }

std::string page_policy(std::string_view html) {
    return fmt::format(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; img-src 'self' data: blob:; "
        "media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'",
        inline_hashes(html, "script"), inline_hashes(html, "style"));
}

}  // namespace village::web_api
