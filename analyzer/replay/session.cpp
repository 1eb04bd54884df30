// See session.h.
#include "analyzer/replay/session.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace ironlaw {

void Session::begin() {
    current_ = defaults_;
    local_.clear();
    before_.reset();
    left_.clear();
}

void Session::beginTransaction() {
    before_ = current_;
    leftBefore_ = left_;
}

void Session::endTransaction(bool commit) {
    if (!commit && before_) {
        current_ = *before_;
        left_ = leftBefore_;
    }
    before_.reset();
    local_.clear();
}

void Session::set(std::string_view name, std::string_view value, bool local, Location place) {
    if (!local) {
        const auto known = std::ranges::find(left_, name, &SettingLeft::name);
        if (known == left_.end()) {
            left_.push_back({std::string(name), place, before_.has_value()});
        } else if (current_.lookup(name) != value) {
            left_.erase(known);
        }
        current_[name] = value;
        local_.erase(name);
    } else if (before_) {
        local_[name] = value;
    } // else it ends with the statement itself
}

void Session::reset(std::string_view name, bool local) {
    if (name == "all") {
        current_ = defaults_;
        local_.clear();
        left_.clear();
        return;
    }
    auto value = defaults_.find(name);
    if (local) {
        set(name, value == defaults_.end() ? "" : std::string_view(value->second), true, {});
        return;
    }
    std::erase_if(left_, [&](const SettingLeft& one) { return one.name == name; });
    local_.erase(name);
    current_.erase(name);
    if (value != defaults_.end()) {
        current_[name] = value->second;
    }
}

std::optional<std::string_view> Session::value(std::string_view name) const {
    for (const Settings* settings : {&local_, &current_}) {
        if (auto found = settings->find(name); found != settings->end()) {
            return found->second.empty() ? std::nullopt
                                         : std::optional<std::string_view>(found->second);
        }
    }
    return std::nullopt;
}

bool Session::limitsLockWaits() const {
    const std::optional<std::string_view> timeout = value("lock_timeout");
    return timeout && milliseconds(*timeout) != 0;
}

Answer Session::zoneIsUtc() const {
    constexpr std::array<std::string_view, 9> zones = {"utc",  "gmt", "etc/utc", "etc/gmt",  "utc0",
                                                       "gmt0", "uct", "zulu",    "universal"};
    const std::optional<std::string_view> zone = value("timezone");
    if (!zone) {
        return Answer::Unknown;
    }
    return std::ranges::find(zones, llvm::StringRef(*zone).lower()) != zones.end() ? Answer::Yes
                                                                                   : Answer::No;
}

std::optional<double> milliseconds(std::string_view duration) {
    constexpr std::array<std::pair<std::string_view, double>, 7> units = {{{"", 1},
                                                                           {"us", 0.001},
                                                                           {"ms", 1},
                                                                           {"s", 1000},
                                                                           {"min", 60'000},
                                                                           {"h", 3'600'000},
                                                                           {"d", 86'400'000}}};
    llvm::StringRef text = llvm::StringRef(duration).trim();
    const size_t digits = text.find_first_not_of("0123456789.");
    const llvm::StringRef written = text.substr(0, digits);
    double number = 0;
    const auto [end, error] = std::from_chars(written.begin(), written.end(), number);
    if (error != std::errc() || end != written.end()) {
        return std::nullopt;
    }
    const llvm::StringRef unit = digits == llvm::StringRef::npos ? "" : text.substr(digits).ltrim();
    for (const auto& [name, factor] : units) {
        if (unit == llvm::StringRef(name)) {
            return number * factor;
        }
    }
    return std::nullopt;
}

} // namespace ironlaw
