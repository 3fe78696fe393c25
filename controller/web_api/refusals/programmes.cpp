// Programmes, the bulletins of their days, and special days.
#include "controller/web_api/refusals/refusals.hpp"

namespace village::web_api {
namespace {

using domain::ErrorCode;

constexpr RefusalLine of_programmes[] = {
    {ErrorCode::invalid_argument, "programme_scheduled", "change_schedule",
     "Chương trình này đang có trên lịch phát. Hãy hủy lịch phát ấy, hoặc cho lịch phát dùng chương trình khác, rồi mới xóa.",
     "This programme is on the calendar. Cancel its schedule, or let that want another programme, before you remove it."},
    {ErrorCode::invalid_argument, "programme_longer", "change_schedule",
     "Chương trình đang có trên lịch phát dài {limit} phút, không kéo thành {found} phút được. Hãy lập chương trình mới dài hơn rồi cho "
     "lịch phát dùng chương trình ấy.",
     "This programme is on the calendar with {limit} minutes and cannot become one of {found}. Make a longer one, and let the schedule "
     "want that."},
    {ErrorCode::invalid_argument, "programme_length", "correct_input",
     "Một chương trình dài {limit} phút; chương trình này dài {found} phút. Hãy sửa thời lượng.",
     "A programme lasts {limit} minutes; this one would last {found}. Correct its length."},
    {ErrorCode::invalid_argument, "programme_items", "correct_input",
     "Một chương trình có {limit} mục; chương trình này có {found}. Hãy thêm hoặc bớt mục.",
     "A programme has {limit} items; this one has {found}. Add some, or take some away."},
    {ErrorCode::invalid_argument, "programme_day", "choose_other_days",
     "Ngày {found} không có lượt phát nào của chương trình này. Hãy chọn ngày khác, hoặc sửa lịch phát trước.",
     "The programme is not heard on {found}. Choose another day, or change its schedule first."},
    {ErrorCode::invalid_argument, "item_key", "correct_input",
     "Mã “{found}” của một mục không dùng được: mã gồm 1 đến 32 chữ a-z, chữ số và dấu gạch nối. Hãy sửa mã ấy.",
     "An item cannot have the key “{found}”: it is 1 to 32 of a-z, digits and hyphens. Correct it."},
    {ErrorCode::invalid_argument, "item_twice", "correct_input", "Có hai mục cùng mã “{found}”. Hãy đổi mã của một mục.",
     "Two items have the key “{found}”. Change one of them."},
    {ErrorCode::invalid_argument, "item_after_end", "correct_input",
     "Mục “{found}” bắt đầu khi chương trình đã hết giờ. Hãy cho mục ấy bắt đầu sớm hơn.",
     "The item “{found}” would begin when the programme is over. Let it begin earlier."},
    {ErrorCode::invalid_argument, "item_order", "correct_input",
     "Mục “{found}” bắt đầu trước một mục đứng trên nó. Hãy sửa giờ, hoặc đổi thứ tự các mục.",
     "The item “{found}” would begin before one that stands above it. Change the time, or the order."},
    {ErrorCode::invalid_argument, "item_field", "correct_input",
     "Mục “{found}” có ô mà loại mục ấy không dùng. Hãy bỏ ô ấy, hoặc chọn loại mục khác.",
     "The item “{found}” has a field that its kind has no use for. Leave that out, or choose another kind."},
    {ErrorCode::not_found, "announcement", "correct_input", "Bản tin được chọn không còn nữa. Hãy chọn bản tin khác.",
     "The announcement that was chosen no longer exists. Choose another."},
    {ErrorCode::not_found, "station", "correct_input",
     "Máy chủ này không tiếp sóng đài “{found}”. Hãy chọn một đài trong danh sách.",
     "This controller does not relay the station “{found}”. Choose one from the list."},
    {ErrorCode::invalid_argument, "bulletin_twice", "correct_input",
     "Mỗi bản tin chỉ đưa vào chương trình một lần trong ngày. Hãy bỏ lần thứ hai.",
     "A bulletin is put into the programme of a day once. Take it out the second time."},
    {ErrorCode::invalid_argument, "bulletin_priority", "correct_input",
     "Bản tin và lịch phát chỉ có mức thông thường hoặc ưu tiên; trực tiếp và khẩn cấp có trang riêng. Hãy chọn lại mức.",
     "A bulletin, or a schedule, is normal or priority; live speech and emergencies have pages of their own. Choose one of them."},
    {ErrorCode::invalid_argument, "no_place_for_bulletins", "correct_input",
     "Chương trình này không có mục bản tin, hoặc mục ấy đang tắt. Hãy bật mục bản tin trước.",
     "This programme has no item for bulletins, or it is switched off. Switch that on first."},
    {ErrorCode::invalid_argument, "special_day_wanted", "change_schedule",
     "Lịch phát “{found}” đang dùng ngày đặc biệt “{limit}”. Hãy giữ ngày ấy với đúng tên và loại này, hoặc sửa lịch phát trước.",
     "The schedule of “{found}” names the special day “{limit}”. Keep that day with this name and kind, or edit the schedule first."},
    {ErrorCode::invalid_argument, "special_day_name", "correct_input",
     "Mỗi ngày đặc biệt cần một tên riêng; tên “{found}” không dùng được. Hãy đặt tên khác.",
     "Every special day needs a name of its own; “{found}” cannot be one. Choose another."},
    {ErrorCode::invalid_argument, "special_day_date", "correct_input",
     "Ngày đặc biệt “{found}” ghi ngày chưa đúng: chỉ ghi một cách, ngày phải có thật, và ngày cuối không trước ngày đầu. Hãy sửa lại.",
     "The dates of the special day “{found}” do not hold: they are said in one way, exist, and do not end before they begin. Correct "
     "them."},
    {ErrorCode::not_found, "special_day", "correct_input",
     "Xã không có ngày đặc biệt nào tên “{found}” thuộc loại này. Hãy chọn lại ngày, hoặc thêm ngày ấy trước.",
     "The commune keeps no special day “{found}” of this kind. Choose another, or add it first."},
};

}  // namespace

std::span<const RefusalLine> programmes_refusals() { return of_programmes; }

}  // namespace village::web_api
