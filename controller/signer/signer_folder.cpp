#include "controller/signer/signer_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "controller/signer/authority.hpp"
#include "controller/signer/whole_file.hpp"

namespace village::signer {
namespace {

// keys: live serial u64 BE ‖ seed ‖ drill serial ‖ seed ‖ delegated until i64.
constexpr std::size_t keys_bytes = 2 * (8 + 32) + 8;
// owner: epoch u64 BE ‖ id.
constexpr std::size_t owner_bytes = 8 + 16;

void put_u64(std::string& to, std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) to += static_cast<char>(value >> shift);
}

std::uint64_t get_u64(std::string_view from) {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8 | static_cast<std::uint8_t>(from[i]);
    return value;
}

Error damaged(const std::string& path) {
    return {ErrorCode::storage_failed, fmt::format("{} is damaged; restore the signer's folder from its copy", path)};
}

Authority::DelegatedKey read_key(std::string_view from) {
    Authority::DelegatedKey key;
    key.serial = get_u64(from);
    std::memcpy(key.seed.writable().data(), from.data() + 8, 32);
    return key;
}

}  // namespace

Result<std::unique_ptr<SignerFolder>> SignerFolder::open(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return disk_error(errno, "making the folder", path);
    const int lock = ::open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) return disk_error(errno, "writing", path + "/lock");
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return Error{ErrorCode::already_running, fmt::format("another signer uses {}; stop it first", path)};
    }
    std::unique_ptr<SignerFolder> folder(new SignerFolder(path, lock));
    if (auto opened = folder->log_.open(path + "/log"); !opened) return opened.error();
    return folder;
}

SignerFolder::~SignerFolder() { ::close(lock_); }

Result<protocol::Ed25519PublicKey> SignerFolder::read_root(const std::string& path) {
    auto status = read_whole_file(path + "/authority");
    if (!status) return status.error();
    if (!*status) return Error{ErrorCode::setup_needed, "there are no keys yet; run village-signer --setup"};
    wire::SignerStatus known;
    if (!known.ParseFromString(**status)) return damaged(path + "/authority");
    return protocol::Ed25519PublicKey::from(domain::as_bytes(known.root_public_key()));
}

Result<KeptState> SignerFolder::load() {
    KeptState kept;
    auto authority = load_authority();
    if (!authority) return authority.error();
    kept.authority = std::move(*authority);
    if (auto done = load_policy(kept); !done) return done.error();
    if (auto done = load_devices(kept); !done) return done.error();
    if (auto done = load_sequence(kept); !done) return done.error();
    if (auto done = load_owner(kept); !done) return done.error();
    kept.recent = log_.take_recent();
    return kept;
}

Result<std::optional<Authority>> SignerFolder::load_authority() const {
    auto status = read_whole_file(path_ + "/authority");
    if (!status) return status.error();
    if (!*status) return std::optional<Authority>{};
    auto keys = read_whole_file(path_ + "/keys");
    if (!keys) return keys.error();
    auto sealed = read_whole_file(path_ + "/root.sealed");
    if (!sealed) return sealed.error();
    wire::SignerStatus known;
    if (!known.ParseFromString(**status) || known.root_public_key().size() != 32) return damaged(path_ + "/authority");
    if (!*keys || (*keys)->size() != keys_bytes) return damaged(path_ + "/keys");

    Authority authority;
    // The root may be kept elsewhere (on the recovery sheet's stick): without it the signer signs, but cannot renew.
    if (*sealed) authority.root_sealed.assign((*sealed)->begin(), (*sealed)->end());
    std::memcpy(authority.root.bytes.data(), known.root_public_key().data(), 32);
    authority.live = read_key(std::string_view(**keys));
    authority.drill = read_key(std::string_view(**keys).substr(40));
    authority.delegated_until = domain::utc_from_us(static_cast<std::int64_t>(get_u64(std::string_view(**keys).substr(80))));
    authority.commune = known.commune();
    authority.trust = known.trust();
    if (!is_whole(authority)) return damaged(path_ + ": the authority and its keys do not belong together; one of them");
    return std::optional(std::move(authority));
}

