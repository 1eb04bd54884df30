// From PostgreSQL's raw parse tree to our statements. Within grammar/ only.
#pragma once

#include "grammar/anchor.h"
#include "grammar/arena.h"
#include "grammar/raw.h"
#include "grammar/statements.h"
#include "grammar/syntax-feature.h"

namespace ironlaw {

/// Nesting of expressions, queries and joins beyond which a statement is not lowered.
inline constexpr int maxLoweringDepth = 400;

/// The location of a feature that stands nowhere in the raw tree.
inline constexpr uint32_t unplacedFeature = UINT32_MAX;

/// The state of lowering one raw statement. Raw nodes live only during the call; everything that
/// is kept is copied into the arena.
class Lowering {
public:
    /// `text` is the prepared text of the file or of a body in it, `base` the offset in the file of
    /// the parsed buffer's start, `bodyDepth` the number of bodies around it.
    Lowering(PlacedText text, uint32_t base, Arena& arena, int bodyDepth)
        : text_(text), base_(base), arena_(arena), bodyDepth_(bodyDepth) {}

    /// The statement for `node`, which stands at `range`. Null if it is nested too deeply.
    const Statement* statement(const ::Node* node, Range range);

private:
    const Statement* lowered(const ::Node* node, Range range);

    // lower-expression.cpp
    const Expression* expression(const ::Node* node);
    std::span<const Expression* const> expressions(const ::List* list);
    TypeName typeName(const ::TypeName* node);
    const Expression* constant(const ::A_Const* node);
    const Expression* columnReference(const ::ColumnRef* node);
    const Expression* functionCall(const ::FuncCall* node);
    const Expression* operation(const ::A_Expr* node);
    const Expression* operatorChain(const ::A_Expr* node);
    const Expression* boolean(const ::BoolExpr* node);
    const Expression* subLink(const ::SubLink* node);
    const Expression* caseExpression(const ::CaseExpr* node);
    const Expression* indirection(const ::A_Indirection* node);
    const Expression* sqlValue(const ::SQLValueFunction* node);
    const Expression* smallNode(const ::Node* node);
    const Expression* listNode(const ::Node* node);
    const Expression* wrapperNode(const ::Node* node);
    const Expression* otherNode(const ::Node* node);
    const Expression* withOperand(Expression* result, const ::Node* operand);
    std::string_view operatorText(const ::List* name);
    Expression* make(ExpressionKind kind, int location);

    // lower-query.cpp
    const Query* query(const ::Node* node);
    void select(const ::SelectStmt* node, Query& query, QueryClauses& clauses);
    void locking(const ::List* list, Query& query, QueryClauses& clauses);
    void setOperation(const ::SelectStmt* node, Query& query, QueryClauses& clauses);
    void insert(const ::InsertStmt* node, Query& query, QueryClauses& clauses);
    void update(const ::UpdateStmt* node, Query& query, QueryClauses& clauses);
    void remove(const ::DeleteStmt* node, Query& query, QueryClauses& clauses);
    void merge(const ::MergeStmt* node, Query& query, QueryClauses& clauses);
    MergeAction mergeAction(const ::MergeWhenClause* node);
    void withClause(const ::WithClause* node, Query& query, QueryClauses& clauses);
    void relationOf(const ::RangeVar* node, Query& query, QueryClauses& clauses);
    std::span<const Target> targets(const ::List* list);
    const Expression* assignedValue(const ::Node* node);
    std::span<const FromItem* const> fromItems(const ::List* list);
    const FromItem* fromItem(const ::Node* node);
    const FromItem* join(const ::JoinExpr* node);
    const Expression* rangeFunction(const ::RangeFunction* node);

