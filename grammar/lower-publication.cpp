// Lowering of publications: their tables, and what of these they publish.
#include "grammar/clause.h"
#include "grammar/lower.h"

namespace ironlaw {

void Lowering::publishedTables(const ::List* objects, PublicationStatement& publication) {
    std::vector<QualifiedName> tables;
    std::vector<uint8_t> only;
    std::vector<std::string_view> filters;
    for (const auto* object : Nodes<::PublicationObjSpec>(objects)) {
        if (object->pubtable != nullptr) {
            tables.push_back(qualifiedName(object->pubtable->relation));
            only.push_back(object->pubtable->relation->inh ? 0 : 1);
            filters.push_back(publishedPart(object->pubtable, tables.back().range));
        }
    }
    publication.tables = arena_.copy(tables);
    publication.only = arena_.copy(only);
    publication.filters = arena_.copy(filters);
}

std::string_view Lowering::publishedPart(const ::PublicationTable* node, Range table) {
    std::string text;
    for (const auto* column : Nodes<::String>(node->columns)) {
        text += text.empty() ? "(" : ", ";
        text += column->sval;
    }
    text += text.empty() ? "" : ")";
    if (node->whereClause != nullptr) {
        const Range rest{table.end, text_.end()};
        const Range where = parenthesesBehind(text_, rest, "where");
        text += " WHERE ";
        text += text_.at(where);
    }
    return arena_.copy(std::string_view(text));
}

void Lowering::publicationSettings(const ::List* objects, const ::List* options, bool allTables,
                                   PublicationStatement& publication) {
    std::vector<Setting> result = settings(options);
    const bool drops = publication.action == PublicationAction::Drop;
    if (allTables) {
        result.push_back(setting("choice of tables", "all"));
    }
    for (const auto* object : Nodes<::PublicationObjSpec>(objects)) {
        if (object->pubtable == nullptr && object->name != nullptr) {
            result.push_back(
                setting(std::string("schema ") + object->name, drops ? "" : "published"));
        }
    }
    publication.settings = arena_.copy(result);
}

const Statement* Lowering::publication(const ::Node* node, Range range) {
    PublicationStatement* result = nullptr;
    if (nodeTag(node) == T_CreatePublicationStmt) {
        const auto* create = cast<::CreatePublicationStmt>(node);
        result = start<CreatePublication>(range);
        result->name.name = name(create->pubname);
        publishedTables(create->pubobjects, *result);
        publicationSettings(create->pubobjects, create->options, create->for_all_tables, *result);
    } else {
        static constexpr PublicationAction actions[] = {
            PublicationAction::Add, PublicationAction::Drop, PublicationAction::Set};
        const auto* alter = cast<::AlterPublicationStmt>(node);
        result = start<AlterPublication>(range);
        result->name.name = name(alter->pubname);
        result->action =
            alter->options == nullptr ? actions[alter->action] : PublicationAction::Options;
        publishedTables(alter->pubobjects, *result);
        publicationSettings(alter->pubobjects, alter->options, alter->for_all_tables, *result);
    }
    result->name.range = qualifiedNameAt(text_, behindTokens(text_, range, 2));
    return result;
}

} // namespace ironlaw
