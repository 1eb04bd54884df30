// See written.h.
#include "analyzer/schema/written.h"

#include "analyzer/schema/current-names.h"
#include "grammar/clause.h"
#include "grammar/keyword.h"

#include <fmt/format.h>

namespace ironlaw {

namespace {

/// An expression at `range` in the file of `place` that names columns of `relation` and `needs`.
std::string writtenExpression(const SchemaInput& input, Location place, Range range,
                              const Expression* expression, ObjectId relation,
                              const std::vector<ColumnNumber>& columns,
                              const std::vector<ObjectId>& needs) {
    CurrentNames names(input, place);
    names.know(needs);
    for (ColumnNumber column : columns) {
        names.knowColumn(relation, column);
    }
    names.expression(expression);
    return names.text(range);
}

std::string_view keyColumn(const SchemaInput& input, const Index& index, ColumnNumber number) {
    if (const View* view = input.catalog.get<View>(index.table)) {
        return number == 0 || number > view->columns.size() ? "" : view->columns[number - 1U];
    }
    const Table* table = input.catalog.get<Table>(index.table);
    const Column* column = table == nullptr ? nullptr : table->column(number);
    return column == nullptr ? "" : column->name;
}

/// The function call or the parenthesised expression that the item of an index begins with.
Range callAt(PlacedText text, Range item) {
    const std::string_view bytes = text.at(item);
    const size_t open = bytes.find('(');
    if (open == std::string_view::npos) {
        return item;
    }
    const uint32_t inside = item.begin + static_cast<uint32_t>(open) + 1;
    Range result = item;
    const std::vector<Range> arguments = commaSeparated(text, {inside, item.end});
    const uint32_t from = arguments.empty() ? inside : arguments.back().end;
    const size_t close = text.at({from, item.end}).find(')');
    if (close != std::string_view::npos) {
        result.end = from + static_cast<uint32_t>(close) + 1;
    }
    return result;
}

} // namespace

std::string writtenQuery(const SchemaInput& input, const View& view) {
    const Range range = fromWords(input.fileText(view.place), view.place.range, "as");
    CurrentNames names(input, view.place);
    names.know(view.uses);
    names.know(view.needs);
    for (const auto& [relation, column] : view.usedColumns) {
        names.knowColumn(relation, column);
    }
    if (view.query != nullptr) {
        names.query(*view.query);
    }
    for (const ExpandedStar& star : view.stars) {
        names.star(star, range);
    }
    return names.text(range);
}

std::string writtenRoutine(const SchemaInput& input, const Routine& routine) {
    const Range range{routine.definition->name.range.end, routine.origin.location.range.end};
    return writtenRoutine(input, routine, range);
}

std::string writtenRoutine(const SchemaInput& input, const Routine& routine, Range range) {
    const CreateRoutine& definition = *routine.definition;
    const Location place = routine.origin.location;
    CurrentNames names(input, place);
    names.know(routine.needs);
    for (const RoutineArgument& argument : definition.arguments) {
        names.type(argument.type);
    }
    names.type(definition.result);
    return names.text(range);
}

std::string writtenDefault(const SchemaInput& input, const Column& column) {
    if (!column.hasDefault) {
        return "";
    }
    if (const Sequence* sequence = input.catalog.get<Sequence>(column.defaultSequence)) {
        const bool visible = sequence->schema == input.catalog.defaultSchema();
        return fmt::format("nextval('{}'::regclass)",
                           visible ? quotedIdentifier(sequence->name) : sqlName(*sequence));
    }
    const Range range =
        defaultExpression(input.fileText(column.defaultPlace), column.defaultPlace.range);
    return writtenExpression(input, column.defaultPlace, range, column.defaultValue, 0, {},
                             column.defaultNeeds);
}

std::string writtenGeneration(const SchemaInput& input, const Table& table, const Column& column) {
    if (column.generation == nullptr) {
        return "";
    }
    const Location place = column.generationPlace;
    const Range range = parenthesesBehind(input.fileText(place), place.range, "as");
    return writtenExpression(input, place, range, column.generation, table.id, column.generatedFrom,
                             column.generationNeeds);
}

std::string writtenDefault(const SchemaInput& input, const Type& domain) {
    if (!domain.hasDefault) {
        return "";
    }
    const Location place = domain.defaultPlace;
    const Range range = defaultExpression(input.fileText(place), place.range);
    return writtenExpression(input, place, range, nullptr, 0, {}, {});
}

std::string writtenCheck(const SchemaInput& input, const Table& table,
                         const Constraint& constraint) {
    const Location place = constraint.place;
    const Range range = parenthesesBehind(input.fileText(place), place.range, "check");
    return writtenExpression(input, place, range, constraint.expression, table.id,
                             constraint.mentioned, constraint.needs);
}

std::string writtenCheck(const SchemaInput& input, const DomainCheck& check) {
    const Range range = parenthesesBehind(input.fileText(check.place), check.place.range, "check");
    return writtenExpression(input, check.place, range, nullptr, 0, {}, {});
}

std::string writtenBound(const SchemaInput& input, const Table& table) {
    if (table.partitionOf == 0 || table.bound.isDefault) {
        return table.partitionOf == 0 ? "" : "DEFAULT";
    }
    const std::string_view file = input.fileText(table.boundPlace);
    Range bound = fromWords(file, table.boundPlace.range, "for values");
    const Range partitionBy = fromWords(file, bound, "partition by");
    bound.end = partitionBy.empty() ? bound.end : partitionBy.begin;
    return std::string(file.substr(bound.begin, bound.size()));
}

std::vector<std::string> writtenKeys(const SchemaInput& input, const Index& index, bool whole) {
    const std::string_view file = input.fileText(index.place);
    const std::vector<Range> items =
        parenthesisedItems(file, index.place.range, index.place.range.begin);
    std::vector<std::string> result;
    for (size_t i = 0; i < index.keys.size(); ++i) {
        const IndexColumn& key = index.keys[i];
        const bool written = key.key != nullptr && items.size() == index.keys.size();
        std::string name = quotedIdentifier(keyColumn(input, index, key.column));
        if (!written || (!whole && key.column != 0)) {
            result.push_back(std::move(name));
        } else if (key.key->expression == nullptr) {
            const uint32_t behind = qualifiedNameAt(file, items[i].begin).end;
            result.push_back(name + std::string(file.substr(behind, items[i].end - behind)));
        } else {
            result.push_back(
                writtenExpression(input, index.place, whole ? items[i] : callAt(file, items[i]),
                                  key.key->expression, index.table, index.mentioned, index.needs));
        }
    }
    return result;
}

std::string writtenPredicate(const SchemaInput& input, const Index& index) {
    if (index.predicate == nullptr) {
        return "";
    }
    const std::string_view file = input.fileText(index.place);
    Range range = parenthesesBehind(file, index.place.range, "where");
    if (!index.ofConstraint) {
        range = fromWords(file, index.place.range, "where");
        range.begin = behindTokens(file, range, 1);
    }
    return writtenExpression(input, index.place, range, index.predicate, index.table,
                             index.mentioned, index.needs);
}

} // namespace ironlaw