    // lower-table.cpp
    CreateTable* createTable(const ::CreateStmt* node, Range range);
    const Statement* createForeignTable(const ::CreateForeignTableStmt* node, Range range);
    void tableElements(const ::CreateStmt* node, Range range, CreateTable& table);
    const Statement* createTableAs(const ::CreateTableAsStmt* node, Range range);
    const Statement* selectInto(const ::SelectStmt* node, Range range);
    Persistence persistenceOf(const ::RangeVar* relation) const;
    ColumnDefinition column(const ::ColumnDef* node, Range range);
    void columnConstraints(const ::List* constraints, Range range, ColumnDefinition& column);
    void columnConstraint(const ::Constraint* node, Range range, ColumnDefinition& column,
                          std::vector<ConstraintDefinition>& others);
    ConstraintDefinition tableConstraint(const ::Constraint* node, Range range);
    ConstraintDefinition constraint(const ::Constraint* node, Range range);
    void exclusion(const ::Constraint* node, ConstraintDefinition& result);
    QualifiedName sequenceName(const ::List* options);
    PartitionBound partitionBound(const ::PartitionBoundSpec* node);
    void partitionKey(const ::PartitionSpec* node, CreateTable& table);

    // lower-alter.cpp
    const Statement* alterTable(const ::AlterTableStmt* node, Range range);
    std::vector<Range> actionRanges(const ::AlterTableStmt* node, Range range, uint32_t nameEnd);
    const AlterAction* alterAction(const ::AlterTableCmd* node, Range range);
    const AlterAction* columnAction(const ::AlterTableCmd* node, Range range);
    const AlterAction* constraintAction(const ::AlterTableCmd* node, Range range);
    const AlterAction* partitionAction(const ::AlterTableCmd* node, Range range);
    const AlterAction* alterConstraint(const ::AlterTableCmd* node, Range range);
    const AlterAction* otherAction(const ::AlterTableCmd* node, Range range);

    // lower-index.cpp
    const Statement* createIndex(const ::IndexStmt* node, Range range);
    IndexKey indexKey(const ::IndexElem* node);
    const Statement* reindex(const ::ReindexStmt* node, Range range);
    const Statement* maintenance(const ::Node* node, Range range);

    // lower-object.cpp
    const Statement* createObject(const ::Node* node, Range range);
    const Statement* define(const ::DefineStmt* node, Range range);
    const Statement* createSchema(const ::CreateSchemaStmt* node, Range range);
    std::vector<Range> schemaElementRanges(Range range, size_t count);
    const Statement* createExtension(const ::CreateExtensionStmt* node, Range range);
    const Statement* sequence(const ::Node* node, Range range);
    void sequenceOptions(const ::List* options, SequenceStatement& sequence);
    const Statement* createType(const ::Node* node, Range range);
    const Statement* alterEnum(const ::AlterEnumStmt* node, Range range);
    const Statement* createDomain(const ::CreateDomainStmt* node, Range range);
    const Statement* alterDomain(const ::AlterDomainStmt* node, Range range);
    const Statement* createView(const ::ViewStmt* node, Range range);
    std::string_view privilege(const ::AccessPriv* node);
    const Statement* grant(const ::GrantStmt* node, Range range);
    const Statement* createStatistics(const ::CreateStatsStmt* node, Range range);
    const Statement* publication(const ::Node* node, Range range);
    void publishedTables(const ::List* objects, PublicationStatement& publication);
    std::string_view publishedPart(const ::PublicationTable* node, Range table);
    void publicationSettings(const ::List* objects, const ::List* options, bool allTables,
                             PublicationStatement& publication);

    // lower-definition.cpp
    CreateDefinition* define(ObjectKind kind, const QualifiedName& name, Range range);
    /// Its name has no schema and stands behind so many tokens.
    CreateDefinition* define(ObjectKind kind, size_t tokens, const char* name, Range range);
    CreateDefinition* createOperator(const ::DefineStmt* node, Range range);
    CreateDefinition* namedDefinition(const ::Node* node, Range range);
    const Statement* createDefinition(const ::Node* node, Range range);
    const Statement* alterDefinition(const ::Node* node, Range range);

