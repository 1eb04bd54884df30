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
    if (const auto* alter = as<AlterTable>(statement)) {
        for (const AlterAction* action : alter->actions | std::views::reverse) {
            if (alter->actions.size() > 1 && isMeant(action->range)) {
                return action->range;
            }
        }
    }
    return statement.range;
}

} // namespace

RollbackCause::RollbackCause(const SchemaInput& input, const Difference& difference,
                             const WayTrace& up, const WayTrace& down)
    : input_(input), difference_(difference), up_(up), down_(down) {}

bool RollbackCause::names(const TracedStatement& one, Range range) const {
    const std::string_view text = input_.fileText({one.file, range});
    return llvm::any_of(std::array{difference_.before, difference_.after},
                        [&](const ObjectDescription* object) {
                            return object != nullptr && hasWord(text, range, object->name);
                        });
}

std::optional<CausePlace> RollbackCause::lastTouching(const WayTrace& way, bool mustName) const {
    const auto touches = [&](const TracedStatement& one) {
        return llvm::any_of(std::array{difference_.before, difference_.after},
                            [&](const ObjectDescription* object) {
                                return object != nullptr &&
                                       llvm::is_contained(one.objects, object->object);
                            });
    };
    for (const TracedStatement& one : way | std::views::reverse) {
        if (touches(one) && (!mustName || names(one, one.statement->range))) {
            const Range range =
                partOf(*one.statement, [&](Range action) { return names(one, action); });
            return CausePlace{{one.file, range}, &way == &down_};
        }
    }
    return std::nullopt;
}

std::optional<CausePlace> RollbackCause::at(const WayTrace& way, Location place) const {
    const auto found = llvm::find_if(way, [&](const TracedStatement& one) {
        return one.file == place.file && one.statement->range.contains(place.range.begin);
    });
    if (found == way.end()) {
        return std::nullopt;
    }
    const Range range =
        partOf(*found->statement, [&](Range action) { return action.contains(place.range.begin); });
    return CausePlace{{place.file, range}, &way == &down_};
}

std::optional<CausePlace> RollbackCause::place() const {
    if (difference_.kind == Difference::Kind::LeftOver) {
        for (const WayTrace* way : {&up_, &down_}) {
            if (auto found = at(*way, difference_.after->place)) {
                return found;
            }
        }
    }
    for (const bool mustName : {true, false}) {
        for (const WayTrace* way : {&up_, &down_}) {
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
    const bool isSame = difference_.attribute == "labels" &&
                        difference_.before->object == difference_.after->object;
    for (const TracedStatement& one : up_) {
        const auto* alter = as<AlterEnum>(*one.statement);
        if (isSame && alter != nullptr && alter->oldValue.empty() &&
            llvm::is_contained(one.objects, difference_.before->object)) {
            result.push_back({{one.file, alter->range}, alter->value});
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
    for (const TracedStatement& one : down_) {
        if (const auto* drop = as<Drop>(*one.statement); drop != nullptr && one.objects.empty()) {
            for (const ObjectReference& object : drop->objects) {
                const Name& written = object.part.empty() ? object.name.name : object.part;
                if (isNear(written.text)) {
                    return CauseAttempt{{one.file, drop->range}, written.text};
                }
            }
        }
        const auto* alter = as<AlterTable>(*one.statement);
        for (size_t i = 0; alter != nullptr && i < alter->actions.size(); ++i) {
            const auto* column = as<DropColumn>(*alter->actions[i]);
            if (column != nullptr && column->ifExists && isNear(column->column.text)) {
                return CauseAttempt{{one.file, column->range}, column->column.text};
            }
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
    for (const TracedStatement& one : down_) {
        const auto* made = as<CreateTable>(*one.statement);
        if (made != nullptr && made->name.name.text.view() == table) {
            return CauseAttempt{{one.file, made->range}, {}};
        }
    }
    return std::nullopt;
}

bool fills(const SchemaInput& input, const WayTrace& way, std::string_view table) {
    return llvm::any_of(way, [&](const TracedStatement& one) {
        const Statement& statement = *one.statement;
        const bool mayWrite =
            statement.kind == StatementKind::Query || statement.kind == StatementKind::Copy ||
            statement.kind == StatementKind::Do || statement.kind == StatementKind::Call ||
            statement.kind == StatementKind::CreateTableAs;
        return mayWrite &&
               hasWord(input.fileText({one.file, statement.range}), statement.range, table);
    });
}

} // namespace ironlaw
