#include "tests/protocol/vector_file.hpp"

#include <fstream>
#include <stdexcept>

namespace village::protocol {

ByteVector bytes_from_hex(const std::string& hex) {
    auto decoded = domain::hex_decode(hex);
    if (!decoded) throw std::runtime_error("not hex: " + hex.substr(0, 40));
    return {decoded->begin(), decoded->end()};
}

ByteVector VectorCase::bytes(const std::string& name) const { return bytes_from_hex(text(name)); }

std::vector<std::string> VectorCase::list(const std::string& name) const {
    std::vector<std::string> items;
    const auto& all = text(name);
    if (all.empty()) return items;
    std::size_t begin = 0;
    for (auto comma = all.find(','); comma != std::string::npos; comma = all.find(',', begin)) {
        items.push_back(all.substr(begin, comma - begin));
        begin = comma + 1;
    }
    items.push_back(all.substr(begin));
    return items;
}

std::vector<ByteVector> VectorCase::bytes_list(const std::string& name) const {
    std::vector<ByteVector> items;
    for (const auto& item : list(name)) items.push_back(bytes_from_hex(item));
    return items;
}

std::map<std::string, std::string> VectorCase::expected() const {
    constexpr std::string_view beginning = "expect.";
    std::map<std::string, std::string> expected;
    for (const auto& [name, value] : fields_) {
        if (name.starts_with(beginning)) expected[name.substr(beginning.size())] = value;
    }
    return expected;
}

std::vector<VectorCase> read_vector_file(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::vector<VectorCase> cases(1);
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with('#')) continue;
        if (line.empty()) {
            if (!cases.back().is_empty()) cases.emplace_back();
            continue;
        }
        auto colon = line.find(':');
        if (colon == std::string::npos) throw std::runtime_error("no colon in " + file.string() + ": " + line);
        cases.back().set(line.substr(0, colon), line.size() > colon + 2 ? line.substr(colon + 2) : "");
    }
    if (cases.back().is_empty()) cases.pop_back();
    return cases;
}

}  // namespace village::protocol
