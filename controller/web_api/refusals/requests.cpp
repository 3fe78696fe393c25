// A request that cannot be taken as it is written, whatever it is about.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_requests[] = {
    {ErrorCode::invalid_argument, "window", "correct_input",
     "Khung giờ {found}{whose} không dùng được: giờ đầu phải khác giờ cuối. Hãy sửa lại.",
     "The hours {found}{whose} are no hours: they have to end at another time than they begin. Correct them."},
    {ErrorCode::invalid_argument, "commune_hours", "correct_input",
     "Khung giờ {found}{whose} nằm ngoài khung giờ của xã là {limit}. Hãy sửa quy định ấy, hoặc mở rộng khung giờ của xã trước.",
     "The hours {found}{whose} lie outside the commune's own, {limit}. Change that rule, or widen the commune's own hours first."},
    {ErrorCode::invalid_argument, "slots", "correct_input",
     "Câu báo động chỉ dùng được các chỗ điền {limit}, và mỗi ngoặc mở phải có ngoặc đóng. Hãy sửa lại câu.",
     "The words of an emergency know only the slots {limit}, and every brace that is opened is closed. Correct the words."},
    {ErrorCode::invalid_argument, "attention_longest", "shorten",
     "Âm báo chú ý dài {found}, dài nhất chỉ được {limit}: lời nói phải bắt đầu trong vòng 7 giây. Hãy rút ngắn âm báo.",
     "The attention tone lasts {found} and may last {limit}: the first word has to come within 7 seconds. Shorten the tone."},
    {ErrorCode::invalid_argument, "all_clear_longest", "shorten",
     "Báo hết nguy hiểm phát lâu nhất {limit} phút; mẫu này đặt {found} phút. Hãy rút ngắn.",
     "An all-clear lasts at most {limit} minutes; this one would last {found}. Shorten it."},
    {ErrorCode::invalid_argument, "times_ascend", "correct_input",
     "Các giờ trong ngày phải xếp từ sớm đến muộn, giờ đầu là {limit}; giờ {found} không đúng chỗ. Hãy xếp lại.",
     "The times of the day go from early to late, the first one is {limit}; {found} is not in its place. Put them in order."},
    {ErrorCode::invalid_argument, "validity_order", "correct_input",
     "Ngày cuối {found} sớm hơn ngày đầu {limit}. Hãy sửa lại ngày.",
     "The last day, {found}, comes before the first one, {limit}. Correct the days."},
    {ErrorCode::invalid_argument, "", "correct_input", "Có chỗ điền chưa đúng. Xem lại các ô rồi bấm lại.",
     "Something is not filled in correctly. Check the fields and press again."},
    {ErrorCode::not_found, "", "reload", "Mục này không còn nữa, có thể người khác vừa xóa. Tải lại trang.",
     "This no longer exists; somebody may have deleted it. Reload the page."},
    {ErrorCode::already_exists, "", "choose_other_name", "Đã có một mục trùng tên hoặc trùng số. Hãy đặt tên hoặc số khác.",
     "There is already one with the same name or number. Choose another."},
    {ErrorCode::version_conflict, "", "reload", "Người khác vừa sửa mục này. Tải lại trang để xem bản mới.",
     "Somebody else has just changed this. Reload the page to see it."},
    {ErrorCode::too_large, "kept_max", "end_one_first",
     "Nhiều nhất {limit} mục như thế này cùng lúc. Hãy bớt hoặc kết thúc một mục trước, rồi thử lại.",
     "There are at most {limit} of these at a time. Take one out, or end one, and try again."},
    {ErrorCode::too_large, "", "shorten", "Tệp hoặc nội dung quá lớn. Hãy cắt bớt rồi gửi lại.",
     "The file or content is too large. Cut it and send it again."},
    {ErrorCode::too_many_requests, "", "wait", "Thử quá nhiều lần. Chờ một phút rồi thử lại.",
     "Too many tries. Wait a minute and try again."},
    {ErrorCode::idempotency_mismatch, "", "reload", "Yêu cầu này đã được gửi với nội dung khác. Tải lại trang rồi làm lại.",
     "This request was sent before with other content. Reload the page and start again."},
    {ErrorCode::malformed, "", "correct_input", "Máy chủ không đọc được nội dung gửi lên. Xem lại rồi gửi lại.",
     "The server cannot read what was sent. Check it and send it again."},
    {ErrorCode::unsupported_version, "", "reload", "Trang này không cùng phiên bản với máy chủ. Tải lại trang.",
     "This page and the server are of different versions. Reload the page."},
};

}  // namespace

std::span<const RefusalLine> requests_refusals() { return of_requests; }

}  // namespace village::web_api
