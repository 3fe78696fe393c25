// Resumable uploads: open with a size, append pieces at the offset, ask for the offset after an interruption. The disk is asked
// on the worker.
#include <fmt/format.h>

#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/on_worker.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

namespace {

constexpr std::int64_t upload_bytes_max = 300'000'000;
constexpr std::size_t piece_bytes_max = 1024 * 1024;

Awaitable<domain::Result<std::uint64_t>> offset_on_disk(Api& api, domain::UploadId id) {
    auto work = [&blobs = api.world.blobs, id] { return blobs.upload_offset(id); };
    return on_worker(api, std::move(work));
}

Answer with_offset(Answer answer, std::uint64_t offset) {
    answer.headers.emplace_back("Upload-Offset", std::to_string(offset));
    return answer;
}

std::optional<std::uint64_t> offset_of(const Request& request) {
    const auto text = request.header("upload-offset");
    if (text.empty() || text.size() > 15 || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    return std::stoull(std::string{text});
}

}  // namespace

Awaitable<Answer> create_upload(Api& api, Request request) {
    if (auto allowed = api.world.commands.may_upload(*request.caller); !allowed) co_return answer_problem(allowed.error());
    auto body = read_json<NewUploadBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    const auto size = body->size_bytes.value;
    if (size == 0) co_return answer_problem(Problem{{ErrorCode::audio_empty, "the file is empty"}, "/size_bytes", 0, {}});
    if (size > upload_bytes_max)
        co_return answer_problem(
            Problem{{ErrorCode::too_large, "a file may have at most 300 MB; cut it or save it as MP3",
                     domain::BrokenRule{"file_bytes", fmt::to_string(upload_bytes_max), fmt::to_string(size)}},
                    "/size_bytes",
                    0,
                    {}});
    const auto id = api.world.ids.make<domain::UploadId>(api.world.now());
    auto work = [&blobs = api.world.blobs, id, bytes = static_cast<std::uint64_t>(size), owner = request.caller->id] {
        return blobs.open_upload(id, bytes, owner);
    };
    const auto opened = co_await on_worker(api, std::move(work));
    if (!opened) co_return answer_problem(opened.error());
    const boost::json::object upload{
        {"id", id.text()}, {"size_bytes", size}, {"offset", 0}, {"piece_bytes_max", piece_bytes_max}};
    auto answer = answer_json(upload, 201);
    answer.headers.emplace_back("Location", "/api/v1/uploads/" + id.text());
    co_return answer;
}

Awaitable<Answer> get_upload_offset(Api& api, Request request) {
    const auto id = path_id<domain::UploadId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto offset = co_await offset_on_disk(api, *id);
    if (!offset) co_return answer_problem(offset.error());
    co_return with_offset(answer_nothing(), *offset);
}

Awaitable<Answer> append_upload(Api& api, Request request) {
    const auto id = path_id<domain::UploadId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto offset = offset_of(request);
    if (!offset)
        co_return answer_problem(field_error("field_missing", "Upload-Offset", {}, "of a piece has to be a whole number"));
    if (request.body.empty())
        co_return answer_problem(
            Error{ErrorCode::invalid_argument, "the piece is empty", domain::BrokenRule{"empty_piece", {}, {}}});
    auto work = [&blobs = api.world.blobs, id = *id, at = *offset, piece = std::move(request.body)] {
        return blobs.append_upload(id, at, domain::as_bytes(piece));
    };
    auto appended = co_await on_worker(api, std::move(work));
    if (appended) co_return with_offset(answer_nothing(), *appended);
    auto answer = answer_problem(appended.error());
    if (appended.error().code != ErrorCode::version_conflict) co_return answer;
    const auto true_offset = co_await offset_on_disk(api, *id);
    co_return true_offset ? with_offset(std::move(answer), *true_offset) : answer;
}

Awaitable<Answer> drop_upload(Api& api, Request request) {
    const auto id = path_id<domain::UploadId>(request);
    if (!id) co_return answer_problem(id.error());
    auto work = [&blobs = api.world.blobs, id = *id] {
        const auto known = blobs.upload_offset(id);
        if (known) blobs.drop_upload(id);
        return known;
    };
    const auto dropped = co_await on_worker(api, std::move(work));
    co_return dropped ? answer_nothing() : answer_problem(dropped.error());
}

}  // namespace village::web_api
