#include "controller/web_api/reason_words.hpp"

#include "controller/web_api/named_words.hpp"

namespace village::web_api {
namespace {

constexpr NamedWords reasons[] = {
    // What holds the loudspeaker.
    {"background", "Cụm loa đang phát chương trình nền.", "The loudspeaker plays something in the background."},
    {"normal", "Cụm loa đang phát bản tin khác.", "The loudspeaker plays another announcement."},
    {"priority", "Cụm loa đang phát bản tin ưu tiên.", "The loudspeaker plays a priority announcement."},
    {"live", "Cụm loa đang phát trực tiếp.", "Somebody speaks live at the loudspeaker."},
    {"emergency", "Cụm loa đang phát báo động.", "An emergency is on the air."},
    {"gives_way", "Cụm loa nhường cho tin quan trọng hơn.", "The loudspeaker gives way to something more important."},
    // What a loudspeaker says of itself.
    {"start_by", "Đã quá giờ được bắt đầu.", "The last moment to begin had passed."},
    {"no_content", "Cụm loa chưa tải được âm thanh.", "The loudspeaker had not fetched the audio."},
    {"hours", "Hết giờ được phép phát.", "The allowed hours were over."},
    {"not_after", "Hết khoảng thời gian được phát.", "The time it may be heard in was over."},
    {"max_duration", "Đã phát hết thời lượng tối đa.", "It had been heard for as long as it may."},
    {"stop", "Có người đã bấm dừng.", "Somebody stopped it."},
    {"quench", "Có người đã bấm dừng.", "Somebody stopped it."},
    {"device", "Bộ phận phát âm thanh của cụm loa gặp lỗi. Hãy báo kỹ thuật.", "The sound device failed. Call the technician."},
    {"damaged", "Tệp âm thanh ở cụm loa bị hỏng.", "The audio at the loudspeaker is damaged."},
    {"stream", "Cụm loa không nhận được luồng tiếng.", "The stream did not reach the loudspeaker."},
    {"outage", "Cụm loa mất điện hoặc mất liên lạc giữa chừng.", "The loudspeaker lost its power or its line meanwhile."},
    {"late_arrival", "Lệnh phát đến cụm loa quá muộn.", "The order reached the loudspeaker too late."},
    {"not_in_plan", "Đã bị bỏ khỏi lịch phát.", "It was taken out of the plan."},
    {"not_needed", "Không cần phát thay nữa.", "What it stands in for was heard."},
    {"plan_full", "Cụm loa không còn chỗ trong kế hoạch phát.", "The loudspeaker had no room in its plan."},
    {"too_many_requests", "Cụm loa không còn chỗ trong kế hoạch phát.", "The loudspeaker had no room in its plan."},
    // By which rule a loudspeaker refuses it.
    {"outside_allowed_hours", "Ngoài giờ được phép phát.", "Outside the allowed hours."},
    {"quiet_hours", "Trong giờ yên tĩnh.", "Inside the quiet hours."},
    {"too_long", "Dài hơn một phiên phát được phép.", "Longer than a session may be."},
    {"expired", "Lệnh phát đã hết hạn khi đến cụm loa.", "The order had expired when it came."},
    {"replayed", "Số của lệnh phát đã dùng rồi. Hãy báo kỹ thuật.",
     "The number of the order was used before. Call the technician."},
    {"clock_untrusted", "Cụm loa chưa chắc giờ nên không phát theo lịch.", "The loudspeaker doubts its clock and plays no plan."},
    {"signature_invalid", "Chữ ký của lệnh phát không đúng. Hãy báo kỹ thuật.",
     "The order's signature is wrong. Call the technician."},
    {"key_unknown", "Cụm loa không nhận khóa ký lệnh. Hãy báo kỹ thuật.",
     "The loudspeaker does not know the key. Call the technician."},
    {"key_revoked", "Khóa ký lệnh đã bị thu hồi.", "The key of the order was revoked."},
    {"out_of_scope", "Lệnh phát không dành cho cụm loa này.", "The order is not for this loudspeaker."},
    // What the controller knows.
    {"no_contact", "Mất liên lạc với cụm loa nên lệnh phát không tới nơi; cụm loa không phát.",
     "The loudspeaker was out of contact: the order never reached it, and it did not sound."},
    {"device_replaced", "Thiết bị đã được thay trước khi kịp báo lại, không biết có phát hay không.",
     "The device was replaced before it reported: nobody knows."},
    {"restart", "Máy chủ khởi động lại giữa chừng.", "The controller was started again meanwhile."},
    // By which rule of an emergency the signer refuses it: a hamlet head reads them.
    {"intent_life",
     "Giờ của máy gọi lệch quá 60 giây so với máy chủ. Hãy chỉnh giờ của máy rồi gọi lại; cần ngay thì gọi trực ban xã.",
     "The calling device's clock is more than 60 seconds from the server's. Set it and call again; if it is urgent call the duty officer."},
    {"device_key", "Máy gọi chưa được đăng ký để ký lệnh, hoặc đã bị thu hồi. Hãy gọi trực ban xã, rồi đăng ký lại máy.",
     "The calling device is not registered with the signer, or was revoked. Call the duty officer, then register it again."},
    {"device_owner", "Máy gọi đăng ký cho người khác. Hãy dùng máy của mình, hoặc gọi trực ban xã.",
     "The calling device is registered for somebody else. Use your own, or call the duty officer."},
    {"signature", "Chữ ký của máy gọi không đúng. Hãy gọi trực ban xã, rồi đăng ký lại máy.",
     "The signature of the calling device is wrong. Call the duty officer, then register the device again."},
    {"own_area", "Máy gọi không được gọi khẩn cấp cho nơi này. Hãy gọi trực ban xã.",
     "The calling device may not call an emergency for this place. Call the duty officer."},
    {"rendered", "Lời báo không đúng với lời đã làm sẵn cho nơi này. Hãy dùng loa cầm tay, gọi trực ban xã và báo kỹ thuật.",
     "What was to be said is not what was made for this place. Use a megaphone, call the duty officer and the technician."},
    {"not_signed", "Lệnh phát chưa được ký. Hãy báo kỹ thuật.", "The order was not signed. Call the technician."},
    {"not_enrolled", "Cụm loa chưa được kết nối lần đầu.", "The loudspeaker is not enrolled yet."},
    {"revoked", "Cụm loa đã bị thu hồi.", "The loudspeaker was revoked."},
    {"schedule_cancelled", "Lịch phát đã bị hủy.", "The schedule was cancelled."},
    {"cancelled", "Đã bị hủy.", "It was cancelled."},
    {"stopped", "Có người đã bấm dừng.", "Somebody stopped it."},
    {"ended", "Đã phát xong.", "It is over."},
    {"all_clear", "Đã báo yên.", "The danger was called over."},
    {"missed", "Đã lỡ giờ phát.", "Its time has passed."},
    {"not_ready", "Bản tin chưa có âm thanh.", "The announcement has no audio yet."},
    {"not_approved", "Bản tin chưa được duyệt.", "The announcement is not approved."},
    {"not_valid", "Bản tin ngoài thời hạn hiệu lực.", "The announcement is outside its validity."},
    {"zone_empty", "Nơi phát không có cụm loa nào.", "There is no loudspeaker where it is to be heard."},
    {"place_left", "Cụm loa không còn thuộc nơi phát của lịch này.",
     "The loudspeaker is not among the places of the schedule any more."},
    {"not_found", "Nơi phát hoặc bản tin không còn nữa.", "A place or an announcement of it is gone."},
    {"not_agreed", "Ngoài giờ và chưa có người thứ hai đồng ý.", "Outside the hours, and no second person agreed."},
    {"left_out", "Ngày này được bỏ qua trong lịch.", "This day is left out of the schedule."},
    {"before_validity", "Lịch chưa đến ngày hiệu lực.", "The schedule is not valid yet."},
    {"after_validity", "Lịch đã hết hiệu lực.", "The schedule's validity is over."},
    {"special_day", "Không phát trong ngày đặc biệt.", "Not heard on special days."},
    // Of a programme.
    {"switched_off", "Mục này đang tắt.", "The item is switched off."},
    {"not_chosen", "Chưa chọn nội dung cho mục này.", "Nothing was chosen for the item."},
    {"not_today", "Mục này không có gì cho ngày này.", "There is nothing for the item on this day."},
    {"over", "Nội dung đã hết hiệu lực.", "What was chosen is over."},
    {"relay_not_approved",
     "Quy định duyệt đang giữ tiếp sóng lại. Hãy thêm quy định cho chuyên mục \"tiếp sóng\" không cần bước duyệt nào.",
     "The approval rules hold the relay back. Add a rule for the category \"tiếp sóng\" that asks for no step."},
    {"no_relay", "Máy chủ không biết đài này.", "The controller does not know the station."},
    {"no_room", "Không còn chỗ trước giờ kết thúc chương trình.", "It does not fit before the programme's end."},
    {"empty",
     "Chương trình không còn gì để phát nên không bắt đầu. Hãy đưa bản tin vào, hoặc chọn nội dung thay thế cho một mục.",
     "Nothing is left of the programme, so it does not begin. Put a bulletin in, or choose a fallback for an item."},
};

}  // namespace

BothLanguages reason_in_words(std::string_view reason) {
    return find_words(
        reasons, reason,
        {{}, "Không phát được như dự định. Hãy báo kỹ thuật.", "It could not be heard as planned. Call the technician."});
}

void write_reason(std::string_view reason, boost::json::object& body) {
    body["reason"] = reason;
    if (!reason.empty()) body["reason_words"] = write(reason_in_words(reason));
}

void write_reason(std::string_view reason, const std::optional<domain::AnnouncementId>& announcement, boost::json::object& body) {
    write_reason(reason, body);
    if (!announcement && reason == "not_approved") body["reason_words"] = write(reason_in_words("relay_not_approved"));
}

}  // namespace village::web_api
