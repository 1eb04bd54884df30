// See rollback-cause.h.
#include "analyzer/rule/rollback-cause.h"

#include "grammar/name.h"
#include "grammar/scanner.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <ranges>

namespace ironlaw {

namespace {

/// Whether a word of the text is this name, as PostgreSQL folds it.
bool hasWord(std::string_view text, Range range, std::string_view name) {
    Scanner scanner(text, range);
    for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
         token = scanner.nextSignificant()) {
        const llvm::StringRef word = scanner.textOf(token);
        const bool same = token.kind == TokenKind::Word ? word.equals_insensitive(name)
                          : token.kind == TokenKind::QuotedIdentifier
                              ? word.trim('"') == llvm::StringRef(name)
                              : false;
        if (same) {
            return true;
        }
    }
    return false;
}

/// "CREATE TABLE IF NOT EXISTS", "DROP COLUMN IF EXISTS", "CREATE OR REPLACE VIEW".
bool saysGuard(std::string_view text, Range range) {
    Scanner scanner(text, range);
    Token before = scanner.nextSignificant();
    for (Token token = scanner.nextSignificant();
         token.kind != TokenKind::End && !scanner.isSymbol(token, "(");
         token = scanner.nextSignificant()) {
        const bool exists = scanner.is(before, "if") || scanner.is(before, "not");
        if ((exists && scanner.is(token, "exists")) ||
            (scanner.is(before, "or") && scanner.is(token, "replace"))) {
            return true;
        }
        before = token;
    }
    return false;
}

/// The part of the statement that stands for itself, and holds or names what is asked for.
template <typename Predicate> Range partOf(const Statement& statement, Predicate isMeant) {
    constexpr size_t most = 1000; // actions that are looked at for each difference
    const auto* alter = as<AlterTable>(statement);
    if (alter == nullptr || alter->actions.size() < 2 || alter->actions.size() > most) {
        return statement.range;
    }
    for (const AlterAction* action : alter->actions | std::views::reverse) {
        if (isMeant(action->range)) {
            return action->range;
        }
    }
    return statement.range;
}

} // namespace

RollbackCause::RollbackCause(const SchemaInput& input, const Difference& difference,
                             const TraceIndex& up, const TraceIndex& down)
    : input_(input), difference_(difference), up_(up), down_(down) {}

llvm::SmallVector<std::string_view, 2> RollbackCause::names() const {
    llvm::SmallVector<std::string_view, 2> result;
    for (const ObjectDescription* object : {difference_.before, difference_.after}) {
        if (object != nullptr && !llvm::is_contained(result, object->name)) {
            result.push_back(object->name);
        }
    }
    return result;
}

std::optional<CausePlace> RollbackCause::lastTouching(const TraceIndex& way, bool mustName) const {
    llvm::SmallVector<ObjectId, 2> objects;
    for (const ObjectDescription* object : {difference_.before, difference_.after}) {
        if (object != nullptr) {
            objects.push_back(object->object);
        }
    }
    const llvm::SmallVector<std::string_view, 2> words = names();
    const TracedStatement* one =
        way.lastChanging(objects, mustName ? words : llvm::ArrayRef<std::string_view>());
    if (one == nullptr) {
        return std::nullopt;
    }
    const std::string_view text = input_.fileText({one->file, one->statement->range});
    const Range range = partOf(*one->statement, [&](Range action) {
        return llvm::any_of(words,
                            [&](std::string_view name) { return hasWord(text, action, name); });
    });
    return CausePlace{{one->file, range}, &way == &down_};
}

std::optional<CausePlace> RollbackCause::at(const TraceIndex& way, Location place) const {
    const TracedStatement* one = way.at(place);
    if (one == nullptr) {
        return std::nullopt;
    }
    const Range range =
        partOf(*one->statement, [&](Range action) { return action.contains(place.range.begin); });
    return CausePlace{{place.file, range}, &way == &down_};
}

std::optional<CausePlace> RollbackCause::place() const {
    if (difference_.kind == Difference::Kind::LeftOver) {
        for (const TraceIndex* way : {&up_, &down_}) {
            if (auto found = at(*way, difference_.after->place)) {
                return found;
            }
        }
    }
    for (const bool mustName : {true, false}) {
        for (const TraceIndex* way : {&up_, &down_}) {
            if (auto found = lastTouching(*way, mustName)) {
                return found;
            }
        }
    }
    return std::nullopt;
}

bool RollbackCause::isGuarded(const CausePlace& place) const {
    return saysGuard(input_.fileText(place.location), place.location.range);
}

std::vector<AddedValue> RollbackCause::addedValues() const {
    std::vector<AddedValue> result;
    if (difference_.attribute != "labels" ||
        difference_.before->object != difference_.after->object) {
        return result;
    }
    for (const TracedStatement* one : up_.changing(difference_.before->object)) {
        const auto* alter = as<AlterEnum>(*one->statement);
        if (alter != nullptr && alter->oldValue.empty()) {
            result.push_back({{one->file, alter->range}, alter->value});
        }
    }
    return result;
}

/// DROP … IF EXISTS of what is not there, with nearly the name.
std::optional<CauseAttempt> RollbackCause::mistakenDrop() const {
    const llvm::StringRef name = difference_.after->name;
    const unsigned near = std::max<unsigned>(1, static_cast<unsigned>(name.size()) / 4);
    const auto isNear = [&](std::string_view written) {
        return name != llvm::StringRef(written) && name.edit_distance(written, true, near) <= near;
    };
    for (const TraceIndex::VainDrop& drop : down_.vainDrops()) {
        if (isNear(drop.name)) {
            return CauseAttempt{drop.place, drop.name};
        }
    }
    return std::nullopt;
}

std::optional<CauseAttempt> RollbackCause::attempt(const CausePlace& place) const {
    if (place.byWayBack) {
        return std::nullopt;
    }
    if (difference_.kind == Difference::Kind::LeftOver) {
        return mistakenDrop();
    }
    if (difference_.kind != Difference::Kind::Missing) {
        // What changes a table or view may be about any of its parts.
        const std::optional<CausePlace> found = lastTouching(down_, true);
        const bool isPart = !difference_.before->parent.empty();
        if (!isPart && difference_.before->object == difference_.after->object) {
            return std::nullopt;
        }
        return found ? std::optional(CauseAttempt{found->location, {}}) : std::nullopt;
    }
    // The table was dropped with it, and is made again without it.
    const std::string& parent = difference_.before->parent;
    const std::string_view table = llvm::StringRef(parent).split('\n').second;
    const TracedStatement* made = down_.making(table);
    return made != nullptr ? std::optional(CauseAttempt{{made->file, made->statement->range}, {}})
                           : std::nullopt;
}

} // namespace ironlaw
