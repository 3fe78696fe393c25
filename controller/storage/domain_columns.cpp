#include "controller/storage/domain_columns.hpp"

#include <fmt/format.h>

#include <charconv>

namespace village::storage {
namespace {

// Lists of small things are text, parts separated by commas: readable in any database shell.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return parts;
}

template <class Number>
bool parse_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

template <class Item, class Format>
std::string joined(const std::vector<Item>& items, Format format) {
    std::string text;
    for (const auto& item : items) {
        if (!text.empty()) text += ',';
        text += format(item);
    }
    return text;
}

// The code's number is not stable over versions, its name is.
std::optional<ErrorCode> code_from_name(std::string_view name) {
    for (std::uint16_t number = 0; number <= static_cast<std::uint16_t>(ErrorCode::internal); ++number)
        if (domain::error_name(static_cast<ErrorCode>(number)) == name) return static_cast<ErrorCode>(number);
    return std::nullopt;
}

}  // namespace

void bind_value(Statement& to, int place, const domain::Error& error) {
    to.bind_text(place, fmt::format("{}: {}", domain::error_name(error.code), error.detail));
}

void bind_value(Statement& to, int place, const std::vector<domain::Role>& roles) {
    to.bind_text(place, joined(roles, [](domain::Role role) { return std::string(domain::role_name(role)); }));
}

void bind_value(Statement& to, int place, const std::vector<domain::SirenStep>& steps) {
    to.bind_text(place, joined(steps, [](const auto& step) { return fmt::format("{}:{}", step.sound, step.seconds); }));
}

void bind_value(Statement& to, int place, const std::vector<domain::HourWindow>& windows) {
    to.bind_text(place,
                 joined(windows, [](const auto& window) { return fmt::format("{}-{}", window.from_minute, window.to_minute); }));
}

void bind_value(Statement& to, int place, const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += line + '\n';
    to.bind_text(place, text);
}

// "approver given_by 0 1795386900000000 area+area", several separated by commas; the fourth is microseconds since 1970.
void bind_value(Statement& to, int place, const std::vector<domain::Consent>& consents) {
    to.bind_text(place, joined(consents, [](const domain::Consent& one) {
                     std::string areas;
                     for (const auto& area : one.areas) areas += (areas.empty() ? "" : "+") + area.text();
                     return fmt::format("{} {} {} {} {}", one.approver.text(), one.given_by.text(), one.by_telephone ? 1 : 0,
                                        domain::to_us(one.at), areas);
                 }));
}

// "21000000:0402", several separated by commas: microseconds after T0, and the bitmap of the nodes.
void bind_value(Statement& to, int place, const std::vector<domain::Pass>& passes) {
    to.bind_text(place, joined(passes, [](const domain::Pass& one) {
                     return fmt::format("{}:{}", one.after.count(), domain::hex_text(one.nodes.bitmap()));
                 }));
}

bool read_value(const Statement& from, int column, domain::NodeNumber& value) { return read_value(from, column, value.value); }

bool read_value(const Statement& from, int column, domain::LocalTime& value) {
    const auto time = domain::parse_local(from.text(column));
    if (time) value = *time;
    return time.has_value();
}

bool read_value(const Statement& from, int column, domain::NodeSet& value) {
    std::vector<std::uint8_t> bitmap;
    read_value(from, column, bitmap);
    auto set = domain::NodeSet::from_bitmap(bitmap);
    if (set) value = std::move(*set);
    return set.has_value();
}

bool read_value(const Statement& from, int column, std::vector<std::uint8_t>& value) {
    const Bytes bytes = from.blob(column);
    value.assign(bytes.begin(), bytes.end());
    return true;
}

bool read_value(const Statement& from, int column, domain::Error& error) {
    const auto text = from.text(column);
    const auto colon = text.find(": ");
    const auto code = code_from_name(text.substr(0, colon));
    if (!code || colon == std::string_view::npos) return false;
    error = {*code, std::string(text.substr(colon + 2))};
    return true;
}

bool read_value(const Statement& from, int column, std::vector<domain::Role>& roles) {
    roles.clear();
    for (auto part : parts_of(from.text(column), ',')) {
        const auto role = domain::role_from_name(part);
        if (!role) return false;
        roles.push_back(*role);
    }
    return true;
}

bool read_value(const Statement& from, int column, std::vector<domain::SirenStep>& steps) {
    steps.clear();
    for (auto part : parts_of(from.text(column), ',')) {
        const auto colon = part.find(':');
        if (colon == std::string_view::npos) return false;
        domain::SirenStep step{.sound = std::string(part.substr(0, colon)), .seconds = 0};
        if (!parse_number(part.substr(colon + 1), step.seconds)) return false;
        steps.push_back(std::move(step));
    }
    return true;
}

bool read_value(const Statement& from, int column, std::vector<domain::HourWindow>& windows) {
    windows.clear();
    for (auto part : parts_of(from.text(column), ',')) {
        const auto dash = part.find('-');
        domain::HourWindow window;
        if (dash == std::string_view::npos || !parse_number(part.substr(0, dash), window.from_minute) ||
            !parse_number(part.substr(dash + 1), window.to_minute))
            return false;
        windows.push_back(window);
    }
    return true;
}

bool read_value(const Statement& from, int column, std::vector<std::string>& lines) {
    lines.clear();
    const auto text = from.text(column);
    for (auto part : parts_of(text, '\n')) lines.emplace_back(part);
    return true;
}

bool read_value(const Statement& from, int column, std::vector<domain::Consent>& consents) {
    consents.clear();
    const auto text = from.text(column);
    for (auto part : parts_of(text, ',')) {
        const auto fields = parts_of(part, ' ');
        if (fields.size() < 4) return false;
        const auto approver = domain::OperatorId::parse(fields[0]), given_by = domain::OperatorId::parse(fields[1]);
        std::int64_t at = 0;
        if (!approver || !given_by || !parse_number(fields[3], at)) return false;
        domain::Consent consent{*approver, *given_by, fields[2] == "1", domain::utc_from_us(at), {}};
        for (auto name : fields.size() > 4 ? parts_of(fields[4], '+') : std::vector<std::string_view>{}) {
            const auto area = domain::AreaId::parse(name);
            if (!area) return false;
            consent.areas.push_back(*area);
        }
        consents.push_back(std::move(consent));
    }
    return true;
}

bool read_value(const Statement& from, int column, std::vector<domain::Pass>& passes) {
    passes.clear();
    const auto text = from.text(column);
    for (auto part : parts_of(text, ',')) {
        const auto colon = part.find(':');
        std::int64_t after = 0;
        if (colon == std::string_view::npos || !parse_number(part.substr(0, colon), after)) return false;
        const auto bytes = domain::hex_decode(part.substr(colon + 1));
        if (!bytes) return false;
        auto nodes = domain::NodeSet::from_bitmap({bytes->begin(), bytes->end()});
        if (!nodes) return false;
        passes.push_back({std::move(*nodes), domain::Duration{after}});
    }
    return true;
}

Error unreadable_column(int column) {
    return {ErrorCode::storage_failed, fmt::format("column {} of a stored row cannot be read; restore a backup", column)};
}

}  // namespace village::storage
