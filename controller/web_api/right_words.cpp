#include "controller/web_api/right_words.hpp"

#include <algorithm>
#include <vector>

#include "controller/web_api/named_words.hpp"

namespace village::web_api {
namespace {

constexpr NamedWords action_names[] = {
    {"write", "soạn bản tin", "write announcements"},
    {"approve", "duyệt bản tin", "approve announcements"},
    {"approve_if_lent", "duyệt thay khi được ủy quyền", "approve for somebody who lent that right"},
    {"schedule", "đặt lịch phát", "schedule broadcasts"},
    {"broadcast_now", "phát ngay", "broadcast at once"},
    {"emergency", "phát khẩn cấp", "call an emergency"},
    {"stop", "dừng phát", "stop broadcasts"},
    {"set_hours", "đặt khung giờ, âm lượng, quy định duyệt và quyền phát",
     "set hours, volumes, approval rules and rights to speak"},
    {"manage_devices", "quản lý cụm loa", "manage loudspeakers"},
    {"tune_devices", "chỉnh và khởi động lại cụm loa", "tune and restart loudspeakers"},
    {"manage_users", "quản lý người dùng", "manage accounts"},
    {"read_reports", "xem báo cáo", "read reports"},
    {"read", "xem các trang của xã", "see the commune's pages"},
    {"cancel_jobs", "hủy việc đang làm của người khác", "cancel the work of others"},
};

constexpr NamedWords role_names[] = {
    {"administrator", "quản trị viên", "an administrator"},
    {"approver", "lãnh đạo duyệt", "a leader who approves"},
    {"editor", "biên tập viên", "an editor"},
    {"hamlet_head", "trưởng thôn", "a hamlet head"},
    {"viewer", "người xem", "a viewer"},
};

std::vector<std::string_view> split(std::string_view names) {
    std::vector<std::string_view> each;
    while (!names.empty()) {
        const auto end = std::min(names.find(", "), names.size());
        each.push_back(names.substr(0, end));
        names.remove_prefix(std::min(end + 2, names.size()));
    }
    return each;
}

void join_on(std::string& list, const std::string& one, bool is_last, const char* last_by) {
    if (!list.empty()) list += is_last ? last_by : ", ";
    list += one;
}

}  // namespace

BothLanguages action_in_words(std::string_view name) { return find_words(action_names, name, {{}, "làm việc này", "do this"}); }

BothLanguages roles_in_words(std::string_view names) {
    BothLanguages all;
    const auto each = split(names);
    for (const auto name : each) {
        const auto words = find_words(role_names, name, {{}, "quản trị viên", "an administrator"});
        join_on(all.vi, words.vi, name == each.back(), " hoặc ");
        join_on(all.en, words.en, name == each.back(), " or ");
    }
    return all;
}

}  // namespace village::web_api
