// Reads a request's JSON into a described struct (Boost.Describe): every member is required unless it is a std::optional, an
// unknown property is an error unless the struct says `passes_over_unknown`. Depth and size are bounded; the first error wins
// and names its place as a JSON pointer. Boost.JSON 1.81's own `value_to` names no field and cannot read an absent optional.
#pragma once

#include <boost/describe/members.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <type_traits>

#include "controller/web_api/json_checks.hpp"
#include "controller/web_api/json_fields.hpp"

namespace village::web_api {

template <class Value>
inline constexpr bool is_optional = false;
template <class Item>
inline constexpr bool is_optional<std::optional<Item>> = true;

class JsonReader {
public:
    template <std::size_t Min, std::size_t Max>
    void read(const boost::json::value& value, Text<Min, Max>& into) {
        if (const auto* text = string_of(value)) into.value = checked_text(*text, Min, Max);
    }
    template <std::int64_t Min, std::int64_t Max>
    void read(const boost::json::value& value, Whole<Min, Max>& into) {
        into.value = checked_whole(value, Min, Max);
    }
    template <int Min, int Max>
    void read(const boost::json::value& value, Decimal<Min, Max>& into) {
        into.value = checked_decimal(value, Min, Max);
    }
    template <std::size_t Max>
    void read(const boost::json::value& value, Base64<Max>& into) {
        if (const auto* text = string_of(value)) into.bytes = checked_base64(*text, Max);
    }
    void read(const boost::json::value& value, ClockMinute& into);
    void read(const boost::json::value& value, bool& into);
    void read(const boost::json::value& value, domain::UtcTime& into);
    void read(const boost::json::value& value, domain::LocalTime& into);
    void read(const boost::json::value& value, date::local_days& into);
    void read(const boost::json::value& value, domain::NodeNumber& into);

    template <class Tag>
    void read(const boost::json::value& value, domain::Id<Tag>& into) {
        if (const auto* text = string_of(value)) into.bytes = checked_uuid(*text);
    }
    template <class Item>
    void read(const boost::json::value& value, std::optional<Item>& into) {
        read(value, into.emplace());
    }
    template <class Item, std::size_t Max>
    void read(const boost::json::value& value, List<Item, Max>& into) {
        const auto* items = items_of(value, 0, Max);
        if (items == nullptr) return;
        for (std::size_t at = 0; at < items->size() && !error_; ++at) {
            const Inside place{*this, std::to_string(at)};
            read((*items)[at], into.items.emplace_back());
        }
    }
    template <class First, class Second>
    void read(const boost::json::value& value, Pair<First, Second>& into) {
        const auto* items = items_of(value, 2, 2);
        if (items == nullptr) return;
        read_at("0", (*items)[0], into.first);
        read_at("1", (*items)[1], into.second);
    }
    /// An enumeration by its name, or a described struct by its members.
    template <class Value>
    void read(const boost::json::value& value, Value& into) {
        if constexpr (std::is_enum_v<Value>) {
            const auto* text = string_of(value);
            if (text == nullptr) return;
            if (const auto known = from_word(*text, Value{})) into = *known;
            else fail("field_word", {}, "is not one of the known words");
        } else {
            read_members(value, into);
        }
    }

    const std::optional<ReadError>& error() const { return error_; }

private:
    /// One step down the pointer, as long as it lives.
    struct Inside {
        Inside(JsonReader& reader, std::string_view name) : reader_(reader), outside_(reader.pointer_.size()) {
            reader.pointer_ += '/';
            reader.pointer_ += escaped(name);
        }
        ~Inside() { reader_.pointer_.resize(outside_); }
        JsonReader& reader_;
        std::size_t outside_;
    };

    template <class Value>
    void read_at(std::string_view name, const boost::json::value& value, Value& into) {
        if (error_) return;
        const Inside place{*this, name};
        read(value, into);
    }

    template <class Struct>
    void read_members(const boost::json::value& value, Struct& into) {
        using Members = boost::describe::describe_members<Struct, boost::describe::mod_public | boost::describe::mod_inherited>;
        const auto* object = object_of(value);
        if (object == nullptr) return;
        std::size_t found = 0;
        boost::mp11::mp_for_each<Members>([&](auto member) {
            auto& part = into.*member.pointer;
            const auto name = json_name(member.name);
            if (const auto* given = object->if_contains(name)) {
                ++found;
                read_at(name, *given, part);
            } else if constexpr (!is_optional<std::remove_reference_t<decltype(part)>>) {
                fail_at(name, "field_missing", "is required");
            }
        });
        if constexpr (!requires { Struct::passes_over_unknown; })
            if (found != object->size()) name_unknown<Members>(*object);
    }

    template <class Members>
    void name_unknown(const boost::json::object& object) {
        for (const auto& property : object) {
            bool known = false;
            boost::mp11::mp_for_each<Members>([&](auto member) { known = known || property.key() == json_name(member.name); });
            if (!known) return fail_at(property.key(), "field_unknown", "is not a property of this request");
        }
    }

    /// A member that would be a word of C++ has an underscore behind it: `template_`.
    static std::string_view json_name(std::string_view member) {
        return member.ends_with('_') ? member.substr(0, member.size() - 1) : member;
    }

    static std::string escaped(std::string_view name);
    void fail(const char* rule, std::string limit, std::string_view what);
    void fail_at(std::string_view name, const char* rule, std::string_view what);
    /// It has to look like the example.
    void fail_as(std::string_view example, std::string_view what);
    const boost::json::object* object_of(const boost::json::value& value);
    const boost::json::array* items_of(const boost::json::value& value, std::size_t min, std::size_t max);
    const boost::json::string* string_of(const boost::json::value& value);
    std::string checked_text(std::string_view text, std::size_t min, std::size_t max);
    std::int64_t checked_whole(const boost::json::value& value, std::int64_t min, std::int64_t max);
    double checked_decimal(const boost::json::value& value, double min, double max);
    std::vector<std::uint8_t> checked_base64(std::string_view text, std::size_t max);
    domain::UuidBytes checked_uuid(std::string_view text);

    std::string pointer_;
    std::optional<ReadError> error_;
};

/// An empty body reads as `{}`.
template <class Struct>
Read<Struct> read_json(std::string_view body) {
    auto parsed = parse_body(body);
    if (!parsed) return parsed.error();
    JsonReader reader;
    Struct into{};
    reader.read(*parsed, into);
    if (reader.error()) return *reader.error();
    return into;
}

}  // namespace village::web_api
