// The settings of the session that runs a migration, as far as effects and rules depend on them.
#pragma once

#include "analyzer/replay/volatility.h"

#include "grammar/source.h"

#include <llvm/ADT/StringMap.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// A setting that the migration leaves to the session.
struct SettingLeft {
    std::string name;
    Location place; ///< the statement that set it
    bool inTransaction = false;
};

class Session {
public:
    /// Names as SHOW takes them, in lower case: lock_timeout, statement_timeout, timezone.
    using Settings = llvm::StringMap<std::string>;

    /// `defaults` are in force wherever a session begins.
    explicit Session(Settings defaults = {}) : defaults_(std::move(defaults)) { begin(); }

    void begin();
    void beginTransaction();
    /// SET LOCAL ends with the transaction, and SET does if it is rolled back.
    void endTransaction(bool commit);

    void set(std::string_view name, std::string_view value, bool local, Location place);
    /// RESET, or all settings for the name "all".
    void reset(std::string_view name, bool local);

    /// What was set since the session began and not given back, in that order. Another value for
    /// the same setting counts as giving it back: it may be the one from before.
    const std::vector<SettingLeft>& left() const { return left_; }

    /// Nothing if neither the history nor the configuration says.
    std::optional<std::string_view> value(std::string_view name) const;
    /// A lock_timeout other than 0 is in force: no statement waits for a lock without end.
    bool limitsLockWaits() const;
    /// Whether the session's time zone has a fixed offset of zero, which decides whether timestamp
    /// and timestamptz are the same bytes.
    Answer zoneIsUtc() const;

private:
    Settings defaults_;
    Settings current_;               ///< what lasts
    Settings local_;                 ///< in the open transaction, before current_
    std::optional<Settings> before_; ///< current_ at the begin of the open transaction
    std::vector<SettingLeft> left_;
    std::vector<SettingLeft> leftBefore_; ///< left_ at the begin of the open transaction
};

/// "5s", "200ms", "1min", "300" in milliseconds (parse_int with GUC_UNIT_MS,
/// src/backend/utils/misc/ guc.c). Nothing if it is no duration.
std::optional<double> milliseconds(std::string_view duration);

} // namespace ironlaw
