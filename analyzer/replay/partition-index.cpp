// See partition-index.h.
#include "analyzer/replay/partition-index.h"

#include "analyzer/catalog/expressions.h"

#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

namespace {

bool sameKey(const IndexColumn& a, const IndexColumn& b) {
    auto classOf = [](const IndexColumn& one) {
        return one.key == nullptr ? std::string_view() : one.key->operatorClass.text.view();
    };
    auto collationOf = [](const IndexColumn& one) {
        return one.key == nullptr ? std::string_view() : one.key->collation.text.view();
    };
    auto expressionOf = [](const IndexColumn& one) {
        return one.key == nullptr ? nullptr : one.key->expression;
    };
    return a.column == b.column && classOf(a) == classOf(b) && collationOf(a) == collationOf(b) &&
           sameExpression(expressionOf(a), expressionOf(b));
}

/// CompareIndexInfo, src/backend/catalog/index.c. Both are indexes of the same table.
bool sameIndex(const Index& a, const Index& b) {
    return a.unique == b.unique && a.method == b.method &&
           a.nullsNotDistinct == b.nullsNotDistinct && a.included == b.included &&
           std::ranges::equal(a.keys, b.keys, sameKey) && sameExpression(a.predicate, b.predicate);
}

} // namespace

std::vector<ColumnNumber> mapped(const std::vector<ColumnNumber>& numbers, const Table& from,
                                 const Table& to) {
    std::vector<ColumnNumber> result;
    for (ColumnNumber number : numbers) {
        const Column* source = from.column(number);
        const Column* target = source == nullptr ? nullptr : to.column(source->name);
        result.push_back(target == nullptr ? ColumnNumber(0) : target->number);
    }
    return result;
}

/// The column of a key that is nothing else, also `(column)` and `(column COLLATE "C")`
/// (ComputeIndexAttrs, src/backend/commands/indexcmds.c); empty for an expression.
std::string_view plainColumn(const IndexKey& key) {
    const Expression* expression = key.expression;
    if (expression == nullptr) {
        return key.column.text;
    }
    if (expression->kind == ExpressionKind::Collate && !expression->operands.empty()) {
        expression = expression->operands.front();
    }
    return expression->kind == ExpressionKind::ColumnReference ? expression->text.view()
                                                               : std::string_view();
}

std::unique_ptr<Index> indexOf(const CreateIndex& statement) {
    auto index = std::make_unique<Index>();
    index->name = statement.name.text;
    index->method = statement.method;
    index->predicate = statement.predicate;
    index->unique = statement.unique;
    index->nullsNotDistinct = statement.nullsNotDistinct;
    return index;
}

std::unique_ptr<Index> indexOf(const CreateIndex& statement, const Table& table) {
    const auto numberOf = [&](std::string_view name) {
        const Column* column = table.column(name);
        return column == nullptr ? ColumnNumber(0) : column->number;
    };
    std::unique_ptr<Index> index = indexOf(statement);
    for (const IndexKey& key : statement.keys) {
        index->keys.push_back({numberOf(plainColumn(key)), &key});
    }
    for (const Name& column : statement.included) {
        index->included.push_back(numberOf(column.text));
    }
    return index;
}

std::unique_ptr<Index> indexLike(const Index& source, const Table& from, const Table& to) {
    auto copy = std::make_unique<Index>(source);
    copy->id = 0;
    copy->table = to.id;
    copy->schema = to.schema;
    copy->parent = 0;
    copy->valid = true;
    for (IndexColumn& key : copy->keys) {
        key.column = mapped({key.column}, from, to).front();
    }
    copy->included = mapped(source.included, from, to);
    copy->mentioned = mapped(source.mentioned, from, to);
    if (copy->notNullPredicate) {
        for (std::vector<ColumnNumber>& columns : *copy->notNullPredicate) {
            columns = mapped(columns, from, to);
        }
    }
    return copy;
}

const Index* matchingIndex(const Index& source, const Table& from, const Table& partition,
                           const Catalog& catalog) {
    const std::unique_ptr<Index> wanted = indexLike(source, from, partition);
    for (const Index* existing : catalog.indexesOf(partition.id)) {
        if (existing->parent == 0 && existing->valid &&
            (!source.ofConstraint || existing->ofConstraint) && sameIndex(*existing, *wanted)) {
            return existing;
        }
    }
    return nullptr;
}

void eachPartIndex(const Index& wanted, const Table& parent, const Table& first,
                   const Catalog& catalog, const std::function<void(const Index&)>& attach,
                   const std::function<void(const Table&)>& build) {
    llvm::SetVector<ObjectId> tables; // nothing keeps a text from attaching in a circle
    tables.insert(first.id);
    for (size_t i = 0; i < tables.size(); ++i) {
        const Table& table = *catalog.get<Table>(tables[i]);
        if (const Index* match = matchingIndex(wanted, parent, table, catalog)) {
            attach(*match);
        } else if (table.partitionedBy == PartitionStrategy::None) {
            build(table);
        } else {
            const std::vector<ObjectId> children = catalog.children(table.id);
            tables.insert(children.begin(), children.end());
        }
    }
}

} // namespace ironlaw