    // lower-reference.cpp
    const Statement* drop(const ::DropStmt* node, Range range);
    const Statement* dropOther(const ::Node* node, Range range);
    const Statement* rename(const ::RenameStmt* node, Range range);
    const Statement* setSchema(const ::AlterObjectSchemaStmt* node, Range range);
    const Statement* changeOwner(const ::AlterOwnerStmt* node, Range range);
    const Statement* comment(const ::CommentStmt* node, Range range);
    ObjectReference reference(const ::Node* node, ::ObjectType type);
    ObjectReference castReference(const ::TypeName* source, const ::TypeName* target);
    ObjectReference listReference(const ::List* parts, ::ObjectType type);
    void placeObjects(const ::DropStmt* node, Range range, std::vector<ObjectReference>& objects);
    Range partOfTableRange(Range range);

    // lower-routine.cpp
    std::span<const RoutineArgument> routineArguments(const ::List* parameters);
    const Statement* createAggregate(const ::DefineStmt* node, Range range);
    const Statement* createRoutine(const ::CreateFunctionStmt* node, Range range);
    void routineOption(const ::DefElem* option, CreateRoutine& routine);
    /// Where the first option or the body without quotes stands.
    uint32_t optionsBegin(const ::CreateFunctionStmt* node, Range range);
    const Statement* doBlock(const ::DoStmt* node, Range range);
    const Statement* createTrigger(const ::CreateTrigStmt* node, Range range);
    const Statement* createRule(const ::RuleStmt* node, Range range);
    const Statement* policy(const ::Node* node, Range range);
    Body bodyOf(int location, uint32_t end, std::string_view language);
    Body atomicBody(const ::Node* node, Range range);

    // lower-feature.cpp
    void use(SyntaxFeature feature, int location = -1);
    void note(const ::Node* node);
    void noteQuery(const ::Node* node);
    /// Whether it has a RETURNING clause.
    template <typename T> bool noteReturning(const T* node);
    void noteObject(const ::Node* node);
    void noteMaintenance(const ::Node* node);
    void noteRoutine(const ::CreateFunctionStmt* node);
    void noteGrant(const ::Node* node);
    void notePublication(const ::List* objects);
    void noteAction(const ::AlterTableCmd* node, bool ofSequence);
    void noteConstraint(const ::Constraint* node);
    void noteNumber(const ::A_Const* node);
    void noteOptions(::NodeTag statement, const ::List* options);

    // lower-setting.cpp
    /// Without its value if that is the default.
    Setting setting(std::string_view name, std::string_view value);
    /// The options of a list. `resets`: they go back to their defaults.
    std::vector<Setting> settings(const ::List* options, std::string_view prefix = {},
                                  bool resets = false);
    std::span<const Setting> storage(const ::List* options, const char* tablespace,
                                     const char* accessMethod = nullptr);
    std::span<const Setting> sequenceSettings(const ::List* options);
    std::span<const Setting> actionSettings(const ::AlterTableCmd* node);
    std::span<const Setting> columnSettings(const ::ColumnDef* node);
    /// SET and RESET within ALTER ROLE and the like; `behind` stands behind its name.
    Setting variable(const ::VariableSetStmt* node, std::string_view behind = {});
    std::span<const Setting> routineSettings(const ::List* options);
    Setting statisticsTarget(const ::AlterStatsStmt* node);
    std::span<const Setting> mappings(const ::AlterTSConfigurationStmt* node);
    std::span<const Setting> definitionSettings(const ::Node* node);
    void viewSettings(const ::ViewStmt* node, CreateView& view);

    // lower-change.cpp
    SettingChange change(ObjectKind kind, std::string_view name,
                         const std::vector<Setting>& settings);
    Setting roleSetting(const ::DefElem* option);
    /// `joins`: members become members, and do not cease to be.
    std::vector<SettingChange> roleChanges(std::string_view role, const ::List* options,
                                           bool joins);
    std::vector<SettingChange> roleStatement(const ::Node* node);
    void defaultPrivileges(const ::AlterDefaultPrivilegesStmt* node, OtherStatement& result);
    std::vector<SettingChange> outerObject(const ::Node* node);
    std::vector<SettingChange> changes(const ::Node* node);

