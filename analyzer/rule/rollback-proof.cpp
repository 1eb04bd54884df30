// See rollback-proof.h.
#include "analyzer/rule/rollback-proof.h"

#include "analyzer/catalog/parts.h"
#include "analyzer/rule/rollback-cause.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringMap.h>

#include <algorithm>
#include <set>

namespace ironlaw {

namespace {

bool hasRows(const ObjectDescription& object) {
    const auto kind = std::ranges::find(object.attributes, "kind", &Attribute::name);
    return kind != object.attributes.end() &&
           (kind->shown == "table" || kind->shown == "partitioned table");
}

bool isGenerated(const ObjectDescription& column) {
    const auto generation = std::ranges::find(column.attributes, "generation", &Attribute::name);
    return generation != column.attributes.end() && !generation->shown.empty();
}

/// `object`, which is a part, belongs to this table.
std::string_view tableNameOf(const ObjectDescription& object) {
    const size_t end = object.parent.find('\n');
    return end == std::string::npos ? std::string_view()
                                    : std::string_view(object.parent).substr(end + 1);
}

} // namespace

RollbackProof::RollbackProof(Catalog& catalog, const Doubts& doubts, const SchemaInput& input)
    : catalog_(catalog), doubts_(doubts), input_(input), before_(catalog.openFrame()),
      certain_(catalog.complete() && !doubts.areAboutEverything()) {}

void RollbackProof::wayBack() {
    afterUp_ = catalog_.openFrame();
    upIsDoubtful_ = doubts_.areLatelyAboutEverything();
}

void RollbackProof::addTables(const std::vector<ObjectId>& objects, std::set<ObjectId>& ids) const {
    for (const ObjectId id : objects) {
        if (const CatalogObject* object = catalog_.find(id)) {
            ids.insert(relationOf(*object));
        }
    }
}

DescribedSchema RollbackProof::describe(const std::set<ObjectId>& ids) const {
    catalog_.setSearchPath({catalog_.defaultSchema()});
    return describeObjects(input_, ids);
}

void RollbackProof::describeBoth(RollbackResult& result) {
    const std::vector<ObjectId> changed = catalog_.changedSince(before_);
    std::set<ObjectId> ids(changed.begin(), changed.end());
    addTables(changed, ids);
    Catalog::TakenBack down = catalog_.takeBack(afterUp_);
    Catalog::TakenBack up = catalog_.takeBack(before_);
    addTables(changed, ids);
    result.before = describe(ids);
    catalog_.redo(std::move(up));
    const Catalog::Frame frame = catalog_.openFrame();
    catalog_.redo(std::move(down));
    result.after = describe(ids);
    catalog_.undo(frame);
}

RollbackResult RollbackProof::end(const WayTrace& up, const WayTrace& down) {
    RollbackResult result;
    describeBoth(result);
    result.doubtful = upIsDoubtful_ || doubts_.areLatelyAboutEverything();
    if (doubts_.areLatelyAboutEverything()) {
        return result;
    }
    result.differences = differencesOf(result.before, result.after);
    const auto again = madeAgain(result);
    if (result.differences.empty() && again.empty()) {
        return result;
    }
    up_.emplace(input_, up);
    down_.emplace(input_, down);
    for (const Difference& one : result.differences) {
        judge(one, result);
    }
    for (const auto& [before, made] : again) {
        lostValues(*before, *made, result);
    }
    return result;
}

namespace {

/// What is made under default privileges has some that nobody has granted on it.
bool isUnderDefaultPrivileges(const Catalog& catalog, ObjectId object) {
    bool result = false;
    catalog.each<ServerObject>([&](const ServerObject& one) {
        result = result || (one.id < object && one.name.starts_with("default privileges "));
    });
    return result;
}

bool setsOwner(const WayTrace& way, ObjectId object) {
    return llvm::any_of(way, [&](const TracedStatement& one) {
        const auto* alter = as<AlterTable>(*one.statement);
        const bool sets =
            one.statement->kind == StatementKind::ChangeOwner ||
            (alter != nullptr && llvm::any_of(alter->actions, [](const AlterAction* action) {
                 return action->kind == AlterActionKind::ChangeOwner;
             }));
        return sets && llvm::is_contained(one.objects, object);
    });
}

/// Who runs the migrations owns what he makes again: he may be the one who owned it. Whom the way
/// back gives what nobody was given before may be him.
bool isUnknownOwner(const Difference& difference, const WayTrace& wayBack) {
    if (difference.attribute != "owner" || difference.before->object != difference.after->object) {
        return difference.attribute == "owner";
    }
    const auto& attributes = difference.before->attributes;
    const auto owner = std::ranges::find(attributes, "owner", &Attribute::name);
    return (owner == attributes.end() || owner->shown.empty()) &&
           setsOwner(wayBack, difference.before->object);
}

} // namespace

bool RollbackProof::isDoubtful(const Difference& difference, bool byWayBack) const {
    const ObjectDescription& object =
        difference.before != nullptr ? *difference.before : *difference.after;
    const std::string_view table = tableNameOf(object);
    const bool isGiven = difference.attribute == "privileges" && object.key.front() != 'o' &&
                         isUnderDefaultPrivileges(catalog_, object.object);
    return (byWayBack && upIsDoubtful_) || isGiven || isUnknownOwner(difference, down_->way()) ||
           doubts_.nameIt(object.name) || (!table.empty() && doubts_.namePartsOf(table)) ||
           (difference.after != nullptr && doubts_.nameIt(difference.after->name));
}

void RollbackProof::judge(const Difference& difference, RollbackResult& result) const {
    const RollbackCause cause(input_, difference, *up_, *down_);
    const std::optional<CausePlace> place = cause.place();
    if (!place || isDoubtful(difference, place->byWayBack) ||
        (!certain_ && cause.isGuarded(*place))) {
        result.doubtful = true;
        return;
    }
    RollbackDifference found{.kind = RollbackDifference::Kind::Schema,
                             .difference = &difference,
                             .object = difference.before,
                             .place = place->location,
                             .byWayBack = place->byWayBack};
    for (const AddedValue& value : cause.addedValues()) {
        found.kind = RollbackDifference::Kind::EnumValue;
        found.place = value.place;
        found.name = value.value;
        result.found.push_back(found);
    }
    if (found.kind == RollbackDifference::Kind::Schema) {
        found.attempt = cause.attempt(*place);
        result.found.push_back(std::move(found));
    }
}

std::vector<std::pair<const ObjectDescription*, const ObjectDescription*>>
RollbackProof::madeAgain(const RollbackResult& result) {
    std::vector<std::pair<const ObjectDescription*, const ObjectDescription*>> all;
    llvm::StringMap<const ObjectDescription*> after;
    for (const ObjectDescription& one : result.after.objects) {
        after.try_emplace(one.key, &one);
    }
    for (const ObjectDescription& one : result.before.objects) {
        const auto found = after.find(one.key);
        if (found == after.end() || !one.complete || one.incidental) {
            continue;
        }
        const ObjectDescription& other = *found->second;
        const bool isSame = one.object == other.object;
        const bool isColumn = isSame && one.isColumn() && one.column != other.column;
        if ((isColumn && !isGenerated(one)) || (!isSame && hasRows(one))) {
            all.emplace_back(&one, &other);
        }
    }
    return all;
}

/// What is made again has the shape that it had, and none of its rows or values.
void RollbackProof::lostValues(const ObjectDescription& before, const ObjectDescription& again,
                               RollbackResult& result) const {
    const bool isColumn = before.isColumn();
    const std::string_view table = isColumn ? tableNameOf(before) : std::string_view(before.name);
    if (down_->mayWrite(table) || doubts_.nameIt(table)) {
        return;
    }
    const Difference lost{Difference::Kind::Missing, &before, &again};
    const std::optional<CausePlace> place = RollbackCause(input_, lost, *up_, *down_).place();
    if (place && !place->byWayBack) {
        result.found.push_back({.kind = isColumn ? RollbackDifference::Kind::LostValues
                                                 : RollbackDifference::Kind::LostRows,
                                .difference = nullptr,
                                .object = &before,
                                .place = place->location,
                                .attempt = CauseAttempt{again.place, {}}});
    }
}

} // namespace ironlaw
