// People and rights.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_people[] = {
    {ErrorCode::not_authenticated, "", "sign_in", "Phiên đăng nhập đã hết. Hãy đăng nhập lại; bản nháp vẫn còn.",
     "Your session has ended. Sign in again; your draft is kept."},
    {ErrorCode::wrong_credentials, "set_up_code", "correct_input",
     "Mã thiết lập không đúng. Hãy nhập lại mã mà máy chủ in ra lúc khởi động.",
     "This is not the set-up code. Enter the one that the controller printed when it started."},
    {ErrorCode::too_many_requests, "sign_ins_at_once", "wait",
     "Đang có hơn {limit} người đăng nhập cùng lúc. Chờ vài giây rồi thử lại.",
     "More than {limit} people sign in at this moment. Wait a few seconds and try again."},
    {ErrorCode::too_many_requests, "set_up_at_once", "wait",
     "Người khác đang thiết lập hệ thống. Chờ một phút rồi tải lại trang.",
     "Somebody else is just setting up. Wait a minute and reload the page."},
    {ErrorCode::already_exists, "paired_already", "nothing_to_do",
     "Máy này đã được đăng ký với tên “{found}”. Không cần làm gì thêm.",
     "This device is registered already, as “{found}”. Nothing needs to be done."},
    {ErrorCode::wrong_credentials, "", "correct_input", "Sai tên đăng nhập hoặc mật khẩu.", "Wrong user name or password."},
    {ErrorCode::not_permitted, "allowed_hours", "move_into_hours",
     "Tài khoản này chỉ được phát trong khung giờ cho phép{whose}: {limit}; lượt này sẽ phát lúc {found}. Hãy chọn giờ trong khung, hoặc "
     "nhờ cán bộ xã đặt lịch.",
     "This account may broadcast only within the allowed hours{whose}: {limit}; this would play at {found}. Choose a time within them, or "
     "ask the commune's staff to schedule it."},
    {ErrorCode::not_permitted, "sessions_per_day", "fewer_sessions",
     "Mỗi ngày một cụm loa phát nhiều nhất {limit} buổi{whose}; tài khoản này không thêm được buổi thứ {found}. Hãy phát trong buổi đã có, hoặc "
     "nhờ cán bộ xã đặt lịch.",
     "A loudspeaker plays at most {limit} sessions a day{whose}; this account may not add number {found}. Broadcast within a session that "
     "there is, or ask the commune's staff to schedule it."},
    {ErrorCode::not_permitted, "priority_ceiling", "ask_for_right",
     "Tài khoản này chỉ được làm việc này đến mức {limit}; đây là mức {found}. Hãy chọn mức thấp hơn, hoặc nhờ người có quyền.",
     "This account may do this up to the priority “{limit}”; this is “{found}”. Choose a lower one, or ask somebody who may."},
    {ErrorCode::not_permitted, "right", "ask_for_right",
     "Tài khoản này chưa có quyền {found}. Hãy nhờ người có quyền ấy: {limit}.",
     "This account may not {found}. Ask somebody who may: {limit}."},
    {ErrorCode::not_permitted, "role", "ask_for_right", "Việc này chỉ dành cho {limit}. Hãy nhờ người có vai trò ấy.",
     "This is for {limit} only. Ask somebody with that role."},
    {ErrorCode::not_permitted, "account_closed", "ask_for_right", "Tài khoản này đã bị khóa. Hãy hỏi quản trị viên.",
     "This account is closed. Ask the administrator."},
    {ErrorCode::not_permitted, "own_area", "ask_for_right",
     "Tài khoản này chỉ được làm việc này trong địa bàn của mình. Hãy chọn nơi trong địa bàn, hoặc nhờ cán bộ xã.",
     "This account may do this only in its own area. Choose places there, or ask the commune's staff."},
    {ErrorCode::invalid_argument, "login", "choose_other_name",
     "Tên đăng nhập để trống hoặc quá dài. Hãy đặt tên khác, từ 1 đến 64 ký tự.",
     "The user name is empty or too long. Choose another of 1 to 64 characters."},
    {ErrorCode::invalid_argument, "password", "correct_input",
     "Mật khẩu phải có ít nhất {limit} ký tự. Hãy đặt mật khẩu dài hơn.",
     "A password has at least {limit} characters. Choose a longer one."},
    {ErrorCode::invalid_argument, "roles", "correct_input", "Tài khoản này chưa có vai trò nào. Hãy chọn ít nhất một vai trò.",
     "This account has no role. Choose at least one."},
    {ErrorCode::not_permitted, "", "ask_for_right",
     "Tài khoản này chưa được quyền làm việc này. Hãy hỏi lãnh đạo hoặc quản trị viên.",
     "This account may not do this. Ask a leader or the administrator."},
    {ErrorCode::setup_already_done, "", "sign_in", "Hệ thống đã được thiết lập. Hãy đăng nhập.",
     "The system has been set up already. Please sign in."},
    {ErrorCode::setup_needed, "", "set_up", "Hệ thống chưa được thiết lập. Hãy thiết lập trước.",
     "The system has not been set up yet. Please do that first."},
};

}  // namespace

std::span<const RefusalLine> people_refusals() { return of_people; }

}  // namespace village::web_api
