// See drift-doubts.h.
#include "analyzer/rule/drift-doubts.h"

#include "analyzer/project/folder.h"
#include "analyzer/project/program-migrations.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

DriftDoubts::DriftDoubts(const ParsedProject& parsed, std::span<const History> histories,
                         Doubts doubts)
    : doubts_(std::move(doubts)) {
    for (size_t i = 0; i < histories.size(); ++i) {
        history(histories[i], *parsed.histories()[i]);
    }
}

void DriftDoubts::history(const History& history, const ParsedHistory& parsed) {
    programs(history);
    for (const ParsedMigration& migration : parsed.migrations()) {
        for (const SectionView& view : migration.up) {
            const std::string_view file = view.parsed->prepared.text;
            for (const SyntaxError& error : view.parsed->errors) {
                wordsOf(file.substr(error.statement.begin, error.statement.size()));
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
            wordsOf(*text);
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
    if (other != nullptr && other->reason.empty()) {
        wordsOf(file.substr(statement.range.begin, statement.range.size()));
    }
}

/// A function may have been called, by whatever is not seen.
void DriftDoubts::body(const Body& body, std::string_view file) {
    if (!body.readable || body.executesDynamicSql || !body.errors.empty()) {
        wordsOf(file.substr(body.range.begin, body.range.size()));
    }
    for (const Statement* one : body.statements) {
        doubts_.namesOf(*one);
        statement(*one, file);
    }
}

void DriftDoubts::wordsOf(std::string_view text) {
    const auto isOfWord = [](char c) { return llvm::isAlnum(c) || c == '_'; };
    for (size_t begin = 0; begin < text.size(); ++begin) {
        size_t end = begin;
        while (end < text.size() && isOfWord(text[end])) {
            ++end;
        }
        if (end > begin) {
            const llvm::StringRef word = text.substr(begin, end - begin);
            words_.insert(word);
            words_.insert(word.lower());
            begin = end;
        }
    }
}

bool DriftDoubts::areAbout(const Difference& difference) const {
    const bool isLeftOver = difference.kind == Difference::Kind::LeftOver;
    const ObjectDescription& object = isLeftOver ? *difference.after : *difference.before;
    if (blind_ || (isLeftOver && areAboutOthers()) || doubts_.nameIt(object.name)) {
        return true;
    }
    const size_t behindSchema = object.parent.find('\n');
    if (behindSchema == std::string::npos) {
        return words_.contains(object.name);
    }
    // Names of columns are words of any text; those of other parts are seldom others'.
    const std::string_view table = std::string_view(object.parent).substr(behindSchema + 1);
    return doubts_.nameIt(table) || words_.contains(table) ||
           (!object.isColumn() && words_.contains(object.name));
}

} // namespace ironlaw
