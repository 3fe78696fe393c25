// Resumable uploads: open with a size, append pieces at the offset, ask for the offset after an interruption. The disk is
// written on the worker.
#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "controller/web_api/handlers.hpp"
#include "controller/web_api/json_reader.hpp"
#include "controller/web_api/request_values.hpp"
#include "controller/web_api/requests.hpp"

namespace village::web_api {

using domain::Error;
using domain::ErrorCode;
using ports::Awaitable;

namespace {

constexpr std::int64_t upload_bytes_max = 300'000'000;
constexpr std::size_t piece_bytes_max = 1024 * 1024;

Awaitable<domain::Result<std::uint64_t>> append_on_worker(ports::BlobStore& blobs, domain::UploadId id, std::uint64_t offset,
                                                          std::string piece) {
    co_return blobs.append_upload(id, offset, domain::as_bytes(piece));
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
    auto body = read_json<NewUploadBody>(request.body);
    if (!body) co_return answer_problem(body.error());
    const auto size = body->size_bytes.value;
    if (size == 0) co_return answer_problem(Problem{{ErrorCode::audio_empty, "the file is empty"}, "/size_bytes", 0, {}});
    if (size > upload_bytes_max)
        co_return answer_problem(
            Problem{{ErrorCode::too_large, "a file may have at most 300 MB; cut it or save it as MP3"}, "/size_bytes", 0, {}});
    const auto id = api.world.ids.make<domain::UploadId>(api.world.now());
    if (auto opened = api.world.blobs.open_upload(id, static_cast<std::uint64_t>(size)); !opened)
        co_return answer_problem(opened.error());
    const boost::json::object upload{
        {"id", id.text()}, {"size_bytes", size}, {"offset", 0}, {"piece_bytes_max", piece_bytes_max}};
    auto answer = answer_json(upload, 201);
    answer.headers.emplace_back("Location", "/api/v1/uploads/" + id.text());
    co_return answer;
}

Awaitable<Answer> get_upload_offset(Api& api, Request request) {
    const auto id = path_id<domain::UploadId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto offset = api.world.blobs.upload_offset(*id);
    if (!offset) co_return answer_problem(offset.error());
    co_return with_offset(answer_nothing(), *offset);
}

Awaitable<Answer> append_upload(Api& api, Request request) {
    const auto id = path_id<domain::UploadId>(request);
    if (!id) co_return answer_problem(id.error());
    const auto offset = offset_of(request);
    if (!offset) co_return answer_problem(Error{ErrorCode::invalid_argument, "a piece needs Upload-Offset, a whole number"});
    if (request.body.empty()) co_return answer_problem(Error{ErrorCode::invalid_argument, "the piece is empty"});
    auto work = append_on_worker(api.world.blobs, *id, *offset, std::move(request.body));
    auto appended = co_await boost::asio::co_spawn(api.world.worker, std::move(work), boost::asio::use_awaitable);
    if (appended) co_return with_offset(answer_nothing(), *appended);
    auto answer = answer_problem(appended.error());
    if (appended.error().code != ErrorCode::version_conflict) co_return answer;
    const auto true_offset = api.world.blobs.upload_offset(*id);
    co_return true_offset ? with_offset(std::move(answer), *true_offset) : answer;
}

Awaitable<Answer> drop_upload(Api& api, Request request) {
    const auto id = path_id<domain::UploadId>(request);
    if (!id) co_return answer_problem(id.error());
    if (const auto known = api.world.blobs.upload_offset(*id); !known) co_return answer_problem(known.error());
    api.world.blobs.drop_upload(*id);
    co_return answer_nothing();
}

}  // namespace village::web_api
