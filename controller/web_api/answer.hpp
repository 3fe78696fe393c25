// What a handler answers. JSON, a problem, a piece of sound or a page; the connection gives it its headers.
#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "controller/web_api/problem.hpp"
#include "scheduler/domain/content.hpp"
#include "scheduler/domain/forecast.hpp"

namespace village::web_api {

/// Sound sent from the blob store, piece by piece: itself, or its listening copy.
struct BlobBody {
    domain::ContentHash hash;
    bool listening_copy = false;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

struct Answer {
    unsigned status = 200;
    std::string content_type;
    std::string body;
    std::shared_ptr<const std::string> shared_body;  ///< Instead of `body`, for pages held in memory.
    std::optional<BlobBody> blob;                    ///< Instead of `body`.
    std::optional<Problem> problem;                  ///< Instead of everything else.
    std::vector<std::pair<std::string, std::string>> headers;
};

Answer answer_json(const boost::json::value& body, unsigned status = 200);
/// With `ETag` of this version.
Answer answer_versioned(const boost::json::value& body, std::uint32_t version, unsigned status = 200);
Answer answer_items(boost::json::array items, const std::string& next_cursor = {});
Answer answer_nothing();
Answer answer_problem(domain::Error error);
Answer answer_problem(Problem problem);
/// The refusal, and all that a page needs to let the person choose.
Answer answer_conflicts(domain::Error refusal, const domain::Conflicts& conflicts);

}  // namespace village::web_api
