// Which objects an expression, a query or a type needs, so that they cannot be dropped without it:
// what PostgreSQL keeps in pg_depend.
#pragma once

#include "analyzer/catalog/catalog.h"

namespace ironlaw {

/// The relations that the query reads anywhere in it, each once.
std::vector<ObjectId> relationsIn(const Query* query, const Catalog& catalog);

/// The tables OF a composite type, which have its attributes as their columns.
std::vector<ObjectId> typedTables(const Type& type, const Catalog& catalog);

/// The sequence that a call of nextval, setval or currval names: 'app.s', '"App"."S"', or with
/// pg_get_serial_sequence. Null for other calls, and if the catalog does not know it.
const Sequence* calledSequence(const Expression& call, const Catalog& catalog);

/// Gathers the objects that definitions name, as far as the catalog knows them; each once.
class Needs {
public:
    explicit Needs(const Catalog& catalog) : catalog_(catalog) {}

    /// Routines and types; also the relations of subqueries. Which of several routines
    /// of a name is called is told by the number of arguments only: those that fit are all needed.
    void expression(const Expression* expression);
    /// Routines and types; its relations are what relationsIn() gives.
    void query(const Query* query);
    /// The same and its relations.
    void relationsAnd(const Query* query);
    void type(const TypeName& type);
    void routine(const QualifiedName& name);

    std::vector<ObjectId> take() { return std::move(ids_); }

private:
    void add(ObjectId id);
    void call(const Expression& call);
    void ownExpressions(const Query& query);

    const Catalog& catalog_;
    std::vector<ObjectId> ids_;
};

/// The parts of a definition that can go alone.
enum class DependentPart : uint8_t { Whole, Default, Column, Constraint };

/// Something that cannot stay when another object goes.
struct Dependent {
    DependentPart part = DependentPart::Whole;
    ObjectId object = 0; ///< itself, or the table or domain of the default, column or constraint
    ColumnNumber column = 0;
    std::string_view constraint = {};
};

/// What needs the routine, type, relation, or extension `needed` and goes only with CASCADE.
/// Foreign keys, partitions and parts of a table itself are not among them.
std::vector<Dependent> dependentsOf(const Catalog& catalog, ObjectId needed);

} // namespace ironlaw
