#include "controller/ctl/monitor.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "controller/ctl/json_file.hpp"
#include "protocol/monitor_text.hpp"

namespace village::ctl {
namespace {

using domain::Error;
using domain::ErrorCode;

domain::Result<std::uint32_t> number_member(const boost::json::value& object, std::string_view name) {
    const auto found = member(object, name);
    if (!found) return found.error();
    boost::system::error_code failed;
    const auto number = (*found)->to_number<std::uint32_t>(failed);
    if (failed) return Error{ErrorCode::malformed, fmt::format("\"{}\" is no number", name)};
    return number;
}

template <std::size_t size>
domain::Result<std::array<std::uint8_t, size>> bytes_member(const boost::json::value& object, std::string_view name) {
    const auto text = text_member(object, name);
    if (!text) return text.error();
    const auto bytes = base64_decode(*text);
    if (!bytes) return bytes.error();
    if (bytes->size() != size) return Error{ErrorCode::malformed, fmt::format("\"{}\" has not {} bytes", name, size)};
    std::array<std::uint8_t, size> array;
    std::copy(bytes->begin(), bytes->end(), array.begin());
    return array;
}

domain::Result<protocol::StreamKey> key_of(const boost::json::value& answer) {
    const auto ssrc = number_member(answer, "ssrc"), generation = number_member(answer, "generation"),
               redundancy = number_member(answer, "redundancy_class"), rollover = number_member(answer, "rollover");
    const auto key = bytes_member<16>(answer, "key");
    const auto salt = bytes_member<12>(answer, "salt");
    for (const auto* number : {&ssrc, &generation, &redundancy, &rollover})
        if (!*number) return number->error();
    if (!key) return key.error();
    if (!salt) return salt.error();
    protocol::StreamKey made;
    made.stream_class = *redundancy == 0 ? protocol::StreamClass::r0 : protocol::StreamClass::r1;
    made.generation = *generation;
    made.ssrc = *ssrc;
    made.key = protocol::Secret<16>{*key};
    made.salt = protocol::Secret<12>{*salt};
    made.first_index = protocol::PacketIndex{std::uint64_t{*rollover} << 16};
    return made;
}

}  // namespace

domain::Result<std::string> monitor_text(const boost::json::value& answer, const MonitorWish& wish) {
    const auto key = key_of(answer);
    if (!key) return key.error();
    return fmt::format("{}\ngst-launch-1.0 -e {}\n", protocol::monitor_sdp(*key, "127.0.0.1", wish.port),
                       protocol::monitor_pipeline(*key, wish.port, wish.sink));
}

std::string read_password() {
    termios shown{};
    const bool is_terminal = ::tcgetattr(STDIN_FILENO, &shown) == 0;
    auto hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (is_terminal) {
        fmt::print(stderr, "Password: ");
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    std::string password;
    std::getline(std::cin, password);
    if (is_terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fmt::print(stderr, "\n");
    }
    return password;
}

}  // namespace village::ctl
