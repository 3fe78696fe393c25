#include "scheduler/calendar/ical_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace village::calendar {
namespace {

using domain::Error;
using domain::ErrorCode;
using std::chrono::seconds;

constexpr std::size_t line_octets_max = 75;
constexpr std::size_t parameters_max = 20;
constexpr int duration_digits_max = 6;

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Of the character that the text begins with (RFC 3629); 0 when it begins with none.
std::size_t character_length(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length < 2 || length > text.size()) return length == 1 ? 1 : 0;
    if (!std::ranges::all_of(text.substr(1, length - 1), continues_character)) return 0;
    const auto second = static_cast<unsigned char>(text[1]);
    const bool too_long = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool none = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return too_long || none ? 0 : length;
}

/// The text as UTF-8.
std::string repaired(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto length = character_length(text);
        result += length > 0 ? text.substr(0, length) : std::string_view{"\xEF\xBF\xBD"};
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return result;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string upper_case(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), upper);
    return result;
}

bool is_name(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return !text.empty() && std::ranges::all_of(text, allowed);
}

/// Up to the next ';' or ':' that stands outside of quotes.
std::string_view take_piece(std::string_view& rest) {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < rest.size() && (quoted || (rest[end] != ';' && rest[end] != ':')); ++end)
        if (rest[end] == '"') quoted = !quoted;
    const auto piece = rest.substr(0, end);
    rest.remove_prefix(end);
    return piece;
}

void read_parameter(std::string_view text, IcalLine& line) {
    const auto equals = text.find('=');
    if (equals == text.npos || line.parameters.size() >= parameters_max) return;
    auto value = text.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    line.parameters.emplace(upper_case(text.substr(0, equals)), value);
}

std::optional<IcalLine> read_line(const std::string& unfolded, std::size_t number) {
    const auto readable = repaired(unfolded);
    std::string_view text = readable;
    IcalLine line;
    line.number = number;
    line.was_repaired = readable != unfolded;
    const auto name = take_piece(text);
    if (!is_name(name)) return std::nullopt;
    line.name = upper_case(name);
    while (!text.empty() && text.front() == ';') {
        text.remove_prefix(1);
        read_parameter(take_piece(text), line);
    }
    if (text.empty()) return std::nullopt;
    line.value = text.substr(1);
    return line;
}

int digits(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool are_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

seconds length_of_unit(char unit) {
    switch (unit) {
        case 'W': return seconds{7 * 24 * 3600};
        case 'D': return seconds{24 * 3600};
        case 'H': return seconds{3600};
        case 'M': return seconds{60};
        case 'S': return seconds{1};
        default: return seconds{0};
    }
}

}  // namespace

void add_ical_line(std::string& file, std::string_view line) {
    auto room = line_octets_max;
    while (line.size() > room) {
        auto cut = room;
        while (cut > 1 && continues_character(line[cut])) --cut;
        file.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
        room = line_octets_max - 1;
    }
    file.append(line).append("\r\n");
}

std::string escape_ical(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\\' || c == ';' || c == ',') escaped += '\\';
        if (c == '\n') escaped += "\\n";
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) escaped += c;
    }
    return escaped;
}

std::string unescape_ical(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            plain += text[i];
            continue;
        }
        const char next = text[++i];
        plain += next == 'n' || next == 'N' ? '\n' : next;
    }
    return plain;
}

std::string ical_local(LocalTime time) { return date::format("%Y%m%dT%H%M%S", time); }
std::string ical_utc(domain::UtcTime time) {
    return ical_local(LocalTime{std::chrono::floor<seconds>(time.time_since_epoch())}) + "Z";
}

domain::Result<std::vector<IcalLine>> read_ical_lines(std::string_view file, std::vector<std::size_t>& unreadable) {
    if (file.size() > ical_size_max)
        return Error{ErrorCode::too_large, fmt::format("the calendar has more than {} bytes", ical_size_max),
                     domain::BrokenRule{"file_bytes", fmt::to_string(ical_size_max), fmt::to_string(file.size())}};
    std::vector<IcalLine> lines;
    std::size_t number = 0;
    while (!file.empty()) {
        std::string unfolded;
        const auto begins_at = number + 1;
        do {
            const auto end = std::min(file.find('\n'), file.size());
            auto piece = file.substr(0, end);
            file.remove_prefix(std::min(end + 1, file.size()));
            if (!piece.empty() && piece.back() == '\r') piece.remove_suffix(1);
            if (++number > begins_at) piece.remove_prefix(1);
            unfolded += piece;
        } while (!file.empty() && (file.front() == ' ' || file.front() == '\t'));
        if (number > ical_lines_max)
            return Error{ErrorCode::too_large, fmt::format("the calendar has more than {} lines", ical_lines_max),
                         domain::BrokenRule{"calendar_lines", fmt::to_string(ical_lines_max), {}}};
        if (unfolded.empty()) continue;
        if (auto line = read_line(unfolded, begins_at)) lines.push_back(std::move(*line));
        else unreadable.push_back(begins_at);
    }
    return lines;
}

std::optional<LocalTime> read_ical_time(std::string_view text) {
    if (text.size() == 16 && text.back() == 'Z') text.remove_suffix(1);
    if (text.size() != 15 || text[8] != 'T' || !are_digits(text.substr(0, 8)) || !are_digits(text.substr(9))) return std::nullopt;
    const auto day = date::year{digits(text.substr(0, 4))} / digits(text.substr(4, 2)) / digits(text.substr(6, 2));
    const int hour = digits(text.substr(9, 2)), minute = digits(text.substr(11, 2)), second = digits(text.substr(13, 2));
    const bool known = day.ok() && int{day.year()} >= 1970 && int{day.year()} <= 2200;
    if (!known || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return LocalTime{date::local_days{day} + std::chrono::hours{hour} + std::chrono::minutes{minute} + seconds{second}};
}

std::optional<seconds> read_ical_duration(std::string_view text) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    if (text.size() < 2 || text.front() != 'P') return std::nullopt;
    text.remove_prefix(1);
    seconds total{0};
    while (!text.empty()) {
        if (text.front() == 'T') text.remove_prefix(1);
        std::size_t count = 0;
        while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
        if (count == 0 || count > duration_digits_max || count == text.size()) return std::nullopt;
        const auto unit = length_of_unit(text[count]);
        if (unit == seconds{0}) return std::nullopt;
        total += digits(text.substr(0, count)) * unit;
        text.remove_prefix(count + 1);
    }
    if (total > length_of_unit('W')) return std::nullopt;
    return total;
}

}  // namespace village::calendar
