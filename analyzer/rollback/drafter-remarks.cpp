// Comments, owners and privileges.
#include "analyzer/rollback/drafter.h"

#include "analyzer/catalog/privileges.h"
#include "analyzer/schema/words.h"
#include "grammar/keyword.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// "update with GRANT OPTION".
bool isGrantable(llvm::StringRef privilege) { return privilege.ends_with(" with GRANT OPTION"); }

/// "UPDATE (a)" of "update (a)": only the word is a keyword.
std::string privilegeWords(llvm::StringRef written) {
    written.consume_back(" with GRANT OPTION");
    const std::string_view privilege = written;
    const size_t columns = std::min(privilege.find('('), privilege.size());
    return llvm::StringRef(privilege.substr(0, columns)).upper() +
           std::string(privilege.substr(columns));
}

} // namespace

void Drafter::remarks() {
    for (const auto& [id, change] : changes_.all()) {
        if (change.isMade() || redone_.contains(id) ||
            change.before->kind == CatalogKind::ServerObject) {
            continue;
        }
        const Table* table = as<Table>(change.before);
        const bool counts = (table == nullptr || table->complete || !change.isGone()) &&
                            isPrinted(*change.before) && !isTemporary(*change.before);
        if (counts) {
            remarksOf(*change.before, change.after.get());
        }
    }
    for (const ObjectId id : redone_) {
        if (const CatalogObject* object = catalog_.find(id)) {
            remarksOf(*object, nullptr);
        }
    }
}

/// An object that is made again has no remarks, and belongs to whoever makes it.
void Drafter::remarksOf(const CatalogObject& before, const CatalogObject* after) {
    const Index* index = as<Index>(&before);
    const Trigger* trigger = as<Trigger>(&before);
    if ((index != nullptr && index->ofConstraint) || (trigger != nullptr && trigger->parent != 0)) {
        return;
    }
    const std::string name = reference(before, Side::Before);
    comment(name, before.comment, after == nullptr ? "" : after->comment);
    if (const Table* table = as<Table>(&before)) {
        columnRemarks(*table, as<Table>(after));
    }
    const std::string_view owner = valueOf(before.settings, "owner");
    if (!owner.empty() && (after == nullptr || owner != valueOf(after->settings, "owner"))) {
        say(fmt::format("ALTER {} OWNER TO {}", name, roleName(owner)));
    }
    privileges(before, after);
}

void Drafter::comment(const std::string& object, std::string_view before, std::string_view after) {
    if (before != after) {
        say(fmt::format("COMMENT ON {} IS {}", object,
                        before.empty() ? "NULL" : quotedLiteral(before)));
    }
}

void Drafter::columnRemarks(const Table& before, const Table* after) {
    const std::string table = nameOf(before, Side::Before);
    for (const Column& column : before.columns) {
        const Column* now = after == nullptr ? nullptr : after->column(column.number);
        comment(fmt::format("COLUMN {}.{}", table, quotedIdentifier(column.name)), column.comment,
                now == nullptr ? "" : now->comment);
    }
    static const Table none;
    for (const Pair<Constraint>& pair : constraintPairs(before, after == nullptr ? none : *after)) {
        if (pair.before != nullptr) {
            const std::string_view now = isOtherConstraint(pair) ? "" : pair.after->comment;
            comment(fmt::format("CONSTRAINT {} ON {}", quotedIdentifier(pair.before->name), table),
                    pair.before->comment, now);
        }
    }
}

void Drafter::privileges(const CatalogObject& before, const CatalogObject* after) {
    // What everybody may do without a GRANT.
    const std::vector<Privilege> usual = defaultPrivileges(before);
    const std::vector<Privilege> from =
        after == nullptr ? usual : after->privileges.value_or(usual);
    const std::vector<Privilege> to = before.privileges.value_or(usual);
    const std::string_view word = before.kind == CatalogKind::View    ? "TABLE"
                                  : before.kind == CatalogKind::Table ? "TABLE"
                                                                      : wordOf(before);
    const std::string name = fmt::format("{} {}", word, nameOf(before, Side::Before));
    for (const Privilege& one : from) {
        if (!std::binary_search(to.begin(), to.end(), one)) {
            say(fmt::format("REVOKE {} ON {} FROM {}", privilegeWords(one.privilege), name,
                            roleName(one.role)));
        }
    }
    for (const Privilege& one : to) {
        if (!std::binary_search(from.begin(), from.end(), one)) {
            say(fmt::format("GRANT {} ON {} TO {}{}", privilegeWords(one.privilege), name,
                            roleName(one.role),
                            isGrantable(one.privilege) ? " WITH GRANT OPTION" : ""));
        }
    }
}

} // namespace ironlaw
