// Keys, signatures, clocks and pairing.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_trust[] = {
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
};

}  // namespace

std::span<const RefusalLine> trust_refusals() { return of_trust; }

}  // namespace village::web_api
