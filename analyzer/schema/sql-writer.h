// The schema as SQL, statement by statement. Within schema/ only.
#pragma once

#include "analyzer/schema/current-names.h"
#include "analyzer/schema/written.h"

namespace ironlaw {

/// Writes statements that make a schema in an empty database. Each function writes one object, or
/// one kind of them.
class SqlWriter {
public:
    SqlWriter(const SchemaInput& input, llvm::raw_ostream& out)
        : input_(input), catalog_(input.catalog), out_(out) {}

    void write();

private:
    // sql.cpp
    void schemasAndExtensions();
    void objectsInOrder();

    // sql-table.cpp
    void table(const Table& table);
    std::string column(const Table& table, const Column& column) const;
    /// How the sequence of an identity column is called if it is not called after the column.
    std::string identitySequence(const Table& table, const Column& column) const;
    void lateDefaults(const Table& table);
    std::string partitionKey(const Table& table) const;
    std::string foreignServer(const Table& table) const;
    /// `CONSTRAINT name …` as it stands in a table.
    std::string constraint(const Table& table, const Constraint& constraint) const;
    std::string key(const Table& table, const Constraint& constraint) const;
    std::string exclusion(const Constraint& constraint) const;
    std::string foreignKey(const Table& table, const Constraint& constraint) const;
    void lateConstraints(const Table& table, bool foreignKeys);
    void index(const Index& index);
    /// Attaches it to an index that is not on all partitions.
    void indexParent(const Index& index);
    void partition(const Table& table);
    void rowSecurity(const Table& table);
    void sequenceOwner(const Sequence& sequence);

    // sql-object.cpp
    void type(const Type& type);
    void domain(const Type& domain);
    void sequence(const Sequence& sequence);
    void view(const View& view);
    void definition(const Definition& definition);
    void routine(const Routine& routine);
    void trigger(const Trigger& trigger);
    void policy(const Policy& policy);
    /// The text of the statement at `place` from `begin` on.
    std::string rest(Location place, uint32_t begin) const;
    std::string relationName(ObjectId relation) const;

    const SchemaInput& input_;
    const Catalog& catalog_;
    llvm::raw_ostream& out_;
};

} // namespace ironlaw
