// Ids of places that follow from their names in a file, so that the same file again gives the same commune.
#pragma once

#include <string>
#include <string_view>

#include "scheduler/domain/ids.hpp"
#include "scheduler/domain/sha256.hpp"

namespace village::web_api {

/// First 16 bytes of SHA-256("import-v1" 0x00 ‖ kind 0x00 ‖ name).
template <class Id>
Id id_from_name(std::string_view kind, std::string_view name) {
    constexpr std::string_view zero{"\0", 1};
    const auto hash = domain::sha256({domain::as_bytes("import-v1"), domain::as_bytes(zero), domain::as_bytes(kind),
                                      domain::as_bytes(zero), domain::as_bytes(name)});
    return Id::from(std::span<const std::uint8_t, 16>{hash.bytes.data(), 16});
}

/// A template that comes by itself has the id that it would have in a file.
inline domain::TemplateId template_id(domain::AreaId commune, std::string_view code) {
    return id_from_name<domain::TemplateId>("template", commune.text() + "/" + std::string{code});
}

}  // namespace village::web_api
