// protocol/vectors/*.txt: cases separated by an empty line, each some lines "name: value" (PROTOCOL.md, 18).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "protocol/keys.hpp"

namespace village::protocol {

class VectorCase {
public:
    void set(std::string name, std::string value) { fields_[std::move(name)] = std::move(value); }
    bool has(const std::string& name) const { return fields_.contains(name); }
    const std::string& text(const std::string& name) const { return fields_.at(name); }
    ByteVector bytes(const std::string& name) const;
    std::uint64_t number(const std::string& name) const { return std::stoull(text(name)); }
    /// Comma-separated; empty text is no item.
    std::vector<std::string> list(const std::string& name) const;
    std::vector<ByteVector> bytes_list(const std::string& name) const;
    /// "expect.…" without the beginning, and what is expected.
    std::map<std::string, std::string> expected() const;
    bool is_empty() const { return fields_.empty(); }

private:
    std::map<std::string, std::string> fields_;
};

std::vector<VectorCase> read_vector_file(const std::filesystem::path& file);
ByteVector bytes_from_hex(const std::string& hex);

}  // namespace village::protocol
