// The short help of each administration page, fetched when somebody asks for it. This is the truth; en.ts must have the same keys.
export const vi = {
  title: 'Trợ giúp',
  close: 'Đóng',
  pages: {
    home: {
      about: 'Trang chủ cho biết hôm nay phát gì, cụm loa nào có vấn đề và việc gì cần làm.',
      one: 'Đang có tiếng trên loa thì đầu trang hiện dải đỏ ĐANG PHÁT. Muốn loa im ngay, bấm DỪNG một lần.',
      two: 'Muốn phát một thông báo, bấm «Tạo bản tin».',
      three: 'Số có dấu ✕ là cụm loa mất kết nối. Bấm vào số để xem nguyên nhân và cách xử lý.',
    },
    announcements: {
      about: 'Mọi bản tin đã làm được giữ ở đây để phát lại.',
      one: 'Gõ vài chữ của tiêu đề để tìm, không cần dấu.',
      two: 'Bấm «Chọn nơi và giờ phát» để phát lại một bản tin.',
      three: 'Bản tin «Lỗi âm thanh» chưa phát được: mở ra để xem lý do và làm lại.',
    },
    wizard: {
      about: 'Bốn bước: nội dung, nơi phát, thời gian, kiểm tra. Chưa bấm nút cuối cùng thì chưa có gì phát ra.',
      one: 'Dán văn bản hoặc chọn tệp ghi âm, rồi bấm «Nghe thử» để nghe trên máy này; loa không kêu.',
      two: 'Bản nháp tự lưu. Đóng trang rồi mở lại vẫn còn.',
      three: 'Phát ngay thì giữ nút 1,5 giây. Tay khó giữ thì dùng «Bấm 2 lần».',
    },
    schedule: {
      about: 'Lịch phát của bảy ngày tới và các lịch lặp lại đã đặt.',
      one: 'Bấm vào một lượt để xem từng cụm loa.',
      two: 'Muốn thôi phát, bấm «Hủy lịch»; bản tin vẫn được giữ lại.',
      three: 'Muốn đổi giờ: hủy lịch cũ, rồi đặt lại từ trang Bản tin.',
    },
    nodes: {
      about: 'Mỗi ô là một cụm loa. Dấu ✓ là tốt, ▲ là yếu, ✕ là mất kết nối, – là chưa dùng.',
      one: 'Bấm vào ô để xem nguyên nhân và cách xử lý.',
      two: 'Cụm loa mất kết nối: nhờ trưởng thôn xem đèn trên tủ loa còn sáng không.',
      three: 'Cụm loa mới lắp: mở cụm đó và bấm «Ghép thiết bị».',
    },
    node: {
      about: 'Tình trạng của một cụm loa và những lần phát gần đây.',
      one: 'Dòng đầu nói nguyên nhân và việc nên làm.',
      two: 'Ghép thiết bị: lấy mã, nhập vào thiết bị, rồi so sáu từ. Chỉ bấm khi sáu từ giống hệt.',
      three: 'Thiết bị bị mất hoặc hỏng: bấm «Thu hồi thiết bị».',
    },
    reports: {
      about: 'Các lượt đã phát, mới nhất ở trên.',
      one: 'Bấm vào một lượt để xem cụm loa nào phát đủ, cụm nào không.',
      two: '«Chưa xác nhận» là chưa có tin báo về, không phải là đã phát.',
      three: 'Tin báo về muộn sẽ tự cập nhật vào báo cáo.',
    },
    report: {
      about: 'Kết quả của một lượt phát ở từng cụm loa. Cụm có vấn đề đứng trên cùng.',
      one: 'Đang phát thì trang tự cập nhật, không cần tải lại.',
      two: '«Sao chép» lấy một câu tóm tắt để gửi vào nhóm chat; «In» in cả bảng.',
      three: 'Cột «Bằng chứng» cho biết vì sao hệ thống nói là đã phát.',
    },
    people: {
      about: 'Những người có tài khoản, vai trò và địa bàn của họ. Trang này dành cho quản trị viên.',
      one: 'Quên mật khẩu: bấm «Sửa», điền mật khẩu mới rồi đưa cho người đó.',
      two: 'Một người có thể có nhiều vai trò. Trưởng thôn chỉ phát ở địa bàn được chọn.',
      three: 'Người nghỉ việc: bấm «Khóa tài khoản». Báo cáo cũ vẫn giữ tên chức danh.',
    },
    phone: {
      about: 'Điện thoại đã đăng ký thì phát khẩn cấp được ngay, không phải đăng nhập.',
      one: 'Mở trang này bằng chính điện thoại cần đăng ký, rồi bấm «Đăng ký máy này».',
      two: 'Thêm trang KHẨN CẤP vào màn hình chính để mở bằng một lần bấm.',
      three: 'Mất điện thoại: bấm «Thu hồi» ngay, có hiệu lực tức thì.',
    },
  },
};

export type HelpWords = typeof vi;
