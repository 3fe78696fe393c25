// The guard of the clock: hours, lengths, what needs a reason and a second confirmation.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

/// Foreseen, or asked for without a reason: the same to whoever reads it.
constexpr std::string_view outside_vi =
    "Khung giờ cho phép{whose} là {limit}; lượt này sẽ phát lúc {found}. Hãy chọn giờ trong khung, hoặc nêu lý do rồi xác nhận lần hai.";
constexpr std::string_view outside_en =
    "The allowed hours{whose} are {limit}; this would play at {found}. Choose a time within them, or give a reason and confirm a second "
    "time.";

constexpr RefusalLine of_hours[] = {
    {ErrorCode::quiet_hours, "allowed_in_quiet", "correct_input",
     "Khung giờ cho phép{whose} có {found} nằm trong giờ yên tĩnh {limit}, nên lúc đó loa vẫn im. Hãy sửa khung giờ hoặc giờ yên tĩnh; nếu chỉ "
     "cần trong một thời gian thì mở đợt cao điểm.",
     "Of the allowed hours{whose} {found} lies in the quiet hours {limit}, so loudspeakers stay silent then. Change the one or the other; "
     "for a time of need open a surge period."},
    {ErrorCode::quiet_hours, "quiet_hours", "move_into_hours",
     "Giờ yên tĩnh{whose} là {limit}; lượt này sẽ phát lúc {found}. Hãy chọn giờ khác, hoặc nhờ lãnh đạo mở đợt cao điểm cho giờ này.",
     "The quiet hours{whose} are {limit}; this would play at {found}. Choose another time, or ask a leader for a surge period that "
     "opens it."},
    {ErrorCode::quiet_hours, "surge_window", "move_into_hours",
     "Đợt cao điểm chỉ mở giờ yên tĩnh cho lượt nằm trọn trong khung {limit}; lượt này kéo dài {found}. Hãy chọn giờ để cả lượt nằm trong "
     "khung ấy, hoặc nhờ lãnh đạo mở khung rộng hơn.",
     "The surge period opens the quiet hours only for what lies wholly inside {limit}; this would play {found}. Choose a time at which "
     "all of it lies inside, or ask a leader for a wider window."},
    {ErrorCode::quiet_hours, "drill_hours", "move_into_hours",
     "Diễn tập không phát trong giờ yên tĩnh{whose} là {limit}; lượt này sẽ phát lúc {found}. Hãy diễn tập trong khung giờ cho phép.",
     "A drill is never heard in the quiet hours{whose}, {limit}; this would play at {found}. Practise within the allowed hours."},
    {ErrorCode::quiet_hours, "", "move_into_hours",
     "Giờ này nằm trong giờ yên tĩnh. Hãy chọn giờ khác, hoặc nhờ lãnh đạo mở đợt cao điểm cho giờ này.",
     "This time lies in the quiet hours. Choose another time, or ask a leader for a surge period that opens it."},
    {ErrorCode::outside_allowed_hours, "allowed_hours", "give_reason_and_confirm", outside_vi, outside_en},
    {ErrorCode::outside_allowed_hours, "drill_hours", "move_into_hours",
     "Diễn tập chỉ phát trong khung giờ cho phép{whose} là {limit}; lượt này sẽ phát lúc {found}. Hãy chờ đến khung giờ ấy.",
     "A drill is heard only within the allowed hours{whose}, {limit}; this would play at {found}. Wait until then."},
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
    {ErrorCode::too_long, "surge_longest", "shorten",
     "Một đợt cao điểm dài nhất {limit} ngày; đợt này dài {found} ngày. Hãy rút ngắn, khi cần thì mở đợt tiếp theo.",
     "A surge period lasts at most {limit} days; this one lasts {found}. Shorten it, and open the next one if it is needed."},
    {ErrorCode::too_long, "", "shorten", "Dài hơn mức cho phép. Hãy rút ngắn rồi gửi lại.",
     "This is longer than is allowed. Shorten it and send it again."},
    {ErrorCode::invalid_argument, "staggered_kind", "play_together",
     "Không phát so le được {found}; chỉ bài ghi sẵn ngắn mới phát so le. Hãy cho các cụm loa phát cùng lúc.",
     "{found} is never staggered; only a short, finished recording is. Let all loudspeakers play together."},
    {ErrorCode::invalid_argument, "window", "correct_input",
     "Khung giờ {found}{whose} không dùng được: giờ đầu phải khác giờ cuối. Hãy sửa lại.",
     "The hours {found}{whose} are no hours: they have to end at another time than they begin. Correct them."},
    {ErrorCode::invalid_argument, "commune_hours", "correct_input",
     "Khung giờ {found}{whose} nằm ngoài khung giờ của xã là {limit}. Hãy sửa quy định ấy, hoặc mở rộng khung giờ của xã trước.",
     "The hours {found}{whose} lie outside the commune's own, {limit}. Change that rule, or widen the commune's own hours first."},
    {ErrorCode::invalid_argument, "day_twice", "correct_input",
     "Quy định “{found}” ghi một thứ trong tuần, hoặc một loại ngày đặc biệt, hai lần. Hãy bỏ lần thứ hai.",
     "The rule “{found}” names a weekday, or a kind of special day, twice. Take out the second one."},
    {ErrorCode::invalid_argument, "session_minutes", "correct_input",
     "Buổi phát dài nhất trong quy định “{found}” phải trong khoảng {limit} phút. Hãy sửa lại.",
     "The longest session of the rule “{found}” has to be within {limit} minutes. Correct it."},
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
    {ErrorCode::confirmation_needed, "silence", "confirm",
     "Chương trình này sẽ im lặng từ {found}, lâu hơn {limit}. Hãy thêm nội dung, chọn nội dung thay thế hoặc nhạc chèn, hoặc xác nhận lần hai để vẫn lưu.",
     "This programme would be silent from {found}, for more than {limit}. Put something in, choose a fallback or music for gaps, or confirm a second "
     "time to save it all the same."},
    {ErrorCode::confirmation_needed, "conflicts", "resolve_conflicts",
     "Sẽ trùng với lượt phát khác {found} lần. Hãy chọn giờ khác, bỏ lượt kia một lần, hoặc giữ cả hai.",
     "It would meet other broadcasts {found} times. Choose another time, leave the other one out this once, or keep both."},
    {ErrorCode::confirmation_needed, "", "give_reason_and_confirm", "Việc này cần nêu lý do và xác nhận lần hai.",
     "This needs a reason and a second confirmation."},
};

}  // namespace

std::span<const RefusalLine> hours_refusals() { return of_hours; }

}  // namespace village::web_api
