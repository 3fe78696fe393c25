// Words that several pages use: what a page itself runs into; languages; waiting.
export const vi = {
  language_other: 'English',
  date_form: 'ngày/tháng/năm',
  loading: 'Đang tải…',
  slow: 'Mạng chậm, vẫn đang tải…',
  try_again: 'Thử lại',
  helpdesk: (code: string) => `Mã lỗi để báo kỹ thuật: ${code}`,
  /// What this page itself runs into; whatever the server refuses it says itself (`why`).
  own_problem: (code: string): string =>
    ({
      no_connection: 'Không kết nối được với máy chủ của xã. Những gì bạn đã nhập vẫn còn. Kiểm tra mạng rồi bấm lại.',
      not_authenticated: 'Phiên đăng nhập đã hết. Hãy đăng nhập lại; bản nháp vẫn còn.',
      timed_out: 'Máy chủ trả lời quá lâu. Hãy thử lại.',
      audio_empty: 'Tệp này trống. Hãy chọn tệp khác.',
    })[code] ?? 'Máy chủ gặp lỗi. Chưa có gì thay đổi. Hãy thử lại.',
};

export type SharedWords = typeof vi;
