#include "controller/ctl/verify_receipts.hpp"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <set>

#include "controller/ctl/certificate_key.hpp"
#include "controller/ctl/json_file.hpp"
#include "protocol/receipt_codec.hpp"

namespace village::ctl {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Result;

/// A device that was replaced leaves its key behind, so a number may have had several.
using Keys = std::multimap<domain::NodeNumber, protocol::Ed25519PublicKey>;
/// Each device numbers its own receipts from 1.
using Device = std::pair<domain::NodeNumber, protocol::Ed25519PublicKey>;
using Envelopes = std::map<Device, std::map<std::uint64_t, std::string>>;

Result<std::string> ca_of(const boost::json::value& trust, const std::string& ca_path) {
    if (ca_path.empty()) return text_member(trust, "device_ca_pem");
    std::ifstream file(ca_path, std::ios::binary);
    if (!file) return Error{ErrorCode::not_found, fmt::format("cannot read {}", ca_path)};
    return std::string{std::istreambuf_iterator<char>(file), {}};
}

Result<Keys> certified_keys(const boost::json::value& trust, const std::string& ca_pem) {
    const auto nodes = member(trust, "nodes");
    if (!nodes) return nodes.error();
    if (!(*nodes)->is_array()) return Error{ErrorCode::malformed, "\"nodes\" is no list"};
    Keys keys;
    for (const auto& node : (*nodes)->as_array()) {
        const auto certificate = text_member(node, "certificate_pem");
        if (!certificate) return certificate.error();
        const auto certified = certified_node(*certificate, ca_pem);
        if (!certified) return certified.error();
        keys.emplace(certified->number, certified->receipt_key);
    }
    return keys;
}

/// The device whose signature holds, whatever the list says of it.
Result<Device> device_of(domain::NodeNumber node, const std::string& envelope, const Keys& keys) {
    Error why{ErrorCode::key_unknown, "the Device CA certified no key for it"};
    const auto [from, to] = keys.equal_range(node);
    for (auto key = from; key != to; ++key) {
        const auto opened = protocol::open_receipt(domain::as_bytes(envelope), key->second);
        if (opened) return Device{node, key->second};
        why = opened.error();
    }
    return why;
}

Error of_node(domain::NodeNumber node, const Error& why) {
    return {why.code, fmt::format("node {}: {}", node.value, why.detail)};
}

Result<Envelopes> read_envelopes(const boost::json::value& receipts, const Keys& keys) {
    const auto items = member(receipts, "items");
    if (!items) return items.error();
    if (!(*items)->is_array()) return Error{ErrorCode::malformed, "\"items\" is no list"};
    Envelopes envelopes;
    for (const auto& item : (*items)->as_array()) {
        const auto node = member(item, "node"), number = member(item, "number");
        const auto text = text_member(item, "signed_bytes");
        if (!node || !number || !text) return Error{ErrorCode::malformed, "a receipt without node, number or signed_bytes"};
        const auto bytes = base64_decode(*text);
        boost::system::error_code failed;
        const auto node_value = (*node)->to_number<std::uint16_t>(failed);
        const auto number_value = failed ? 0 : (*number)->to_number<std::uint64_t>(failed);
        if (!bytes || failed) return Error{ErrorCode::malformed, "a receipt whose node, number or signed_bytes cannot be read"};
        const auto device = device_of({node_value}, *bytes, keys);
        if (!device) return of_node({node_value}, device.error());
        const bool is_new = envelopes[*device].emplace(number_value, *bytes).second;
        if (!is_new)
            return Error{ErrorCode::malformed, fmt::format("node {}: number {} is there twice", node_value, number_value)};
    }
    return envelopes;
}

/// The chain from the first receipt at hand; the one before it, if any, is taken from what the first says. The numbers of the list
/// are what people read, so they have to be those the node signed.
domain::Status verify_chain(const Device& device, const std::map<std::uint64_t, std::string>& by_number) {
    const auto& [node, key] = device;
    std::vector<std::string> chain;
    for (const auto& [number, envelope] : by_number) chain.push_back(envelope);
    const auto first = protocol::open_receipt(domain::as_bytes(chain.front()), key);
    if (!first) return first.error();
    protocol::ReceiptChainEnd start;
    if (first->receipt.number > 1) start = {first->receipt.number, first->receipt.previous};
    const auto end = protocol::verify_receipt_chain(chain, key, node, start);
    if (!end) return end.error();
    if (by_number.begin()->first == start.next_number && by_number.rbegin()->first + 1 == end->next_number) return {};
    return Error{ErrorCode::malformed, fmt::format("it signed other numbers than the list says, from {} on", start.next_number)};
}

}  // namespace

Result<VerifiedReceipts> verify_receipts(const std::string& trust_path, const std::string& ca_path,
                                         const std::string& receipts_path) {
    const auto trust = read_json_file(trust_path), receipts = read_json_file(receipts_path);
    if (!trust) return trust.error();
    if (!receipts) return receipts.error();
    const auto ca = ca_of(*trust, ca_path);
    if (!ca) return ca.error();
    const auto keys = certified_keys(*trust, *ca);
    if (!keys) return keys.error();
    const auto envelopes = read_envelopes(*receipts, *keys);
    if (!envelopes) return envelopes.error();

    VerifiedReceipts verified;
    std::set<domain::NodeNumber> nodes;
    for (const auto& [device, by_number] : *envelopes) {
        if (auto held = verify_chain(device, by_number); !held) return of_node(device.first, held.error());
        verified.receipts += by_number.size();
        nodes.insert(device.first);
    }
    verified.nodes = nodes.size();
    return verified;
}

}  // namespace village::ctl
