// The catalogue itself: a code's lines for one rule come before the line for whatever else has the code.
#include "controller/web_api/refusal_words.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

/// Foreseen, or asked for without a reason: the same to whoever reads it.
constexpr std::string_view outside_vi =
    "Khung giờ cho phép{whose} là {limit}; lượt này sẽ phát lúc {found}. Hãy chọn giờ trong khung, hoặc nêu lý do rồi xác nhận lần hai.";
constexpr std::string_view outside_en =
    "The allowed hours{whose} are {limit}; this would play at {found}. Choose a time within them, or give a reason and confirm a second "
    "time.";

constexpr RefusalLine lines[] = {
    // The guard of the clock.
    {ErrorCode::quiet_hours, "quiet_hours", "move_into_hours",
     "Giờ yên tĩnh{whose} là {limit}; lượt này sẽ phát lúc {found}. Hãy chọn giờ khác, hoặc nhờ lãnh đạo mở đợt cao điểm cho giờ này.",
     "The quiet hours{whose} are {limit}; this would play at {found}. Choose another time, or ask a leader for a surge period that "
     "opens it."},
    {ErrorCode::quiet_hours, "", "move_into_hours",
     "Giờ này nằm trong giờ yên tĩnh. Hãy chọn giờ khác, hoặc nhờ lãnh đạo mở đợt cao điểm cho giờ này.",
     "This time lies in the quiet hours. Choose another time, or ask a leader for a surge period that opens it."},
    {ErrorCode::outside_allowed_hours, "allowed_hours", "give_reason_and_confirm", outside_vi, outside_en},
    {ErrorCode::outside_allowed_hours, "test_hours", "move_into_hours",
     "Loa chỉ được tự thử thành tiếng trong giờ {limit} các ngày làm việc; lần này sẽ là lúc {found}. Hãy chọn giờ trong khung này.",
     "A loudspeaker tests itself audibly at {limit} on working days only; this would be at {found}. Choose a time within them."},
    {ErrorCode::outside_allowed_hours, "", "move_into_hours",
     "Giờ này ngoài khung giờ cho phép. Hãy chọn giờ trong khung giờ cho phép.",
     "This time is outside the allowed hours. Choose a time within them."},
    {ErrorCode::too_long, "longest_session", "shorten",
     "Một buổi phát{whose} dài nhất {limit} phút; buổi này dài {found} phút. Hãy rút ngắn, hoặc chia thành nhiều buổi.",
     "A session{whose} lasts at most {limit} minutes; this one lasts {found}. Shorten it, or divide it into several."},
    {ErrorCode::too_long, "staggered_longest", "play_together",
     "Chỉ bài dài nhất {limit} mới phát so le được; bài này dài {found}. Hãy rút ngắn, hoặc cho các cụm loa phát cùng lúc.",
     "Only what lasts at most {limit} can be staggered; this lasts {found}. Shorten it, or let all loudspeakers play together."},
    {ErrorCode::too_long, "", "shorten", "Dài hơn mức cho phép. Hãy rút ngắn rồi gửi lại.",
     "This is longer than is allowed. Shorten it and send it again."},
    {ErrorCode::invalid_argument, "staggered_kind", "play_together",
     "Không phát so le được {found}; chỉ bài ghi sẵn ngắn mới phát so le. Hãy cho các cụm loa phát cùng lúc.",
     "{found} is never staggered; only a short, finished recording is. Let all loudspeakers play together."},
    {ErrorCode::confirmation_needed, "allowed_hours", "give_reason_and_confirm", outside_vi, outside_en},
    {ErrorCode::confirmation_needed, "quiet_hours", "give_reason_and_confirm",
     "Giờ yên tĩnh{whose} là {limit}; lượt phát lúc {found} của những ngày ấy sẽ không phát. Hãy chọn giờ khác, hoặc nêu lý do rồi xác "
     "nhận để những ngày còn lại vẫn phát.",
     "The quiet hours{whose} are {limit}; what would play at {found} on those days falls away. Choose another time, or give a reason and "
     "confirm that it plays on the other days."},
    {ErrorCode::confirmation_needed, "sessions_per_day", "fewer_sessions",
     "Mỗi ngày một cụm loa phát nhiều nhất {limit} buổi{whose}; thêm lượt này sẽ là {found} buổi. Hãy bớt buổi, hoặc nêu lý do rồi xác "
     "nhận lần hai.",
     "A loudspeaker plays at most {limit} sessions a day{whose}; with this it would be {found}. Take one away, or give a reason and "
     "confirm a second time."},
    {ErrorCode::confirmation_needed, "silence", "give_reason_and_confirm",
     "Chương trình này sẽ im lặng từ {found}, lâu hơn {limit}. Hãy thêm nội dung, chọn nhạc chèn, hoặc nêu lý do rồi xác nhận lần hai.",
     "This programme would be silent from {found}, for more than {limit}. Put something in, choose music for gaps, or give a reason and "
     "confirm a second time."},
    {ErrorCode::confirmation_needed, "conflicts", "resolve_conflicts",
     "Sẽ trùng với lượt phát khác {found} lần. Hãy chọn giờ khác, bỏ lượt kia một lần, hoặc giữ cả hai.",
     "It would meet other broadcasts {found} times. Choose another time, leave the other one out this once, or keep both."},
    {ErrorCode::confirmation_needed, "", "give_reason_and_confirm", "Việc này cần nêu lý do và xác nhận lần hai.",
     "This needs a reason and a second confirmation."},
    // Planning.
    {ErrorCode::zone_empty, "", "choose_places",
     "Không có cụm loa nào để phát: nơi đã chọn chưa có cụm loa, hoặc không cụm nào ở đó còn cần phát. Hãy chọn nơi khác.",
     "No loudspeaker is there to play it: the chosen places have none, or none that still needs it. Choose other places."},
    {ErrorCode::node_unknown, "", "reload", "Có cụm loa không còn thuộc địa bàn này. Tải lại trang rồi chọn lại nơi phát.",
     "A loudspeaker does not belong here any more. Reload the page and choose the places again."},
    {ErrorCode::schedule_in_past, "", "choose_other_time", "Giờ đã chọn đã qua. Hãy chọn giờ khác.",
     "The chosen time has passed. Choose another."},
    {ErrorCode::recurrence_never_fires, "", "choose_other_days",
     "Với các ngày đã chọn, lịch này sẽ không phát lần nào. Hãy chọn lại ngày.",
     "With the chosen days this schedule would never play. Choose other days."},
    {ErrorCode::recurrence_too_frequent, "", "choose_other_days",
     "Lịch lặp quá dày: chỉ lặp theo ngày, tuần, tháng hoặc năm, mỗi ngày nhiều nhất 24 lượt. Hãy bớt lượt.",
     "The schedule repeats too often: daily, weekly, monthly or yearly, at most 24 times a day. Choose fewer times."},
    {ErrorCode::not_ready, "", "wait", "Âm thanh chưa làm xong. Chờ một chút rồi bấm lại.",
     "The sound is not finished. Wait a moment and press again."},
    {ErrorCode::emergency_on_air, "", "wait",
     "Nơi này đang có báo động hoặc vừa báo hết nguy hiểm. Chờ việc ấy xong rồi làm lại.",
     "There is an emergency here, or it was just said to be over. Wait until that is done."},
    {ErrorCode::expired, "validity", "extend_validity",
     "Bản tin chỉ có hiệu lực {limit}; lượt này sẽ phát lúc {found}. Hãy chọn giờ khác, hoặc sửa thời hạn hiệu lực của bản tin.",
     "The announcement holds {limit}; this would play at {found}. Choose another time, or change how long the announcement holds."},
    {ErrorCode::expired, "", "start_again", "Đã quá thời hạn. Hãy làm lại từ đầu.",
     "The time limit has passed. Please start again."},
    // Approval.
    {ErrorCode::not_approved, "approvals", "send_for_approval",
     "Bản tin cần {limit} người duyệt, mới có {found}. Hãy gửi duyệt, hoặc chờ người duyệt.",
     "The announcement needs {limit} approvals, it has {found}. Send it for approval, or wait for it."},
    {ErrorCode::not_approved, "second_person", "ask_second_person",
     "Phát ngoài khung giờ cho phép cần người thứ hai đồng ý. Hãy đặt lịch cho lượt này và nhờ người khác bấm Đồng ý.",
     "Outside the allowed hours a second person has to agree. Schedule it, and ask somebody else to press Agree."},
    {ErrorCode::not_approved, "", "send_for_approval",
     "Bản tin này chưa được duyệt, hoặc đã bị trả lại, từ chối, thu hồi. Hãy sửa nếu cần rồi gửi duyệt.",
     "This announcement is not approved, or it was returned, refused or withdrawn. Correct it if needed and send it for approval."},
    // A request.
    {ErrorCode::invalid_argument, "", "correct_input", "Có chỗ điền chưa đúng. Xem lại các ô rồi bấm lại.",
     "Something is not filled in correctly. Check the fields and press again."},
    {ErrorCode::not_found, "", "reload", "Mục này không còn nữa, có thể người khác vừa xóa. Tải lại trang.",
     "This no longer exists; somebody may have deleted it. Reload the page."},
    {ErrorCode::already_exists, "", "choose_other_name", "Đã có một mục trùng tên hoặc trùng số. Hãy đặt tên hoặc số khác.",
     "There is already one with the same name or number. Choose another."},
    {ErrorCode::version_conflict, "", "reload", "Người khác vừa sửa mục này. Tải lại trang để xem bản mới.",
     "Somebody else has just changed this. Reload the page to see it."},
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
    // People and rights.
    {ErrorCode::not_authenticated, "", "sign_in", "Phiên đăng nhập đã hết. Hãy đăng nhập lại; bản nháp vẫn còn.",
     "Your session has ended. Sign in again; your draft is kept."},
    {ErrorCode::wrong_credentials, "", "correct_input", "Sai tên đăng nhập hoặc mật khẩu.", "Wrong user name or password."},
    {ErrorCode::not_permitted, "telephone_a_day", "send_for_approval",
     "Mỗi ngày chỉ ghi được {limit} lần lãnh đạo đồng ý qua điện thoại; đây sẽ là lần thứ {found}. Hãy nhờ lãnh đạo tự bấm Duyệt.",
     "A consent by telephone is written down at most {limit} times a day; this would be number {found}. Ask the approver to press Approve."},
    {ErrorCode::not_permitted, "", "ask_for_right",
     "Tài khoản này chưa được quyền làm việc này. Hãy hỏi lãnh đạo hoặc quản trị viên.",
     "This account may not do this. Ask a leader or the administrator."},
    {ErrorCode::setup_already_done, "", "sign_in", "Hệ thống đã được thiết lập. Hãy đăng nhập.",
     "The system has been set up already. Please sign in."},
    {ErrorCode::setup_needed, "", "set_up", "Hệ thống chưa được thiết lập. Hãy thiết lập trước.",
     "The system has not been set up yet. Please do that first."},
    // Sound files.
    {ErrorCode::audio_unreadable, "", "choose_other_file", "Không đọc được tệp này. Hãy chọn tệp ghi âm khác (MP3, WAV, M4A…).",
     "This file cannot be read. Choose another recording (MP3, WAV, M4A…)."},
    {ErrorCode::audio_empty, "", "choose_other_file", "Tệp này trống. Hãy chọn tệp khác.", "This file is empty. Choose another."},
    {ErrorCode::audio_silent, "", "choose_other_file", "Tệp này không có tiếng. Hãy nghe lại tệp gốc.",
     "There is no sound in this file. Listen to the original."},
    {ErrorCode::audio_truncated, "", "choose_other_file", "Tệp này bị hỏng ở giữa chừng. Hãy chép lại tệp gốc.",
     "This file breaks off in the middle. Copy the original again."},
    {ErrorCode::audio_too_long, "", "shorten", "Tệp này dài quá giới hạn. Hãy cắt bớt rồi gửi lại.",
     "This file is longer than the limit. Cut it and send it again."},
    {ErrorCode::speech_failed, "", "correct_input", "Máy chưa đọc được văn bản này. Xem lại chữ viết rồi thử lại.",
     "This text could not be spoken. Check the spelling and try again."},
    // Trust.
    {ErrorCode::signature_invalid, "", "pair_again", "Chữ ký của máy này không đúng. Hãy đăng ký lại máy.",
     "The signature of this device is wrong. Register the device again."},
    {ErrorCode::key_unknown, "", "pair_again", "Máy này chưa được đăng ký. Hãy đăng ký máy trước.",
     "This device is not registered. Register it first."},
    {ErrorCode::key_revoked, "", "pair_again", "Máy này đã bị thu hồi. Hãy đăng ký lại, hoặc dùng máy khác.",
     "This device has been revoked. Register it again, or use another."},
    {ErrorCode::out_of_scope, "", "ask_for_right", "Máy này không được phát ở nơi đã chọn. Hãy hỏi lãnh đạo hoặc quản trị viên.",
     "This device may not speak in the chosen place. Ask a leader or the administrator."},
    {ErrorCode::replayed, "", "start_again", "Lệnh này đã được gửi trước đó. Hãy làm lại từ đầu.",
     "This command was sent before. Please start again."},
    {ErrorCode::clock_untrusted, "", "wait", "Đồng hồ của thiết bị chưa đúng. Chờ thiết bị chỉnh giờ rồi thử lại.",
     "The device's clock is not right yet. Wait until it has been set and try again."},
    {ErrorCode::enrolment_code_wrong, "", "start_again", "Mã ghép cụm loa không đúng hoặc đã hết hạn. Hãy lấy mã mới.",
     "The pairing code is wrong or has expired. Ask for a new one."},
    {ErrorCode::certificate_foreign, "", "pair_again", "Thiết bị này thuộc nơi khác. Hãy ghép lại thiết bị.",
     "This device belongs elsewhere. Pair it again."},
    // The machine.
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

std::span<const RefusalLine> refusal_lines() { return lines; }

}  // namespace village::web_api