    // lower-session.cpp
    const Statement* transaction(const ::TransactionStmt* node, Range range);
    const Statement* setVariable(const ::VariableSetStmt* node, Range range);
    const Statement* discard(const ::DiscardStmt* node, Range range);
    const Statement* copyStatement(const ::CopyStmt* node, Range range);
    const Statement* queryStatement(const ::Node* node, Range range, bool executes);
    const Statement* prepare(const ::PrepareStmt* node, Range range);
    const Statement* explain(const ::ExplainStmt* node, Range range);
    const Statement* returnStatement(const ::ReturnStmt* node, Range range);
    const Statement* other(const ::Node* node, Range range);

    // lower.cpp
    template <typename T> T* start(Range range) {
        T* statement = arena_.make<T>();
        statement->kind = T::statementKind;
        statement->range = range;
        return statement;
    }
    Name name(const char* text);
    Name name(std::string_view text);
    std::span<const Name> names(const ::List* list);
    /// A role: its name, or "public", "current_user" and their like.
    Name roleName(const ::RoleSpec* role);
    std::span<const Name> roleNames(const ::List* roles);
    Name lastName(const ::List* list);
    QualifiedName qualifiedName(const ::RangeVar* node);
    QualifiedName qualifiedName(const ::List* parts, int location = -1);
    /// The name behind the first `tokens` tokens of the statement: CREATE DOMAIN name.
    QualifiedName nameBehind(size_t tokens, const ::List* parts, Range range);
    std::span<const QualifiedName> relations(const ::List* list);
    /// Which of the relations ONLY stands in front of.
    std::span<const uint8_t> onlyOf(const ::List* relations);
    std::string_view copy(const char* text) {
        return text == nullptr ? std::string_view() : arena_.copy(text);
    }
    uint32_t offset(int location) const {
        return location < 0 ? 0 : base_ + static_cast<uint32_t>(location);
    }

    PlacedText text_;
    uint32_t base_;
    Arena& arena_;
    int bodyDepth_;
    int depth_ = 0;
    /// Of the statement that is being lowered, behind those of the statements around it.
    std::vector<FeatureUse> features_;
    bool tooDeep_ = false;

    friend class DepthGuard;
};

/// Counts nesting while it lives; `allowed()` is false beyond the limit, and the statement is given
/// up.
class DepthGuard {
public:
    explicit DepthGuard(Lowering& lowering) : lowering_(lowering) {
        if (++lowering_.depth_ > maxLoweringDepth) {
            lowering_.tooDeep_ = true;
        }
    }
    ~DepthGuard() { --lowering_.depth_; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;
    bool allowed() const { return lowering_.depth_ <= maxLoweringDepth; }

private:
    Lowering& lowering_;
};

/// The nodes of a PostgreSQL list as `T`.
template <typename T> class Nodes {
public:
    explicit Nodes(const ::List* list) : list_(list) {}
    struct Iterator {
        const ::ListCell* cell;
        const T* operator*() const { return static_cast<const T*>(cell->ptr_value); }
        Iterator& operator++() {
            ++cell;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return cell != other.cell; }
    };
    Iterator begin() const { return {list_ == nullptr ? nullptr : list_->elements}; }
    Iterator end() const { return {list_ == nullptr ? nullptr : list_->elements + list_->length}; }
    size_t size() const { return list_ == nullptr ? 0 : static_cast<size_t>(list_->length); }

private:
    const ::List* list_;
};

template <typename T> const T* cast(const ::Node* node) { return reinterpret_cast<const T*>(node); }

inline std::string_view stringOf(const ::Node* node) {
    return node != nullptr && node->type == T_String ? cast<::String>(node)->sval : "";
}

ObjectKind objectKindOf(::ObjectType type);

/// Whether a boolean option of a parenthesised list is on: `(CONCURRENTLY)`, `(FULL true)`.
bool optionIsOn(const ::List* options, std::string_view name);

} // namespace ironlaw
