#include "controller/web_api/pages.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "controller/web_api/content_policy.hpp"
#include "controller/web_api/gzip.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;
namespace fs = std::filesystem;

namespace {

std::string type_of(const std::string& path) {
    static const std::map<std::string, std::string, std::less<>> types{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".wasm", "application/wasm"},
        {".ogg", "audio/ogg"},
        {".opus", "audio/ogg"},
        {".mp3", "audio/mpeg"},
        {".txt", "text/plain; charset=utf-8"},
    };
    const auto found = types.find(fs::path(path).extension().string());
    return found == types.end() ? "application/octet-stream" : found->second;
}

bool is_text(const std::string& type) {
    return type.starts_with("text/") || type.find("json") != std::string::npos || type.find("svg") != std::string::npos ||
           type.find("wasm") != std::string::npos;
}

}  // namespace

domain::Result<Pages> Pages::load(const std::string& folder) {
    Pages pages;
    std::size_t total = 0;
    std::error_code failed;
    for (fs::recursive_directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
        if (!at->is_regular_file() || at->path().extension() == ".map") continue;
        std::ifstream stream{at->path(), std::ios::binary};
        std::string content{std::istreambuf_iterator<char>{stream}, {}};
        total += content.size();
        if (total > bytes_max || pages.files_.size() >= files_max)
            return Error{ErrorCode::too_large, fmt::format("the pages in {} are more than 64 MiB or 4096 files", folder)};
        const auto path = "/" + fs::relative(at->path(), folder).generic_string();
        pages.files_[path] = make_file(path, std::move(content));
    }
    if (!pages.files_.contains("/index.html"))
        return Error{ErrorCode::configuration_invalid,
                     fmt::format("there is no index.html in {}; build the pages or name the folder where they are", folder)};
    return pages;
}

Pages::File Pages::make_file(const std::string& path, std::string content) {
    File file;
    file.type = type_of(path);
    // A service worker fetches under the policy it was served with, so it needs a page's.
    const auto has_page_policy = file.type.starts_with("text/html") || path == "/sw.js";
    file.policy = has_page_policy ? page_policy(content) : bare_policy();
    file.tag = fmt::format("\"{}\"", domain::sha256(domain::as_bytes(content)).text().substr(0, 24));
    file.may_be_kept = path.starts_with("/assets/");
    if (is_text(file.type) && content.size() > 512) {
        auto zipped = gzip(content);
        if (zipped.size() < content.size()) file.zipped = std::make_shared<const std::string>(std::move(zipped));
    }
    file.content = std::make_shared<const std::string>(std::move(content));
    return file;
}

const Pages::File* Pages::find(std::string_view path) const {
    if (const auto exact = files_.find(path); exact != files_.end()) return &exact->second;
    const auto last = path.substr(path.rfind('/') + 1);
    if (last.find('.') != std::string_view::npos) return nullptr;
    if (const auto page = files_.find(fmt::format("{}.html", path)); page != files_.end()) return &page->second;
    const auto admin = files_.find(std::string_view{"/index.html"});
    return admin == files_.end() ? nullptr : &admin->second;
}

Answer Pages::answer(const Request& request) const {
    const auto* file = find(request.target.path);
    if (file == nullptr)
        return answer_problem(Error{ErrorCode::not_found, "there is no such page", domain::BrokenRule{"address", {}, {}}});
    Answer answer;
    answer.headers = {{"ETag", file->tag},
                      {"Cache-Control", file->may_be_kept ? "public, max-age=31536000, immutable" : "no-cache"},
                      {"Content-Security-Policy", file->policy},
                      {"Vary", "Accept-Encoding"}};
    if (request.header("if-none-match") == file->tag) {
        answer.status = 304;
        return answer;
    }
    answer.content_type = file->type;
    answer.shared_body = file->content;
    if (file->zipped && request.header("accept-encoding").find("gzip") != std::string_view::npos) {
        answer.shared_body = file->zipped;
        answer.headers.emplace_back("Content-Encoding", "gzip");
    }
    return answer;
}

}  // namespace village::web_api
