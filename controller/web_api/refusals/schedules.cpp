// A schedule that cannot be taken as it stands.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_schedules[] = {
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
