#include "controller/web_api/part_words.hpp"

#include "controller/web_api/named_words.hpp"

namespace village::web_api {
namespace {

constexpr NamedWords troubles[] = {
    {"commune", "Chưa thiết lập xã. Hãy thiết lập trước.", "The commune is not set up yet. Please do that first."},
    {"nodes", "Có cụm loa đang mất kết nối. Xem trang Cụm loa.", "Some loudspeakers are not connected. See their page."},
    {"clocks", "Có cụm loa chưa chắc giờ nên chưa phát theo lịch. Hãy xem giờ của máy chủ có đúng không.",
     "Some loudspeakers doubt their clock and play no plan. Is this machine's clock right?"},
    {"emergencies", "Có câu báo động chưa có tiếng, thiếu chỗ điền, hoặc tiếng cũ hơn lời. Xem trang báo động của thôn.",
     "An emergency has no sound yet, lacks a slot, or sounds older than its words. See the hamlet's emergency page."},
    {"places", "Có lịch phát đặt cho nơi không còn cụm loa nào. Hãy chọn nơi khác ở trang Lịch phát.",
     "Something is scheduled for places that have no loudspeaker. Choose other places on the page of schedules."},
    {"disk", "Máy chủ chưa ghi được dữ liệu. Hãy báo kỹ thuật.", "The server cannot write. Call the technician."},
    {"signer", "Bộ phận ký lệnh phát không trả lời đúng. Hãy báo kỹ thuật.",
     "The part that signs what may sound does not answer as it should. Call the technician."},
    {"owner", "Máy này chưa nắm quyền điều khiển các cụm loa. Hãy báo kỹ thuật.",
     "This controller does not hold the loudspeakers. Call the technician."},
    {"signer_numbers", "Cụm loa từ chối lệnh phát vì số của lệnh đã dùng rồi. Hãy báo kỹ thuật.",
     "Loudspeakers refuse orders whose numbers were used before. Call the technician."},
    {"backup", "Chưa sao lưu được dữ liệu. Hãy báo kỹ thuật.", "The data cannot be backed up. Call the technician."},
    {"stations", "Không thu được một đài đang tiếp sóng. Hãy xem đường mạng, hoặc báo kỹ thuật.",
     "A relayed station is not heard. Check the network, or call the technician."},
};

}  // namespace

BothLanguages trouble_in_words(std::string_view part) {
    return find_words(
        troubles, part,
        {{}, "Một bộ phận của máy chủ gặp lỗi. Hãy báo kỹ thuật.", "A part of the server is not well. Call the technician."});
}

}  // namespace village::web_api
