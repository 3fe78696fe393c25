// Approval: who agrees to what, rights that are lent, the second person, and a surge period, which is one act of approval.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_approval[] = {
    {ErrorCode::not_approved, "approvers", "ask_for_right",
     "Quy định cần {limit} người duyệt, nhưng{whose} chỉ có {found} người được duyệt, nên không bản tin nào được duyệt đủ. Hãy cấp quyền "
     "duyệt cho thêm người ở đó, hoặc giảm số bước duyệt.",
     "The rule asks for {limit} approvers and{whose} there are {found}, so nothing could ever be approved. Give more persons there "
     "the right to approve, or ask for fewer steps."},
    {ErrorCode::not_approved, "approvers_who_write", "ask_for_right",
     "Quy định cần {limit} người duyệt và{whose} có đúng {found} người được duyệt, nhưng có người trong số ấy cũng soạn bản tin. Không ai tự "
     "duyệt bài mình, nên bài của người ấy không bao giờ được duyệt đủ. Hãy cấp quyền duyệt cho thêm một người ở đó, hoặc giảm số bước duyệt.",
     "The rule asks for {limit} approvers and{whose} there are {found}, but one of them writes announcements as well. Nobody approves "
     "their own, so what that person writes could never be approved. Give one more person there the right to approve, or ask for fewer "
     "steps."},
    {ErrorCode::not_approved, "approvals", "send_for_approval",
     "Bản tin cần {limit} người duyệt, mới có {found}. Hãy gửi duyệt, hoặc chờ người duyệt.",
     "The announcement needs {limit} approvals, it has {found}. Send it for approval, or wait for it."},
    {ErrorCode::not_approved, "further_approval", "ask_second_person",
     "Ở nơi và giờ này bản tin cần {limit} người bấm Duyệt, mới có {found}. Hãy nhờ lãnh đạo phụ trách nơi này duyệt thêm.",
     "Here, at this time, the announcement needs {limit} approvals by hand, it has {found}. Ask an approver of this place to press "
     "Approve."},
    {ErrorCode::not_approved, "second_person", "ask_second_person",
     "Phát ngoài khung giờ cho phép, hoặc quá số buổi một ngày, cần người thứ hai đồng ý. Hãy đặt lịch cho lượt này và nhờ người khác bấm "
     "Đồng ý.",
     "Outside the allowed hours, and beyond the sessions of a day, a second person has to agree. Schedule it, and ask somebody else to "
     "press Agree."},
    {ErrorCode::not_approved, "announcement_state", "send_for_approval",
     "Bản tin này không phát được: {found}. Hãy sửa nếu cần rồi gửi duyệt.",
     "This announcement is not to be heard: {found}. Correct it if needed and send it for approval."},
    {ErrorCode::not_approved, "", "send_for_approval",
     "Bản tin này chưa được duyệt, hoặc đã bị trả lại, từ chối, thu hồi, lưu trữ. Hãy sửa nếu cần rồi gửi duyệt.",
     "This announcement is not approved, or it was returned, refused, withdrawn or filed away. Correct it if needed and send it for approval."},
    {ErrorCode::not_permitted, "own_words", "ask_second_person",
     "Không ai tự duyệt bản tin mình viết hoặc sửa. Hãy nhờ người duyệt khác bấm Duyệt.",
     "Nobody approves what they wrote or changed themselves. Ask another approver to press Approve."},
    {ErrorCode::not_permitted, "second_approver", "ask_second_person",
     "Bản tin này đã có phần duyệt của người này rồi; lượt duyệt thứ hai phải của người khác. Hãy nhờ người duyệt khác bấm Duyệt.",
     "This person's approval counts already; the second one is another person's. Ask another approver to press Approve."},
    {ErrorCode::not_permitted, "telephone_policy", "send_for_approval",
     "Quy định của xã không nhận đồng ý qua điện thoại cho bản tin này. Hãy gửi duyệt để lãnh đạo tự bấm Duyệt.",
     "The commune takes no consent by telephone for this announcement. Send it for approval, so that an approver presses Approve."},
    {ErrorCode::not_permitted, "telephone_a_day", "send_for_approval",
     "Mỗi ngày chỉ ghi được {limit} lần lãnh đạo đồng ý qua điện thoại; đây sẽ là lần thứ {found}. Hãy nhờ lãnh đạo tự bấm Duyệt.",
     "A consent by telephone is written down at most {limit} times a day; this would be number {found}. Ask the approver to press Approve."},
    {ErrorCode::invalid_argument, "telephone_policy", "send_for_approval",
     "Người duyệt đang tự dùng máy thì không ghi qua điện thoại. Hãy bấm Duyệt.",
     "An approver who is here writes down no telephone call. Press Approve."},
    {ErrorCode::invalid_argument, "not_waiting", "send_for_approval",
     "Bản tin này không chờ duyệt: {found}. Muốn duyệt thì gửi duyệt trước; bản đã duyệt không muốn phát nữa thì thu hồi.",
     "This announcement does not wait for an approval: {found}. Send it for approval first; withdraw one that is approved and not wanted."},
    {ErrorCode::invalid_argument, "already_sent", "wait",
     "Bản tin này đã gửi duyệt hoặc đã duyệt rồi, không cần làm lại. Hãy chờ, hoặc nhờ người duyệt bấm Duyệt.",
     "This announcement was sent, or approved, already. Wait, or ask an approver to press Approve."},
    {ErrorCode::invalid_argument, "refused_for_good", "start_again",
     "Bản tin này đã bị từ chối nên không gửi duyệt lại được. Hãy viết bản tin mới.",
     "This announcement was refused, so it is not sent again. Write a new one."},
    {ErrorCode::invalid_argument, "words_missing", "correct_input",
     "Trả lại hoặc từ chối thì phải nói vì sao. Hãy viết vài lời cho người soạn.",
     "Whoever returns or refuses it says why. Write a few words to its author."},
    {ErrorCode::invalid_argument, "not_sent", "send_for_approval",
     "Bản tin này còn là bản nháp, chưa ai gửi duyệt. Hãy nhờ người soạn gửi duyệt.",
     "This announcement is a draft that nobody sent for approval. Ask its author to send it."},
    {ErrorCode::not_permitted, "own_asking", "ask_second_person",
     "Người đặt lịch không tự đồng ý cho mình. Hãy nhờ người khác bấm Đồng ý.",
     "Nobody agrees to what they asked for themselves. Ask somebody else to press Agree."},
    {ErrorCode::invalid_argument, "nothing_to_agree", "nothing_to_do",
     "Lịch này không có gì chờ người thứ hai đồng ý. Không cần làm gì thêm.",
     "Nothing in this schedule waits for a second person. Nothing needs to be done."},
    {ErrorCode::invalid_argument, "lending_longest", "shorten",
     "Quyền duyệt cho mượn dài nhất {limit} ngày; lần này dài {found} ngày. Hãy rút ngắn.",
     "A right to approve is lent for at most {limit} days; this would be {found}. Shorten it."},
    {ErrorCode::invalid_argument, "lending_period", "choose_other_time",
     "Thời gian uỷ quyền phải kết thúc sau khi bắt đầu, và chưa qua. Hãy chọn lại thời gian.",
     "A delegation ends after it begins, and has not passed. Choose other times."},
    {ErrorCode::invalid_argument, "lending_to_oneself", "correct_input", "Không tự uỷ quyền cho chính mình. Hãy chọn người khác.",
     "Nobody lends a right to themselves. Choose somebody else."},
    {ErrorCode::not_permitted, "borrower", "correct_input",
     "Chỉ uỷ quyền duyệt cho biên tập viên hoặc người duyệt đang hoạt động. Hãy chọn người khác.",
     "A right to approve is lent to an active editor or approver only. Choose somebody else."},
    {ErrorCode::invalid_argument, "surge_period", "choose_other_time",
     "Đợt cao điểm phải kết thúc sau khi bắt đầu, và chưa qua. Hãy chọn lại thời gian.",
     "A surge period ends after it begins, and has not passed. Choose other times."},
    {ErrorCode::invalid_argument, "surge_windows", "correct_input",
     "Một đợt cao điểm mở {limit} khung giờ mỗi ngày; đợt này có {found}. Hãy thêm hoặc bớt khung giờ.",
     "A surge period opens {limit} windows a day; this one has {found}. Add some, or take some away."},
    {ErrorCode::invalid_argument, "surge_sessions", "fewer_sessions",
     "Một đợt cao điểm thêm nhiều nhất {limit} buổi mỗi ngày; đợt này thêm {found}. Hãy bớt buổi.",
     "A surge period adds at most {limit} sessions a day; this one would add {found}. Take some away."},
    {ErrorCode::invalid_argument, "surge_places", "choose_places",
     "Một đợt cao điểm nêu {limit} địa bàn; đợt này có {found}. Hãy chọn địa bàn.",
     "A surge period names {limit} places; this one has {found}. Choose its places."},
    {ErrorCode::invalid_argument, "category", "correct_input",
     "Lĩnh vực “{found}” để trống hoặc có xuống dòng. Hãy chọn lại lĩnh vực.",
     "The category “{found}” is empty or more than one line. Choose it again."},
    {ErrorCode::invalid_argument, "approval_steps", "correct_input",
     "Quy định duyệt có nhiều nhất {limit} bước; ở đây là {found}. Hãy bớt bước.",
     "A rule asks for at most {limit} approvals; this one for {found}. Take some away."},
    {ErrorCode::invalid_argument, "telephone_approver", "correct_input",
     "Chưa ghi ai đã đồng ý qua điện thoại. Hãy chọn người duyệt ấy.",
     "It is not said who agreed by telephone. Choose that approver."},
    {ErrorCode::not_found, "telephone_approver", "correct_input",
     "Người được ghi là đã đồng ý qua điện thoại không còn tài khoản. Hãy chọn người duyệt khác.",
     "Whoever is named as having agreed by telephone has no account any more. Choose another approver."},
    {ErrorCode::not_permitted, "telephone_approver", "correct_input",
     "Người được ghi là đã đồng ý qua điện thoại không có quyền duyệt bản tin này. Hãy chọn một người duyệt.",
     "Whoever is named as having agreed by telephone may not approve this announcement. Choose an approver."},
    {ErrorCode::invalid_argument, "approved_since", "reload",
     "Bản tin đã được sửa và người khác duyệt lại, nên không còn phần đồng ý qua điện thoại để bỏ. Tải lại trang; muốn dừng thì thu hồi "
     "bản tin.",
     "It was changed and approved by others since, so there is no consent by telephone to take back. Reload the page, and withdraw it to "
     "stop it."},
};

}  // namespace

std::span<const RefusalLine> approval_refusals() { return of_approval; }

}  // namespace village::web_api