Status SignerFolder::load_policy(KeptState& kept) const {
    auto policy = read_whole_file(path_ + "/policy");
    if (!policy) return policy.error();
    if (!*policy) return {};
    if (!kept.policy.emplace().ParseFromString(**policy)) return damaged(path_ + "/policy");
    return {};
}

Status SignerFolder::load_devices(KeptState& kept) const {
    auto devices = read_whole_file(path_ + "/devices");
    if (!devices) return devices.error();
    if (*devices && !kept.devices.ParseFromString(**devices)) return damaged(path_ + "/devices");
    auto revoked = read_whole_file(path_ + "/devices.revoked");
    if (!revoked) return revoked.error();
    if (*revoked && (*revoked)->size() % 16 != 0) return damaged(path_ + "/devices.revoked");
    for (std::size_t at = 0; *revoked && at < (*revoked)->size(); at += 16)
        kept.revoked_devices.push_back((*revoked)->substr(at, 16));
    const auto is_revoked = [&](const wire::DeviceKey& key) {
        return std::find(kept.revoked_devices.begin(), kept.revoked_devices.end(), key.id()) != kept.revoked_devices.end();
    };
    // A crash between the two files: what is revoked counts.
    auto& keys = *kept.devices.mutable_device_keys();
    for (int i = keys.size() - 1; i >= 0; --i)
        if (is_revoked(keys[i])) keys.DeleteSubrange(i, 1);
    return {};
}

Status SignerFolder::load_sequence(KeptState& kept) const {
    auto text = read_whole_file(path_ + "/sequence");
    if (!text) return text.error();
    if (*text) {
        const auto& digits = **text;
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), kept.sequences_used_up_to);
        if (failed != std::errc{} || end == digits.data()) return damaged(path_ + "/sequence");
    } else if (kept.authority && log_.highest_sequence() > 0) {
        return damaged(path_ + "/sequence");  // Numbers were used and nobody knows up to where.
    }
    if (kept.sequences_used_up_to < log_.highest_sequence()) return damaged(path_ + "/sequence");
    return {};
}

Status SignerFolder::save_authority(const Authority& authority) {
    std::string keys;
    for (const auto* key : {&authority.live, &authority.drill}) {
        put_u64(keys, key->serial);
        keys.append(key->seed.view().begin(), key->seed.view().end());
    }
    put_u64(keys, static_cast<std::uint64_t>(domain::to_us(authority.delegated_until)));
    wire::SignerStatus known;
    known.set_root_public_key(std::string(authority.root.bytes.begin(), authority.root.bytes.end()));
    known.set_commune(authority.commune);
    *known.mutable_trust() = authority.trust;
    const std::string sealed(authority.root_sealed.begin(), authority.root_sealed.end());
    // The last one says that the folder is set up.
    if (auto done = write_whole_file(path_ + "/root.sealed", sealed); !done) return done;
    if (auto done = write_whole_file(path_ + "/keys", keys); !done) return done;
    return write_whole_file(path_ + "/authority", known.SerializeAsString());
}

Status SignerFolder::save_policy(const wire::PolicyBundle& policy) {
    return write_whole_file(path_ + "/policy", policy.SerializeAsString());
}

Status SignerFolder::save_devices(const wire::PolicyBundle& keys, const std::vector<std::string>& revoked) {
    std::string ids;
    for (const auto& id : revoked) ids += id;
    if (auto done = write_whole_file(path_ + "/devices.revoked", ids); !done) return done;
    return write_whole_file(path_ + "/devices", keys.SerializeAsString());
}

Status SignerFolder::load_owner(KeptState& kept) const {
    auto bytes = read_whole_file(path_ + "/owner");
    if (!bytes) return bytes.error();
    // A damaged one is as good as none: whoever asks next is the owner, and what can silence a commune must not hang on 24 bytes.
    if (!*bytes || (*bytes)->size() != owner_bytes) return {};
    kept.owner = {get_u64(**bytes), (*bytes)->substr(8)};
    return {};
}

Status SignerFolder::save_owner(const OwnerSeen& owner) {
    std::string bytes;
    put_u64(bytes, owner.epoch);
    return write_whole_file(path_ + "/owner", bytes + owner.id);
}

Status SignerFolder::reserve_sequences(std::uint64_t last) { return write_whole_file(path_ + "/sequence", std::to_string(last)); }

}  // namespace village::signer
