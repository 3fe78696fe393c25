// The machine itself.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_machine[] = {
    {ErrorCode::timed_out, "", "try_again", "Máy chủ trả lời quá lâu. Hãy thử lại.", "The server took too long. Try again."},
    {ErrorCode::unavailable, "", "wait", "Một bộ phận của máy chủ chưa trả lời. Chờ một chút rồi thử lại.",
     "A part of the server does not answer. Wait a moment and try again."},
    {ErrorCode::storage_failed, "", "call_technician", "Máy chủ chưa ghi được dữ liệu. Chưa có gì được lưu. Hãy báo kỹ thuật.",
     "The server could not write. Nothing was stored. Call the technician."},
    {ErrorCode::disk_full, "", "call_technician", "Máy chủ hết chỗ lưu. Chưa có gì được lưu. Hãy báo kỹ thuật.",
     "The server's disk is full. Nothing was stored. Call the technician."},
    {ErrorCode::database_newer, "", "call_technician", "Dữ liệu là của phiên bản mới hơn phần mềm này. Hãy báo kỹ thuật.",
     "The data was made by a newer program. Call the technician."},
    {ErrorCode::already_running, "", "call_technician", "Một máy điều khiển khác đang giữ dữ liệu này. Hãy báo kỹ thuật.",
     "Another controller holds this data. Call the technician."},
    {ErrorCode::superseded, "", "call_technician",
     "Máy điều khiển khác đã tiếp quản. Hãy mở trang của máy ấy, hoặc báo kỹ thuật.",
     "Another controller has taken over. Open its page, or call the technician."},
    {ErrorCode::configuration_invalid, "", "call_technician", "Máy chủ được cấu hình chưa đúng. Hãy báo kỹ thuật.",
     "A setting of the server is wrong. Call the technician."},
    {ErrorCode::cancelled, "", "start_again", "Việc này đã bị hủy. Muốn làm thì bắt đầu lại.",
     "This was cancelled. Start again if it is wanted."},
    {ErrorCode::internal, "", "try_again", "Máy chủ gặp lỗi. Chưa có gì thay đổi. Hãy thử lại.",
     "The server has a problem. Nothing was changed. Try again."},
};

}  // namespace

std::span<const RefusalLine> machine_refusals() { return of_machine; }

}  // namespace village::web_api
