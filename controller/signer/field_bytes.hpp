// Keys, hashes and envelopes as protobuf's bytes fields hold them.
#pragma once

#include <string>

namespace village::signer {

template <class Bytes>
std::string as_string(const Bytes& bytes) {
    return {bytes.begin(), bytes.end()};
}

}  // namespace village::signer
