// What the controller says of a refusal, as far as the pretended one refuses anything: the sentences of refusals/.
const lines = {
  quiet_hours: ({ limit, found }) => ({
    vi: `Giờ yên tĩnh là ${limit}; lượt này sẽ phát lúc ${found}. Hãy chọn giờ khác, hoặc nhờ lãnh đạo mở đợt cao điểm cho giờ này.`,
    en: `The quiet hours are ${limit}; this would play at ${found}. Choose another time, or ask a leader for a surge period that opens it.`,
  }),
  confirmation_needed: ({ limit, found, by }) => ({
    vi: `Khung giờ cho phép${by ? ` theo quy định “${by}”` : ''} là ${limit}; lượt này sẽ phát lúc ${found}. Hãy chọn giờ trong khung, hoặc nêu lý do rồi xác nhận lần hai.`,
    en: `The allowed hours${by ? ` by the rule “${by}”` : ''} are ${limit}; this would play at ${found}. Choose a time within them, or give a reason and confirm a second time.`,
  }),
  wrong_credentials: () => ({ vi: 'Sai tên đăng nhập hoặc mật khẩu.', en: 'Wrong user name or password.' }),
  not_authenticated: () => ({ vi: 'Phiên đăng nhập đã hết. Hãy đăng nhập lại; bản nháp vẫn còn.', en: 'Your session has ended. Sign in again; your draft is kept.' }),
  not_found: () => ({ vi: 'Mục này không còn nữa, có thể người khác vừa xóa. Tải lại trang.', en: 'This no longer exists; somebody may have deleted it. Reload the page.' }),
  already_exists: () => ({ vi: 'Đã có một mục trùng tên hoặc trùng số. Hãy đặt tên hoặc số khác.', en: 'There is already one with the same name or number. Choose another.' }),
  speech_failed: () => ({ vi: 'Máy chưa đọc được văn bản này. Xem lại chữ viết rồi thử lại.', en: 'This text could not be spoken. Check the spelling and try again.' }),
  expired: () => ({ vi: 'Đã quá thời hạn. Hãy làm lại từ đầu.', en: 'The time limit has passed. Please start again.' }),
  unavailable: () => ({ vi: 'Một bộ phận của máy chủ chưa trả lời. Chờ một chút rồi thử lại.', en: 'A part of the server does not answer. Wait a moment and try again.' }),
};

export const words_of = (code, rule) => lines[code](rule);
