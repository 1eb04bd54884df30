// See trace-index.h.
#include "analyzer/rule/trace-index.h"

#include "grammar/name.h"
#include "grammar/scanner.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <numeric>
#include <ranges>

namespace ironlaw {

namespace {

bool mayChangeRows(const Statement& statement) {
    return statement.kind == StatementKind::Query || statement.kind == StatementKind::Copy ||
           statement.kind == StatementKind::Do || statement.kind == StatementKind::Call ||
           statement.kind == StatementKind::CreateTableAs;
}

} // namespace

TraceIndex::TraceIndex(const SchemaInput& input, const WayTrace& way)
    : way_(way), byPlace_(way.size()) {
    for (uint32_t number = 0; number < way.size(); ++number) {
        for (const ObjectId object : way[number].objects) {
            Numbers& numbers = byObject_[object];
            if (numbers.empty() || numbers.back() != number) {
                numbers.push_back(number);
            }
        }
        words(input, number);
        drops(way[number]);
        if (const auto* made = as<CreateTable>(*way[number].statement)) {
            tables_.try_emplace(made->name.name.text.view(), number);
        }
    }
    std::iota(byPlace_.begin(), byPlace_.end(), 0);
    std::ranges::sort(byPlace_, {}, [&](uint32_t number) {
        return std::pair(way[number].file, way[number].statement->range.begin);
    });
}

void TraceIndex::words(const SchemaInput& input, uint32_t number) {
    const TracedStatement& one = way_[number];
    const Range range = one.statement->range;
    const bool writes = mayChangeRows(*one.statement);
    Scanner scanner(input.fileText({one.file, range}), range);
    for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
         token = scanner.nextSignificant()) {
        const llvm::StringRef text = scanner.textOf(token);
        if (token.kind != TokenKind::Word && token.kind != TokenKind::QuotedIdentifier) {
            continue;
        }
        const std::string word =
            token.kind == TokenKind::Word ? foldedIdentifier(text) : text.trim('"').str();
        Numbers& numbers = byWord_[word];
        if (numbers.empty() || numbers.back() != number) {
            numbers.push_back(number);
        }
        if (writes) {
            written_.insert(word);
        }
    }
}

void TraceIndex::vainDrop(Location place, std::string_view name) {
    constexpr size_t most = 64;
    if (vainDrops_.size() < most) {
        vainDrops_.push_back({place, name});
    }
}

void TraceIndex::drops(const TracedStatement& one) {
    if (const auto* drop = as<Drop>(*one.statement); drop != nullptr && one.objects.empty()) {
        for (const ObjectReference& object : drop->objects) {
            const Name& name = object.part.empty() ? object.name.name : object.part;
            vainDrop({one.file, drop->range}, name.text);
        }
    }
    const auto* alter = as<AlterTable>(*one.statement);
    for (size_t i = 0; alter != nullptr && i < alter->actions.size(); ++i) {
        const auto* column = as<DropColumn>(*alter->actions[i]);
        if (column != nullptr && column->ifExists) {
            vainDrop({one.file, column->range}, column->column.text);
        }
    }
}

const TracedStatement* TraceIndex::lastChanging(llvm::ArrayRef<ObjectId> objects,
                                                llvm::ArrayRef<std::string_view> words) const {
    std::optional<uint32_t> last;
    for (const ObjectId object : objects) {
        const auto found = byObject_.find(object);
        if (found == byObject_.end()) {
            continue;
        }
        const Numbers& changing = found->second;
        if (words.empty()) {
            last = std::max(last.value_or(0), changing.back());
        }
        for (const std::string_view word : words) {
            const auto naming = byWord_.find(word);
            if (naming == byWord_.end()) {
                continue;
            }
            for (const uint32_t number : naming->second | std::views::reverse) {
                if (std::ranges::binary_search(changing, number)) {
                    last = std::max(last.value_or(0), number);
                    break;
                }
            }
        }
    }
    return last ? &way_[*last] : nullptr;
}

std::vector<const TracedStatement*> TraceIndex::changing(ObjectId object) const {
    std::vector<const TracedStatement*> result;
    const auto found = byObject_.find(object);
    for (const uint32_t number : found == byObject_.end() ? Numbers() : found->second) {
        result.push_back(&way_[number]);
    }
    return result;
}

const TracedStatement* TraceIndex::at(Location place) const {
    const auto behind = std::ranges::upper_bound(
        byPlace_, std::pair(place.file, place.range.begin), {}, [&](uint32_t number) {
            return std::pair(way_[number].file, way_[number].statement->range.begin);
        });
    if (behind == byPlace_.begin()) {
        return nullptr;
    }
    const TracedStatement& one = way_[*std::prev(behind)];
    const bool holds = one.file == place.file && one.statement->range.contains(place.range.begin);
    return holds ? &one : nullptr;
}

const TracedStatement* TraceIndex::making(std::string_view table) const {
    const auto found = tables_.find(table);
    return found == tables_.end() ? nullptr : &way_[found->second];
}

} // namespace ironlaw
