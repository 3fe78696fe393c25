// An emergency, or its drill, that is refused: what who calls can do at once.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_emergencies[] = {
    {ErrorCode::expired, "intent_life", "start_again",
     "Lệnh khẩn cấp chỉ có hiệu lực {limit} từ lúc bấm, mà giờ trong lệnh và giờ máy chủ lệch nhau {found}. Hãy giữ nút lần nữa; nếu vẫn bị "
     "từ chối thì chỉnh giờ của máy này theo mạng, và gọi trực ban xã.",
     "An emergency is obeyed within {limit} of the press, and its time and the server's are {found} apart. Hold the button once more; if it "
     "is refused again, let the network set this device's clock, and call the duty officer."},
    {ErrorCode::key_unknown, "device_key", "pair_again",
     "Máy này chưa được đăng ký ở xã. Cần ngay thì gọi trực ban xã; sau đó đăng nhập và đăng ký máy.",
     "This device is not registered. If it is urgent call the duty officer; then sign in and register the device."},
    {ErrorCode::key_unknown, "device_owner", "pair_again",
     "Máy này đăng ký cho người khác. Hãy dùng máy của mình, hoặc gọi trực ban xã.",
     "This device is registered for somebody else. Use your own, or call the duty officer."},
    {ErrorCode::key_revoked, "device_key", "pair_again",
     "Máy “{found}” đã bị thu hồi quyền. Cần ngay thì gọi trực ban xã hoặc dùng máy khác; sau đó đăng ký lại máy.",
     "The device “{found}” was revoked. If it is urgent call the duty officer, or use another device; then register it again."},
    {ErrorCode::key_revoked, "account_closed", "ask_for_right",
     "Tài khoản của máy này đã bị khóa. Cần ngay thì gọi trực ban xã; sau đó hỏi quản trị viên.",
     "The account of this device is closed. If it is urgent call the duty officer; then ask the administrator."},
    {ErrorCode::signature_invalid, "signature", "pair_again",
     "Chữ ký của máy này không đúng. Cần ngay thì gọi trực ban xã; sau đó đăng ký lại máy.",
     "The signature of this device is wrong. If it is urgent call the duty officer; then register the device again."},
    {ErrorCode::not_ready, "not_rendered", "wait",
     "Lời báo này cho {found} chưa làm xong tiếng. Cần ngay thì dùng loa cầm tay và gọi trực ban xã; hoặc chờ một phút rồi làm lại.",
     "What this says in {found} has not been made yet. If it is urgent use a megaphone and call the duty officer; or wait a minute and "
     "try again."},
    {ErrorCode::invalid_argument, "one_hamlet", "choose_places",
     "Mỗi lần chỉ gọi khẩn cấp cho một thôn hoặc cho cả xã, và chỉ diễn tập ở một thôn. Hãy chọn lại nơi phát.",
     "An emergency is called for one hamlet, or for the whole commune, and a drill for one hamlet. Choose the place again."},
    {ErrorCode::invalid_argument, "reason", "give_reason",
     "Biên tập viên gọi khẩn cấp cho cả xã thì phải ghi lý do. Hãy ghi lý do rồi phát lại.",
     "An editor who calls an emergency for the whole commune has to say why. Write the reason and call again."},
    {ErrorCode::not_found, "emergency_template", "reload",
     "Mẫu báo động này không còn nữa. Tải lại trang rồi chọn mẫu khác; cần ngay thì gọi trực ban xã.",
     "This emergency is not among the commune's any more. Reload the page and choose another; if it is urgent call the duty officer."},
    {ErrorCode::not_found, "emergency_over", "start_again",
     "Lần báo động này đã kết thúc. Nếu vẫn còn nguy hiểm, hãy giữ nút để báo lại từ đầu.",
     "This emergency is over already. If the danger goes on, hold the button to call a new one."},
};

}  // namespace

std::span<const RefusalLine> emergencies_refusals() { return of_emergencies; }

}  // namespace village::web_api
