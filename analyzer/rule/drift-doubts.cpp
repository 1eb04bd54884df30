// See drift-doubts.h.
#include "analyzer/rule/drift-doubts.h"

#include "analyzer/project/folder.h"
#include "analyzer/project/program-migrations.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>

namespace ironlaw {

DriftDoubts::DriftDoubts(const ParsedProject& parsed, std::span<const History> histories,
                         Doubts doubts, bool ofDump)
    : doubts_(std::move(doubts)),
      onlyOther_(ofDump ? Difference::Kind::Missing : Difference::Kind::LeftOver) {
    for (size_t i = 0; i < histories.size(); ++i) {
        history(histories[i], *parsed.histories()[i]);
    }
}

void DriftDoubts::history(const History& history, const ParsedHistory& parsed) {
    programs(history);
    if (!areAboutOthers()) {
        return; // functions that change the schema were not called
    }
    for (const ParsedMigration& migration : parsed.migrations()) {
        for (const SectionView& view : migration.up) {
            const std::string_view file = view.parsed->prepared.text;
            for (const SyntaxError& error : view.parsed->errors) {
                add(file.substr(error.statement.begin, error.statement.size()), words_);
            }
            for (const Statement* one : view.parsed->statements) {
                statement(*one, file);
            }
        }
    }
}

void DriftDoubts::programs(const History& history) {
    size_t unseen = history.programs.size() +
                    static_cast<size_t>(
                        std::ranges::count_if(history.migrations, &Migration::upInOtherLanguage));
    if (unseen == 0) {
        return;
    }
    doubts_.everything();
    const Folder folder(history.folder);
    for (const FolderEntry& entry : folder.entries()) {
        if (entry.isFolder || !isProgram(entry.name)) {
            continue;
        }
        if (const std::optional<std::string> text = FileReader::peek(entry.path)) {
            add(*text, words_);
            unseen -= unseen > 0 ? 1 : 0;
        }
    }
    blind_ |= unseen > 0;
}

void DriftDoubts::statement(const Statement& statement, std::string_view file) {
    if (const Body* own = bodyOf(statement)) {
        body(*own, file);
    }
    const auto* other = as<OtherStatement>(statement);
    const auto* query = as<QueryStatement>(statement);
    const std::string_view text = file.substr(statement.range.begin, statement.range.size());
    if (other != nullptr && other->reason.empty()) {
        add(text, words_);
    } else if (statement.kind == StatementKind::Call ||
               (query != nullptr && query->query->kind == QueryKind::Select)) {
        add(text, called_);
    }
}

/// A function may have been called, by whatever is not seen.
void DriftDoubts::body(const Body& body, std::string_view file) {
    if (!body.readable || body.executesDynamicSql || !body.errors.empty()) {
        add(file.substr(body.range.begin, body.range.size()), words_);
    }
    for (const Statement* one : body.statements) {
        doubts_.namesOf(*one);
        statement(*one, file);
    }
}

void DriftDoubts::add(std::string_view text, llvm::StringSet<>& words) {
    const auto isOfWord = [](char c) { return llvm::isAlnum(c) || c == '_'; };
    for (size_t begin = 0; begin < text.size(); ++begin) {
        size_t end = begin;
        while (end < text.size() && isOfWord(text[end])) {
            ++end;
        }
        if (end > begin) {
            const llvm::StringRef word = text.substr(begin, end - begin);
            words.insert(word);
            words.insert(word.lower());
            begin = end;
        }
    }
}

bool DriftDoubts::areAboutAnyTable() const {
    constexpr std::array<std::string_view, 9> lists = {
        "information_schema", "pg_attribute", "pg_class",   "pg_constraint",      "pg_index",
        "pg_indexes",         "pg_tables",    "pg_trigger", "pg_stat_user_tables"};
    return std::ranges::any_of(lists, [&](std::string_view one) { return words_.contains(one); });
}

bool DriftDoubts::areAbout(const Difference& difference) const {
    const bool isOthers = difference.kind == onlyOther_;
    const ObjectDescription& object =
        difference.before != nullptr ? *difference.before : *difference.after;
    const size_t behindSchema = object.parent.find('\n');
    const bool isPart = behindSchema != std::string::npos;
    const bool mayBeMade = areAboutOthers() && (!isPart || areAboutAnyTable());
    if (blind_ || (isOthers && mayBeMade) || doubts_.nameIt(object.name)) {
        return true;
    }
    const auto isNamed = [&](std::string_view name) {
        return words_.contains(name) || (isOthers && called_.contains(name));
    };
    if (!isPart) {
        return isNamed(object.name);
    }
    // Names of columns are words of any text; those of other parts are seldom others'.
    const std::string_view table = std::string_view(object.parent).substr(behindSchema + 1);
    return doubts_.nameIt(table) || isNamed(table) || (!object.isColumn() && isNamed(object.name));
}

} // namespace ironlaw
