#include "scheduler/calendar/programme_presets.hpp"

namespace village::calendar {
namespace {

using domain::ItemKind;
using domain::Overrun;
using domain::ProgrammeItem;
using domain::ProgrammePreset;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr auto preset_name = "Nông thôn chuẩn";

ProgrammeItem item(const char* key, ItemKind kind, const char* title, Overrun overrun = Overrun::cut) {
    ProgrammeItem item;
    item.key = key;
    item.kind = kind;
    item.title = title;
    item.overrun = overrun;
    return item;
}
/// What residents complain of first.
ProgrammeItem switched_off(const char* key, const char* title) {
    auto music = item(key, ItemKind::music, title, Overrun::fade);
    music.is_on = false;
    return music;
}
ProgrammeItem signature() {
    auto signature = item("nhac-hieu", ItemKind::signature, "Nhạc hiệu", Overrun::fade);
    signature.length = seconds{30};
    return signature;
}
ProgrammeItem greeting() { return item("loi-chao", ItemKind::greeting, "Lời chào", Overrun::finish); }

ProgrammeItem column_of_the_weekday() {
    auto column = item("chuyen-muc", ItemKind::column, "Chuyên mục", Overrun::fade);
    column.at = minutes{15};
    constexpr std::array titles{"Pháp luật",     "Nông nghiệp", "Y tế - BHYT",       "An ninh trật tự",
                                "Chuyển đổi số", "Văn hóa",     "Người tốt việc tốt"};
    for (std::size_t day = 0; day < titles.size(); ++day) column.on_weekday[day].title = titles[day];
    return column;
}
ProgrammeItem relay(const char* key, const char* title, minutes at) {
    auto relay = item(key, ItemKind::relay, title, Overrun::fade);
    relay.at = at;
    return relay;
}

}  // namespace

std::vector<ProgrammePreset> rural_standard() {
    ProgrammePreset morning{preset_name, hours{5} + minutes{30}, {}};
    morning.programme.name = "Chương trình sáng";
    morning.programme.items = {switched_off("quoc-ca", "Chào cờ, Quốc ca"),
                               signature(),
                               greeting(),
                               item("ban-tin", ItemKind::bulletins, "Bản tin xã: thông báo, thời tiết, nông vụ", Overrun::finish),
                               switched_off("the-duc", "Thể dục buổi sáng"),
                               column_of_the_weekday(),
                               relay("tiep-song-vov1", "Tiếp sóng thời sự VOV1", minutes{30})};
    ProgrammePreset afternoon{preset_name, hours{17}, {}};
    afternoon.programme.name = "Chương trình chiều";
    afternoon.programme.items = {
        signature(), greeting(), item("ban-tin", ItemKind::bulletins, "Bản tin chiều, phát lại", Overrun::finish),
        switched_off("hanh-khuc", "Hành khúc"), relay("tiep-song-tinh", "Tiếp sóng đài tỉnh", minutes{20})};
    return {std::move(morning), std::move(afternoon)};
}

}  // namespace village::calendar
