// A calendar file of another program, line by line.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_calendar_files[] = {
    {ErrorCode::invalid_argument, "calendar_file", "choose_other_file",
     "Tệp này không phải tệp lịch iCalendar (.ics). Hãy xuất lại từ chương trình lịch, hoặc chọn tệp khác.",
     "This is no iCalendar file (.ics). Export it again from the other program, or choose another file."},
    {ErrorCode::too_large, "calendar_lines", "shorten",
     "Tệp lịch dài quá {limit} dòng. Hãy xuất ít sự kiện hơn, hoặc chia thành nhiều tệp.",
     "The calendar has more than {limit} lines. Export fewer events, or several files."},
    {ErrorCode::too_large, "calendar_events", "shorten",
     "Tệp lịch có hơn {limit} sự kiện. Hãy xuất ít sự kiện hơn, hoặc chia thành nhiều tệp.",
     "The calendar has more than {limit} events. Export fewer, or several files."},
    {ErrorCode::too_large, "calendar_depth", "choose_other_file",
     "Tệp lịch lồng sâu hơn {limit} lớp. Hãy xuất lại từ chương trình lịch, hoặc chọn tệp khác.",
     "The calendar is nested more than {limit} levels deep. Export it again from the other program, or choose another file."},
    {ErrorCode::invalid_argument, "moment_only", "correct_input",
     "Chỉ nhận từng lúc có ngày và giờ, không nhận cả ngày hay khoảng thời gian. Hãy đặt giờ cho lần ấy trong chương trình lịch "
     "rồi xuất lại tệp.",
     "Only moments with a date and a time are taken, no whole days and no periods. Give it a time of the day in the other program "
     "and export the file again."},
    {ErrorCode::invalid_argument, "event_time", "correct_input",
     "“{found}” không phải là một thời điểm. Hãy sửa lại trong chương trình lịch rồi xuất lại tệp.",
     "“{found}” is not a moment. Correct it in the other program and export the file again."},
    {ErrorCode::invalid_argument, "event_zone", "correct_input",
     "Giờ của sự kiện này theo {found}, giờ của xã là {limit}. Hãy đổi múi giờ của sự kiện rồi xuất lại tệp.",
     "The event is in the time of {found}, the commune's is {limit}. Change the event's time zone and export the file again."},
    {ErrorCode::invalid_argument, "event_length", "correct_input",
     "Thời lượng của sự kiện này không dùng được: nó kết thúc trước khi bắt đầu, hoặc kéo dài quá một tuần. Hãy sửa giờ kết thúc "
     "rồi xuất lại tệp.",
     "The length of the event cannot be used: it ends before it begins, or lasts for more than a week. Correct its end and export "
     "the file again."},
    {ErrorCode::invalid_argument, "event_start", "correct_input",
     "Sự kiện này không ghi bắt đầu lúc nào. Hãy đặt giờ bắt đầu rồi xuất lại tệp.",
     "The event does not say when it begins. Give it a start and export the file again."},
    {ErrorCode::invalid_argument, "event_cancelled", "nothing_to_do",
     "Sự kiện này đã bị hủy nên không lập lịch phát. Không cần làm gì thêm.",
     "The event is cancelled, so no schedule is made of it. There is nothing to do."},
    {ErrorCode::invalid_argument, "utf_8", "choose_other_file",
     "Dòng này có ký tự không đọc được. Hãy lưu tệp theo bảng mã UTF-8 rồi chọn lại.",
     "This line has characters that cannot be read. Save the file as UTF-8 and choose it again."},
    {ErrorCode::invalid_argument, "file_ends", "choose_other_file", "Tệp bị cắt ở giữa chừng. Hãy xuất lại tệp rồi chọn lại.",
     "The file breaks off in the middle. Export it again and choose it again."},
    {ErrorCode::invalid_argument, "events_only", "nothing_to_do",
     "Chỉ sự kiện mới thành lịch phát; việc cần làm, ghi chú và các mục khác thì bỏ qua. Không cần làm gì thêm.",
     "Only events become schedules; tasks, notes and all else are passed over. There is nothing to do."},
    {ErrorCode::invalid_argument, "calendar_line", "choose_other_file",
     "Dòng này không đúng dạng tệp lịch. Hãy xuất lại tệp; nếu vẫn vậy, kiểm tra sự kiện ở quanh dòng này.",
     "This is no line of a calendar file. Export the file again; if it stays, check the events around this line."},
    {ErrorCode::invalid_argument, "first_taken", "correct_input",
     "Sự kiện này ghi hai lần cùng một điều; chỉ lấy lần đầu. Nếu lần sau mới đúng, hãy sửa rồi xuất lại tệp.",
     "The event says the same thing twice; the first is taken. If the second is right, correct it and export the file again."},
    {ErrorCode::invalid_argument, "rule_of_exceptions", "choose_other_days",
     "Không đọc được quy tắc bỏ ngày: những ngày ấy vẫn sẽ phát. Hãy bỏ từng ngày sau khi lập lịch.",
     "Rules that leave days out are not read: those days would sound. Leave them out one by one once the schedule is made."},
    {ErrorCode::invalid_argument, "rules_refused", "choose_other_file",
     "Tệp này có quá nhiều cách lặp không dùng được, nên phần còn lại không được xem. Hãy chọn tệp khác, hoặc chia nhỏ tệp này.",
     "So many recurrences of this file cannot be used that the rest was not looked at. Choose another file, or divide this one."},
    {ErrorCode::invalid_argument, "first_date", "choose_other_days",
     "Ngày bắt đầu không nằm trong cách lặp; lịch sẽ phát từ ngày kế tiếp mà cách lặp có. Nếu cần cả ngày đầu, hãy thêm riêng ngày "
     "ấy.",
     "The first date is none of the recurrence; it would play from the next one that is. Add the first date by itself if it is "
     "wanted."},
    {ErrorCode::invalid_argument, "change_of_nothing", "correct_input",
     "Thay đổi này là của một lần không có trong tệp, nên bỏ qua. Hãy xuất lại cả chuỗi sự kiện.",
     "This changes an occurrence that is not in the file, so it is passed over. Export the whole series again."},
    {ErrorCode::invalid_argument, "left_out_nothing", "correct_input",
     "Lần bị bỏ {found} không có trong chuỗi sự kiện, nên không bỏ được gì và mọi lần vẫn phát. Hãy xem lại ngày giờ bị bỏ, rồi bỏ "
     "đúng lần ấy sau khi lập lịch.",
     "The event has no occurrence at {found}, so nothing is left out and all of it would sound. Look at what was to be left out, and "
     "leave it out once the schedule is made."},
    {ErrorCode::invalid_argument, "changed_twice", "correct_input",
     "Lần này đã được đổi ở một chỗ khác trong tệp; chỉ lấy chỗ đầu. Nếu chỗ này mới đúng, hãy đổi lại sau khi lập lịch.",
     "Another part of the file changes this occurrence already; the first is taken. If this one is right, change it once the "
     "schedule is made."},
    {ErrorCode::invalid_argument, "change_from_here", "correct_input",
     "Không đọc được thay đổi “từ lần này trở đi”. Hãy đổi lịch sau khi lập, từ lần ấy.",
     "A change of this one and all later ones is not read. Change the schedule from there once it is made."},
    {ErrorCode::invalid_argument, "change_of_title", "nothing_to_do",
     "Chỉ lấy giờ mới của lần này, không lấy tiêu đề mới. Không cần làm gì thêm nếu vẫn phát bản tin ấy.",
     "Only the new time of this occurrence is taken, not its new title. There is nothing to do if the same is to be said."},
    {ErrorCode::too_large, "left_out_max", "choose_other_days",
     "Một lịch chỉ bỏ được nhiều nhất {limit} lần. Hãy rút ngắn chuỗi sự kiện, hoặc chia thành nhiều chuỗi.",
     "A schedule leaves out at most {limit} occurrences. Shorten the series, or divide it into several."},
};

}  // namespace

std::span<const RefusalLine> calendar_files_refusals() { return of_calendar_files; }

}  // namespace village::web_api
