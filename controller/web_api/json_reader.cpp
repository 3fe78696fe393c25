#include "controller/web_api/json_reader.hpp"

#include <fmt/format.h>

#include <boost/json/error.hpp>
#include <boost/json/stream_parser.hpp>
#include <cmath>

#include "controller/web_api/base64.hpp"

namespace village::web_api {

namespace json = boost::json;
using domain::Error;
using domain::ErrorCode;

Read<json::value> parse_body(std::string_view body) {
    if (body.empty()) return json::value(json::object_kind);
    json::parse_options options;
    options.max_depth = json_depth_max;
    json::stream_parser parser{{}, options};
    boost::system::error_code failed;
    const auto taken = parser.write_some(body.data(), body.size(), failed);
    if (!failed) parser.finish(failed);
    if (failed == json::error::too_deep)
        return ReadError{Error{ErrorCode::malformed, fmt::format("the body is nested more than {} levels deep", json_depth_max),
                               domain::BrokenRule{"json_depth", fmt::to_string(json_depth_max), {}}},
                         {}};
    const auto rest = body.substr(taken);
    if (failed || rest.find_first_not_of(" \t\r\n") != std::string_view::npos)
        return ReadError{Error{ErrorCode::malformed, fmt::format("the body is not JSON (after byte {})", taken),
                               domain::BrokenRule{"json", {}, fmt::to_string(taken)}},
                         {}};
    return parser.release();
}

Error field_error(const char* rule, std::string field, std::string limit, std::string_view what) {
    auto detail = fmt::format("{} {}", field, what);
    return {ErrorCode::invalid_argument, std::move(detail), domain::BrokenRule{rule, std::move(limit), std::move(field)}};
}

std::string JsonReader::escaped(std::string_view name) {
    std::string text;
    for (const char one : name.substr(0, 200)) {
        if (one == '~') text += "~0";
        else if (one == '/') text += "~1";
        else text += one;
    }
    return text;
}

void JsonReader::fail(const char* rule, std::string limit, std::string_view what) {
    if (error_) return;
    const auto field = pointer_.empty() ? std::string{"the body"} : pointer_;
    error_ = ReadError{field_error(rule, field, std::move(limit), what), pointer_};
}

void JsonReader::fail_at(std::string_view name, const char* rule, std::string_view what) {
    const Inside place{*this, name};
    fail(rule, {}, what);
}

void JsonReader::fail_as(std::string_view example, std::string_view what) {
    fail("field_form", std::string{example}, fmt::format("{}, {}", what, example));
}

const json::object* JsonReader::object_of(const json::value& value) {
    if (!value.is_object()) fail("field_form", "{}", "has to be an object");
    return value.if_object();
}

const json::array* JsonReader::items_of(const json::value& value, std::size_t min, std::size_t max) {
    const auto* items = value.if_array();
    if (items != nullptr && items->size() >= min && items->size() <= max) return items;
    const bool is_exact = min == max;
    fail("field_items", is_exact ? fmt::to_string(max) : fmt::format("{} - {}", min, max),
         fmt::format("has to be a list of {}{}", is_exact ? "" : "at most ", max));
    return nullptr;
}

const json::string* JsonReader::string_of(const json::value& value) {
    if (!value.is_string()) fail("field_form", "\"...\"", "has to be a text");
    return value.if_string();
}

std::string JsonReader::checked_text(std::string_view text, std::size_t min, std::size_t max) {
    std::size_t characters = 0;
    for (const char one : text) {
        const auto byte = static_cast<unsigned char>(one);
        if ((byte < 0x20 && one != '\n' && one != '\t' && one != '\r') || byte == 0x7f)
            fail("field_characters", {}, "holds a control character");
        if ((byte & 0xc0) != 0x80) ++characters;
    }
    const auto limit = fmt::format("{} - {}", min, max);
    if (characters < min)
        fail("field_length", limit, min == 1 ? std::string{"is empty"} : fmt::format("is shorter than {} characters", min));
    if (characters > max) fail("field_length", limit, fmt::format("is longer than {} characters", max));
    return std::string{text};
}

std::int64_t JsonReader::checked_whole(const json::value& value, std::int64_t min, std::int64_t max) {
    boost::system::error_code failed;
    const auto number = value.is_number() ? value.to_number<std::int64_t>(failed) : 0;
    if (!value.is_number() || failed || number < min || number > max) {
        fail("field_number", fmt::format("{} - {}", min, max), fmt::format("has to be a whole number from {} to {}", min, max));
        return min;
    }
    return number;
}

double JsonReader::checked_decimal(const json::value& value, double min, double max) {
    const double number = value.is_number() ? value.to_number<double>() : min - 1;
    if (!std::isfinite(number) || number < min || number > max) {
        fail("field_number", fmt::format("{} - {}", min, max), fmt::format("has to be a number from {} to {}", min, max));
        return min;
    }
    return number;
}

std::vector<std::uint8_t> JsonReader::checked_base64(std::string_view text, std::size_t max) {
    auto bytes = base64_bytes(text);
    if (bytes && bytes->size() <= max) return std::move(*bytes);
    fail("field_form", "base64", fmt::format("has to be base64 of at most {} bytes", max));
    return {};
}

domain::UuidBytes JsonReader::checked_uuid(std::string_view text) {
    auto id = domain::parse_uuid(text);
    if (id) return *id;
    fail("field_form", std::string{id_example}, "has to be an id");
    return {};
}

void JsonReader::read(const json::value& value, ClockMinute& into) {
    const auto* text = string_of(value);
    if (text == nullptr) return;
    const auto digit = [&](std::size_t at) { return (*text)[at] >= '0' && (*text)[at] <= '9' ? (*text)[at] - '0' : 99; };
    if (text->size() != 5 || (*text)[2] != ':') return fail_as("05:30", "has to be a time of day");
    const int hours = digit(0) * 10 + digit(1);
    const int minutes = digit(3) * 10 + digit(4);
    if (hours > 23 || minutes > 59) return fail_as("05:30", "has to be a time of day");
    into.minute = static_cast<std::uint16_t>(hours * 60 + minutes);
}

void JsonReader::read(const json::value& value, bool& into) {
    if (const auto* given = value.if_bool()) into = *given;
    else fail("field_form", "true, false", "has to be true or false");
}

void JsonReader::read(const json::value& value, domain::UtcTime& into) {
    const auto* text = string_of(value);
    if (text == nullptr) return;
    const auto time = domain::parse_utc(*text);
    if (time) into = *time;
    else fail_as("2026-11-22T22:30:00.000Z", "has to be a time");
}

void JsonReader::read(const json::value& value, domain::LocalTime& into) {
    const auto* text = string_of(value);
    if (text == nullptr) return;
    const auto time = domain::parse_local(*text);
    if (time) into = *time;
    else fail_as("2026-11-23T05:30:00", "has to be a time on the wall clock");
}

void JsonReader::read(const json::value& value, date::local_days& into) {
    const auto* text = string_of(value);
    if (text == nullptr) return;
    const auto day = domain::parse_local_day(*text);
    if (day) into = *day;
    else fail_as("2026-11-23", "has to be a day");
}

void JsonReader::read(const json::value& value, domain::NodeNumber& into) {
    into.value = static_cast<std::uint16_t>(checked_whole(value, 1, 65535));
}

}  // namespace village::web_api
