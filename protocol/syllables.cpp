#include "protocol/syllables.hpp"

namespace village::protocol {

// clang-format off
const std::array<std::string_view, 256> syllables = {
    "anh", "ao", "ba", "bay", "bi", "biết", "biển", "buồm",
    "bác", "bánh", "bé", "bình", "bó", "bóng", "bún", "bút",
    "băng", "bơ", "bướm", "bưởi", "bận", "bắp", "bếp", "cau",
    "chai", "chim", "chum", "chuối", "chào", "chè", "chông", "chùa",
    "chơi", "chợ", "chữ", "coi", "con", "cua", "cá", "cát",
    "cò", "công", "căn", "cưa", "cười", "cần", "cầu", "cốc",
    "cối", "dao", "dây", "dép", "dê", "dừa", "gan", "ghe",
    "ghế", "gió", "giường", "giếng", "gà", "gánh", "gói", "gõ",
    "gương", "gấc", "gấu", "gặt", "gối", "gốm", "gỗ", "gừng",
    "hai", "hiên", "hoa", "hoàng", "hàng", "hình", "hươu", "hạt",
    "hẹ", "hến", "học", "hỏi", "hồ", "hồng", "kem", "khoai",
    "khung", "khuya", "khách", "khóa", "khói", "khô", "khăn", "khế",
    "khỉ", "kim", "kiến", "kén", "kê", "kênh", "kính", "kịch",
    "lay", "linh", "lon", "làng", "lá", "lân", "lê", "lòng",
    "lưng", "lươn", "lưới", "lược", "lầu", "lặng", "lồng", "lớp",
    "lợn", "mai", "mang", "miền", "muỗng", "mát", "mèo", "mì",
    "mít", "món", "mũ", "mưa", "mướp", "mạ", "mận", "mật",
    "mắm", "mắt", "mẹ", "một", "mới", "nai", "ngao", "nghe",
    "nghề", "ngon", "ngà", "ngày", "ngân", "ngói", "ngô", "người",
    "ngọt", "nhanh", "nhiều", "nho", "nhà", "nhãn", "nhôm", "nhạc",
    "nhẫn", "nhựa", "niềm", "nếp", "ong", "phim", "phà", "phên",
    "phù", "phơi", "phượng", "phấn", "phố", "phở", "quang", "quay",
    "quen", "quýt", "quạt", "rau", "ruộng", "rơm", "rươi", "rắn",
    "rồng", "rừng", "sao", "sen", "suối", "sách", "sáng", "sâu",
    "sóng", "súng", "sơn", "sương", "sợi", "ta", "tai", "thi",
    "thuốc", "thân", "thêm", "thôn", "thước", "thầy", "thịt", "thời",
    "tiếng", "tiền", "trâu", "trên", "trăng", "trước", "trường", "tung",
    "tàu", "tên", "tím", "tơ", "tươi", "tượng", "tằm", "tết",
    "tỏi", "tối", "tới", "vai", "vàng", "vôi", "vẹt", "vịt",
    "xe", "xoan", "xoài", "xôi", "yêu", "ông", "ăn", "đi",
    "điều", "đom", "đuôi", "đàn", "đèn", "đê", "đêm", "đò",
    "đũa", "đường", "đậu", "đồi", "đồng", "ơn", "ốc", "ớt",
};
// clang-format on

}  // namespace village::protocol
