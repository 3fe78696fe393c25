// What is planned: where it is heard, whether anything comes of it, whether it is ready.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_planning[] = {
    {ErrorCode::invalid_argument, "period", "choose_other_days",
     "Khoảng thời gian xem phải kết thúc sau khi bắt đầu, chưa qua, và dài nhất {limit} ngày. Hãy chọn lại ngày.",
     "The period ends after it begins, has not passed, and lasts at most {limit} days. Choose other days."},
    {ErrorCode::too_large, "too_many_sounds", "choose_other_days",
     "Khoảng thời gian này có quá nhiều lượt phát để xem một lần. Hãy chọn ít ngày hơn, hoặc ít cụm loa hơn.",
     "Too much is planned in this period to be shown at once. Choose fewer days, or fewer loudspeakers."},
    {ErrorCode::invalid_argument, "one_hamlet", "choose_places",
     "Mỗi lần chỉ gọi khẩn cấp cho một thôn hoặc cho cả xã, và chỉ diễn tập ở một thôn. Hãy chọn lại nơi phát.",
     "An emergency is called for one hamlet, or for the whole commune, and a drill for one hamlet. Choose the place again."},
    {ErrorCode::invalid_argument, "reason", "give_reason",
     "Biên tập viên gọi khẩn cấp cho cả xã thì phải ghi lý do. Hãy ghi lý do rồi phát lại.",
     "An editor who calls an emergency for the whole commune has to say why. Write the reason and call again."},
    {ErrorCode::invalid_argument, "nothing_to_say", "correct_input",
     "Bản tin này không có tệp âm thanh, cũng không có chữ để đọc. Hãy tải tệp lên, hoặc viết nội dung.",
     "This announcement has neither a file nor words to speak. Upload a file, or write its words."},
    {ErrorCode::zone_empty, "nobody_missed_it", "nothing_to_do",
     "Không còn cụm loa nào cần phát lại: các cụm bị lỡ đã nghe hoặc sắp được nghe. Không cần làm gì thêm.",
     "No loudspeaker is left to replay it at: those that missed it have heard it since, or are about to. Nothing needs to be done."},
    {ErrorCode::zone_empty, "not_known_yet", "wait",
     "Chưa biết đã phát hay bị lỡ: {found} chưa gửi xác nhận phát. Chờ cụm loa kết nối lại, hoặc phát bản tin như một lượt mới cho nơi ấy.",
     "Not known yet whether it was heard or missed: {found} sent no receipt. Wait until they are in contact again, or broadcast the "
     "announcement anew there."},
    {ErrorCode::zone_empty, "was_stopped", "broadcast_anew",
     "Lượt này đã bị dừng nên không phát lại. Nếu vẫn cần, hãy phát bản tin như một lượt mới.",
     "This was stopped, so it is not said again. If it is still wanted, broadcast the announcement anew."},
    {ErrorCode::zone_empty, "nobody_sounded_it", "nothing_to_do",
     "Không có cụm loa nào cần đính chính: chưa cụm nào được biết là đã phát, hoặc cụm đã phát đều được đính chính rồi. Không cần làm gì "
     "thêm.",
     "No loudspeaker is left to correct: none is known to have sounded it, or each has been told. Nothing needs to be done."},
    {ErrorCode::zone_empty, "", "choose_places", "Nơi đã chọn chưa có cụm loa nào. Hãy chọn nơi khác.",
     "The chosen places have no loudspeaker. Choose other places."},
    {ErrorCode::node_unknown, "", "reload", "Có cụm loa không còn thuộc địa bàn này. Tải lại trang rồi chọn lại nơi phát.",
     "A loudspeaker does not belong here any more. Reload the page and choose the places again."},
    {ErrorCode::schedule_in_past, "schedule_over", "start_again", "Lịch này không còn lượt phát nào. Hãy đặt lịch mới.",
     "Nothing is to come of this schedule any more. Make a new one."},
    {ErrorCode::schedule_in_past, "valid_until", "extend_validity",
     "Lịch chỉ có hiệu lực đến hết ngày {limit}, nay đã qua. Hãy đổi ngày cuối của lịch.",
     "The schedule holds until {limit}, which has passed. Change its last day."},
    {ErrorCode::schedule_in_past, "", "choose_other_time", "Giờ đã chọn đã qua. Hãy chọn giờ khác.",
     "The chosen time has passed. Choose another."},
    {ErrorCode::recurrence_never_fires, "special_day", "choose_other_days",
     "Lịch này sẽ không phát lần nào, vì điều đã chọn cho ngày đặc biệt: {limit}. Hãy chọn ngày khác, hoặc sửa mục ngày đặc biệt.",
     "This schedule would never play, for what it does on special days: {limit}. Choose other days, or change what it does then."},
    {ErrorCode::recurrence_never_fires, "", "choose_other_days",
     "Với các ngày đã chọn, lịch này sẽ không phát lần nào. Hãy chọn lại ngày.",
     "With the chosen days this schedule would never play. Choose other days."},
    {ErrorCode::recurrence_too_frequent, "", "choose_other_days",
     "Lịch lặp quá dày: chỉ lặp theo ngày, tuần, tháng hoặc năm, mỗi ngày nhiều nhất 24 lượt. Hãy bớt lượt.",
     "The schedule repeats too often: daily, weekly, monthly or yearly, at most 24 times a day. Choose fewer times."},
    {ErrorCode::not_ready, "no_audio", "choose_other_file",
     "Bản tin này chưa có âm thanh. Hãy tải tệp lên, hoặc bấm làm tiếng trước.",
     "This announcement has no audio. Upload a file, or have its words spoken, first."},
    {ErrorCode::not_ready, "", "wait", "Âm thanh chưa làm xong. Chờ một chút rồi bấm lại.",
     "The sound is not finished. Wait a moment and press again."},
    {ErrorCode::emergency_on_air, "", "wait",
     "Nơi này đang có báo động hoặc vừa báo hết nguy hiểm. Chờ việc ấy xong rồi làm lại.",
     "There is an emergency here, or it was just said to be over. Wait until that is done."},
    {ErrorCode::expired, "validity", "extend_validity",
     "Bản tin chỉ có hiệu lực {limit}; lượt này sẽ phát lúc {found}. Hãy chọn giờ khác, hoặc sửa thời hạn hiệu lực của bản tin.",
     "The announcement holds {limit}; this would play at {found}. Choose another time, or change how long the announcement holds."},
    {ErrorCode::expired, "validity_in_part", "extend_validity",
     "Bản tin chỉ có hiệu lực {limit}; lượt {found}, và các lượt khác ngoài thời hạn ấy, sẽ không phát. Hãy sửa thời hạn hiệu lực của "
     "bản tin nếu vẫn cần phát.",
     "The announcement holds {limit}; at {found}, and at other times when it does not hold, nothing is heard. Change how long it holds "
     "if it is still wanted then."},
    {ErrorCode::expired, "", "start_again", "Đã quá thời hạn. Hãy làm lại từ đầu.",
     "The time limit has passed. Please start again."},
};

}  // namespace

std::span<const RefusalLine> planning_refusals() { return of_planning; }

}  // namespace village::web_api
