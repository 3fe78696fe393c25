// Words that several pages use: what went wrong, by the server's code; languages; waiting.
import type { BrokenRule } from '../../api/types';

export const vi = {
  language_other: 'English',
  date_form: 'ngày/tháng/năm',
  loading: 'Đang tải…',
  slow: 'Mạng chậm, vẫn đang tải…',
  try_again: 'Thử lại',
  helpdesk: (code: string) => `Mã lỗi để báo kỹ thuật: ${code}`,
  /// Which rule of the commune, and what was asked for.
  broken_rule: ({ name, limit, found }: BrokenRule): string =>
    ({
      quiet_hours: `Giờ yên tĩnh của xã là ${limit}; bài này sẽ phát lúc ${found}.`,
      allowed_hours: `Khung giờ được phép của xã là ${limit}; bài này sẽ phát lúc ${found}.`,
      longest_session: `Một buổi phát dài nhất ${limit} phút; buổi này dài ${found} phút.`,
      sessions_per_day: `Mỗi ngày một cụm loa phát nhiều nhất ${limit} buổi; như thế này sẽ là ${found} buổi.`,
    })[name],
  problem: (code: string): string =>
    ({
      no_connection: 'Không kết nối được với máy chủ của xã. Những gì bạn đã nhập vẫn còn. Kiểm tra mạng rồi bấm lại.',
      invalid_argument: 'Có chỗ điền chưa đúng. Xem lại các ô rồi bấm lại.',
      not_found: 'Mục này không còn nữa. Có thể người khác vừa xóa.',
      already_exists: 'Đã có một mục trùng tên hoặc trùng số.',
      version_conflict: 'Người khác vừa sửa mục này. Tải lại trang để xem bản mới.',
      too_large: 'Tệp hoặc nội dung quá lớn.',
      too_many_requests: 'Thử quá nhiều lần. Chờ một phút rồi thử lại.',
      idempotency_mismatch: 'Yêu cầu này đã được gửi với nội dung khác. Tải lại trang rồi làm lại.',
      not_authenticated: 'Phiên đăng nhập đã hết. Hãy đăng nhập lại; bản nháp vẫn còn.',
      wrong_credentials: 'Sai tên đăng nhập hoặc mật khẩu.',
      not_permitted: 'Tài khoản này chưa được quyền làm việc này. Hãy hỏi lãnh đạo xã hoặc quản trị viên.',
      confirmation_needed: 'Việc này cần nêu lý do và xác nhận lần hai.',
      setup_already_done: 'Hệ thống đã được thiết lập. Hãy đăng nhập.',
      setup_needed: 'Hệ thống chưa được thiết lập.',
      zone_empty: 'Nơi đã chọn chưa có cụm loa nào. Hãy chọn thêm nơi phát.',
      node_unknown: 'Có cụm loa không thuộc xã này.',
      schedule_in_past: 'Giờ đã chọn đã qua. Hãy chọn giờ khác.',
      recurrence_never_fires: 'Với các ngày đã chọn, lịch này sẽ không phát lần nào.',
      recurrence_too_frequent: 'Lịch lặp quá dày.',
      outside_allowed_hours: 'Giờ này ngoài khung giờ cho phép.',
      quiet_hours: 'Giờ này nằm trong giờ yên tĩnh.',
      too_long: 'Bản tin dài hơn thời lượng cho phép của một buổi phát.',
      not_approved: 'Bản tin chưa được duyệt. Hãy gửi duyệt trước.',
      not_ready: 'Âm thanh chưa làm xong. Chờ một chút rồi bấm lại.',
      expired: 'Đã quá thời hạn. Hãy làm lại.',
      audio_unreadable: 'Không đọc được tệp này. Hãy chọn tệp ghi âm khác (MP3, WAV, M4A…).',
      audio_empty: 'Tệp này trống. Hãy chọn tệp khác.',
      audio_silent: 'Tệp này không có tiếng. Hãy nghe lại tệp gốc.',
      audio_truncated: 'Tệp này bị hỏng ở giữa chừng. Hãy chép lại tệp gốc.',
      audio_too_long: 'Tệp này dài quá giới hạn.',
      speech_failed: 'Máy chưa đọc được văn bản này. Xem lại chữ viết rồi thử lại.',
      signature_invalid: 'Chữ ký không đúng.',
      key_unknown: 'Máy này chưa được đăng ký.',
      key_revoked: 'Máy này đã bị thu hồi.',
      enrolment_code_wrong: 'Mã ghép cụm loa không đúng hoặc đã hết hạn.',
      timed_out: 'Máy chủ trả lời quá lâu. Hãy thử lại.',
      unavailable: 'Một bộ phận của máy chủ chưa trả lời. Chờ một chút rồi thử lại.',
      storage_failed: 'Máy chủ chưa ghi được dữ liệu. Chưa có gì được lưu.',
      disk_full: 'Máy chủ hết chỗ lưu. Chưa có gì được lưu.',
      cancelled: 'Đã hủy.',
    })[code] ?? 'Máy chủ gặp lỗi. Chưa có gì thay đổi. Hãy thử lại.',
};

export type SharedWords = typeof vi;
