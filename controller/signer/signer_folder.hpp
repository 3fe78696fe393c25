// The signer's own folder: sealed root, keys, trust, policy, device keys, the reserved sequence and the log. One program at a
// time. What each file holds stands in the README.
#pragma once

#include <memory>
#include <string>

#include "controller/signer/signing_log.hpp"

namespace village::signer {

class SignerFolder final : public Keeper {
public:
    /// Makes the folder (0700) when it is not there. `already_running`, `storage_failed`, `signature_invalid` (log).
    static Result<std::unique_ptr<SignerFolder>> open(const std::string& path);
    ~SignerFolder() override;
    /// The root's public key, without taking the folder; `setup_needed` where there is none.
    static Result<protocol::Ed25519PublicKey> read_root(const std::string& path);

    Result<KeptState> load();

    Status save_authority(const Authority& authority) override;
    Status save_policy(const wire::PolicyBundle& policy) override;
    Status save_devices(const wire::PolicyBundle& keys, const std::vector<std::string>& revoked) override;
    Status save_owner(const OwnerSeen& owner) override;
    Status reserve_sequences(std::uint64_t last) override;
    void log(LogRecord record) override { log_.add(std::move(record)); }
    Status log_health() const override { return log_.health(); }
    Result<wire::LogPage> read_log(std::uint64_t after_sequence, std::uint32_t limit) const override {
        return log_.read(after_sequence, limit);
    }
    Status flush_log() { return log_.flush(); }
    bool has_waiting_log() const { return log_.has_waiting(); }

private:
    explicit SignerFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
    Result<std::optional<Authority>> load_authority() const;
    Status load_devices(KeptState& kept) const;
    Status load_policy(KeptState& kept) const;
    Status load_sequence(KeptState& kept) const;
    Status load_owner(KeptState& kept) const;

    std::string path_;
    int lock_;
    SigningLog log_;
};

}  // namespace village::signer
