// What a browser, or somebody else, may send to the API: the first byte says which reader gets the rest.
#include <cstdint>
#include <string_view>

#include "controller/web_api/commune_file.hpp"
#include "controller/web_api/cookies.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/requests.hpp"
#include "controller/web_api/router.hpp"
#include "controller/web_api/same_origin.hpp"
#include "controller/web_api/sound_answer.hpp"
#include "tests/fuzz/must.hpp"

using namespace village;
using namespace village::web_api;
using village::fuzz::must;

namespace {

void read_target(std::string_view text) {
    const auto target = parse_target(text);
    if (!target) return;
    must(target->path.starts_with('/') && target->path.find("/../") == std::string::npos && !target->path.ends_with("/.."));
    for (const auto method : {Method::get, Method::post, Method::patch, Method::del}) {
        const auto match = find_route(all_routes(), method, target->path);
        must(match.route == nullptr || match.route->method == method);
        for (const auto& argument : match.arguments) must(!argument.empty() && argument.find('/') == std::string::npos);
    }
}

template <class Body>
void read_body(std::string_view text) {
    const auto body = read_json<Body>(text);
    if (!body) must(body.error().pointer.empty() || body.error().pointer.starts_with('/'));
}

void read_headers(std::string_view text) {
    const auto range = read_range(text, 10'000);
    must(!range || range->offset + range->length <= 10'000);
    token_from_cookies(text);
    must(!names_this_machine(text) || text.starts_with("localhost") || text.starts_with("127.0.0.1") ||
         text.starts_with("[::1]"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text{reinterpret_cast<const char*>(data + 1), size - 1};
    switch (data[0] % 6) {
        case 0: read_target(text); break;
        case 1: read_body<SetupBody>(text); break;
        case 2: read_body<NewScheduleBody>(text); break;
        case 3: read_body<IntentBody>(text); break;
        case 4: read_headers(text); break;
        case 5: {
            const auto import = read_commune_file(text, {}, {});
            if (import) must(import->commune.nodes.size() <= 1024 && !import->commune.id.is_nil());
            break;
        }
    }
    return 0;
}
