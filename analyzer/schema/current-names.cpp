// See current-names.h.
#include "analyzer/schema/current-names.h"

#include "grammar/anchor.h"
#include "grammar/keyword.h"
#include "grammar/query-scope.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

std::string sqlName(std::string_view schema, std::string_view name) {
    return fmt::format("{}.{}", quotedIdentifier(schema), quotedIdentifier(name));
}

namespace {

bool hadName(const CatalogObject& object, std::string_view name) {
    return object.name == name ||
           std::ranges::find(object.formerNames, name) != object.formerNames.end();
}

} // namespace

void CurrentNames::know(const std::vector<ObjectId>& objects) {
    for (ObjectId id : objects) {
        if (const CatalogObject* object = catalog_.find(id)) {
            objects_.push_back(object);
        }
    }
}

void CurrentNames::knowColumn(ObjectId relation, ColumnNumber number) {
    const Table* table = catalog_.get<Table>(relation);
    const Column* column = table == nullptr ? nullptr : table->column(number);
    if (column == nullptr) {
        return;
    }
    columnNames_[column->name] = true;
    for (std::string_view former : column->formerNames) {
        columns_[former] = column->name;
    }
}

const CatalogObject* CurrentNames::find(const QualifiedName& written, bool relation,
                                        bool routine) const {
    for (const CatalogObject* object : objects_) {
        const bool isRelation =
            object->kind == CatalogKind::Table || object->kind == CatalogKind::View;
        const bool isRoutine = object->kind == CatalogKind::Routine;
        const bool fits = relation ? isRelation : isRoutine == routine;
        if (fits && hadName(*object, written.name.text)) {
            return object;
        }
    }
    return nullptr;
}

void CurrentNames::object(const QualifiedName& written, Range range, bool relation, bool routine) {
    const CatalogObject* object = find(written, relation, routine);
    if (object == nullptr || range.empty() || range.end > file_.size()) {
        return;
    }
    const bool isVisible = written.schema.empty() && object->schema == catalog_.defaultSchema();
    if (object->name != written.name.text ||
        (!isVisible && object->schema != written.schema.text)) {
        replace(range, sqlName(*object));
    }
}

void CurrentNames::type(const TypeName& type) { object(type.name, type.name.range, false, false); }

void CurrentNames::column(const Expression& reference) {
    auto renamed = columns_.find(reference.text);
    if (renamed == columns_.end() || columnNames_.contains(reference.text)) {
        return;
    }
    const Range name = qualifiedNameAt(file_, reference.location);
    const size_t dot = file_.substr(name.begin, name.size()).rfind('.');
    const uint32_t last =
        dot == std::string_view::npos ? name.begin : name.begin + static_cast<uint32_t>(dot) + 1;
    replace({last, name.end}, quotedIdentifier(renamed->second));
}

void CurrentNames::expression(const Expression* expression) {
    ownExpression(expression);
    walkExpression(expression, [&](const Expression& node) {
        if (node.subquery() != nullptr) {
            query(*node.subquery());
        }
        return true;
    });
}

void CurrentNames::ownExpression(const Expression* expression) {
    walkExpression(expression, [&](const Expression& node) {
        if (node.kind == ExpressionKind::ColumnReference) {
            column(node);
        } else if (node.kind == ExpressionKind::Cast) {
            type(*node.type());
        } else if (node.kind == ExpressionKind::FunctionCall && !node.names.empty()) {
            object(qualifiedName(node.names), qualifiedNameAt(file_, node.location), false, true);
        }
        return true;
    });
}

void CurrentNames::from(const FromItem& item) {
    ownExpression(item.condition);
    ownExpression(item.function);
    for (const FromItem* side : {item.left, item.right}) {
        if (side != nullptr) {
            from(*side);
        }
    }
}

void CurrentNames::relation(const FromItem& item) {
    object(item.relation, item.relation.range, true, false);
    auto edit = edits_.find(item.relation.range.begin);
    const CatalogObject* relation = find(item.relation, true, false);
    if (edit != edits_.end() && item.alias.empty() && relation->name != item.relation.name.text) {
        edit->second.second += " AS " + quotedIdentifier(item.relation.name.text);
    }
}

void CurrentNames::query(const Query& query) {
    eachRelationRead(query, [&](const FromItem& item, const Query&) { relation(item); });
    walkQueries(query, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) { ownParts(one); });
}

void CurrentNames::ownParts(const Query& query) {
    for (const Target& target : query.targets) {
        ownExpression(target.value);
    }
    for (const FromItem* item : query.from) {
        from(*item);
    }
    for (std::span<const Expression* const> list :
         {query.clauses->groupBy, query.clauses->orderBy, query.clauses->distinctOn,
          query.clauses->windows, query.rows}) {
        std::ranges::for_each(list, [&](const Expression* one) { ownExpression(one); });
    }
    for (const Expression* one :
         {query.where, query.clauses->having, query.clauses->limit, query.clauses->offset}) {
        ownExpression(one);
    }
}

void CurrentNames::star(const ExpandedStar& star, Range within) {
    const size_t end = file_.find('*', star.location);
    if (!within.contains(star.location) || end >= within.end || star.columns.empty()) {
        return;
    }
    std::string text;
    for (const StarColumn& column : star.columns) {
        const Table* table = catalog_.get<Table>(column.relation);
        const Column* known = table == nullptr ? nullptr : table->column(column.column);
        const std::string_view now = known == nullptr ? column.name : known->name;
        text += text.empty() ? "" : ", ";
        text += column.source.empty() ? "" : quotedIdentifier(column.source) + ".";
        text += quotedIdentifier(now);
        text += now == column.name ? "" : " AS " + quotedIdentifier(column.name);
    }
    replace({star.location, static_cast<uint32_t>(end) + 1}, std::move(text));
}

std::string CurrentNames::text(Range range) const {
    if (range.empty() || range.end > file_.size()) {
        return "";
    }
    std::string result;
    uint32_t at = range.begin;
    for (const auto& [begin, edit] : edits_) {
        if (begin >= at && edit.first <= range.end) {
            result += file_.substr(at, begin - at);
            result += edit.second;
            at = edit.first;
        }
    }
    result += file_.substr(at, range.end - at);
    return result;
}

} // namespace ironlaw
