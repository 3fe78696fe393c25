#include "protocol/wire_fields.hpp"

#include <google/protobuf/stubs/logging.h>

namespace village::protocol {

ByteVector serialize(const google::protobuf::MessageLite& message) {
    ByteVector bytes(message.ByteSizeLong());
    message.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
}

bool parse(Bytes bytes, google::protobuf::MessageLite& message) {
    // protobuf writes a line to stderr for every hostile text; whoever sends such could fill the journal.
    static const auto silenced = google::protobuf::SetLogHandler(nullptr);
    (void)silenced;
    return bytes.size() <= frame_bytes_max && message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace village::protocol
