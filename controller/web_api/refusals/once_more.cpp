// What is said once more: replays, corrections, an occurrence that is named.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_once_more[] = {
    {ErrorCode::invalid_argument, "corrected_kind", "start_again",
     "Diễn tập và tự kiểm tra không có đính chính. Hãy dừng ở trang của việc ấy.",
     "A drill or a test is not corrected. End it on its own page."},
    {ErrorCode::invalid_argument, "corrects_itself", "correct_input",
     "Đây chính là bản tin đã phát sai. Hãy chọn bản tin nói lại cho đúng.",
     "This is the announcement that was wrong. Choose the one that says it right."},
    {ErrorCode::invalid_argument, "corrected", "broadcast_anew",
     "Lượt này đã được đính chính nên không phát lại. Cụm loa nào bị lỡ, hãy phát bản tin đính chính cho cụm ấy.",
     "This was corrected, so it is not said again. Where it was missed, broadcast the correction instead."},
    {ErrorCode::invalid_argument, "not_over", "wait", "Lượt này chưa phát xong. Chờ phát xong rồi mới phát lại được.",
     "This is not over yet. Wait until it is, then replay it."},
    {ErrorCode::invalid_argument, "replayed_kind", "start_again",
     "Chỉ phát lại được bản tin, tiếp sóng thì không. Báo động, diễn tập hay tự kiểm tra thì phải phát mới từ trang của việc ấy.",
     "Only an announcement is replayed, not a relay. An emergency, a drill or a test is started anew from its own page."},
    {ErrorCode::version_conflict, "other_sound", "broadcast_anew",
     "Bản tin đã có âm thanh khác với lượt này, nên không phát lại được. Hãy phát bản tin như một lượt mới.",
     "The announcement has another sound by now, so this cannot be replayed. Broadcast the announcement anew."},
    {ErrorCode::not_found, "occurrence", "reload",
     "Lịch này không có lượt phát nào vào lúc ấy; có thể lịch vừa được sửa. Tải lại trang rồi chọn lượt phát khác.",
     "The schedule has no occurrence at that moment; it may have been edited. Reload the page and choose another."},
};

}  // namespace

std::span<const RefusalLine> once_more_refusals() { return of_once_more; }

}  // namespace village::web_api
