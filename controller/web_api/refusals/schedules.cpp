// A schedule that cannot be taken as it stands.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_schedules[] = {
    {ErrorCode::not_found, "nothing_left_out", "change_schedule",
     "Lịch phát không có lượt nào lúc {found}, nên không bỏ được gì và các lượt khác vẫn phát. Hãy sửa ngày giờ muốn bỏ cho đúng lượt ấy.",
     "The schedule has nothing at {found}, so nothing is left out and all of it will sound. Correct the moment to that of the "
     "occurrence that is meant."},
    {ErrorCode::invalid_argument, "times_ascend", "correct_input",
     "Các giờ trong ngày phải xếp từ sớm đến muộn, giờ đầu là {limit}; giờ {found} không đúng chỗ. Hãy xếp lại.",
     "The times of the day go from early to late, the first one is {limit}; {found} is not in its place. Put them in order."},
    {ErrorCode::invalid_argument, "times_missing", "correct_input",
     "Lịch này không có giờ nào trong ngày. Hãy chọn ít nhất một giờ.",
     "The schedule has no time of the day. Choose at least one."},
    {ErrorCode::invalid_argument, "times_twice", "choose_other_time",
     "Cách lặp “{found}” đã tự ghi giờ, không thêm giờ khác vào được. Hãy bỏ giờ trong cách lặp, hoặc bỏ các giờ thêm.",
     "The recurrence “{found}” names its hours itself, so no other times go with it. Take the hours out of it, or leave out the others."},
    {ErrorCode::invalid_argument, "lunar_days", "choose_other_days",
     "Ngày âm lịch là từ 1 đến 30, mỗi ngày ghi một lần, và phải có ít nhất một ngày. Hãy chọn lại ngày.",
     "A lunar day is 1 to 30, each named once, and there is at least one. Choose the days again."},
    {ErrorCode::invalid_argument, "lunar_months", "choose_other_days",
     "Tháng âm lịch là từ 1 đến 12, mỗi tháng ghi một lần. Hãy chọn lại tháng.",
     "A lunar month is 1 to 12, each named once. Choose the months again."},
    {ErrorCode::invalid_argument, "repeats_twice", "correct_input",
     "Lịch chỉ lặp theo một cách: theo ngày dương hoặc theo ngày âm. Hãy bỏ một cách.",
     "A schedule repeats in one way, by the calendar or by the moon. Leave one of them out."},
    {ErrorCode::invalid_argument, "wanted_one", "correct_input",
     "Mỗi lịch phát một bản tin hoặc một chương trình, không cả hai. Hãy chọn một.",
     "A schedule wants one announcement or one programme. Choose one of them."},
    {ErrorCode::invalid_argument, "reaction_twice", "correct_input",
     "Lịch này nói hai lần phải làm gì vào {found}. Hãy bỏ một lần.",
     "The schedule says twice what it does on {found}. Take one of them out."},
    {ErrorCode::invalid_argument, "validity_order", "correct_input",
     "Hiệu lực kết thúc {found} nhưng bắt đầu {limit}. Hãy sửa để kết thúc sau khi bắt đầu.",
     "It would hold until {found} but only from {limit}. Let it end after it begins."},
    {ErrorCode::invalid_argument, "edit_occurrence", "correct_input",
     "Sửa một lượt, hoặc từ một lượt trở đi, thì phải chọn lượt ấy; sửa tất cả thì không chọn lượt nào. Hãy chọn lại.",
     "Who edits one occurrence, or all from one on, names it; who edits all of them names none. Choose again."},
    {ErrorCode::invalid_argument, "edit_moved", "correct_input",
     "Chỉ dời được từng lượt một. Muốn đổi giờ các lượt sau, hãy đặt lại giờ của lịch.",
     "Only a single occurrence is moved to a moment. Give the schedule other times to change the later ones."},
    {ErrorCode::invalid_argument, "edit_timing", "correct_input",
     "Một lượt riêng không có cách lặp. Hãy dời lượt ấy sang lúc khác.",
     "A single occurrence does not repeat. Move it to another moment."},
    {ErrorCode::invalid_argument, "edit_leaves_all_out", "change_schedule", "Muốn bỏ tất cả các lượt, hãy hủy lịch phát.",
     "To leave all occurrences out, cancel the schedule."},
    {ErrorCode::invalid_argument, "edit_left_out", "correct_input",
     "Lượt đã bỏ thì không sửa gì khác. Hãy chọn bỏ, hoặc chọn sửa.",
     "What is left out is not changed as well. Leave it out, or change it."},
    {ErrorCode::invalid_argument, "edit_of_nothing", "correct_input",
     "Chưa sửa gì trong lịch này. Hãy chọn điều muốn sửa, hoặc đóng lại.",
     "Nothing was changed in this schedule. Change something, or leave it."},
    {ErrorCode::too_large, "schedule_changes", "start_again",
     "Lịch này đã sửa riêng quá nhiều lần (nhiều nhất {limit} lượt). Hãy đặt lịch mới.",
     "This schedule has too many changes of its own (at most {limit} occurrences). Make a new one."},
    {ErrorCode::invalid_argument, "recurrence", "choose_other_days",
     "Không dùng được cách lặp “{found}”. Hãy chọn lặp theo ngày, tuần, tháng hoặc năm.",
     "The recurrence “{found}” cannot be used. Let it repeat by days, weeks, months or years."},
    {ErrorCode::invalid_argument, "longest_count", "choose_other_days",
     "Một lịch lặp nhiều nhất {limit} lần; lịch này đặt {found} lần. Hãy bớt số lần, hoặc đặt ngày cuối.",
     "A schedule repeats at most {limit} times; this one would {found} times. Choose fewer, or a last day."},
    {ErrorCode::invalid_argument, "furthest_start", "choose_other_time",
     "Lần phát đầu xa quá {limit} năm: {found}. Hãy chọn ngày gần hơn.",
     "The first start is more than {limit} years away: {found}. Choose a nearer day."},
    {ErrorCode::invalid_argument, "time_zone", "correct_input",
     "Giờ phát là giờ của xã ({limit}), không đặt theo {found} được. Hãy bỏ múi giờ ấy.",
     "Schedules are in the commune's own time ({limit}), not in {found}. Leave the time zone out."},
    {ErrorCode::invalid_argument, "cancelled_schedule", "start_again", "Lịch này đã hủy nên không sửa được. Hãy đặt lịch mới.",
     "This schedule is cancelled and cannot be edited. Make a new one."},
    {ErrorCode::not_found, "schedule_ended", "change_schedule",
     "Lịch này đã kết thúc từ {limit}. Muốn phát tiếp, hãy sửa lịch từ lần ấy trở đi, hoặc đặt lịch mới.",
     "The schedule ended at {limit}. Edit it from that occurrence on to continue it, or make a new one."},
};

}  // namespace

std::span<const RefusalLine> schedules_refusals() { return of_schedules; }

}  // namespace village::web_api
