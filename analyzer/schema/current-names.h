// Text of the history with the names that its objects have now. Within schema/ only.
#pragma once

#include "analyzer/schema/schema.h"

#include <map>
#include <string>

namespace ironlaw {

/// `"schema".name` as SQL reads it.
std::string sqlName(std::string_view schema, std::string_view name);
inline std::string sqlName(const CatalogObject& object) {
    return sqlName(object.schema, object.name);
}

/// Collects what has to be replaced in the text of one file. Objects and columns are found by the
/// names that they have or had, among those that the definition is known to need.
class CurrentNames {
public:
    CurrentNames(const SchemaInput& input, Location place)
        : catalog_(input.catalog), file_(input.fileText(place)) {}

    /// Objects that the text may name.
    void know(const std::vector<ObjectId>& objects);
    /// A column that the text may name.
    void knowColumn(ObjectId relation, ColumnNumber column);

    void expression(const Expression* expression);
    void query(const Query& query);
    void type(const TypeName& type);
    void routine(const QualifiedName& name) { object(name, name.range, false, true); }
    void star(const ExpandedStar& star, Range within);
    void replace(Range range, std::string text) {
        edits_[range.begin] = {range.end, std::move(text)};
    }

    /// The text of `range`; empty if the file has none there.
    std::string text(Range range) const;

private:
    const CatalogObject* find(const QualifiedName& written, bool relation, bool routine) const;
    void object(const QualifiedName& written, Range range, bool relation, bool routine);
    void column(const Expression& reference);
    /// Without the subqueries, which are queries of their own.
    void ownExpression(const Expression* expression);
    void from(const struct FromItem& item);
    void relation(const struct FromItem& item);
    void ownParts(const Query& query);

    const Catalog& catalog_;
    std::string_view file_;
    std::vector<const CatalogObject*> objects_;
    std::map<std::string_view, std::string_view> columns_;       ///< by the names that they had
    std::map<std::string_view, bool> columnNames_;               ///< that known columns have now
    std::map<uint32_t, std::pair<uint32_t, std::string>> edits_; ///< by begin: end and text
};

} // namespace ironlaw
