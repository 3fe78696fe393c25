// Of HTTP itself: an address, a method, a length or a kind of content that the server does not take. A person meets them with an old
// page or behind a proxy, a program while it is written.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_transport[] = {
    {ErrorCode::not_found, "address", "correct_input",
     "Máy chủ không có địa chỉ này. Hãy xem lại địa chỉ, hoặc mở lại từ trang chính.",
     "The server has no such address. Check it, or start from the main page."},
    {ErrorCode::not_found, "no_pages", "call_technician",
     "Máy chủ đang chạy mà không có các trang quản trị. Hãy báo kỹ thuật cài các trang.",
     "This server runs without its pages. Ask the technician to install them."},
    {ErrorCode::invalid_argument, "address_form", "correct_input", "Địa chỉ của yêu cầu viết sai dạng. Hãy xem lại địa chỉ.",
     "The address of the request is not in the right form. Check it."},
    {ErrorCode::invalid_argument, "method", "correct_input", "Địa chỉ này chỉ nhận {limit}. Hãy gửi lại bằng một cách trong đó.",
     "This address takes {limit} only. Send it again by one of these."},
    {ErrorCode::invalid_argument, "body_length", "correct_input",
     "Yêu cầu phải báo trước độ dài của nội dung (Content-Length). Hãy gửi lại có độ dài ấy.",
     "A request has to say how long its body is (Content-Length). Send it again with that length."},
    {ErrorCode::invalid_argument, "content_type", "correct_input",
     "Nội dung gửi lên phải là loại {limit} (Content-Type). Hãy gửi lại đúng loại.",
     "The body has to be of the kind {limit} (Content-Type). Send it again as that."},
    {ErrorCode::invalid_argument, "range", "reload",
     "Đoạn được hỏi nằm sau chỗ kết thúc của âm thanh, dài {limit} byte. Hãy tải lại trang rồi nghe lại.",
     "The part asked for lies behind the end of the sound, which has {limit} bytes. Reload the page and listen again."},
    {ErrorCode::invalid_argument, "websocket", "correct_input",
     "Địa chỉ này chỉ dùng cho kết nối WebSocket. Hãy mở bằng WebSocket, hoặc mở trang quản trị.",
     "This address is a WebSocket. Open it as one, or open the admin page."},
    {ErrorCode::invalid_argument, "empty_piece", "correct_input",
     "Phần gửi lên của tệp không có byte nào. Hãy gửi lại phần ấy từ vị trí Upload-Offset.",
     "This piece of the file has no bytes. Send the piece again from Upload-Offset."},
    {ErrorCode::too_large, "body_bytes", "shorten",
     "Nội dung gửi lên có {found} byte, nhiều nhất được {limit}. Hãy cắt bớt rồi gửi lại.",
     "The body has {found} bytes and may have {limit}. Cut it and send it again."},
    {ErrorCode::too_large, "file_bytes", "shorten",
     "Tệp này có {found} byte, nhiều nhất được {limit}. Hãy cắt ngắn, hoặc lưu thành MP3 rồi gửi lại.",
     "This file has {found} bytes and may have {limit}. Cut it, or save it as MP3, and send it again."},
    {ErrorCode::too_large, "head_bytes", "shorten",
     "Phần đầu của yêu cầu dài quá {limit} byte. Hãy xóa cookie của trang này rồi tải lại trang.",
     "The head of the request is over {limit} bytes. Delete this site's cookies and reload the page."},
    {ErrorCode::malformed, "http", "correct_input", "Máy chủ không hiểu yêu cầu này: không phải HTTP/1.1. Hãy gửi lại đúng dạng.",
     "The server does not understand this: it is not HTTP/1.1. Send it again in the right form."},
    {ErrorCode::malformed, "json", "correct_input",
     "Nội dung gửi lên không phải JSON, sai từ byte thứ {found}. Hãy sửa lại rồi gửi lại.",
     "The body is not JSON, from byte {found} on. Correct it and send it again."},
    {ErrorCode::malformed, "json_depth", "correct_input", "Nội dung gửi lên lồng sâu hơn {limit} lớp. Hãy viết lại ít lớp hơn.",
     "The body is nested more than {limit} levels deep. Write it with fewer."},
    {ErrorCode::unavailable, "live_pages", "end_one_first",
     "Máy chủ chỉ báo tin mới cho nhiều nhất {limit} trang đang mở. Hãy đóng bớt một trang rồi tải lại.",
     "The server tells at most {limit} open pages what is new. Close one and reload."},
    {ErrorCode::not_permitted, "https", "correct_input",
     "Từ máy khác chỉ mở được bằng https. Hãy mở lại địa chỉ bắt đầu bằng https://.",
     "From other machines only https is served. Open the address that begins with https://."},
    {ErrorCode::not_permitted, "own_site", "reload",
     "Yêu cầu này đến từ trang của nơi khác nên không được nhận. Hãy mở trang quản trị của xã rồi làm lại ở đó.",
     "This request comes from another site's page and is not taken. Open the commune's admin page and do it there."},
    {ErrorCode::not_permitted, "own_machine", "call_technician",
     "Việc này chỉ làm được ngay trên máy chủ, qua cổng nội bộ của máy. Hãy nhờ kỹ thuật làm tại máy.",
     "This is done on the controller's own machine only, by its local port. Ask the technician to do it there."},
};

}  // namespace

std::span<const RefusalLine> transport_refusals() { return of_transport; }

}  // namespace village::web_api
